"""The OFAC 50 Percent Rule and the BIS Affiliates Rule: layers, aggregates, what is not known."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parties.ownership.calc import BIS_RULE, OFAC_RULE, StakeValue, bis_affiliates_rule, ofac_50_percent_rule
from tests.unit.ownership.holdings import book, party, stake


def reaches(*stakes: StakeValue, of: str, blocked: tuple[str, ...] = ("X",), perhaps: tuple[str, ...] = ()) -> bool | str | None:
    found = ofac_50_percent_rule(
        book(*stakes), blocked={party(name) for name in blocked}, perhaps={party(name) for name in perhaps}
    ).get(party(of))
    return found.reaches if found else "not owned by any"


# The first six are the worked answers of OFAC's FAQ 401, with other letters.
@pytest.mark.parametrize(
    ("stakes", "expected"),
    [
        ([("X", "A", "0.5"), ("A", "B", "0.5")], True),
        ([("X", "A", "0.5"), ("X", "C", "0.5"), ("A", "B", "0.25"), ("C", "B", "0.25")], True),
        ([("X", "A", "0.5"), ("X", "B", "0.1"), ("A", "B", "0.4")], True),
        ([("X", "A", "0.5"), ("X", "B", "0.25"), ("A", "B", "0.2")], False),
        ([("X", "A", "0.25"), ("A", "B", "0.5")], "not owned by any"),
        ([("X", "A", "0.25"), ("X", "B", "0.25"), ("A", "B", "0.5")], False),
        ([("X", "B", "0.499")], False),
        ([("X", "B", "?")], None),
        ([("X", "B", ">0.3")], None),
        ([("X", "A", "?"), ("A", "B", "0.5")], None),
        ([("X", "B", "<0.3")], False),
        ([("X", "A", "0.6"), ("A", "B", "0.5"), ("B", "A", "0.4")], True),
    ],
)  # fmt: skip
def test_aggregates_go_down_by_layers(stakes: list[tuple[str, str, str]], expected: bool | str | None) -> None:
    assert reaches(*(stake(*one) for one in stakes), of="B") is expected


def test_several_blocked_persons_add_up() -> None:
    stakes = [stake("X", "B", "0.25"), stake("Y", "B", "0.25")]
    assert reaches(*stakes, of="B", blocked=("X",)) is False
    assert reaches(*stakes, of="B", blocked=("X", "Y")) is True
    assert reaches(*stakes, of="B", blocked=("X",), perhaps=("Y",)) is None


def test_what_is_told_only_indirectly_is_not_surely_more() -> None:
    """It may be held through the other listed owner, or through the other one that is told only indirectly."""
    indirect, direct = stake("X", "B", "0.3", direct=False), stake("Y", "B", "0.3")
    assert reaches(indirect, direct, of="B", blocked=("X", "Y")) is None
    assert reaches(indirect, stake("Y", "B", "0.3", direct=False), of="B", blocked=("X", "Y")) is None
    assert reaches(stake("X", "B", "0.5", direct=False), direct, of="B", blocked=("X", "Y")) is True
    assert reaches(indirect, stake("Y", "B", "0.1"), of="B", blocked=("X", "Y")) is False


def test_control_without_ownership_is_not_known_and_management_counts_for_nothing() -> None:
    assert reaches(stake("X", "B", kind="control"), of="B") is None
    assert reaches(stake("X", "B", kind="management"), of="B") == "not owned by any"


def test_the_two_rules_are_told_apart() -> None:
    view = book(stake("X", "B", "0.2"))
    ofac = ofac_50_percent_rule(view, blocked={party("X")})[party("B")]
    bis = bis_affiliates_rule(view, listed={party("X")})[party("B")]
    assert (ofac.rule, bis.rule) == (OFAC_RULE, BIS_RULE)
    assert "not blocked by ownership" in ofac.words and "Red Flag 29" in bis.words
    assert ofac.citation != bis.citation and ofac_50_percent_rule(view, blocked=set()) == {}


def test_what_counts_is_named() -> None:
    found = ofac_50_percent_rule(book(stake("X", "A", "0.6"), stake("A", "B", "0.5"), stake("X", "B", "0.1")), blocked={party("X")})
    assert [owner for owner, _ in found[party("B")].owners] == [party("A"), party("X")]
    assert found[party("B")].through == (party("A"),) and found[party("B")].aggregate.low == Decimal("0.6")


_shares = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] != pair[1]), st.integers(1, 30), max_size=20
)


@settings(max_examples=150, deadline=None)
@given(_shares, st.sets(st.integers(0, 6), min_size=1, max_size=2))
def test_the_walk_equals_asking_again_until_nothing_changes(parts: dict[tuple[int, int], int], listed: set[int]) -> None:
    into: dict[int, int] = {}
    for (_, owned), part in parts.items():
        into[owned] = into.get(owned, 0) + part
    fits = {pair: part for pair, part in parts.items() if into[pair[1]] <= 100}
    counted, sums = set(listed), dict[int, int]()
    while True:
        sums = {b: sum(part for (a, c), part in fits.items() if c == b and a in counted) for b in range(7)}
        if (after := counted | {b for b, total in sums.items() if total >= 50}) == counted:
            break
        counted = after
    view = book(*(stake(str(a), str(b), str(Decimal(part) / 100)) for (a, b), part in fits.items()))
    found = ofac_50_percent_rule(view, blocked={party(str(n)) for n in listed})
    assert {b for b, total in sums.items() if total} == {b for b in range(7) if party(str(b)) in found}
    assert all(found[party(str(b))].reaches is (total >= 50) for b, total in sums.items() if total)
