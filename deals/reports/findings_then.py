"""Findings as they would have been told on another date: what was published by then, read by the rules of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from deals.controls.rules.ladder import rank
from deals.reports.documents_then import documents_then
from deals.reports.findings_list import DIMENSIONS, NOTHING, Filters, FindingPage, after, checked, cursor_of
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key

Found = dict[str, Any]


def findings_then(
    *, viewer: Viewer, today: date, as_of: date, known_on: date, filters: Filters, words: str = "", cursor: str = "",
    limit: int = 100,
) -> tuple[FindingPage, dict[str, list[tuple[str, int]]]]:  # fmt: skip
    """(a page in the order of today's list, the counts by dimension); rows tell no day from or to which an answer holds.

    Raises FilterError, as `documents_then` does too.
    """
    wanted, place = checked(filters), after(cursor)
    documents = documents_then(viewer=viewer, today=today, as_of=as_of, known_on=known_on, words=words)
    rows = sorted((row for one in documents.values() for row in _rows(one)), key=_order)
    fitting = [row for row in rows if all(_has(row, name, given) for name, given in wanted.items())]
    following = [row for row in fitting if _order(row) > place]
    more = len(following) > limit
    page = FindingPage(following[:limit], cursor_of(*_order(following[limit - 1])) if more else None)
    return page, {name: _count(rows, name, wanted) for name in DIMENSIONS}


def _rows(document: Mapping[str, Any]) -> list[Found]:
    lines = {line["key"]: line for line in document["hardware"]}
    return [
        {
            "deal": document["id"], "title": document["title"], "line": one["line"], "model": _model(lines[one["line"]]),
            **{name: one[name] for name in ("step", "policy", "rules", "missing")}, "countries": document["derived"]["countries"],
        }
        for one in document["derived"].get("findings", ())
    ]  # fmt: skip


def _model(line: Mapping[str, Any]) -> str:
    known = line.get("model")
    name = known.get("name") if isinstance(known, Mapping) else known
    return str(name or line.get("model_words") or "chip not stated")


def _order(row: Found) -> tuple[int, str, UUID, str]:
    return rank(row["step"]) + 1, row["title"], private_key("deal", row["deal"]) or UUID(int=0), row["line"]


def _values(row: Found, dimension: str) -> Sequence[str]:
    return {"step": [row["step"]], "missing": row["missing"] or [NOTHING], "rule": row["rules"]}[dimension]


def _has(row: Found, dimension: str, given: Sequence[str]) -> bool:
    return bool(set(given) & set(_values(row, dimension)))


def _count(rows: Sequence[Found], dimension: str, wanted: Mapping[str, Sequence[str]]) -> list[tuple[str, int]]:
    """[(value, findings)], largest first; a dimension that is itself filtered counts as if it were not."""
    others = {name: given for name, given in wanted.items() if name != dimension}
    kept = (row for row in rows if all(_has(row, name, given) for name, given in others.items()))
    counts = Counter(value for row in kept for value in _values(row, dimension))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
