"""Ledger entries of a dossier: exact, in one currency a facility, reversed once, and never more than is there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from deals.actions._dossiers.value import Dossier, Row
from deals.interchange.dossier.spots import Spot
from deals.ledger.calc.balances import Entry, first_breach
from dealtracker.money import Amount

_REVERSED = ("facility", "hold", "kind", "amount", "drawn", "outstanding", "counter")


def check_entries(dossier: Dossier, spot: Spot) -> None:
    """Refuses entries that no ledger could hold."""
    rows = {row.key: row for row in dossier.list("entries")}
    for row in rows.values():
        here = Spot(spot.problems, spot.file, row.pointer)
        for name in ("amount", "drawn", "outstanding"):
            _check_amount(row.values.get(name), here.at(name))
        _check_parts(row, here)
        _check_hold(row, dossier, here)
        _check_day(row, dossier, here)
    _check_reversals(rows, spot)
    for facility in dossier.list("facilities"):
        own = [row for row in rows.values() if row.values.get("facility") == facility.key]
        if own:
            _check_balance(facility, own, rows, Spot(spot.problems, spot.file, own[0].pointer))


def _check_amount(amount: Any, spot: Spot) -> None:
    if isinstance(amount, Amount) and amount.kind != "exact":
        spot.refuse(
            "amount",
            f'is "{amount.kind}"; an entry has an exact amount. Put what is only reported into figures or balances',
        )
    elif isinstance(amount, Amount) and amount.point is not None and amount.point <= 0:
        spot.refuse("amount", "must be above zero; the kind of the entry says which way it goes")
    elif isinstance(amount, Amount) and amount.words:
        spot.at("words").refuse("amount", "an entry keeps no words with its amount; put them into its own words")


def _check_parts(row: Row, spot: Spot) -> None:
    """Only a transfer takes drawn and outstanding parts along, in its own currency, and only it has a counterpart."""
    values, amount = row.values, row.values.get("amount")
    kind = values.get("kind", "")
    for name in ("drawn", "outstanding"):
        if name in values and not kind.startswith("transfer"):
            spot.at(name).refuse("amount", f"belongs to a transfer, not to a {kind}; leave it out")
        elif name in values and isinstance(amount, Amount) and values[name].currency != amount.currency:
            spot.at(name).refuse(
                "currency", f"is in {values[name].currency}, the entry in {amount.currency}; use one currency"
            )
    if "counter" in values and not kind.startswith(("transfer", "participation")):
        spot.at("counter").refuse("reference", f"belongs to a transfer or participation, not to a {kind}; leave it out")
    elif "counter" in values and values["counter"] == values.get("hold"):
        spot.at("counter").refuse("reference", "is the hold itself; name the other one")


def _check_hold(row: Row, dossier: Dossier, spot: Spot) -> None:
    hold = next((h for h in dossier.list("holds") if h.key == row.values.get("hold")), None)
    if hold and hold.values.get("facility") != row.values.get("facility"):
        spot.at("hold").refuse(
            "reference", f'"{hold.key}" is a hold of another facility ({hold.values.get("facility")})'
        )


def _check_day(row: Row, dossier: Dossier, spot: Spot) -> None:
    facility = next((f for f in dossier.list("facilities") if f.key == row.values.get("facility")), None)
    day = row.values.get("value_date")
    if row.values.get("kind") != "drawdown" or facility is None or day is None or "reverses" in row.values:
        return
    start, end = facility.values.get("availability_start"), facility.values.get("availability_end")
    if (start and start.earliest and day < start.earliest) or (end and end.latest and day > end.latest):
        spot.at("value_date").refuse(
            "date", f"{day} lies outside the availability of {facility.key}; correct one of the two"
        )


def _check_reversals(rows: dict[str, Row], spot: Spot) -> None:
    reversed_by: dict[str, str] = {}
    for row in rows.values():
        target = rows.get(row.values.get("reverses", ""))
        if target is None:
            continue
        here = Spot(spot.problems, spot.file, row.pointer).at("reverses")
        if target.key in reversed_by:
            here.refuse(
                "reversal", f'"{target.key}" is reversed by "{reversed_by[target.key]}" already; once is enough'
            )
        reversed_by[target.key] = row.key
        if "reverses" in target.values:
            here.refuse("reversal", f'"{target.key}" is a reversal itself; enter the movement again instead')
        if any(row.values.get(name) != target.values.get(name) for name in _REVERSED):
            here.refuse(
                "reversal", f'differs from "{target.key}"; a reversal has the same facility, hold, kind and amounts'
            )


def _check_balance(facility: Row, own: list[Row], rows: dict[str, Row], spot: Spot) -> None:
    amounts = [row.values.get("amount") for row in own]
    if any(not isinstance(a, Amount) or a.point is None for a in amounts) or any(
        "value_date" not in row.values for row in own
    ):
        return
    currencies = {amount.currency for amount in amounts if isinstance(amount, Amount)}
    stated = facility.values.get("amount")
    if stated is not None and stated.currency:
        currencies.add(stated.currency)
    if len(currencies) > 1:
        spot.at("amount").refuse(
            "currency",
            f"entries of {facility.key} are in {' and '.join(sorted(currencies))}; a facility has one currency",
        )
        return
    entries = [
        Entry(
            row.values.get("hold"), row.values["kind"], row.values["amount"].point, row.values["value_date"],
            sign=-1 if row.values.get("reverses") in rows else 1, drawn=_part(row, "drawn"), outstanding=_part(row, "outstanding"),
            counter=row.values.get("counter"),
        )
        for row in own if "kind" in row.values
    ]  # fmt: skip
    breach = first_breach(entries, revolving=bool(facility.values.get("revolving")))
    if breach:
        spot.refuse(
            "balance",
            f"entries of {facility.key} cannot be: {breach.words(next(iter(currencies)))}; correct them, or add what is missing",
        )


def _part(row: Row, name: str) -> Decimal:
    amount = row.values.get(name)
    return amount.point if isinstance(amount, Amount) and amount.point is not None else Decimal(0)
