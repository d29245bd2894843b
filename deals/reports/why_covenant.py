"""A covenant's test as a tree: the limit by the definition of its day, less the value that is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from deals.ledger.calc.covenants import Span
from deals.reports.filters import FilterError
from deals.reports.why_node import worked
from deals.reports.why_row import row_at, stated_node
from dealtracker.money import Amount
from dealtracker.periods import When

Row = dict[str, Any]
_RULE = "the limit as the definition of the day has it − the value as told"


def span_of(covenant: Row) -> Span:
    """How long a definition holds, as far as its sources date it."""
    start, end = (covenant.get(name) for name in ("start", "end"))
    return Span(*(When.from_json(day) if day and not _in_words(day) else None for day in (start, end)))


def definition_on(document: Row, covenant: Row, day: date) -> Row:
    """The definition that holds on the day: the covenant itself, or the one of its kind and facility that an amendment
    put in its place; the covenant where none is said to hold."""
    same = [row for row in document["covenants"] if _about(row) == _about(covenant) and span_of(row).holds_on(day)]
    return covenant if covenant in same or not same else same[0]


def told_days(covenant: Row) -> dict[str, Row]:
    """Day → test of those that are told to the day."""
    return {test["on"]: test for test in covenant.get("tests", ()) if len(str(test.get("on"))) == len("2026-01-01")}


def distance(document: Row, covenant: Row, test: Row) -> Decimal | None:
    """The limit of the test's day less the value told; None where one of them is no single figure."""
    limit, value = (_exact(row.get("value")) for row in (_held(document, covenant, test), test))
    if limit is None or value is None or limit.point is None or value.point is None:
        return None
    return limit.point - value.point


def test_node(document: Row, at: str, on: date | None) -> Row:
    """Raises FilterError for a covenant or a day of a test that there is not; what is not told leaves it unknown."""
    _, covenant = row_at(document, at, "covenants")
    test = _test(covenant, on)
    held = _held(document, covenant, test)
    limit = stated_node(document, f"/covenants/{held['key']}/value", _exact(held.get("value")), name=_limit_words(held))
    told = f"Less the value told for {test['on']}: {test.get('result') or 'no result told'}"
    value = stated_node(document, f"{at}/tests", _exact(test.get("value")), name=told, times=-1)
    left = distance(document, covenant, test)
    return worked(document["id"], covenant.get("facility"), _RULE, left, of=[limit, value])


def _test(covenant: Row, on: date | None) -> Row:
    days = told_days(covenant)
    found = days.get(on.isoformat()) if on else None
    if found is None:
        raise FilterError("on", f"is the day of a test: {', '.join(days) or 'none is told to the day'}")
    return found


def _held(document: Row, covenant: Row, test: Row) -> Row:
    return definition_on(document, covenant, date.fromisoformat(test["on"]))


def _limit_words(held: Row) -> str:
    said = held.get("test") or held.get("words") or held["kind"]
    ends = ((word, held.get(name)) for word, name in (("from", "start"), ("before", "end")))
    days = ", ".join(f"{word} {day}" for word, day in ends if isinstance(day, str))
    return f"Limit, {said if isinstance(said, str) else held['key']}{f' ({days})' if days else ''}"


def _exact(value: Any) -> Amount | None:
    return Amount.from_json(value) if isinstance(value, Mapping) and value.get("kind") else None


def _in_words(day: Any) -> bool:
    return isinstance(day, Mapping) and "words" in day


def _about(covenant: Row) -> tuple[Any, Any]:
    return covenant["kind"], covenant.get("facility")
