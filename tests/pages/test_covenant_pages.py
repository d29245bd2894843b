"""Covenants: definitions with their days, tests and amendments entered by a form; what is wrong saves nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from deals.agreements.models import Covenant
from deals.events.models import Event
from dealtracker.evidence.models import Claim
from dealtracker.ids import private_key, public_id
from tests import make
from tests.pages.markup import check, text
from tests.pages.test_add_page import SOURCE
from tests.world import World

COVENANT = {
    "key": "c1", "facility": "f1", "kind": "loan to value", "test": "at most, each quarter", "value": {"kind": "exact", "point": "0.75"},
    "tests": [{"on": "2025-09-30", "result": "met", "value": {"kind": "exact", "point": "0.64"}}],
    "every_months": 3, "within_days": 45, "start": "2025-04-01",
}  # fmt: skip


@pytest.fixture
def deal(people: World, alone: None) -> str:
    (made,) = make.save(
        make.dossier("covered", covenants=[COVENANT], claims=[{"source": "s-covered", "at": ["/covenants/c1"]}])
    )
    return public_id("deal", made)


def sent(people: World, address: str, **values: str) -> Any:
    client = people.client("bob")
    page = client.get(address)
    assert page.status_code == 200
    check(page.content)
    revision = re.search(r'name="revision" value="(\d+)"', page.content.decode())
    assert revision
    return client.post(address, {**SOURCE, "attribution": "", "revision": revision[1], **values})


def rows(deal: str) -> list[Covenant]:
    return list(Covenant.rows.filter(deal=private_key("deal", deal)).order_by("start"))


def test_the_page_shows_definitions_tests_and_what_is_due(people: World, deal: str) -> None:
    page = people.client("alice").get(f"/deals/{deal}/covenants/?as_of=2025-10-15&known_on=2026-01-01")
    check(page.content)
    said = text(page.content)
    assert "Loan to value: 0.75" in said and "in force" in said and "test of 31 Dec 2025; certificate due 14 Feb 2026" in said
    assert "Enter a test" not in said, "a reader enters nothing"
    document = people.client("alice").get(f"/deals/{deal}/covenants/?format=json").json()
    assert document["results"][0]["tests"] == COVENANT["tests"]
    lines = people.client("alice").get(f"/deals/{deal}/covenants/?format=csv").content.decode().splitlines()
    assert lines[0].startswith("\ufeffcovenant,facility") or lines[0].startswith("covenant,facility")
    assert "2025-09-30,met,0.64" in lines[1]
    assert people.client("alice").get(f"/deals/{deal}/covenants/?q=1").status_code == 400


def test_a_test_that_was_not_met_is_entered_and_becomes_an_event(people: World, deal: str) -> None:
    done = sent(
        people,
        f"/deals/{deal}/covenants/c1/test/",
        on="2025-12-31",
        result="not met",
        value="about 78 %",
        words="waiver asked",
    )
    assert done.status_code == 302, text(done.content)[:1500]
    (row,) = rows(deal)
    assert [test["on"] for test in row.tests] == ["2025-09-30", "2025-12-31"]
    assert row.tests[1] == {
        "on": "2025-12-31",
        "result": "not met",
        "value": {"kind": "approx", "point": "0.78"},
        "words": "waiver asked",
    }
    assert Claim.rows.filter(target=row.pk, field="tests", source__publisher="Evening Ledger").exists()
    event = Event.rows.get(deal=row.deal_id, kind="test not met")
    assert event.words == "loan to value about 0.78 (at most, each quarter: 0.75): not met; waiver asked"


def test_a_test_of_the_same_day_is_replaced(people: World, deal: str) -> None:
    assert sent(people, f"/deals/{deal}/covenants/c1/test/", on="2025-09-30", result="waived").status_code == 302
    (row,) = rows(deal)
    assert row.tests == [{"on": "2025-09-30", "result": "waived"}]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"on": "", "result": "met"}, "This field is required."),
        ({"on": "2025-12-31", "result": ""}, "This field is required."),
        ({"on": "2025-12-31", "result": "splendid"}, "is not one of the available choices"),
        ({"on": "2025-12-31", "result": "met", "value": "lots"}, "cannot be read as an amount"),
        ({"on": "2025-02-30", "result": "met"}, "Enter a valid date."),
        ({"on": (timezone.now().date() + timedelta(days=9)).isoformat(), "result": "met"}, "is yet to come"),
        ({"on": "2025-12-31", "result": "met", "publisher": ""}, "Who published it?"),
        ({"on": "2025-12-31", "result": "met", "revision": "0"}, "Someone saved revision"),
    ],
)
def test_what_is_wrong_with_a_test_is_said_and_nothing_is_saved(
    people: World, deal: str, values: dict[str, str], says: str
) -> None:
    before = rows(deal)[0].tests
    refused = sent(people, f"/deals/{deal}/covenants/c1/test/", **values)
    assert refused.status_code == 400
    check(refused.content)
    assert says in text(refused.content)
    assert rows(deal)[0].tests == before
    assert not Event.rows.filter(deal=private_key("deal", deal), kind="test not met").exists()


def test_an_amendment_ends_the_definition_and_begins_another(people: World, deal: str) -> None:
    address = f"/deals/{deal}/covenants/c1/amended/"
    begun = people.client("bob").get(address).content.decode()
    assert 'value="0.75"' in begun and "at most, each quarter" in begun, "it begins with what stands"
    done = sent(
        people, address, start="2025-12-19", test="at most, each quarter", value="0.65", words="as amended", every_months="3",
        within_days="45",
    )  # fmt: skip
    assert done.status_code == 302, text(done.content)[:1500]
    old, new = rows(deal)
    assert (old.end.to_json(), old.value.to_json()) == ("2025-12-19", {"kind": "exact", "point": "0.75"})
    assert (new.start.to_json(), new.value.to_json()) == ("2025-12-19", {"kind": "exact", "point": "0.65"})
    assert (new.kind, new.facility, new.every_months, new.within_days) == ("loan to value", old.facility, 3, 45)
    assert Claim.rows.filter(target=new.pk, field="value").exists()
    page = text(people.client("bob").get(f"/deals/{deal}/covenants/").content)
    assert page.count("Amend the definition") == 1, "a definition that has ended is not amended"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"start": "2025-04-01"}, "began on 2025-04-01; an amendment begins after it"),
        ({"start": ""}, "This field is required."),
        ({"start": "2025-12-19", "test": ""}, "This field is required."),
        ({"start": "2025-12-19", "every_months": "0"}, "greater than or equal to 1"),
        ({"start": "2025-12-19", "within_days": "soon"}, "Enter a whole number."),
        ({"start": "2025-12-19", "value": "65 USD"}, "65 USD"),
    ],
)
def test_what_is_wrong_with_an_amendment_is_said_and_nothing_is_saved(
    people: World, deal: str, values: dict[str, str], says: str
) -> None:
    given = {"test": "at most", "value": "0.65", "words": "", "every_months": "3", "within_days": "45", **values}
    refused = sent(people, f"/deals/{deal}/covenants/c1/amended/", **given)
    assert refused.status_code == 400 and says in text(refused.content), text(refused.content)[:1500]
    (row,) = rows(deal)
    assert row.end is None


def test_who_may_and_what_is_not_there(people: World, deal: str) -> None:
    for part in ("test", "amended"):
        address = f"/deals/{deal}/covenants/c1/{part}/"
        assert people.client("alice").get(address).status_code == 403
        assert people.client("alice").post(address, {}).status_code == 403
        assert people.client("bob").get(f"/deals/{deal}/covenants/none/{part}/").status_code == 404
        assert people.client("bob").put(address).status_code == 405
