"""Limits and stress in plain Python, held to the tables of docs/methodology/exposure.md."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from deals.exposure.dimensions import LENDERS, NAMES
from deals.limits.calc import FIGURES, STATES, Part, used
from deals.stress.calc import FIGURES as STRESSED
from deals.stress.calc import FIXED, FLOATS, Scenario, by_group, effects, shared
from deals.stress.calc import Part as Stressed
from dealtracker.money import Amount, AmountError

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "methodology" / "exposure.md").read_text(encoding="utf-8")


def table(title: str) -> list[list[str]]:
    """The cells of the first table under a heading, its head and rule left out."""
    under = TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in under.splitlines() if line.startswith("|")
    ]
    return rows[2:]


def test_every_dimension_is_told_with_what_it_groups() -> None:
    said = {name.strip("`"): what for name, what, _ in table("Dimensions")}
    assert list(said) and set(said) == set(NAMES)
    assert {name for name, what in said.items() if what == "holds"} == set(LENDERS)


def test_states_and_figures_of_limits_are_those_of_the_page() -> None:
    assert {row[0] for row in table("Limits")} == set(STATES)
    assert "committed, outstanding, exposure, or these net of participations" in " ".join(TEXT.split())
    assert set(FIGURES) == {f"{net}{name}" for net in ("", "net ") for name in ("committed", "outstanding", "exposure")}


def part(least: str | None, most: str | None, *, known: int = 1, parts: int = 1, currency: str = "USD") -> Part:
    read = lambda text: None if text is None else Decimal(text)  # noqa: E731
    return Part("reported", currency, parts, known, read(least), read(most))


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        ([part("101", "101")], "over"), ([part("100", "100")], "within"), ([part("60", "60"), part("41", "41")], "over"),
        ([part("50", "150")], "may be over"), ([part(None, "150")], "not known"), ([part("50", None)], "incomplete"),
        ([], "not known"), ([part(None, None, known=0)], "not known"), ([part("101", None)], "over"),
        ([part("20", "20"), part(None, None, currency="TWD")], "incomplete"), ([part("20", "20", parts=3, known=1)], "incomplete"),
    ],
)  # fmt: skip
def test_a_limit_of_100_stands_where_the_page_says(parts: list[Part], state: str) -> None:
    assert used(parts).state(Decimal(100)) == state


def test_what_has_no_figure_is_counted_and_what_has_no_rate_is_named() -> None:
    use = used([part("20", "20", parts=3, known=1), part(None, None, currency="TWD")])
    assert (use.least, use.most, use.parts, use.known, use.unconverted) == (Decimal(20), None, 4, 2, ("TWD",))
    assert use.headroom(Decimal(15)) == Decimal(-5)
    assert used([]).headroom(Decimal(15)) is None


def stressed(**more: object) -> Stressed:
    given: dict[str, object] = {
        "id": "f1", "keys": ("a",), "weight": "committed", "basis": "reported", "currency": "EUR", "amount": Decimal(100),
        "outstanding": Decimal(80), "rate": Fraction(6, 5), "interest": FLOATS, "collateral": Fraction(90),
    }  # fmt: skip
    return Stressed(**{**given, **more})  # type: ignore[arg-type]


SCENARIO = Scenario("USD", chips=Decimal("-0.4"), barred="x", fx=Decimal("0.1"), rate_bps=Decimal(200))


def test_the_shocks_give_the_figures_of_their_table() -> None:
    found = {effect.figure: (effect.base, effect.stressed) for effect in effects(stressed(), SCENARIO)}
    assert set(found) == set(STRESSED) == {row[1] for row in table("Stress")}
    assert found["chips behind it"] == (Decimal(90), Decimal("54"))
    assert found["not covered by chips"] == (Decimal(6), Decimal("42"))
    assert found["not resting on the barred"] == (Decimal(120), Decimal(120))
    assert found["amount"] == (Decimal(120), Decimal(132))
    assert found["added interest a year"] == (Decimal(0), Decimal("1.92"))
    barred = {e.figure: e.stressed for e in effects(stressed(rests_on_barred=True, interest=FIXED), SCENARIO)}
    assert (barred["not resting on the barred"], barred["added interest a year"]) == (Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("more", "figure", "why"),
    [
        ({"collateral": None, "no_collateral": "nothing stated"}, "not covered by chips", "nothing stated"),
        ({"amount": None}, "amount", "no single figure is known"), ({"rate": None}, "amount", "no rate for EUR"),
        ({"interest": "not stated"}, "added interest a year", "whether it floats is not stated"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_says_why_and_is_in_no_sum(more: dict[str, object], figure: str, why: str) -> None:
    [lacking] = [effect for effect in effects(stressed(**more), SCENARIO) if effect.figure == figure]
    assert (lacking.base, lacking.stressed, lacking.why) == (None, None, why)
    [line] = [one for one in by_group([stressed(**more), stressed(id="f2")], SCENARIO) if one.figure == figure]
    assert (line.computable, line.parts) == (1, 2)


def test_a_part_stands_under_each_of_its_groups_and_weights_are_not_added() -> None:
    parts = [stressed(keys=("a", "b")), stressed(weight="possible"), stressed(keys=())]
    lines = [(one.key, one.weight, one.base) for one in by_group(parts, Scenario("USD", fx=Decimal("0.1")))]
    assert lines == [("", "committed", 120), ("a", "committed", 120), ("a", "possible", 120), ("b", "committed", 120)]


def test_shared_chips_are_split_pro_rata_and_never_lost() -> None:
    assert shared(Fraction(90), [Fraction(100), Fraction(200)]) == [30, 60]
    assert shared(Fraction(90), [Fraction(100), None]) == [None, None]
    assert shared(Fraction(90), [None]) == [90]


def test_the_largest_amounts_are_those_of_the_page() -> None:
    [(stated, entry)] = re.findall(r"(10\^\d+) smallest units, (10\^\d+) for an entry", TEXT)
    assert (stated, entry) == ("10^18", "10^17")
    Amount.from_json({"point": "1" + "0" * 16, "currency": "USD"}, money=True)
    with pytest.raises(AmountError, match="more than an amount can hold"):
        Amount.from_json({"point": "1" + "0" * 17, "currency": "USD"}, money=True)
