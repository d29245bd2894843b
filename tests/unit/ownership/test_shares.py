"""Effective shares along all paths, with bounds, against an independent enumeration of paths."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parties.ownership.calc import Bounds, StakeValue, effective_shares, lineage, problems
from parties.ownership.calc.shares import held_shares
from parties.ownership.calc.values import holds_on
from tests.growth import lines_run
from tests.unit.ownership.holdings import DAY, book, party, stake


def owns(*stakes: StakeValue, owner: str, owned: str, day: date = DAY) -> tuple[str, str] | None:
    found = effective_shares(book(*stakes, day=day), party(owned)).get(party(owner))
    return found and (str(found.low.normalize()), str(found.high.normalize()))


def test_shares_multiply_along_a_path_and_add_over_paths() -> None:
    stakes = [
        stake("Alder", "Birch", "0.6"), stake("Alder", "Cedar", "0.5"), stake("Birch", "Dogwood", "0.3"),
        stake("Cedar", "Dogwood", "0.4"), stake("Alder", "Dogwood", "0.1"),
    ]  # fmt: skip
    assert owns(*stakes, owner="Alder", owned="Dogwood") == ("0.48", "0.48")


def test_what_is_told_only_indirectly_may_be_another_path_told_twice() -> None:
    """Above both it adds to the high bound alone, seen from above and from below; two of them in a row are one way."""
    both = [stake("Elm", "Alder", "1"), stake("Elm", "Birch", "1")]
    indirect, direct = stake("Alder", "Cedar", "0.3", direct=False), stake("Birch", "Cedar", "0.4")
    view = book(*both, indirect, direct)
    assert owns(*both, indirect, direct, owner="Elm", owned="Cedar") == ("0.4", "0.7")
    assert held_shares(view, party("Elm"))[party("Cedar")] == Bounds(Decimal("0.4"), Decimal("0.7"))
    assert owns(*both, indirect, direct, owner="Alder", owned="Cedar") == ("0.3", "0.3")
    row = [stake("Elm", "Alder", "0.5", direct=False), indirect, stake("Cedar", "Fir", "0.5")]
    assert owns(*row, owner="Elm", owned="Fir") == ("0.075", "0.075")
    assert held_shares(book(*row), party("Elm"))[party("Fir")] == Bounds(Decimal("0.075"), Decimal("0.075"))


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("0.2-0.3", ("0.1", "0.15")),
        (">0.4", ("0.2", "0.5")),
        ("<0.4", ("0", "0.2")),
        ("?", ("0", "0.5")),
        ("~0.3", ("0.15", "0.15")),
    ],
)
def test_ranges_and_unknown_shares_give_bounds(of: str, expected: tuple[str, str]) -> None:
    assert owns(stake("Alder", "Birch", "0.5"), stake("Birch", "Cedar", of), owner="Alder", owned="Cedar") == expected


def test_an_unknown_share_is_at_most_what_the_others_leave() -> None:
    stakes = [stake("Alder", "Cedar", "?"), stake("Birch", "Cedar", "0.7")]
    assert owns(*stakes, owner="Alder", owned="Cedar") == ("0", "0.3")


def test_management_warrants_and_votes_are_not_ownership() -> None:
    stakes = [stake("Alder", "Fund", None, kind="management"), stake("Birch", "Fund", "0.2", kind="warrants")]
    assert effective_shares(book(*stakes), party("Fund")) == {}
    voting = effective_shares(book(stake("Alder", "Cedar", "0.9", kind="voting")), party("Cedar"))
    assert voting == {party("Alder"): Bounds()}


def test_two_stakes_of_one_owner_may_be_one_told_twice() -> None:
    stakes = [stake("Alder", "Birch", "0.3"), stake("Alder", "Birch", "0.35")]
    assert owns(*stakes, owner="Alder", owned="Birch") == ("0.35", "0.65")


def test_an_indirect_stake_counts_only_where_no_path_tells_more() -> None:
    told = stake("Alder", "Cedar", "0.3", direct=False)
    path = [stake("Alder", "Birch", "0.5"), stake("Birch", "Cedar", "0.5")]
    assert owns(told, owner="Alder", owned="Cedar") == ("0.3", "0.3")
    assert owns(told, *path, owner="Alder", owned="Cedar") == ("0.25", "0.25")


@pytest.mark.parametrize(
    ("when", "day", "held"),
    [
        ({"start": "2026-01-01"}, date(2025, 12, 31), False),
        ({"start": "2026-01-01"}, date(2026, 1, 1), True),
        ({"end": "2026-01-01"}, date(2025, 12, 31), True),
        ({"end": "2026-01-01"}, date(2026, 1, 1), False),
        ({"start": "2026-Q1"}, date(2026, 2, 1), None),
        ({"start": "2026-Q1"}, date(2026, 4, 1), True),
        ({"start": "by 2026-01-01"}, date(2025, 6, 1), None),
        ({"end": "2026"}, date(2026, 6, 1), None),
        ({"end": "after 2026-01-01"}, date(2030, 1, 1), None),
    ],
)
def test_a_stake_is_held_from_its_first_day_until_the_day_it_ends(
    when: dict[str, str], day: date, held: bool | None
) -> None:
    assert holds_on(stake("Alder", "Birch", "1", **when), day) is held


def test_a_stake_that_may_have_ended_has_no_low_bound() -> None:
    assert owns(stake("Alder", "Birch", "0.8", end="2026"), owner="Alder", owned="Birch") == ("0", "0.8")


def test_a_withdrawn_stake_is_not_held() -> None:
    assert effective_shares(book(stake("Alder", "Birch", "1", certainty="withdrawn")), party("Birch")) == {}


def test_cross_holdings_give_the_limit_of_going_round() -> None:
    ring = [stake("Alder", "Birch", "0.5"), stake("Cedar", "Birch", "0.5"), stake("Birch", "Cedar", "0.5")]
    found = effective_shares(book(*ring), party("Cedar"))[party("Alder")]
    # x = 0.5 * (0.5 + 0.5 x): a third.
    assert abs(found.low - Decimal(1) / 3) < Decimal("1E-6") and abs(found.high - Decimal(1) / 3) < Decimal("1E-6")


def test_a_ring_of_whole_shares_ends_with_nothing_known() -> None:
    ring = [stake("Alder", "Birch", "1"), stake("Birch", "Alder", "1"), stake("Cedar", "Alder", "?")]
    found = effective_shares(book(*ring), party("Birch"))
    assert found[party("Alder")] == Bounds(Decimal(1), Decimal(1))


def layers(count: int, *, ring: bool) -> list[StakeValue]:
    stakes = [stake(f"p{n + 1}", f"p{n}", "0.9999") for n in range(count)]
    return stakes + ([stake("p0", f"p{count}", "0.5")] if ring else [])


@pytest.mark.parametrize("ring", [False, True])
def test_a_thousand_layers_cost_four_times_as_much_as_250(ring: bool) -> None:
    def answer(stakes: list[StakeValue]) -> None:
        view = book(*stakes)
        effective_shares(view, party("p0")), lineage(view, party("p0")), problems(view, stakes)

    short, long = (lines_run(partial(answer, layers(count, ring=ring))) for count in (250, 1000))
    assert long < 5 * short


@pytest.mark.parametrize("ring", [False, True])
def test_a_thousand_layers_are_followed_to_their_end(ring: bool) -> None:
    stakes = layers(1000, ring=ring)
    view = book(*stakes)
    shares, found, wrong = effective_shares(view, party("p0")), lineage(view, party("p0")), problems(view, stakes)
    if ring:
        assert found.ultimate == () and len(found.rings[0]) == 1002
        assert [(p.kind, len(p.parties)) for p in wrong if p.kind == "ring"] == [("ring", 1002)]
    else:
        expected = Decimal("0.9999") ** 1000
        assert abs(shares[party("p1000")].low - expected) < Decimal("1E-8") and wrong == []
        assert [u.party for u in found.ultimate] == [party("p1000")] and len(found.ultimate[0].path) == 1001


_NAMES = "ABCDEFG"
_edges = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 100)).filter(lambda edge: edge[0] < edge[1]),
    max_size=15, unique_by=lambda edge: edge[:2],
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_edges)
def test_exact_shares_equal_the_sum_over_every_path(edges: list[tuple[int, int, int]]) -> None:
    """An owner has the smaller letter, so there is no ring; the other way round enumerates paths one by one."""
    scale: dict[int, int] = {}
    for _, owned, weight in edges:
        scale[owned] = scale.get(owned, 0) + weight
    parts = {(a, b): Decimal(w) / Decimal(max(scale[b], 100)) for a, b, w in edges}
    parts = {pair: part.quantize(Decimal("1E-6")) for pair, part in parts.items()}
    view = book(*(stake(_NAMES[a], _NAMES[b], str(part)) for (a, b), part in parts.items() if part))

    def along_paths(owner: int, owned: int) -> Decimal:
        if owner == owned:
            return Decimal(1)
        return sum((part * along_paths(b, owned) for (a, b), part in parts.items() if a == owner), Decimal(0))

    for owned in range(7):
        found = effective_shares(view, party(_NAMES[owned]))
        for owner in range(owned):
            expected = min(along_paths(owner, owned), Decimal(1))
            bounds = found.get(party(_NAMES[owner]), Bounds(Decimal(0), Decimal(0)))
            assert abs(bounds.low - expected) < Decimal("1E-4") and abs(bounds.high - expected) < Decimal("1E-4")
