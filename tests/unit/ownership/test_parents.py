"""Immediate and ultimate parents: majority, control, joint ventures, funds, nominees, rings, on any day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dealtracker.periods import EARLIEST, OPEN_END
from parties.ownership.calc import (
    StakeValue,
    country_chain,
    country_code,
    lineage,
    lineages_over_time,
    parents_of,
    problems,
)
from tests.unit.ownership.holdings import DAY, book, party, stake

NAMES = {party(name): name for name in ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fund", "Manager", "Nominee")}


def immediate(*stakes: StakeValue, of: str) -> list[tuple[str, str]]:
    return [(NAMES[p.owner], p.basis) for p in parents_of(book(*stakes), party(of))]


def ultimate(*stakes: StakeValue, of: str, day: date = DAY) -> list[tuple[str, str]]:
    return [(NAMES[u.party], u.basis) for u in lineage(book(*stakes, day=day), party(of)).ultimate]


@pytest.mark.parametrize(
    ("stakes", "expected"),
    [
        ([stake("Alder", "Cedar", "0.501"), stake("Birch", "Cedar", "0.499")], [("Alder", "sure")]),
        ([stake("Alder", "Cedar", "0.5"), stake("Birch", "Cedar", "0.5")], [("Alder", "joint"), ("Birch", "joint")]),
        ([stake("Alder", "Cedar", "0.5")], [("Alder", "possible")]),
        ([stake("Alder", "Cedar", "0.4"), stake("Birch", "Cedar", "0.3")], []),
        ([stake("Alder", "Cedar", "?"), stake("Birch", "Cedar", "?")], [("Alder", "possible"), ("Birch", "possible")]),
        ([stake("Alder", "Cedar", "?"), stake("Birch", "Cedar", "0.6")], [("Birch", "sure")]),
        ([stake("Alder", "Cedar", "?", kind="control")], [("Alder", "sure")]),
        ([stake("Alder", "Cedar", "0.9"), stake("Birch", "Cedar", "0.6", kind="voting")], [("Birch", "sure")]),
        ([stake("Alder", "Cedar", ">0.5")], [("Alder", "possible")]),
        ([stake("Alder", "Cedar", "0.51-0.6")], [("Alder", "sure")]),
        ([stake("Alder", "Cedar", "0.9", kind="warrants")], []),
        ([stake("Alder", "Cedar", "0.9", end="2026")], [("Alder", "possible")]),
    ],
)  # fmt: skip
def test_immediate_parents(stakes: list[StakeValue], expected: list[tuple[str, str]]) -> None:
    assert sorted(immediate(*stakes, of="Cedar")) == expected


def test_a_manager_is_no_parent_of_its_fund() -> None:
    stakes = [stake("Manager", "Fund", kind="management"), stake("Fund", "Cedar", "1")]
    assert ultimate(*stakes, of="Cedar") == [("Fund", "sure")]
    assert [s.owner for s in book(*stakes).aside[party("Fund")]] == [party("Manager")]


def test_the_way_up_leads_through_a_nominee_to_those_it_holds_for() -> None:
    stakes = [stake("Alder", "Nominee", kind="control"), stake("Nominee", "Cedar", "0.8")]
    [found] = lineage(book(*stakes), party("Cedar")).ultimate
    assert [NAMES[p] for p in found.path] == ["Cedar", "Nominee", "Alder"]
    assert (found.owns.low, found.owns.high) == (Decimal(0), Decimal("0.8"))


def test_who_has_both_halves_of_a_joint_venture_decides_alone() -> None:
    """Through several ventures too; not where one half is open, or somebody else has a part in deciding."""
    halves = [stake("Alder", "Cedar", "0.5"), stake("Birch", "Cedar", "0.5")]
    own = [stake("Elm", "Alder", "0.8"), stake("Elm", "Birch", "1")]
    [found] = lineage(book(*halves, *own), party("Cedar")).ultimate
    assert (found.party, found.basis, found.owns.low) == (party("Elm"), "sure", Decimal("0.9"))
    twice = [stake("Cedar", "Fir", "0.5"), stake("Birch", "Fir", "0.5")]
    assert lineage(book(*halves, *own, *twice), party("Fir")).status == "sure"
    for other in (stake("Elm", "Alder", "?"), stake("Elm", "Alder", "0.5"), stake("Oak", "Alder", "0.8")):
        assert lineage(book(*halves, own[1], other), party("Cedar")).status == "joint"


def test_a_joint_venture_has_two_ultimate_parents() -> None:
    stakes = [
        stake("Dogwood", "Alder", "1"), stake("Elm", "Birch", "0.7"),
        stake("Alder", "Cedar", "0.5"), stake("Birch", "Cedar", "0.5"),
    ]  # fmt: skip
    found = lineage(book(*stakes), party("Cedar"))
    assert {(NAMES[u.party], u.basis, str(u.owns.low.normalize())) for u in found.ultimate} == {
        ("Dogwood", "joint", "0.5"), ("Elm", "joint", "0.35"),
    }  # fmt: skip
    assert found.status == "joint"


def test_the_basis_of_a_way_is_its_weakest_step_and_the_weakest_link_is_named() -> None:
    stakes = [
        stake("Alder", "Birch", "?", certainty="documented"), stake("Birch", "Cedar", "0.9", certainty="reported"),
    ]  # fmt: skip
    [found] = lineage(book(*stakes), party("Cedar")).ultimate
    assert (found.basis, found.weakest, found.weakest_link) == ("possible", "reported", (party("Birch"), party("Cedar")))


def test_the_surest_way_is_taken_to_a_party_reached_twice() -> None:
    stakes = [
        stake("Alder", "Cedar", "?", direct=False), stake("Alder", "Birch", "0.9", certainty="documented"),
        stake("Birch", "Cedar", "0.8", certainty="documented"),
    ]  # fmt: skip
    [found] = lineage(book(*stakes), party("Cedar")).ultimate
    assert [NAMES[p] for p in found.path] == ["Cedar", "Birch", "Alder"] and found.basis == "sure"


def test_a_ring_ends_the_way_up_and_is_shown_with_its_path() -> None:
    stakes = [stake("Alder", "Birch", "0.6"), stake("Birch", "Alder", "0.6"), stake("Birch", "Cedar", "0.9")]
    found = lineage(book(*stakes), party("Cedar"))
    assert (found.status, found.ultimate) == ("ring", ())
    assert {NAMES[p] for p in found.rings[0]} == {"Alder", "Birch"} and found.rings[0][0] == found.rings[0][-1]


def test_a_ring_somebody_decides_over_is_passed_through() -> None:
    stakes = [stake("Alder", "Birch", "0.6"), stake("Birch", "Alder", "?"), stake("Elm", "Alder", kind="control")]
    assert ultimate(*stakes, of="Birch") == [("Elm", "sure")]


def test_a_party_of_which_no_owner_is_known() -> None:
    assert lineage(book(), party("Cedar")).status == "none known"


def test_the_parent_on_any_day() -> None:
    stakes = [stake("Alder", "Cedar", "1", end="2025-03-01"), stake("Birch", "Cedar", "1", start="2025-03-01")]
    assert ultimate(*stakes, of="Cedar", day=date(2025, 2, 28)) == [("Alder", "sure")]
    assert ultimate(*stakes, of="Cedar", day=date(2025, 3, 1)) == [("Birch", "sure")]
    periods = lineages_over_time(stakes, [party("Cedar")])[party("Cedar")]
    told = [(NAMES[p.lineage.ultimate[0].party], p.start, p.end) for p in periods]
    assert told == [("Alder", EARLIEST, date(2025, 3, 1)), ("Birch", date(2025, 3, 1), OPEN_END)]


def test_periods_agree_with_every_single_day() -> None:
    stakes = [
        stake("Alder", "Cedar", "0.6", start="2025-Q1", end="by 2025-09-01"), stake("Birch", "Cedar", "?", start="2025-06"),
        stake("Elm", "Birch", "1", start="2025-07-15"),
    ]  # fmt: skip
    periods = lineages_over_time(stakes, [party("Cedar")])[party("Cedar")]
    for day in (date(2025, month, dom) for month in range(1, 13) for dom in (1, 15, 28)):
        held = [p.lineage.ultimate for p in periods if p.start <= day < p.end]
        assert (held[0] if held else ()) == lineage(book(*stakes, day=day), party("Cedar")).ultimate, day


def test_sums_over_the_whole_are_reported_and_rounding_is_told_apart() -> None:
    over = [stake("Alder", "Cedar", "0.7"), stake("Birch", "Cedar", "0.4")]
    about = [stake(name, "Cedar", "~0.334") for name in ("Alder", "Birch", "Elm")]
    whole = [stake("Alder", "Cedar", "0.6"), stake("Birch", "Cedar", "0.4"), stake("Elm", "Cedar", "?")]
    assert [(p.kind, p.words) for p in problems(book(*over), over)] == [
        ("over 100 %", "stated shares add to at least 110 %")
    ]
    assert [p.kind for p in problems(book(*about), about)] == ["over 100 % by rounding"]
    assert problems(book(*whole), whole) == []


def test_a_share_beyond_the_whole_is_reported() -> None:
    wrong = [stake("Alder", "Cedar", "60")]
    assert [p.kind for p in problems(book(*wrong), wrong)] == ["outside 0 to 1"]


def test_headquarters_along_the_way_keep_gaps_and_doubles() -> None:
    stakes = [stake("Alder", "Birch", "1"), stake("Birch", "Cedar", "1"), stake("Cedar", "Dogwood", "1")]
    [found] = lineage(book(*stakes), party("Dogwood")).ultimate
    hq = {party("Dogwood"): ("MY",), party("Cedar"): ("SG", "CN"), party("Alder"): ("CN",)}
    assert country_code(country_chain(found.path, hq)) == "MY>SG/CN>?>CN"
