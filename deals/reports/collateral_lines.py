"""The pledged parts of a deal's hardware lines, each with its cost, the day from which it ages, and its curve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from deals.ledger.calc.collateral import ELIGIBLE_STATES, Charged
from deals.ledger.fx import Converter
from dealtracker.money import plain
from dealtracker.periods import DateError, When

Row = dict[str, Any]
# (first cost, how it came, why there is none)
_Priced = tuple[Decimal | None, str, str]


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


def converter_of(document: Row, currency: str, as_of: date) -> Converter | None:
    """Converts prices of hardware into the facility's currency on the day; None where all are in it."""
    given = (line.get(name) or {} for line in document["hardware"] for name in ("unit_price", "value"))
    others = {code for price in given if (code := price.get("currency")) and code != currency}
    return Converter.on(as_of, currency, others) if currency and others else None


def charged_lines(
    document: Row, facility: Row, named: Mapping[str, Any], *, currency: str, as_of: date, converter: Converter | None
) -> list[tuple[Charged, Row]]:
    """(value, as shown) of each pledge of a line to the facility; what was removed, or released by the day, counts no more."""
    lines = {one["id"]: one for one in document["hardware"]}
    found = []
    for pledge in document["pledges"]:
        line = lines.get(pledge.get("line"))
        if line is None or pledge.get("facility") != facility["id"] or line.get("state") == "removed":
            continue
        released = when_of(pledge.get("released_on"))
        if released is None or not released.surely_by(as_of):
            cost = _cost(_point(pledge.get("quantity")), line)
            converted = _in_currency(*cost, currency, converter)
            found.append(
                _charged(pledge, line, named.get(line["id"]), converted, released.latest if released else None)
            )
    return found


def _charged(pledge: Row, line: Row, curve: Any, priced: _Priced, released: date | None) -> tuple[Charged, Row]:
    name = str((line.get("model") or {}).get("name") or line.get("model_words") or line["key"])
    quantity, since = _point(pledge.get("quantity")), day_of(line.get("by"))
    cost, by, why = priced
    lacks = [why] if why else []
    lacks += [] if since else ["no day of delivery is entered from which it ages"]
    lacks += [] if curve else [f"no price curve of {name} is named"]
    eligible = line.get("state") in ELIGIBLE_STATES
    one = Charged(
        pledge["key"], f"{name} ({line['key']})", cost, since, curve[0] if curve else None, eligible, released, tuple(lacks)
    )  # fmt: skip
    shown = {
        "pledge": pledge["key"], "line": line["key"], "name": name, "quantity": figure(quantity),
        "unit": line.get("unit") or "unsaid", "rank": pledge.get("rank"),
        "state": line.get("state"), "eligible": eligible, "cost": figure(cost), "cost_by": by,
        "since": since.isoformat() if since else None, "curve": curve[1] if curve else None,
        "curve_name": curve[0].name if curve else None, "released_on": released.isoformat() if released else None, "lacks": lacks,
    }  # fmt: skip
    return one, shown


def _cost(quantity: Decimal | None, line: Row) -> tuple[Decimal | None, str, str]:
    """(first cost of what is pledged, its currency, how it came or why there is none): quantity × price each, else its
    share of the line's value."""
    if quantity is None:
        return None, "", "how many of the line are pledged is not stated as one figure"
    price, value, held = line.get("unit_price") or {}, line.get("value") or {}, _point(line.get("quantity"))
    if price.get("point"):
        return quantity * Decimal(price["point"]), price.get("currency", ""), "quantity × price each"
    if value.get("point") and held:
        return quantity / held * Decimal(value["point"]), value.get("currency", ""), "share of the line’s value"
    return None, "", "no single price or value of it is stated"


def _in_currency(cost: Decimal | None, code: str, said: str, currency: str, converter: Converter | None) -> _Priced:
    """(first cost in the facility's currency, how it came, why there is none)."""
    if cost is None:
        return None, "", said
    if code == currency:
        return cost, said, ""
    found = converter.convert(cost, code) if converter else None
    if converter is None or found is None:
        day = f" a week old or less on {converter.day.isoformat()}" if converter else ""
        return None, "", f"its price is in {code}, and no rate to {currency or 'the facility’s currency'}{day} is known"
    used = converter.used[code]
    rate = converter.rates.cross(code, currency, converter.day)
    return found, f"{said}, {plain(cost)} {code} at {plain(rate)} {currency} of {used.rate_date}", ""


def _point(value: Any) -> Decimal | None:
    if not isinstance(value, dict) or value.get("point") is None:
        return None
    return Decimal(value["point"])
