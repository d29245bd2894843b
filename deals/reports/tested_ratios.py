"""Loan to value as the book works it out on the days on which a covenant of it was tested, beside what was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from deals.reports.secured import LIMIT, security_of
from deals.reports.why_covenant import told_days
from dealtracker.access.rules import Viewer

Row = dict[str, Any]


def tested_ratios(*, viewer: Viewer, document: Row, as_of: date, known_on: date) -> Mapping[tuple[str, str], Decimal]:
    """(key of the covenant, day of the test) → loan to value; without those that are not known.

    Numerator and denominator are those of the facility's tree of `ltv` on that day.
    """
    tested = [one for one in document["covenants"] if one.get("facility") and is_loan_to_value(one) and told_days(one)]
    if not tested:
        return {}
    found = {one.row["id"]: one for one in security_of(viewer=viewer, document=document, as_of=as_of, known_on=known_on).facilities}
    pairs = [(one, day) for one in tested if one["facility"] in found for day in told_days(one)]
    ratios = {(one["key"], day): found[one["facility"]].on(date.fromisoformat(day)).ltv for one, day in pairs}
    return {place: ratio for place, ratio in ratios.items() if ratio is not None}


def is_loan_to_value(covenant: Row) -> bool:
    kind = str(covenant.get("kind") or "").lower()
    return any(name in kind for name in LIMIT)
