"""The examples of docs/api.md, run as they stand against the shipped deals."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tests import cast, make

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(curl .*?)\n# (\d{3})(?: (\w+))?\n```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def words(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """What the names in the examples stand for, with the shipped deals loaded."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        make.catch_up()
        people = cast.gather()
        client = people.client("bob-token")
        deal = client.get("/api/v1/deals/?external_ref=palebluedot-xiaohongshu-tokyo").json()["results"][0]
        team = cast.issue_token(user=people.users["dan"], name="t", scopes="read write", at=cast.SINCE, days=None)
        yield {
            "SITE": "", "TOKEN": people.tokens["bob-token"], "TEAM_TOKEN": team, "DEAL": deal["id"], "SOURCE": deal["sources"][0]["id"],
            "PARTY": deal["parties"][0]["id"], "OTHER_PARTY": deal["parties"][1]["id"],
            "ETAG": client.get(f"/api/v1/deals/{deal['id']}/")["ETag"],
        }  # fmt: skip
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _visitors_read(settings: Any) -> None:
    settings.PUBLIC_READING = True


def run(command: str, words: dict[str, str]) -> Any:
    """What curl would have sent, through the test client."""
    given = shlex.split(command.replace("\\\n", " "))
    given = [Template(part).safe_substitute(words) for part in given[1:]]
    method, body, headers, address = "GET", "", {}, ""
    while given:
        part = given.pop(0)
        if part == "-X":
            method = given.pop(0)
        elif part == "-d":
            body = given.pop(0)
        elif part == "-H":
            name, _, value = given.pop(0).partition(": ")
            headers[name] = value
        else:
            address = part
    with transaction.atomic():
        answer = Client().generic(
            method, address, body, content_type=headers.pop("Content-Type", "application/json"), headers=headers
        )
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize(
    ("command", "status", "code"), EXAMPLES, ids=[f"{n}-{s}" for n, (_, s, _) in enumerate(EXAMPLES)]
)
def test_an_example_answers_as_it_says(words: dict[str, str], command: str, status: str, code: str) -> None:
    answer = run(command, words)
    assert answer.status_code == int(status), answer.content[:400]
    if code:
        assert answer.json()["code"] == code


def test_there_is_an_example_of_each_kind() -> None:
    assert len(EXAMPLES) == PAGE.count("```sh")
    assert {status for _, status, _ in EXAMPLES} >= {"200", "201", "304", "400", "401", "412", "428"}


def test_json_in_the_page_is_json() -> None:
    for block in re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL):
        json.loads(block)


def test_the_search_of_the_page_finds_the_founding_deal(words: dict[str, str]) -> None:
    command = next(command for command, _, _ in EXAMPLES if "%E5%B0%8F" in command)
    assert run(command, words).json()["meta"]["count"] >= 1
    path = next(command for command, _, _ in EXAMPLES if "path=" in command)
    assert words["DEAL"] in [row["id"] for row in run(path, words).json()["results"]]


def test_every_address_of_the_page_is_in_the_document(words: dict[str, str]) -> None:
    known = set(Client().get("/api/v1/schema/").json()["paths"])
    for address in ("deals/", "deals/{deal}/", "deals/{deal}/dossier/", "deals/{deal}/claims/", "deals/{deal}/private-views/",
                    "parties/", "sites/", "sources/", "hardware-models/", "controls/evaluate/", "deal-dossier.schema.json"):  # fmt: skip
        assert f"/api/v1/{address}" in known
