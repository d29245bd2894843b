"""What secures each facility of a deal: hardware under named curves, contracts beside it, and the cover by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.hardware.calc.pledges import PledgeOf, over_pledges
from deals.ledger.calc.balances import Entry, balances, total
from deals.ledger.calc.collateral import ELIGIBLE_STATES, Charged, Standing, path, standing_on, sum_of_cost
from deals.reports.collateral_lines import charged_lines, converter_of, day_of, figure, when_of
from deals.reports.curve_list import as_curve, curve_json, curves_for
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key, public_id
from dealtracker.money import Amount, plain

Row = dict[str, Any]
ADVANCE = ("advance rate", "borrowing base")
LIMIT = ("loan-to-value", "loan to value", "ltv")


class UnknownCurve(LookupError):
    """A curve that is asked for and is none of those offered for this deal on these dates."""


def collateral(*, viewer: Viewer, document: Row, as_of: date, known_on: date, chosen: Sequence[str] = ()) -> Row:
    """{"deal", "as_of", "known_on", "curves", "facilities", "over_pledged", "eligible_states"}; figures are decimal strings,
    what is not known is null, and "lacks" says what would be needed.

    `chosen` are ids of curves, one a chip; without one the first offered stands: the deal's own, then by name. Raises
    UnknownCurve.
    """
    deal = private_key("deal", document["id"])
    assert deal is not None
    models = {key for line in document["hardware"] if (key := _model(line))}
    offered = curves_for(viewer=viewer, deal=deal, models=models, known_on=known_on) if models else []
    ids = {public_id("curve", row.pk): row for row in offered}
    if wrong := [one for one in chosen if one not in ids]:
        raise UnknownCurve(wrong[0])
    used: dict[UUID, Any] = {}
    for row in [*(ids[one] for one in chosen), *offered]:
        used.setdefault(row.model_id, row)
    by_line = {line["id"]: used.get(key) if (key := _model(line)) else None for line in document["hardware"]}
    named = {line: (as_curve(row), public_id("curve", row.pk)) if row else None for line, row in by_line.items()}
    facilities = [
        _facility(document, one, named, as_of) for one in document["facilities"] if one.get("measure") != "equity"
    ]
    standing = {row.pk for row in used.values()}
    return {
        "deal": document["id"], "as_of": as_of.isoformat(), "known_on": known_on.isoformat(),
        "curves": [{**curve_json(row), "used": row.pk in standing} for row in offered],
        "facilities": [one for one in facilities if one["hardware"] or one["contracts"] or one["others"]],
        "over_pledged": _over(document, as_of), "eligible_states": list(ELIGIBLE_STATES),
    }  # fmt: skip


def _model(line: Mapping[str, Any]) -> UUID | None:
    model = line.get("model")
    return private_key("model", model["id"]) if isinstance(model, Mapping) and model.get("id") else None


def _facility(document: Row, row: Row, named: Mapping[str, Any], as_of: date) -> Row:
    currency = (row.get("amount") or {}).get("currency") or document.get("currency") or ""
    converter = converter_of(document, currency, as_of)
    lines = charged_lines(document, row, named, currency=currency, as_of=as_of, converter=converter)
    charged = [one for one, _ in lines]
    loan = _outstanding(document, row, currency)
    advance, limit = (_ratio(document, row, names, as_of) for names in (ADVANCE, LIMIT))
    rate = Decimal(advance["value"]) if advance and advance["value"] else None
    now = (
        standing_on(charged, as_of, outstanding=loan(as_of), advance_rate=rate, currency=currency) if charged else None
    )
    steps = path(
        charged, as_of=as_of, outstanding=loan, advance_rate=rate, currency=currency, until=day_of(row.get("maturity_date"))
    )  # fmt: skip
    return {
        "facility": row["id"], "key": row["key"], "name": row.get("name") or row.get("kind"), "currency": currency,
        "hardware": [_line(one, shown, as_of, currency) for one, shown in lines],
        "contracts": _contracts(document, row), "others": _others(document, row),
        "cost": figure(sum_of_cost(charged)) if charged else None,
        "eligible_cost": figure(sum_of_cost(charged, eligible=True)) if charged else None,
        "advance_rate": advance, "ltv_limit": limit, **_figures(now, loan(as_of)), "lacks": _lacks(charged, now, rate),
        "fx": converter.to_json() if converter and (converter.used or converter.missing) else None,
        "path": [{**_step(one), "ltv_limit": _limit(document, row, one)} for one in steps],
    }  # fmt: skip


def _figures(now: Standing | None, loan: Decimal | None) -> Row:
    names = ("value", "eligible_value", "ltv", "borrowing_base", "headroom")
    return {"outstanding": figure(loan), **{name: figure(getattr(now, name)) if now else None for name in names}}


def _step(one: Standing) -> Row:
    names = ("value", "eligible_value", "outstanding", "ltv", "borrowing_base", "headroom")
    return {"date": one.date.isoformat(), **{name: figure(getattr(one, name)) for name in names}, "ahead": one.ahead}


def _limit(document: Row, facility: Row, one: Standing) -> str | None:
    """The highest loan to value allowed on that day, as the covenant read then."""
    found = _ratio(document, facility, LIMIT, one.date)
    return found["value"] if found else None


def _line(one: Charged, shown: Row, as_of: date, currency: str) -> Row:
    alone = standing_on([one], as_of, outstanding=None, advance_rate=None, currency=currency)
    return {**shown, "value": figure(alone.value) if one.holds_on(as_of) else None}


def _lacks(charged: Sequence[Charged], now: Standing | None, rate: Decimal | None) -> list[str]:
    """What is missing for a figure that is not there, each once, in the order of the lines."""
    found = [f"{one.name}: {why}" for one in charged for why in one.lacks]
    if now and now.outstanding is None:
        found.append("what is outstanding is not known: no entry and no balance of the whole facility")
    if charged and rate is None:
        found.append("no advance rate is entered as a covenant, so there is no borrowing base")
    return list(dict.fromkeys(found))


def _outstanding(document: Row, facility: Row, currency: str) -> Callable[[date], Decimal | None]:
    """By entries where there are any, else by the latest balance of the whole facility up to the day."""
    entries = [_entry(one) for one in document["entries"] if one.get("facility") == facility["id"]]
    reported = sorted(
        (day, Decimal(one["amount"]["point"]))
        for one in document["balances"]
        if one.get("facility") == facility["id"] and one.get("measure") == "outstanding" and not one.get("party")
        and (one.get("amount") or {}).get("point") and one["amount"].get("currency") == currency
        and (day := day_of(one.get("as_of")))
    )  # fmt: skip

    def on(day: date) -> Decimal | None:
        if entries:
            return total(balances(entries, day)).outstanding
        return next((amount for when, amount in reversed(reported) if when <= day), None)

    return on


def _entry(one: Row) -> Entry:
    def part(name: str) -> Decimal:
        return Decimal((one.get(name) or {}).get("point") or 0)

    return Entry(
        one.get("hold"), one["kind"], part("amount"), date.fromisoformat(one["value_date"]), sign=-1 if one.get("reverses") else 1,
        drawn=part("drawn"), outstanding=part("outstanding"), counter=one.get("counter"), capitalised=part("capitalised"),
    )  # fmt: skip


def _ratio(document: Row, facility: Row, names: Sequence[str], as_of: date) -> Row | None:
    """The covenant of such a name that holds on the day: {"covenant", "value", "words"}; the value is null where not exact."""
    for one in document["covenants"]:
        kind = str(one.get("kind") or "").lower()
        if one.get("facility") not in (None, facility["id"]) or not any(name in kind for name in names):
            continue
        start, end = day_of(one.get("start")), day_of(one.get("end"))
        if (start is None or start <= as_of) and (end is None or as_of < end):
            value = one.get("value") or {}
            point = value.get("point") if 0 < Decimal(value.get("point") or 0) <= 10 else None
            return {"covenant": one["key"], "value": point, "words": one.get("test") or one.get("words") or one["kind"]}
    return None


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


def _over(document: Row, as_of: date) -> list[Row]:
    """Lines of which more stands pledged at one rank than they hold, as reported: sources may say so, no change here may."""
    lines = {one["id"]: one for one in document["hardware"]}
    keys = {one["id"]: one["key"] for one in document["facilities"]}
    of = [
        PledgeOf(
            one["key"], keys.get(one.get("facility"), "?"), lines[one["line"]]["key"], _quantity(one), one.get("rank"),
            when_of(one.get("released_on")),
        )
        for one in document["pledges"] if one.get("line") in lines
    ]  # fmt: skip
    found = over_pledges({one["key"]: _quantity(one) for one in lines.values()}, of, as_of)
    return [
        {"line": one.line, "rank": one.rank, "by": plain(one.by), "certain": one.certain, "words": one.words()}
        for one in found
    ]


def _quantity(row: Row) -> Amount | None:
    value = row.get("quantity")
    return Amount.from_json(value) if isinstance(value, dict) and value.get("kind") else None
