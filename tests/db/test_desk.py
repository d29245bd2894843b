"""Enquiries of our own, tasks and the calendar."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from deals.actions.replies import ReplyEntry, ReplyRefused, record_reply
from deals.models import Facility
from deals.reports.calendar_items import as_ics, calendar_items
from dealtracker.access.walls import as_viewer
from dealtracker.desk.actions import TaskRefused, add_task, amend_task, calendar_reader, calendar_secret, comment_task
from dealtracker.desk.models import Obligation, Task
from dealtracker.evidence.models import Reply, Source
from tests import cast, make
from tests.intake import TERM_SHEET, TODAY, act_as, fingerprint, known, take
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")


def test_an_enquiry_stays_with_the_team_and_its_deadline_in_the_calendar(people: World) -> None:
    deal = people.deals["tokyo"]
    (view,) = make.save(cast.private_view())
    dan = act_as(people, "dan")
    entry = ReplyEntry(
        party=known(people, "Harbour Bank"),
        stance="no response",
        channel="e-mail to the press office",
        until=date(2026, 3, 9),
    )
    reply = record_reply(deal=deal, entry=entry, viewer=dan, today=TODAY)
    assert (reply.deal, reply.compartment_id) == (view, people.cast.team)
    (item,) = [i for i in calendar_items(viewer=dan, today=TODAY) if i.obligation]
    assert (item.day, "Harbour Bank" in item.words, item.team) == (date(2026, 3, 9), True, cast.TEAM)
    bob = act_as(people, "bob")
    assert calendar_items(viewer=bob, today=TODAY) == [] and not Obligation.rows.exists()
    assert not Reply.rows.filter(channel="e-mail to the press office").exists()


def test_an_enquiry_without_a_team_is_refused(people: World) -> None:
    bob, before = act_as(people, "bob"), fingerprint()
    harbour = known(people, "Harbour Bank")
    for entry, field in (
        (ReplyEntry(party=harbour, stance="no response", channel="telephone", until=TODAY), "channel"),
        (ReplyEntry(party=harbour, stance="no response"), "source"),
        (ReplyEntry(party=uuid4(), stance="no response", source=Source.rows.first().pk), "party"),
        (ReplyEntry(party=harbour, stance="shrugs", source=Source.rows.first().pk), "stance"),
        (
            ReplyEntry(
                party=harbour,
                stance="denies",
                scope="listed",
                listed=("/facilities/f1/colour",),
                source=Source.rows.first().pk,
            ),
            "listed",
        ),
        (ReplyEntry(party=harbour, stance="denies", until=TODAY, source=Source.rows.first().pk), "until"),
    ):
        with pytest.raises(ReplyRefused) as error:
            record_reply(deal=people.deals["tokyo"], entry=entry, viewer=bob, today=TODAY)
        assert error.value.field == field
    assert fingerprint() == before


def test_tasks_are_for_those_who_read_them(people: World) -> None:
    dan, at = act_as(people, "dan"), timezone.now()
    users = people.cast.users
    with pytest.raises(TaskRefused) as error:
        add_task(title="Ask Harbour Bank", compartment=people.cast.team, viewer=dan, at=at, owner=users["bob"].pk)
    assert error.value.field == "owner"
    task = add_task(
        title="Ask Harbour Bank", compartment=people.cast.team, viewer=dan, at=at, owner=users["carol"].pk, due=TODAY
    )
    comment_task(task=task.pk, text="Press office first.", viewer=dan)
    amend_task(task=task.pk, viewer=dan, at=at, owner=users["dan"].pk, due=TODAY, closed=True)
    task.refresh_from_db()
    assert task.closed_at == at and [c.text for c in task.comments.all()] == ["Press office first."]
    bob = act_as(people, "bob")
    assert not Task.rows.exists()
    with pytest.raises(TaskRefused):
        comment_task(task=task.pk, text="Seen.", viewer=bob)


def test_a_calendar_opens_with_its_secret_alone(people: World) -> None:
    dan, now = people.cast.users["dan"], timezone.now()
    secret = calendar_secret(dan)
    reader = calendar_reader(secret, at=now)
    assert reader is not None and reader.user_id == dan.pk and reader.scopes == {"read"}
    assert calendar_reader(secret[:-1] + ("A" if secret[-1] != "A" else "B"), at=now) is None
    assert calendar_reader("", at=now) is None
    dan.set_password("another password of some length")
    dan.save()
    assert calendar_reader(secret, at=now) is None


def test_a_calendar_is_well_formed() -> None:
    from deals.reports.calendar_items import Item

    item = Item(
        "task-1", TODAY, "Réponse due; asked, by e-mail\nBEGIN:VEVENT " + "長" * 60, "task", "A deal", "/deals/x/"
    )
    text = as_ics([item], root="https://example.org", stamp=timezone.now())
    lines = text.split("\r\n")
    assert text.endswith("END:VCALENDAR\r\n") and text.count("\n") == text.count("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert sum(line == "BEGIN:VEVENT" for line in lines) == 1 and "\\;" in text and "\\," in text


def test_as_viewer_is_how_commands_take_in(people: World) -> None:
    """The verbs need no request: a transaction with its walls is enough."""
    with as_viewer(make.SYSTEM):
        source = take(make.SYSTEM, TERM_SHEET)
    assert Source.rows.get(pk=source).language == "en"


def test_terms_of_facilities_stand_in_the_calendar(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    Facility.rows.filter(deal=deal).update(maturity_date="2027-06-30", availability_end="by 2026-12-31")
    (item,) = calendar_items(viewer=bob, today=TODAY)
    assert (item.day, item.words, item.obligation) == (date(2027, 6, 30), "term loan: matures", None)
    Facility.rows.filter(deal=deal).update(maturity_date="2027-06")
    (item,) = calendar_items(viewer=bob, today=TODAY)
    assert (item.day, item.words) == (date(2027, 6, 30), "term loan: matures (stated for Jun 2027)")
    Facility.rows.filter(deal=deal).update(maturity_date="2031-06-30")
    assert calendar_items(viewer=bob, today=TODAY) == []
