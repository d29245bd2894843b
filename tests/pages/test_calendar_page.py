"""The calendar: what terms make due, on whose calendars, what stays on top, and how it is closed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from dealtracker.audit.models import Change
from dealtracker.desk.models import Obligation
from dealtracker.ids import public_id
from dealtracker.periods import day_words
from tests import make
from tests.world import World

TODAY = timezone.now().date()


def quarter_end(after: date) -> date:
    month = (after.month - 1) // 3 * 3 + 3
    return (date(after.year, month, 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


PAST = quarter_end(TODAY - timedelta(days=200))


@pytest.fixture
def dealt(people: World) -> str:
    (deal,) = make.save(
        make.dossier(
            "dated",
            covenants=[
                {"key": "c1", "facility": "f1", "kind": "information", "every_months": 3, "within_days": 45, "start": PAST.isoformat()},
                {"key": "c2", "facility": "f1", "kind": "old test", "every_months": 3, "start": "2020-01-01", "end": "2020-06-01"},
            ],
            pricing=[{"key": "p1", "facility": "f1", "base": "Term SOFR 3M", "start": TODAY.isoformat()}],
            events=[{"key": "e9", "kind": "waiver", "facility": "f1", "occurred": "2025-01-01", "ended": (TODAY + timedelta(days=9)).isoformat(),
                     "words": "loan to value"}],
            claims=[{"source": "s-dated", "at": ["/covenants/c1", "/covenants/c2", "/pricing/p1", "/events/e9"]}],
        )
    )  # fmt: skip
    return public_id("deal", deal)


def rows(client: Client, **asked: str) -> list[dict[str, Any]]:
    answer = client.get("/calendar/", {**asked, "format": "json"})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_terms_make_days_due_and_filters_choose(people: World, dealt: str) -> None:
    client = people.cast.client("bob")
    found = rows(client, deal=dealt)
    kinds = {row["kind"] for row in found}
    assert {"certificate due", "rate reset", "waiver ends"} <= kinds and "covenant test" not in kinds
    late = [row for row in found if row["overdue"]]
    assert late and late == found[: len(late)] and {row["kind"] for row in late} == {"certificate due"}
    assert f"certificate for {day_words(PAST)}" in late[0]["what"]
    assert late[0]["due"] == (PAST + timedelta(days=45)).isoformat()
    near, far = rows(client, deal=dealt, months="1"), rows(client, deal=dealt, months="60")
    assert len(near) < len(found) < len(far)
    assert {row["kind"] for row in rows(client, kind="waiver ends")} == {"waiver ends"}
    assert rows(client, owner="nobody of that name") == []


def test_every_day_of_a_term_leads_to_the_claims_that_tell_it(people: World, dealt: str) -> None:
    client = people.cast.client("bob")
    page = client.get("/calendar/", {"deal": dealt, "months": "60"}).content.decode()
    told = {row["kind"]: row["at"] for row in rows(client, deal=dealt, months="60")}
    assert told == {"certificate due": "/covenants/c1", "rate reset": "/pricing/p1/base", "waiver ends": "/events/e9/ended"}
    for at in told.values():
        address = f"/deals/{dealt}/claims/?{urlencode({'at': at})}"
        assert f'href="{address}"' in page
        drawer = client.get(address)
        assert drawer.status_code == 200 and "Northern Wire" in drawer.content.decode()


def test_overdue_stays_until_it_is_closed_with_a_reason(people: World, dealt: str) -> None:
    client = people.cast.client("bob")
    page = client.get("/calendar/", {"deal": dealt}).content.decode()
    item = re.search(r'name="item" value="(certificate-due-[^"]+)"', page)[1]  # type: ignore[index]
    refused = client.post(f"/calendar/?deal={dealt}", {"item": item, "reason": " "})
    assert refused.status_code == 400 and "say why" in refused.content.decode() and not Obligation.rows.exists()
    assert client.post("/calendar/", {"item": "certificate-due-x", "reason": "met"}).status_code == 400
    assert client.post(f"/calendar/?deal={dealt}", {"item": item, "reason": "received by post"}).status_code == 302
    kept = Obligation.rows.get(term=item)
    assert kept.closed_reason == "received by post" and kept.closed_at
    assert Change.rows.filter(table="desk_obligation", row=str(kept.pk)).exists()
    assert item not in client.get("/calendar/", {"deal": dealt}).content.decode()
    assert client.post("/calendar/", {"item": item, "reason": "again"}).status_code == 400


def test_who_sees_and_who_closes(people: World, dealt: str) -> None:
    assert Client().get("/calendar/").status_code == 404
    reader = people.cast.client("alice")
    page = reader.get("/calendar/", {"deal": dealt}).content.decode()
    assert "certificate for" in page and 'name="item"' not in page
    uid = rows(people.cast.client("bob"), deal=dealt)
    assert uid and not Obligation.rows.exists()


@pytest.mark.parametrize(
    "asked", [{"months": "7"}, {"kind": "birthday"}, {"deal": "deal_x"}, {"q": "1"}, {"format": "xml"}]
)
def test_what_the_page_does_not_take_is_told(people: World, asked: dict[str, str]) -> None:
    assert people.cast.client("bob").get("/calendar/", asked).status_code == 400


def test_the_subscribed_calendar_has_the_same_days(people: World, dealt: str) -> None:
    client = people.cast.client("bob")
    address = re.search(r"/desk/calendar/[^\"]+\.ics", client.get("/calendar/").content.decode())[0]  # type: ignore[index]
    body = Client().get(address).content.decode()
    assert "CATEGORIES:certificate due" in body and "CATEGORIES:rate reset" in body and "CATEGORIES:waiver ends" in body


def test_what_ended_before_its_day_is_not_overdue(people: World) -> None:
    due = (TODAY - timedelta(days=40)).isoformat()
    facilities = [
        {"key": key, "kind": "loan", "amount": make.money("9"), "commitment": "proposed", "maturity_date": due} for key in ("f2", "f3")
    ]
    talks = {"key": "e2", "kind": "talks began", "facility": "f2", "occurred": "2025-12-01"}
    over = {"key": "e9", "kind": "withdrawn", "facility": "f1", "occurred": "2026-01-05"}
    at = ["/facilities/f2", "/facilities/f3"]
    ended, alive = (
        make.dossier(key, facilities=facilities, events=events, claims=[{"source": f"s-{key}", "at": [*at, *(f"/events/{e['key']}" for e in events)]}])
        for key, events in (("ended", [over]), ("alive", [over, talks]))
    )  # fmt: skip
    ended, alive = (public_id("deal", deal) for deal in make.save(ended, alive))
    client = people.cast.client("bob")
    assert not rows(client, deal=ended)
    assert [row["due"] for row in rows(client, deal=alive) if row["kind"] == "matures"], "its own stage is not an end"
