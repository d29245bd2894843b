"""What shocks do to the book, part by part, and the difference by group. Exact until a sum is rounded; unknown stays None.

A shock never moves a measure into another. Each has a figure of its own, with a base beside it:

chips         value of the chips that stand behind a part × (1 + chips), and what of the part they then leave uncovered
barred        what is committed to facilities that do not rest on the barred end beneficiary or its group
fx            amounts in other currencies, in the reporting currency, at the day's rate × (1 + fx)
rate          a year's interest on what floats: amount × basis points ÷ 10,000, outstanding where known
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from deals.ledger.calc.rounding import round_cash

CHIPS, UNCOVERED, RESTING, AMOUNT, INTEREST = FIGURES = (
    "chips behind it", "not covered by chips", "not resting on the barred", "amount", "added interest a year",
)  # fmt: skip
FLOATS, FIXED, MIXED, RATE_NOT_STATED = "floats", "fixed", "both", "not stated"
BPS = Decimal(10_000)
Amount = Decimal | None
Exact = Fraction | None
_ZERO = Fraction(0)


@dataclass(frozen=True)
class Scenario:
    """The shocks of one run; a shock that is None is not asked for. `chips` and `fx` are fractions: −0.4, 0.1."""

    currency: str
    chips: Decimal | None = None
    barred: str | None = None
    fx: Decimal | None = None
    rate_bps: Decimal | None = None


@dataclass(frozen=True)
class Part:
    """One facility or hold: `amount` as stated or committed, in its own currency; `rate` is units of the reporting
    currency for one of its own. `collateral` values the chips behind it, in the reporting currency, `valued_by` says
    how; `no_collateral` says why it has none. `keys` are the groups that it stands under."""

    id: str
    keys: tuple[str, ...]
    weight: str
    basis: str
    currency: str
    amount: Amount
    outstanding: Amount
    rate: Exact
    interest: str = RATE_NOT_STATED
    collateral: Exact = None
    no_collateral: str = "no chips with a value stand behind it"
    valued_by: str = "stated value of its chips"
    rests_on_barred: bool = False

    @cached_property
    def reported(self) -> Exact:
        """The amount in the reporting currency."""
        return None if self.amount is None or self.rate is None else Fraction(self.amount) * self.rate

    @cached_property
    def owed(self) -> Exact:
        """What is outstanding in the reporting currency; where that is not known, all of the amount."""
        if self.outstanding is None:
            return self.reported
        return None if self.rate is None else Fraction(self.outstanding) * self.rate


class Effect(NamedTuple):
    """A figure before and after, in the reporting currency and unrounded; `why` says how, or why there is none."""

    figure: str
    base: Exact
    stressed: Exact
    why: str


def effects(part: Part, scenario: Scenario) -> list[Effect]:
    """What each shock that is asked for does to the part; one that does nothing is there with its reason."""
    found = []
    if scenario.chips is not None:
        found += _chips(part, scenario.chips)
    if scenario.barred is not None:
        found.append(_barred(part))
    if scenario.fx is not None:
        found.append(_fx(part, scenario.fx, scenario.currency))
    if scenario.rate_bps is not None:
        found.append(_rate(part, scenario.rate_bps))
    return found


def _lacking(part: Part) -> str:
    return "no single figure is known" if part.amount is None else f"no rate for {part.currency}"


def _chips(part: Part, move: Decimal) -> list[Effect]:
    value, claim = part.collateral, part.owed
    if value is None:
        return [Effect(figure, None, None, part.no_collateral) for figure in (CHIPS, UNCOVERED)]
    after = value * Fraction(1 + move)
    behind = Effect(CHIPS, value, after, f"{part.valued_by} × {1 + move}")
    if claim is None:
        return [behind, Effect(UNCOVERED, None, None, _lacking(part))]
    of = "outstanding" if part.outstanding is not None else "the amount, as nothing outstanding is known"
    before, short = (max(claim - chips, _ZERO) for chips in (value, after))
    return [behind, Effect(UNCOVERED, before, short, f"{of} less the chips, not below 0")]


def _barred(part: Part) -> Effect:
    base = part.reported
    if base is None:
        return Effect(RESTING, None, None, _lacking(part))
    if part.rests_on_barred:
        return Effect(RESTING, base, _ZERO, "its end beneficiary is barred, or of the barred group")
    return Effect(RESTING, base, base, "its end beneficiary is another, or is not stated")


def _fx(part: Part, move: Decimal, reporting: str) -> Effect:
    base = part.reported
    if base is None:
        return Effect(AMOUNT, None, None, _lacking(part))
    if part.currency == reporting:
        return Effect(AMOUNT, base, base, f"in {reporting} already")
    return Effect(AMOUNT, base, base * Fraction(1 + move), f"{part.currency} at the day’s rate × {1 + move}")


def _rate(part: Part, bps: Decimal) -> Effect:
    """The base is 0: what is told is the interest that is added, since the rate of the day is rarely known."""
    if part.interest == FIXED:
        return Effect(INTEREST, _ZERO, _ZERO, "its rate is fixed")
    if part.interest != FLOATS:
        split = "it has fixed and floating parts, their split is not known"
        return Effect(INTEREST, None, None, split if part.interest == MIXED else "whether it floats is not stated")
    if part.owed is None:
        return Effect(INTEREST, None, None, _lacking(part))
    said = "all of the amount, as if drawn" if part.outstanding is None else "what is outstanding"
    return Effect(INTEREST, _ZERO, part.owed * Fraction(bps / BPS), f"{bps} basis points on {said}")


@dataclass
class _Running:
    base: Fraction = _ZERO
    stressed: Fraction = _ZERO
    computable: int = 0
    parts: int = 0
    why: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Line(NamedTuple):
    """One group's figure over its parts, rounded once, half even; None where no part has it. `why`: reason → parts."""

    key: str
    figure: str
    weight: str
    basis: str
    base: Amount
    stressed: Amount
    difference: Amount
    computable: int
    parts: int
    why: tuple[tuple[str, int], ...]


def by_group(parts: Iterable[Part], scenario: Scenario) -> list[Line]:
    """Lines in order of group, figure, weight and basis; weights and bases are never added. A part stands under each of
    its groups, and under "" where it has none, so groups do not add up to a whole."""
    running: dict[tuple[str, str, str, str], _Running] = defaultdict(_Running)
    for part in parts:
        for effect in effects(part, scenario):
            for key in part.keys or ("",):
                _add(running[key, effect.figure, part.weight, part.basis], effect)
    return [_line(key, found, scenario.currency) for key, found in sorted(running.items())]


def _add(found: _Running, effect: Effect) -> None:
    found.parts += 1
    found.why[effect.why] += 1
    if effect.base is not None and effect.stressed is not None:
        found.base += effect.base
        found.stressed += effect.stressed
        found.computable += 1


def _line(key: tuple[str, str, str, str], found: _Running, currency: str) -> Line:
    why = tuple(sorted(found.why.items()))
    if not found.computable:
        return Line(*key, None, None, None, 0, found.parts, why)
    base, stressed = (round_cash(one, currency, "HALF_EVEN") for one in (found.base, found.stressed))
    return Line(*key, base, stressed, stressed - base, found.computable, found.parts, why)


def shared(value: Fraction, amounts: Sequence[Exact]) -> list[Exact]:
    """What several facilities finance together, pro rata to their amounts in one currency; None for all where one has no
    single figure."""
    if len(amounts) == 1:
        return [value]
    known = [amount for amount in amounts if amount is not None]
    whole = sum(known, _ZERO)
    if len(known) < len(amounts) or not whole:
        return [None] * len(amounts)
    return [value * amount / whole for amount in known]
