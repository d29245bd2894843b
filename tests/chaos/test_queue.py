"""The queue with a real worker: a task whose process is killed is done by another, and Valkey may come and go."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from dealtracker.celery import app
from tests.chaos.marks import leave_mark
from tests.processes import Processes

pytestmark = pytest.mark.django_db(transaction=True)


def marks(label: str) -> set[str]:
    return set(ContentType.objects.filter(app_label=label).values_list("model", flat=True))


def send(name: str, seconds: float = 0) -> None:
    leave_mark.apply_async((name, seconds), retry=False)


def test_tasks_run_in_another_process_on_the_tests_database(processes: Processes) -> None:
    processes.start_worker("-I", "tests.chaos.marks")
    for number in range(20):
        send(f"m{number}")
    processes.wait_for(lambda: len(marks("marks_made")) == 20, "twenty marks")


def test_a_task_whose_process_is_killed_is_done_by_another(processes: Processes) -> None:
    worker = processes.start_worker("-I", "tests.chaos.marks")
    send("slow", 1.5)
    processes.wait_for(lambda: marks("marks_begun") == {"slow"}, "the task to begin")
    killed = processes.pool_of(worker)
    assert len(killed) == 2
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    assert marks("marks_made") == set()
    processes.wait_for(lambda: marks("marks_made") == {"slow"}, "the task to be done again", seconds=20)
    assert not set(processes.pool_of(worker)) & set(killed)


def test_a_worker_told_to_stop_finishes_what_it_does(processes: Processes) -> None:
    worker = processes.start_worker("-I", "tests.chaos.marks")
    send("last", 1.0)
    processes.wait_for(lambda: marks("marks_begun") == {"last"}, "the task to begin")
    worker.signal(signal.SIGTERM)
    assert worker.wait(15)
    assert worker.ended() == 0
    assert marks("marks_made") == {"last"}


def test_relay_and_worker_stay_up(celery_worker_process: Processes) -> None:
    answered = app.control.inspect(timeout=5).ping() or {}
    assert [reply["ok"] for reply in answered.values()] == ["pong"]
    assert [child.ended() for child in celery_worker_process.children] == [None, None]


def test_the_policy_is_the_one_that_loses_no_task() -> None:
    policy: dict[str, Any] = {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_ignore_result": True,
        "accept_content": ["json"],
        "task_serializer": "json",
    }
    assert {key: app.conf[key] for key in policy} == policy
    patience = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert settings.CELERY_TASK_TIME_LIMIT < patience["visibility_timeout"] / 2
    assert patience["unacked_restore_interval"] == patience["unacked_restore_throttle"] == 1
    assert patience["socket_timeout"] and patience["socket_connect_timeout"]
