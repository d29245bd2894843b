"""The founding deal: a dozen reports in eight languages, one origin, one newsroom, one denial."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dealtracker.evidence.rules import (
    Counts,
    compare,
    deal_certainty,
    deal_counts,
    drift,
    reply_matrix,
    silence,
    standings,
    weigh,
)
from dealtracker.evidence.rules.explain import explain
from tests.unit.evidence.cast import named
from tests.unit.evidence.founding import DAY_BEFORE, NEXT_DAY, SIX_WEEKS, TODAY, founding

EVIDENCE = founding()
FIELDS = weigh(EVIDENCE)
ROWS = standings(EVIDENCE)
KEYS = {source.id: source.key for source in EVIDENCE.sources}
AMOUNT = named("/facilities/f1"), "amount"
SCOPE = named("/roles/r2"), "scope"


def test_before_the_first_report_nothing_is_known() -> None:
    assert deal_certainty(FIELDS, known_on=DAY_BEFORE) is None
    assert [row for row in ROWS if row.known_from <= DAY_BEFORE] == []


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (DAY_BEFORE, Counts(0, 0, 0, None)),
        (NEXT_DAY, Counts(3, 1, 1, date(2025, 12, 1))),
        (SIX_WEEKS, Counts(10, 1, 1, date(2025, 12, 1))),
        (TODAY, Counts(19, 1, 1, date(2025, 12, 1))),
    ],
)
def test_sources_grow_while_origin_and_newsroom_stay_one(day: date, counts: Counts) -> None:
    assert deal_counts(FIELDS, known_on=day) == counts


def test_the_december_facts_are_the_same_six_weeks_later() -> None:
    changes = compare(ROWS, earlier=NEXT_DAY, later=SIX_WEEKS)
    # What is new is the story of 8 January, tied to this deal by inference alone.
    kinds = {(d.kind, d.target_kind, d.field) for d in changes}
    assert kinds == {("added", "events", ""), ("added", "events", "reason")}
    assert {d.after.certainty for d in changes if d.after} == {"inferred"}
    assert {d.after.origins for d in changes if d.after} == {0}


def test_the_deal_is_contested_without_details() -> None:
    found = deal_certainty(FIELDS, known_on=NEXT_DAY)
    assert found is not None
    assert (found.code, found.contested) == ("contested", "denied, no details")
    assert found.reason == "borrower denies, no details"
    assert found.stated_by == named("pbd")


def test_the_denial_marks_what_was_put_to_the_borrower_and_no_reply_or_inference() -> None:
    today = [row for row in ROWS if row.known_from <= TODAY < row.known_to]
    unmarked = {row.target_kind for row in today if row.certainty != "contested"}
    inferred = {row.target for row in today if row.target_kind == "events" and row.certainty == "inferred"}
    assert unmarked == {"replies", "events", "hardware"}
    assert inferred == {named("/events/e3")}


def test_an_inferred_second_story_does_not_end_the_silence() -> None:
    quiet = silence(FIELDS, known_on=TODAY)
    assert (quiet.last, KEYS[quiet.source] if quiet.source else "", quiet.days) == (date(2025, 12, 1), "bbg", 357)


def test_first_wrong_hop_of_the_bank_s_part() -> None:
    hops = drift(FIELDS, target=SCOPE[0], field=SCOPE[1], known_on=TODAY)
    assert {KEYS[hop.source] for hop in hops if hop.first_wrong} == {"sn"}
    assert {KEYS[hop.source] for hop in hops if hop.verdict == "drift"} == {"sn", "avn", "foro3d-es"}
    assert hops[0].place == "origin" and KEYS[hops[0].source] == "bbg"
    assert {(hop.parent, hop.inferred) for hop in hops if KEYS[hop.source] == "avn"} == {(named("sn"), True)}


def test_every_claim_on_the_amount_is_explained_from_the_winner_down() -> None:
    found = explain(FIELDS, target=AMOUNT[0], field=AMOUNT[1], known_on=TODAY)
    assert found is not None
    parts = [(KEYS[part.source], part.part) for part in found.parts]
    assert parts[0] == ("bbg", "stands")
    assert ("tbs", "converts") in parts and ("sn", "rounds") in parts and ("bl", "agrees") in parts
    assert len(parts) == sum((c.target, c.field) == AMOUNT for c in EVIDENCE.claims)


def test_reply_matrix() -> None:
    last = {reply.party: reply.last.stance for reply in reply_matrix(FIELDS, known_on=NEXT_DAY) if reply.last}
    assert last == {
        named("pbd"): "denies", named("jpm"): "declines to comment",
        named("nvda"): "no response", named("xhs"): "no response",
    }  # fmt: skip
    assert reply_matrix(FIELDS, known_on=DAY_BEFORE) == []


def test_imported_again_in_any_order_it_is_the_same() -> None:
    backwards = replace(
        EVIDENCE, claims=EVIDENCE.claims[::-1], sources=EVIDENCE.sources[::-1], links=EVIDENCE.links[::-1],
        replies=EVIDENCE.replies[::-1],
    )  # fmt: skip
    assert standings(backwards) == ROWS
