"""What a product multiplies or divides by, as leaves: a stated figure, a dated rate, what a curve leaves, a shock of a run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from deals.hardware.models import PriceCurve
from deals.ledger.calc.curves import part_left
from deals.ledger.calc.fx import Leg
from deals.ledger.calc.rounding import rounded
from deals.ledger.fx import Converter
from deals.reports.collateral_cost import Factor
from deals.reports.curve_list import as_curve, curve_json
from deals.reports.why_claims import stated_leaf
from deals.reports.why_node import worked
from dealtracker.money import Amount, minor_units, plain

Row = dict[str, Any]
_SHOWN = 12  # places of a curve's part as it is shown; the exact one goes on


def factor_leaf(one: Factor) -> Row:
    """A stated figure, to its power."""
    value = Amount.exact(one.value, one.currency)
    return stated_leaf(one.at, value, name=one.name, currency=one.currency, unit=one.unit, power=str(one.power))


def curve_leaf(row: PriceCurve, since: date, day: date, at: str) -> Row:
    """What a curve leaves on a day of what ages since another; `at` is where that one is stated."""
    left = rounded(part_left(as_curve(row), since, day), _SHOWN)
    return {
        "curve": curve_json(row), "since": since.isoformat(), "on": day.isoformat(), "currency": "", "at": at,
        "amount": plain(left), "claims": [],
    }  # fmt: skip


def rate_leaf(leg: Leg) -> Row:
    """A dated rate."""
    used = leg.used
    rate = {"base": used.base, "quote": used.quote, "day": used.day.isoformat(), "source": used.source}
    return {"rate": rate, "amount": plain(used.rate), "currency": "", "power": "-1" if leg.inverse else "1"}


def at_rates(node: Row, converter: Converter, amount: Decimal | str | None) -> Row:
    """A sum in another currency than the converter's, once more at the rates of the day, of which there are some."""
    legs = converter.rates.path(node["currency"], converter.currency, converter.day)
    return worked(
        "", None, "sum in its own currency × the rate of the day", amount, currency=converter.currency, how="product",
        places=minor_units(converter.currency), leaves=[*map(rate_leaf, legs)], of=[node],
    )  # fmt: skip


def part_leaf(at: str, name: str, amount: str) -> Row:
    """What part of a figure counts, "1" for all and "0" for none of it, by what is stated at a path that is no figure."""
    return {"at": at, "name": name, "amount": amount, "currency": "", "claims": []}


def shock_leaf(shock: str, name: str, amount: Decimal) -> Row:
    """What a shock that was asked for multiplies by; `at` is where it stands in the inputs of the run."""
    return {"shock": shock, "at": f"/shocks/{shock}", "name": name, "amount": plain(amount), "currency": ""}
