"""Findings of the export rules over the visible deals: filtered, counted by step, by open input and by rule, a page at a time."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.controls.queries import pack_in_force, retired_rules
from deals.controls.rules import LADDER, REQUIRED
from deals.controls.rules.engine import FIGURE_NAMES
from deals.reports.deal_list import joined
from deals.reports.filters import Condition, FilterError, search, visible
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id

# The value of `missing` for findings of which no input is missing: open by nature, contested, or a rule not verified.
NOTHING = "nothing"
# dimension → the values that one finding has in it
_VALUES = {
    "step": "ARRAY[f.step::text]",
    "missing": f"coalesce(nullif(ARRAY(SELECT jsonb_array_elements_text(f.result -> 'missing')), '{{}}'), ARRAY['{NOTHING}'])",
    "rule": "ARRAY(SELECT jsonb_array_elements_text(f.result -> 'rules'))",
}
DIMENSIONS = tuple(_VALUES)
_FROM = "FROM deals_finding f JOIN deals_sheet s ON s.deal = f.deal WHERE f.basis = 'use' AND {where}"
_RANK = "array_position(%s::text[], f.step::text)"
_ROWS = f"""
SELECT found.step, found.result, found.start, found."end", found.deal, found.title, found.countries, l.key,
    coalesce(m.name, nullif(l.model_words, ''), ''), found.rank
FROM (SELECT f.step, f.result, f.start, f."end", f.line, s.deal, s.title, s.brief AS countries, {_RANK} AS rank {_FROM}) found
JOIN deals_hardwareline l ON l.id = found.line LEFT JOIN deals_hardwaremodel m ON m.id = l.model_id
WHERE (found.rank, found.title, found.deal, l.key) > (%s, %s, %s, %s)
ORDER BY found.rank, found.title, found.deal, l.key LIMIT %s
"""
_COUNTS = f"SELECT value, count(*) FROM (SELECT unnest({{values}}) AS value {_FROM}) v GROUP BY 1 ORDER BY 2 DESC, 1"
_START = (0, "", UUID(int=0), "")
Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class FindingPage:
    """Rows as plain values, and the cursor of the next page."""

    rows: list[dict[str, Any]]
    next: str | None


def findings_list(
    *, viewer: Viewer, day: date, on: date, filters: Filters, words: str = "", cursor: str = "", limit: int = 100
) -> FindingPage:
    """Strongest step first; `day` chooses the sheets, `on` the day of the rules. Raises FilterError."""
    where, values = joined(_conditions(viewer, day, on, filters, words))
    with connection.cursor() as statement:
        statement.execute(_ROWS.format(where=where), [list(LADDER), *values, *after(cursor), limit + 1])
        found = statement.fetchall()
    more = len(found) > limit
    return FindingPage([_row(cells) for cells in found[:limit]], cursor_of(*_place(found[limit - 1])) if more else None)


def finding_counts(
    *, viewer: Viewer, day: date, on: date, filters: Filters, words: str = ""
) -> dict[str, list[tuple[str, int]]]:
    """Dimension → [(value, findings)]; a dimension that is itself filtered counts as if it were not."""
    found = {}
    for dimension, listed in _VALUES.items():
        others = {name: given for name, given in filters.items() if name != dimension}
        where, values = joined(_conditions(viewer, day, on, others, words))
        with connection.cursor() as statement:
            statement.execute(_COUNTS.format(values=listed, where=where), values)
            found[dimension] = [(value, number) for value, number in statement]
    return found


def _conditions(viewer: Viewer, day: date, on: date, filters: Filters, words: str) -> list[Condition]:
    period = Condition('f.start <= %s AND f."end" > %s', (on, on))
    chosen = [Condition(f"{_VALUES[name]} && %s::text[]", (given,)) for name, given in checked(filters).items()]
    return [visible(viewer, day), period, *chosen, *([search(words)] if words.strip() else [])]


def checked(filters: Filters) -> dict[str, list[str]]:
    """Filters with a value; raises FilterError for a name or a value that is none of the list's."""
    for name, given in filters.items():
        if name not in _VALUES:
            raise FilterError(name, f'"{name[:60]}" is not a parameter of this list; there are: {", ".join(_VALUES)}')
        known = (*allowed(name), *(retired_rules() if name == "rule" else ()))
        if wrong := [value for value in given if value not in known]:
            raise FilterError(name, f'"{wrong[0][:60]}" is not {_instead(name, wrong[0])}')
    return {name: list(given) for name, given in filters.items() if given}


def _instead(name: str, value: str) -> str:
    """What the parameter takes: all of its words, or for a rule the ids that are nearest."""
    if name != "rule":
        return f"one of: {', '.join(allowed(name))}"
    near = ", ".join(get_close_matches(value.upper(), allowed(name), 3, 0.4))
    return f"a rule of a pack on record; near it: {near}" if near else "a rule of a pack on record; see /rules/"


def allowed(name: str) -> tuple[str, ...]:
    """The words that a parameter takes."""
    if name == "step":
        return tuple(LADDER)
    if name == "rule":
        return tuple(rule.id for rule in pack_in_force().rules)
    return tuple(dict.fromkeys((*REQUIRED, *pack_in_force().questions, *sorted(FIGURE_NAMES), NOTHING)))


def after(cursor: str) -> tuple[Any, ...]:
    """(rank, title, deal, key) that the page begins after; raises FilterError."""
    if not cursor:
        return _START
    try:
        rank, title, deal, key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return int(rank), str(title), UUID(deal), str(key)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise FilterError("cursor", "is not a cursor that this list gave out") from None


def _place(cells: tuple[Any, ...]) -> tuple[int, str, UUID, str]:
    *_, deal, title, _countries, key, _name, rank = cells
    return rank, title, deal, key


def cursor_of(rank: int, title: str, deal: UUID, key: str) -> str:
    """The cursor of the page that begins after this place."""
    return base64.urlsafe_b64encode(orjson.dumps([rank, title, str(deal), key])).decode().rstrip("=")


def _row(cells: tuple[Any, ...]) -> dict[str, Any]:
    step, result, start, end, deal, title, brief, key, name, _ = cells
    result = orjson.loads(result) if isinstance(result, str) else result
    countries = orjson.loads(bytes(brief))["derived"]["countries"]
    return {
        "deal": public_id("deal", deal), "title": title, "line": key, "model": name or "chip not stated", "step": step,
        "policy": result["policy"], "rules": result["rules"], "missing": result["missing"], "from": start.isoformat(),
        "to": end.isoformat() if end.year < 9999 else None, "countries": countries,
    }  # fmt: skip
