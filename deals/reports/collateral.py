"""What secures each facility of a deal: hardware under named curves, contracts beside it, and the cover by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from deals.ledger.calc.collateral import ELIGIBLE_STATES, Standing
from deals.reports.collateral_lines import Pledged, figure, line_json
from deals.reports.curve_list import curve_json
from deals.reports.secured import ADVANCE, LIMIT, Secured, security_of
from dealtracker.access.rules import Viewer
from dealtracker.money import plain

Row = dict[str, Any]
_FIGURES = ("value", "eligible_value", "outstanding", "ltv", "borrowing_base", "headroom")


def collateral(*, viewer: Viewer, document: Row, as_of: date, known_on: date, chosen: Sequence[str] = ()) -> Row:
    """{"deal", "as_of", "known_on", "curves", "facilities", "over_pledged", "eligible_states"}; figures are decimal strings,
    what is not known is null, and "lacks" says what would be needed.

    `chosen` are ids of curves, one a chip, as for `security_of`. Raises UnknownCurve.
    """
    found = security_of(viewer=viewer, document=document, as_of=as_of, known_on=known_on, chosen=chosen)
    facilities = [_facility(one) for one in found.facilities]
    return {
        "deal": document["id"], "as_of": as_of.isoformat(), "known_on": known_on.isoformat(),
        "curves": [{**curve_json(row), "used": row.pk in found.used} for row in found.offered],
        "facilities": [one for one in facilities if one["hardware"] or one["contracts"] or one["others"]],
        "over_pledged": [
            {"line": one.line, "rank": one.rank, "by": plain(one.by), "certain": one.certain, "words": one.words()}
            for one in found.over
        ],
        "eligible_states": list(ELIGIBLE_STATES),
    }  # fmt: skip


def _facility(one: Secured) -> Row:
    row, as_of = one.row, one.as_of
    now = one.on(as_of) if one.lines else None
    figures = {name: figure(getattr(now, name)) if now else None for name in _FIGURES}
    return {
        "facility": row["id"], "key": row["key"], "name": row.get("name") or row.get("kind"), "currency": one.currency,
        "hardware": [_line(one, line) for line in one.lines],
        "contracts": _contracts(one.document, row), "others": _others(one.document, row),
        "cost": figure(one.cost()), "eligible_cost": figure(one.cost(eligible=True)),
        "advance_rate": one.ratio(ADVANCE, as_of), "ltv_limit": one.ratio(LIMIT, as_of),
        **figures, "outstanding": figure(one.owed.on(as_of)), "lacks": lacks(one, as_of),
        "fx": one.converter.to_json() if one.converter and (one.converter.used or one.converter.missing) else None,
        "path": [_step(one, step) for step in one.path()],
    }  # fmt: skip


def _step(one: Secured, step: Standing) -> Row:
    limit = one.ratio(LIMIT, step.date)  # as the covenant reads on that day
    figures = {name: figure(getattr(step, name)) for name in _FIGURES}
    return {"date": step.date.isoformat(), **figures, "ahead": step.ahead, "ltv_limit": limit["value"] if limit else None}


def _line(one: Secured, line: Pledged) -> Row:
    held = line.charged.holds_on(one.as_of)
    return {**line_json(line), "value": figure(one.worth(line, one.as_of)) if held else None}


def lacks(one: Secured, day: date) -> list[str]:
    """What is missing for a figure that is not there, each once, in the order of the lines."""
    found = [f"{line.charged.name}: {why}" for line in one.lines for why in line.charged.lacks]
    if one.lines and one.on(day).outstanding is None:
        found.append("what is outstanding is not known: no entry and no balance of the whole facility")
    if one.lines and one.advance_rate(day) is None:
        found.append("no advance rate is entered as a covenant, so there is no borrowing base")
    return list(dict.fromkeys(found))


def _contracts(document: Row, facility: Row) -> list[Row]:
    """Contracts whose cash flows are pledged, or on which the facility relies: beside the hardware, never added to it."""
    pledged = {
        one["contract"]: one
        for one in document["pledges"]
        if one.get("contract") and one.get("facility") == facility["id"]
    }
    kept = ("kind", "supplier", "customer", "value", "prepayment", "term_months", "credit_class", "state", "signed")
    return [
        {
            "contract": one["id"], "key": one["key"], "how": "pledged" if one["id"] in pledged else "relied on",
            "rank": pledged.get(one["id"], {}).get("rank"), **{name: one.get(name) for name in kept},
        }
        for one in document["contracts"]
        if one["id"] in pledged or one["id"] in facility.get("relies_on", ())
    ]  # fmt: skip


def _others(document: Row, facility: Row) -> list[Row]:
    kept = ("key", "kind", "object", "rank", "limit", "pledgor", "released_on")
    return [
        {name: one.get(name) for name in kept}
        for one in document["pledges"]
        if one.get("facility") == facility["id"] and not one.get("line") and not one.get("contract")
    ]
