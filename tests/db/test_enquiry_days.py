"""No view of an earlier day shows what we asked, or were answered, later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest

from deals.actions.replies import ReplyEntry, ReplyRefused, record_reply
from deals.interchange.dossier.export import deal_dossier
from deals.reports.deal_sheet import deal_sheet
from dealtracker.evidence.models import Reply
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.denials import denials
from dealtracker.evidence.rules.voices import Weighed
from dealtracker.periods import When
from tests import make
from tests.intake import TODAY, act_as, known
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")


def replies_on(world: World, known_on: date) -> list[dict[str, Any]]:
    """Those to our own enquiries, as the team reads them on that day."""
    make.catch_up()
    sheet = deal_sheet(viewer=act_as(world, "dan"), deal=world.deals["view"], today=TODAY, known_on=known_on)
    assert sheet is not None
    return [reply for reply in orjson.loads(sheet.body)["replies"] if reply.get("channel")]


def ask(world: World, **more: Any) -> Reply:
    dan = act_as(world, "dan")
    entry = ReplyEntry(**{"party": known(world, "Harbour Bank"), "stance": "no response", "channel": "e-mail", **more})
    return record_reply(deal=world.deals["view"], entry=entry, viewer=dan, today=TODAY)


def days_shown(world: World, *days: date) -> list[int]:
    return [len(replies_on(world, day)) for day in days]


def test_an_enquiry_is_in_no_view_of_a_day_before_it(world: World) -> None:
    asked = TODAY - timedelta(days=10)
    assert ask(world, asked_on=asked).asked_on == asked
    before, after = asked - timedelta(days=1), asked + timedelta(days=1)
    assert days_shown(world, before, asked, after) == [0, 1, 1]
    (reply,) = replies_on(world, asked)
    assert (reply["asked_on"], reply["known"]) == (asked.isoformat(), asked.isoformat())


def test_one_entered_without_a_day_was_made_today(world: World) -> None:
    assert ask(world).asked_on == TODAY
    assert days_shown(world, TODAY - timedelta(days=1), TODAY - timedelta(days=60)) == [0, 0]


def test_an_answer_counts_from_its_day_and_without_one_from_the_day_it_was_recorded(world: World) -> None:
    told = When.parse("2026-02-20")
    ask(world, stance="denies", scope="whole", replied_on=told, asked_on=date(2026, 2, 1))
    undated = ask(world, stance="denies", scope="whole", asked_on=date(2026, 2, 1))
    assert days_shown(world, date(2026, 2, 19), date(2026, 2, 20)) == [0, 1]
    recorded = datetime(2026, 2, 25, 12, tzinfo=UTC)
    Reply.rows.filter(pk=undated.pk).update(recorded_at=recorded)
    assert days_shown(world, date(2026, 2, 24), date(2026, 2, 25)) == [1, 2]


def test_an_undated_denial_marks_nothing_before_it_was_recorded(world: World) -> None:
    reply = ask(world, stance="denies", scope="whole", asked_on=date(2026, 2, 1))
    evidence = evidence_of({world.deals["view"]})[world.deals["view"]]
    (denial,) = [one for one in denials(Weighed.of(evidence)) if one.by == reply.pk]
    assert denial.known_from == Reply.rows.get(pk=reply.pk).recorded_at.date()


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("asked_on", {"asked_on": TODAY + timedelta(days=1)}),
        ("replied_on", {"asked_on": TODAY, "replied_on": When.parse("2026-02-01"), "stance": "denies"}),
        ("until", {"asked_on": TODAY, "until": TODAY - timedelta(days=1)}),
    ],
)
def test_days_out_of_order_are_refused(world: World, field: str, more: dict[str, Any]) -> None:
    before = Reply.rows.count()
    with pytest.raises(ReplyRefused) as error:
        ask(world, **more)
    assert error.value.field == field and Reply.rows.count() == before


def test_the_day_goes_out_and_in_with_a_dossier(world: World) -> None:
    ask(world, asked_on=TODAY - timedelta(days=3))
    document = deal_dossier(world.deals["view"], act_as(world, "dan"))
    (reply,) = [one for one in document["replies"] if "channel" in one]
    assert reply["asked_on"] == "2026-02-27"
    make.save(document, viewer=world.cast.viewer("dan"), then=False)
