"""Replies to enquiries of ours have no publication: the day from which a view shows them is worked out here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dealtracker.evidence.rules.enquiries import enquiry_known
from dealtracker.periods import When

Row = dict[str, Any]


def with_own_days(replies: Iterable[Row]) -> list[Row]:
    """The replies, each "known" by a day; how that was found out is no part of them any more."""
    return [_known(row) for row in replies]


def _known(row: Row) -> Row:
    kept = {name: value for name, value in row.items() if name != "recorded"}
    if row["source_id"]:
        return kept
    day = enquiry_known(
        replied_on=When.parse(row["replied_on"]) if row.get("replied_on") else None,
        asked_on=_day(row.get("asked_on")), recorded_on=_day(row["recorded"]), waits=row["stance"] == "no response",
    )  # fmt: skip
    return {**kept, "known": day and day.isoformat()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
