"""The pledged parts of a deal's hardware lines, each with its cost, the day from which it ages, and its curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from deals.hardware.models import PriceCurve
from deals.ledger.calc.collateral import ELIGIBLE_STATES, Charged
from deals.ledger.fx import Converter
from deals.reports.collateral_cost import Cost, cost_of, point
from deals.reports.curve_list import as_curve, curve_words
from dealtracker.ids import public_id
from dealtracker.money import plain
from dealtracker.periods import DateError, When

Row = dict[str, Any]


@dataclass(frozen=True)
class Pledged:
    """One pledge of a line: what it counts as, the rows it stands in, how its cost came, and the curve it ages by."""

    charged: Charged
    pledge: Row
    line: Row
    cost: Cost
    curve: PriceCurve | None


def figure(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def when_of(value: Any) -> When | None:
    """A stated day as a value; None where there is none, or only words."""
    try:
        return When.from_json(value) if value and not (isinstance(value, dict) and "words" in value) else None
    except DateError:
        return None


def day_of(value: Any) -> date | None:
    """The earliest day that a stated one can mean, else the latest."""
    when = when_of(value)
    return (when.earliest or when.latest) if when else None


def pledged_lines(
    document: Row, facility: Row, curves: Mapping[str, PriceCurve | None], *, currency: str, as_of: date,
    converter: Converter | None,
) -> tuple[Pledged, ...]:  # fmt: skip
    """Each pledge of a line to the facility; what was removed, or released by the day, counts no more."""
    lines = {one["id"]: one for one in document["hardware"]}
    found = []
    for pledge in document["pledges"]:
        line = lines.get(pledge.get("line"))
        if line is None or pledge.get("facility") != facility["id"] or line.get("state") == "removed":
            continue
        released = when_of(pledge.get("released_on"))
        if released is None or not released.surely_by(as_of):
            cost = cost_of(pledge, line, currency, converter)
            found.append(_pledged(pledge, line, curves.get(line["id"]), cost, released.latest if released else None))
    return tuple(found)


def _pledged(pledge: Row, line: Row, curve: PriceCurve | None, cost: Cost, released: date | None) -> Pledged:
    name, since = _name(line), day_of(line.get("by"))
    lacks = [cost.lacks] if cost.lacks else []
    lacks += [] if since else ["no day of delivery is entered from which it ages"]
    lacks += [] if curve else [f"no price curve of {name} is named"]
    charged = Charged(
        pledge["key"], f"{name} ({line['key']})", cost.amount, since, as_curve(curve) if curve else None,
        line.get("state") in ELIGIBLE_STATES, released, tuple(lacks),
    )  # fmt: skip
    return Pledged(charged, pledge, line, cost, curve)


def _name(line: Row) -> str:
    return str((line.get("model") or {}).get("name") or line.get("model_words") or line["key"])


def line_json(one: Pledged) -> Row:
    """The pledge as the report tells it, its value apart."""
    charged, line = one.charged, one.line
    return {
        "pledge": one.pledge["key"], "line": line["key"], "name": _name(line),
        "quantity": figure(point(one.pledge.get("quantity"))), "unit": line.get("unit") or "unsaid", "rank": one.pledge.get("rank"),
        "state": line.get("state"), "eligible": charged.eligible, "cost": figure(charged.cost), "cost_by": one.cost.by,
        "since": charged.since.isoformat() if charged.since else None,
        "curve": public_id("curve", one.curve.pk) if one.curve else None,
        "curve_name": curve_words(one.curve) if one.curve else None,
        "released_on": charged.released.isoformat() if charged.released else None, "lacks": list(charged.lacks),
    }  # fmt: skip
