"""One answer everywhere: the command, the API and the page say the same of every case held by hand."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from tests.unit.controls.test_rule_edges import EVERY, fields
from tests.views import post
from tests.world import World

pytestmark = pytest.mark.django_db
CASES = [fields(*row[:4]) for row in EVERY]


@pytest.fixture
def commanded(tmp_path: Path) -> list[dict[str, Any]]:
    """What `manage.py what_if` prints, without the place that it gives each line."""
    file, out = tmp_path / "cases.json", io.StringIO()
    file.write_text(json.dumps(CASES))
    call_command("what_if", str(file), stdout=out)
    return [{**json.loads(line), "id": None} for line in out.getvalue().splitlines()]


def test_the_api_says_what_the_command_says(people: World, commanded: list[dict[str, Any]]) -> None:
    told: list[dict[str, Any]] = []
    for first in range(0, len(CASES), 100):
        answer = post(people.client("bob-token"), "/api/v1/controls/evaluate/", CASES[first : first + 100])
        assert answer.status_code == 200
        told += answer.json()["results"]
    assert told == commanded


def test_the_page_says_what_the_command_says(people: World, commanded: list[dict[str, Any]]) -> None:
    client = people.client("alice")
    for case, said in zip(CASES, commanded, strict=True):
        if case["date"] is None:
            continue
        query = urlencode({**{name: value for name, value in case.items() if value}, "format": "json"})
        shown = client.get(f"/what-if/?{query}")
        assert shown.status_code == 200, shown.content
        assert shown.json()["results"]["date"] == said


def test_a_file_with_one_wrong_row_gives_no_answer(tmp_path: Path) -> None:
    file, out = tmp_path / "cases.jsonl", io.StringIO()
    for number, wrong in enumerate(({"date": "2024-06"}, {"destination": "Chinaland"}, {"modle": "H100"}, {"model": 100})):
        rows = [*CASES[:number], {**CASES[0], **wrong}, CASES[1]]
        file.write_text("\n".join(json.dumps(row) for row in rows))
        with pytest.raises(Exception, match=rf"line {number + 1}, field {next(iter(wrong))}: ") as refusal:
            call_command("what_if", str(file), stdout=out)
        assert len(str(refusal.value).splitlines()) == 1
    assert out.getvalue() == ""
