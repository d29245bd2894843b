"""Shares, parents and rings on random graphs against answers found by other, slower ways."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dealtracker.money import Amount
from parties.ownership.calc import BASES, View, effective_shares, lineage, problems
from parties.ownership.calc.shares import held_shares
from tests.unit.ownership.holdings import book, party, stake

NAMES = "ABCDEFG"
Edge = tuple[int, int, int]
_ORDER = tuple(BASES)


@st.composite
def cross_holdings(draw: st.DrawFn) -> dict[tuple[str, str], Fraction]:
    """Exact shares between any of seven parties, rings among them; together at most 80 % of each."""
    found: dict[tuple[str, str], Fraction] = {}
    for owned in NAMES:
        parts = draw(st.lists(st.integers(1, 8), max_size=3))
        owners = draw(st.permutations([name for name in NAMES if name != owned]))
        whole = max(sum(parts), 10)
        found |= {(owner, owned): Fraction(part * 8, whole * 10) for owner, part in zip(owners, parts, strict=False)}
    return found


def _as_view(shares: dict[tuple[str, str], Fraction]) -> View:
    return book(*(stake(a, b, Amount.exact(str(Decimal(s.numerator) / s.denominator))) for (a, b), s in shares.items()))


def _solved(shares: dict[tuple[str, str], Fraction], owner: str) -> dict[str, Fraction]:
    """What an owner has of each party: x = a + A x in exact fractions, by elimination; what it has of itself is not its own."""
    n = len(NAMES)
    shares = {(a, b): share for (a, b), share in shares.items() if b != owner}
    rows = [[Fraction(i == j) - shares.get((NAMES[j], NAMES[i]), Fraction(0)) for j in range(n)] for i in range(n)]
    for i, row in enumerate(rows):
        row.append(shares.get((owner, NAMES[i]), Fraction(0)))
    for i in range(n):
        pivot = next(j for j in range(i, n) if rows[j][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [cell / rows[i][i] for cell in rows[i]]
        for j in range(n):
            if j != i and rows[j][i]:
                factor = rows[j][i]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    return {name: rows[i][n] for i, name in enumerate(NAMES)}


@settings(max_examples=60, deadline=None)
@given(cross_holdings())
def test_shares_in_rings_solve_the_equations(shares: dict[tuple[str, str], Fraction]) -> None:
    view = _as_view(shares)
    for owner in NAMES:
        expected = _solved(shares, owner)
        below = held_shares(view, party(owner))
        for owned in NAMES:
            if owned != owner:
                found = effective_shares(view, party(owned)).get(party(owner))
                told = found.low if found else Decimal(0)
                assert abs(Fraction(told) - min(expected[owned], Fraction(1))) < Fraction(1, 10**8)
                other = below.get(party(owned))
                assert abs((other.low if other else Decimal(0)) - told) < Decimal("1E-8"), (
                    "the same from above and from below"
                )


@st.composite
def ranges(draw: st.DrawFn) -> list[tuple[str, str, int, int]]:
    """(owner, owned, low, high) in tenths, owners before owned, so that there is no ring; the lows of each fit in the whole."""
    found = []
    for place, owned in enumerate(NAMES[1:5], 1):
        left = 10
        for owner in NAMES[:place]:
            if draw(st.booleans()):
                low = draw(st.integers(0, left))
                found.append((owner, owned, low, draw(st.integers(low, 10))))
                left -= low
    return found


def _worlds(edges: list[tuple[str, str, int, int]]) -> Iterator[dict[tuple[str, str], Fraction]]:
    """Every way in which the stated ranges can be true at once, at their ends and in the middle."""
    ends = [sorted({low, (low + high) // 2, high}) for *_, low, high in edges]
    for shares in product(*ends):
        world = {(a, b): Fraction(s, 10) for (a, b, *_), s in zip(edges, shares, strict=True)}
        if all(sum(s for (_, b), s in world.items() if b == owned) <= 1 for owned in NAMES):
            yield world


def _along_paths(world: dict[tuple[str, str], Fraction], owner: str, owned: str) -> Fraction:
    steps = ((mid, share) for (mid, end), share in world.items() if end == owned)
    return sum((share * (1 if mid == owner else _along_paths(world, owner, mid)) for mid, share in steps), Fraction(0))


@settings(max_examples=60, deadline=None)
@given(ranges())
def test_bounds_hold_in_every_world_that_the_sources_allow(edges: list[tuple[str, str, int, int]]) -> None:
    edges = edges[:6]
    amounts = (Amount("range", low=Decimal(low) / 10, high=Decimal(high) / 10) for *_, low, high in edges)
    view = book(*(stake(a, b, amount) for (a, b, *_), amount in zip(edges, amounts, strict=True)))
    bounds = {owned: effective_shares(view, party(owned)) for owned in NAMES}
    for world in _worlds(edges):
        for owner, owned in product(NAMES, NAMES):
            found = bounds[owned].get(party(owner))
            if owner != owned and found:
                assert (
                    Fraction(found.low) - Fraction(1, 10**8)
                    <= _along_paths(world, owner, owned)
                    <= Fraction(found.high) + Fraction(1, 10**8)
                )


@st.composite
def pyramids(draw: st.DrawFn) -> dict[tuple[str, str], int]:
    """Exact shares in hundredths, at most the whole of each; rings may come about."""
    found = {}
    for owned in NAMES:
        left = 100
        for owner in draw(st.permutations([name for name in NAMES if name != owned]))[:2]:
            share = draw(st.sampled_from([0, 0, 20, 50, 51, 80, 100]))
            if 0 < share <= left:
                found[owner, owned] = share
                left -= share
    return found


def _ends(shares: dict[tuple[str, str], int], start: str) -> set[tuple[str, str]]:
    """(ultimate parent, basis) by walking every way up that visits nobody twice, the surest way to each end; surely where
    both halves lead to it."""

    def parents(owned: str) -> list[tuple[str, str]]:
        halves = [a for (a, b), s in shares.items() if b == owned and s == 50]
        over = [(a, "sure") for (a, b), s in shares.items() if b == owned and s > 50]
        return over + [(a, "joint" if len(halves) == 2 else "possible") for a in halves]

    best: dict[str, str] = {}

    def walk(at: str, basis: str, seen: set[str]) -> None:
        up = parents(at)
        if not up and at != start and _ORDER.index(basis) < _ORDER.index(best.get(at, _ORDER[-1])) + (at not in best):
            best[at] = basis
        for owner, step in up:
            if owner not in seen:
                walk(owner, max(basis, step, key=_ORDER.index), seen | {owner})

    def alone(end: str, at: str, seen: frozenset[str]) -> bool:
        if at == end or at in seen:
            return at == end
        up = [(alone(end, owner, seen | {at}), step) for owner, step in parents(at)]
        halves = [has for has, step in up if step == "joint"]
        return any(has for has, step in up if step == "sure") or (len(halves) == 2 and all(halves))

    walk(start, _ORDER[0], {start})
    return {(end, "sure" if basis == "joint" and alone(end, start, frozenset()) else basis) for end, basis in best.items()}


@settings(max_examples=120, deadline=None)
@given(pyramids())
def test_ultimate_parents_are_the_ends_of_all_ways_up(shares: dict[tuple[str, str], int]) -> None:
    view = book(*(stake(a, b, Amount.exact(str(Decimal(s) / 100))) for (a, b), s in shares.items()))
    for name in NAMES:
        found = {(u.party, u.basis) for u in lineage(view, party(name)).ultimate}
        assert found == {(party(end), basis) for end, basis in _ends(shares, name)}


@settings(max_examples=80, deadline=None)
@given(st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda e: e[0] != e[1]), max_size=14))
def test_a_ring_is_reported_for_each_knot_and_its_path_is_real(edges: set[tuple[str, str]]) -> None:
    view = book(*(stake(a, b, "0.05") for a, b in edges))
    reach = {name: {name} for name in NAMES}
    for _ in NAMES:
        reach = {a: reach[a] | {d for b, d in edges if b in reach[a]} for a in NAMES}
    knots = {frozenset(b for b in NAMES if b in reach[a] and a in reach[b]) for a in NAMES}
    found = [one for one in problems(view) if one.kind == "ring"]
    assert len(found) == sum(len(knot) > 1 for knot in knots)
    real = {(party(a), party(b)) for a, b in edges}
    for one in found:
        assert one.parties[0] == one.parties[-1] and set(zip(one.parties, one.parties[1:], strict=False)) <= real
