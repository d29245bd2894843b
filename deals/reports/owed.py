"""What is outstanding of one facility on a day, from its deal sheet: by entries, else as last reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from deals.exposure.stated import Place, Report
from deals.ledger.calc.balances import Entry, balances, total
from deals.reports.collateral_lines import when_of
from dealtracker.evidence.models import Standing
from dealtracker.ids import private_key
from dealtracker.money import Amount

Row = dict[str, Any]


@dataclass(frozen=True)
class Owed:
    """The ledger of one facility, the balances that were reported of the whole of it, and the days on which it ended."""

    entries: tuple[Entry, ...]
    reports: tuple[Report, ...]
    ended: tuple[date, ...]

    def on(self, day: date) -> Decimal | None:
        """By entries where there are any; None where nothing tells a single figure."""
        if self.entries:
            return total(balances(self.entries, day)).outstanding
        found = self.report_on(day)
        return found.amount.point if found and found.amount else None

    def report_on(self, day: date) -> Report | None:
        """The balance that stands. An uncertain date counts by its last day, as in every sum of exposure: balances are
        struck at the end of a period, and one of "January" must not stand on the second of it."""
        last = max((one for one in self.reports if one.day <= day), key=lambda one: one.order, default=None)
        is_over = last is not None and any(last.day < end <= day for end in self.ended)
        return None if is_over else last


def owed(document: Row, facility: Row, currency: str, known: Mapping[str, date]) -> Owed:
    """`known` is the day from which each undated balance was known, as `known_days` gives it."""
    entries = tuple(_entry(one) for one in document["entries"] if one.get("facility") == facility["id"])
    reports = tuple(
        _report(one, facility["id"], known)
        for one in document["balances"]
        if one.get("facility") == facility["id"] and one.get("measure") == "outstanding" and not one.get("party")
        and (one.get("amount") or {}).get("currency") == currency
    )  # fmt: skip
    stages = document["derived"]["stages"].get(facility["key"], ())
    return Owed(entries, reports, tuple(date.fromisoformat(one["start"]) for one in stages if one["code"] == "ended"))


def known_days(document: Row) -> dict[str, date]:
    """Id → the day from which a balance without a day of its own was known; asks nothing where all have one."""
    undated = {private_key("balance", one["id"]): one["id"] for one in document["balances"] if not when_of(one.get("as_of"))}
    if not undated:
        return {}
    told = Standing.rows.filter(target__in=undated).order_by("-known_from").values_list("target", "known_from")
    return {undated[target]: day for target, day in told}  # the earliest comes last and stays


def _report(one: Row, facility: str, known: Mapping[str, date]) -> Report:
    standing = one["standings"].get("amount") or one["standing"]
    return Report(
        Place("", "", facility), one["key"], None, "outstanding", Amount.from_json(one["amount"], money=True),
        when_of(one.get("as_of")), standing["certainty"], known.get(one["id"], date.max),
    )  # fmt: skip


def _entry(one: Row) -> Entry:
    def part(name: str) -> Decimal:
        return Decimal((one.get(name) or {}).get("point") or 0)

    return Entry(
        one.get("hold"), one["kind"], part("amount"), date.fromisoformat(one["value_date"]), sign=-1 if one.get("reverses") else 1,
        drawn=part("drawn"), outstanding=part("outstanding"), counter=one.get("counter"), capitalised=part("capitalised"),
    )  # fmt: skip
