"""A stress run with a real worker and beat: a request only commits, and what a run may draw on is what its asker reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from deals.actions.jobs import digest_of
from deals.actions.stress import ask_stress
from deals.actions.stress_inputs import read_inputs
from deals.jobs.models import Job
from deals.reports.job_list import job_of
from dealtracker.access.walls import as_viewer
from tests import cast, make
from tests.processes import Processes

pytestmark = pytest.mark.django_db(transaction=True)


def asked(people: cast.Cast) -> Any:
    viewer = people.viewer("dan")
    with as_viewer(viewer):
        given = {"dimensions": ["borrower", "currency", "site.country"], "fx": "0.1", "chips": "-0.4"}
        inputs = read_inputs(given, viewer=viewer, today=timezone.now().date().isoformat())
        job = ask_stress(inputs=inputs, cause="a committee", viewer=viewer, at=timezone.now())

    def told() -> dict[str, Any]:
        with as_viewer(viewer):
            return job_of(viewer=viewer, job=job.pk) or {}

    return job, told


def test_a_run_that_was_only_committed_is_done_by_a_worker_with_its_result_frozen(processes: Processes) -> None:
    people = cast.gather()
    make.save(make.dossier("one"), make.dossier("secret", compartment=cast.TEAM, amount="7"))
    job, told = asked(people)
    assert (told()["state"], told()["done"], told()["of"]) == ("waiting", 0, 4)
    processes.start_worker()
    processes.start_beat()
    processes.wait_for(lambda: told()["state"] == "done", "the run to end")
    found = told()
    assert (found["done"], found["of"], found["attempts"], found["error"]) == (4, 4, 1, None)
    assert found["digest"] == digest_of(found["inputs"], found["result"])
    borrowers = found["result"]["dimensions"][0]["lines"]
    assert {(line["weight"], line["base"]) for line in borrowers if line["figure"] == "amount"} == {
        ("proposed", "300000007")
    }
    with as_viewer(people.viewer("bob")):
        assert not Job.rows.filter(pk=job.pk).exists()
