"""Stages from events: forward only, never invented, the deal shows what is still alive."""
from __future__ import annotations

from datetime import date
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from deals.timeline.calc import (
    STAGE_OF,
    STAGES,
    StageEvent,
    going_back,
    legal_moves,
    stage_on,
    stages,
    track,
)
from dealtracker.periods import OPEN_END, When

A, B = UUID(int=1), UUID(int=2)


def event(kind: str, when: str, facility: UUID | None = None, *, overrides: bool = False) -> StageEvent:
    return StageEvent(uuid4(), kind, When.parse(when), facility, overrides)


def told(periods: list) -> list[tuple[str, str, str]]:
    return [(p.stage, p.start.isoformat(), p.end.isoformat()) for p in periods]


def test_talks_of_at_least_three_months_begin_no_later_than_their_bound() -> None:
    [talks] = track([event("talks began", "by 2025-09-01")])
    assert (talks.stage, talks.start, talks.end, talks.start_when) == ("talks", date(2025, 9, 1), OPEN_END, "by 2025-09-01")


def test_a_skipped_stage_stays_empty() -> None:
    found = track([event("talks began", "2025-01"), event("closed", "2025-06-30")])
    assert told(found) == [("talks", "2025-01-01", "2025-06-30"), ("closed", "2025-06-30", "9999-12-31")]


def test_events_arrive_in_any_order_and_the_latest_of_a_day_counts() -> None:
    found = track([event("closed", "2025-05-01"), event("signed", "2025-05-01"), event("talks began", "2025-01-01")])
    assert told(found) == [("talks", "2025-01-01", "2025-05-01"), ("closed", "2025-05-01", "9999-12-31")]


def test_talks_and_marketing_alternate_other_backward_moves_need_a_reason() -> None:
    back = [event("marketing launched", "2025-01-01"), event("talks began", "2025-02-01")]
    assert [p.stage for p in track(back)] == ["marketing", "talks"]
    fall = [event("signed", "2025-01-01"), event("talks began", "2025-02-01")]
    assert [p.stage for p in track(fall)] == ["signed"]
    reasoned = [event("signed", "2025-01-01"), event("talks began", "2025-02-01", overrides=True)]
    assert [p.stage for p in track(reasoned)] == ["signed", "talks"]


def test_a_deal_shows_its_most_advanced_facility_alive_and_ends_with_the_last() -> None:
    found = stages(
        [event("closed", "2025-01-01", A), event("talks began", "2025-02-01", B), event("repaid", "2025-03-01", A),
         event("withdrawn", "2025-04-01", B)],
        [A, B],
    )  # fmt: skip
    assert [(p.stage, p.start.isoformat()) for p in found[None]] == [
        ("closed", "2025-01-01"), ("talks", "2025-03-01"), ("ended", "2025-04-01"),
    ]  # fmt: skip


def test_a_deal_without_a_telling_event_has_no_stage() -> None:
    assert stages([event("announced", "2025-01-01")], [A]) == {A: [], None: []}
    assert stage_on([], date(2025, 1, 1)) is None


def test_what_surely_goes_back_is_told_with_what_forbids_it() -> None:
    held, back = event("committed", "2025-03"), event("talks began", "2025-04-01")
    assert going_back([back, held]) == [(back, held)]
    assert going_back([held, event("talks began", "2025-04-01", overrides=True)]) == []
    assert going_back([held, event("talks began", "2025-03-15")]) == [], "it may have been before"
    assert going_back([event("closed", "2025-03"), event("syndication launched", "2025-04")]) == []
    assert legal_moves("committed") == ("signed", "closed", "ended")
    assert legal_moves("marketing")[0] == "talks" and legal_moves(None) == STAGES


@given(st.lists(st.tuples(st.sampled_from(sorted(STAGE_OF)), st.integers(0, 400), st.sampled_from([A, B, None])), max_size=12))
def test_periods_never_overlap_and_never_go_back(drawn: list[tuple[str, int, UUID | None]]) -> None:
    events = [event(kind, date.fromordinal(738000 + day).isoformat(), facility) for kind, day, facility in drawn]
    for periods in stages(events, [A, B]).values():
        assert all(p.start < p.end for p in periods)
        assert all(one.end <= two.start for one, two in pairwise(periods))
    for facility in (A, B):
        order = [p.stage for p in stages(events, [A, B])[facility]]
        assert all(two in legal_moves(one) for one, two in pairwise(order))
