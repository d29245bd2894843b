"""Findings as they would have been told on another date: what was published by then, read by the rules of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from deals.controls.rules.ladder import rank
from deals.reports.documents_then import DocumentsThen, Place
from deals.reports.filters import FilterError
from deals.reports.findings_list import DIMENSIONS, NOTHING, Filters, FindingPage, after, checked, cursor_of
from dealtracker.ids import private_key

Found = dict[str, Any]
Counts = dict[str, list[tuple[str, int]]]
# The rank in a cursor that stands between deals, not between findings; and how many deals a page looks at.
_WALKING, _MOST_LOOKED_AT = -1, 1000


def findings_then(
    *, documents: DocumentsThen, filters: Filters, cursor: str = "", limit: int = 100
) -> tuple[FindingPage, Counts | None]:
    """(a page in the order of today's list, the counts by dimension); rows tell no day from or to which an answer holds.

    Of more deals than are worked out at once a page is taken deal by deal, those that became known last first, and nothing
    is counted: the counts are None. Such a page ends with a whole deal, and may be short where many were looked at in
    vain; it leads on to the last. Raises FilterError.
    """
    wanted, place = checked(filters), after(cursor)
    known = documents.all()
    if known is None:
        return _walked(documents, wanted, _place(place) if cursor else None, limit), None
    rows = sorted((row for one in known.values() for row in _rows(one)), key=_order)
    following = [row for row in rows if _fits(row, wanted) and _order(row) > place]
    more = len(following) > limit
    page = FindingPage(following[:limit], cursor_of(*_order(following[limit - 1])) if more else None)
    return page, {name: _count(rows, name, wanted) for name in DIMENSIONS}


def _walked(documents: DocumentsThen, wanted: Filters, begin: Place | None, limit: int) -> FindingPage:
    rows: list[Found] = []
    for looked, (document, following) in enumerate(documents.after(begin), 1):
        rows += sorted((row for row in _rows(document) if _fits(row, wanted)), key=_order) if document else []
        if following and (len(rows) >= limit or looked == _MOST_LOOKED_AT):
            return FindingPage(rows, cursor_of(_WALKING, following[0].isoformat(), following[1], ""))
    return FindingPage(rows, None)


def _place(place: tuple[Any, ...]) -> Place:
    """Where a walk goes on; raises FilterError for a cursor of the ordered list."""
    rank, day, deal, _ = place
    if rank != _WALKING:
        raise FilterError("cursor", "belongs to a list of fewer deals; begin again without it")
    return date.fromisoformat(day), deal


def _fits(row: Found, wanted: Filters) -> bool:
    return all(_has(row, name, given) for name, given in wanted.items())


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
    kept = (row for row in rows if _fits(row, others))
    counts = Counter(value for row in kept for value in _values(row, dimension))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
