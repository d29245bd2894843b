"""What every test may ask for. The database is made by its owner; the tests work in it as the application does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No law is timed: a busy machine is no fault of what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """`dev.py test --full` tries ten times as many examples of every law that hypothesis holds, chosen anew each time."""
    if not os.environ.get("DEALTRACKER_FULL"):
        return
    # Items that differ by a parameter alone share one function.
    tests = {getattr(getattr(item, "obj", None), "__func__", getattr(item, "obj", None)) for item in items}
    for test in tests:
        own = getattr(test, "_hypothesis_internal_use_settings", None)
        if isinstance(own, settings):
            more = settings(own, max_examples=own.max_examples * 10, deadline=None)
            test._hypothesis_internal_use_settings = more


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    from tests import database

    with django_db_blocker.unblock():
        before = database.create(request.config.option.verbose)
    with pytest.MonkeyPatch.context() as patch:
        database.restore_after_transactional_tests(patch)
        yield
    with django_db_blocker.unblock():
        database.destroy(before)


@pytest.fixture(scope="session", autouse=True)
def _own_queue() -> None:
    """Sends what this process queues to a queue that no other test process reads."""
    from django.conf import settings as site

    from dealtracker.celery import app
    from dealtracker.env import parse_redis
    from tests.processes import queue_of_this_process

    site.REDIS_URL, site.CELERY_BROKER_URL = parse_redis("REDIS_URL", queue_of_this_process(site.REDIS_URL))
    app.conf.broker_url = site.CELERY_BROKER_URL


@pytest.fixture
def processes(transactional_db: None, tmp_path: Path) -> Iterator[Any]:
    """Starts real processes on the tests' database, with an empty queue; see tests/processes.py."""
    from tests.processes import Processes, empty_queue

    empty_queue()
    started = Processes(tmp_path)
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture
def celery_worker_process(processes: Any) -> Any:
    """A real Celery worker and a real relay, both at work; `.wait_for(…)` waits for what they bring about."""
    processes.start_worker()
    processes.start_relay()
    return processes
