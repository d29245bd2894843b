"""The deal list as it stood on other dates: computed, in a fixed number of statements a batch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.hardware.catalogue import load_catalogue
from deals.reports.deal_list import Cursor, DealPage, DealRow, Ordering, joined
from deals.reports.deal_sheet import seen_documents, settled_then
from deals.reports.filters import Condition, Filters, read, search, visible
from deals.reports.settled import Settled, Worked, settled_facets
from deals.sheets.calc.bundle import Bundle
from deals.sheets.calc.facets import NOT_STATED, facets, search_text
from deals.sheets.calc.sheet import brief as brief_of
from deals.sheets.recompute import encode, order_values
from dealtracker.access.rules import Viewer
from dealtracker.ids import fingerprint, public_id
from dealtracker.periods import When

# Up to so many deals are computed at once and put in the order of the dates asked; more are taken a batch at a time
# in today's order, and the page says so.
MOST_ORDERED = 200
_BATCHES = 20
_Pairs = frozenset[tuple[str, str]]
_Sheet = Settled | Worked


@dataclass(frozen=True)
class PageAt(DealPage):
    """A page of another date: whether its order is of that date, how many deals there are where all are known, and
    the counts of values to filter by, in the shape of `deal_facets`."""

    is_ordered: bool = True
    total: int | None = None
    facets: Mapping[str, list[tuple[str, int]]] | None = None


@dataclass(frozen=True)
class _Question:
    viewer: Viewer
    as_of: date
    known_on: date
    order: Ordering
    at: Cursor | None
    limit: int
    brief: bool
    wanted: list[tuple[str, tuple[Any, ...]]]
    also: list[Condition]
    terms: tuple[str, ...]

    def sheets(self, deals: Sequence[UUID], *, counted: bool) -> dict[UUID, tuple[_Sheet, _Pairs]]:
        """Deal → its sheet of the dates and, where they are asked for, the values that it can be filtered by.

        Deals not known then are left out, and those outside the ranges, without the words, or with what is to be absent.
        """
        dates = {"viewer": self.viewer, "as_of": self.as_of, "known_on": self.known_on}
        # Words are sought among names, and those are not in a sheet.
        settled = {} if self.terms else settled_then(deals=deals, **dates)
        rest = [deal for deal in deals if deal not in settled]
        seen = seen_documents(deals=rest, **dates) if rest else {}
        if self.terms:
            seen = {deal: one for deal, one in seen.items() if _says(self.terms, *one, self.known_on)}
        sheets = settled | {deal: Worked(document) for deal, (_, document) in seen.items()}
        counted = counted or bool(self.wanted or self.also)
        pairs = settled_facets(settled) | _facets(seen) if counted else dict.fromkeys(sheets, frozenset())
        return {
            deal: (one, pairs[deal])
            for deal, one in sheets.items()
            if all(_holds(condition, one.document, pairs[deal]) for condition in self.also)
        }

    def row(self, deal: UUID, sheet: _Sheet) -> DealRow:
        body = encode(brief_of(sheet.document)) if self.brief else sheet.body
        return DealRow(deal, body, fingerprint(body))


def _facets(seen: Mapping[UUID, tuple[Bundle, dict[str, Any]]]) -> dict[UUID, _Pairs]:
    catalogue = load_catalogue()
    return {deal: frozenset(facets(bundle, document, catalogue)) for deal, (bundle, document) in seen.items()}


def deals_at(
    *, viewer: Viewer, today: date, as_of: date, known_on: date, filters: Filters, ordering: str, cursor: str | None,
    limit: int, brief: bool = False,
) -> PageAt:  # fmt: skip
    """A page of sheets as of one date and as known on another. Filters and, up to MOST_ORDERED deals, the order ask
    the sheets of those dates; a larger list keeps today's order, and a page of it that looked at many deals in vain may be
    short and still lead on. Raises FilterError."""
    order = Ordering.read(ordering)
    asked = read(filters)
    also = [c for c in asked if c.test or c.null is not None]
    question = _Question(
        viewer, as_of, known_on, order, Cursor.read(cursor, order) if cursor else None, limit, brief,
        [(c.dimension, c.values) for c in asked if c.dimension and c.null is None], also,
        tuple(term for c in asked for term in c.terms),
    )  # fmt: skip
    words = [c for c in asked if c.terms]
    stored = [*_known(viewer, today, known_on), *(c for c in asked if not (c.dimension or c.test or c.terms))]
    few = _few(stored)
    if few is None and words:
        # Too many to be read word by word: only those that have the words today too are looked at.
        stored += words
        few = _few(stored)
    return _ordered(question, few) if few is not None else _in_todays_order(question, stored)


def with_words(*, viewer: Viewer, today: date, as_of: date, known_on: date, words: str) -> Condition:
    """Deals in whose sheets of the dates all of these words stand, for lists of what deals hold.

    Where more than MOST_ORDERED have them today, only these are narrowed to; `documents_with` tells the rest apart.
    """
    few = deals_known(viewer=viewer, today=today, known_on=known_on, words=words)
    if few is None:
        return search(words)
    found = documents_with(viewer=viewer, deals=few, as_of=as_of, known_on=known_on, words=words)
    return Condition("s.deal = ANY(%s)", (list(found),))


def deals_known(*, viewer: Viewer, today: date, known_on: date, words: str = "") -> list[UUID] | None:
    """Deals of which something was published by the day; of more than MOST_ORDERED those that have the words today too,
    None where these are too many as well."""
    known = _known(viewer, today, known_on)
    few = _few(known)
    return few if few is not None or not words.strip() else _few([*known, search(words)])


def _known(viewer: Viewer, today: date, known_on: date) -> list[Condition]:
    """Deals seen today of which something was published by the day."""
    return [visible(viewer, today), Condition("s.known_from <= %s", (known_on,))]


def documents_with(
    *, viewer: Viewer, deals: Sequence[UUID], as_of: date, known_on: date, words: str
) -> dict[UUID, dict[str, Any]]:
    """Deal → its sheet of the dates, of those that were known then and in which all of these words stand."""
    terms = search(words).terms
    seen = seen_documents(viewer=viewer, deals=deals, as_of=as_of, known_on=known_on)
    return {deal: document for deal, (bundle, document) in seen.items() if _says(terms, bundle, document, known_on)}


def _few(stored: list[Condition]) -> list[UUID] | None:
    """The deals that may be in the list, where they are few enough to be computed at once."""
    where, values = joined(stored)
    with connection.cursor() as statement:
        statement.execute(f"SELECT s.deal FROM deals_sheet s WHERE {where} LIMIT %s", [*values, MOST_ORDERED + 1])
        found = [row[0] for row in statement]
    return found if len(found) <= MOST_ORDERED else None


def _ordered(question: _Question, deals: Sequence[UUID]) -> PageAt:
    """All of them in the order of their own dates, then the page that the cursor asks for."""
    known, order, at = question.sheets(deals, counted=True), question.order, question.at
    fitting = {deal: one for deal, (one, pairs) in known.items() if _fits(pairs, question.wanted)}
    values = {deal: order_values(one.document)[order.column] for deal, one in fitting.items()}
    keys = sorted(((value, deal) for deal, value in values.items()), reverse=order.descending)
    first, last = _window(keys, order, at, question.limit)
    shown = keys[first:last]
    return PageAt(
        [question.row(deal, fitting[deal]) for _, deal in shown],
        Cursor(order.name, *shown[-1]).encode() if shown and last < len(keys) else None,
        Cursor(order.name, *shown[0], back=True).encode() if shown and first > 0 else None,
        total=len(keys), facets=_counts([pairs for _, pairs in known.values()], question.wanted),
    )  # fmt: skip


def _window(keys: list[tuple[Any, UUID]], order: Ordering, at: Cursor | None, limit: int) -> tuple[int, int]:
    """The half-open range of places after the cursor, or before it where it goes back."""
    if at is None:
        return 0, min(limit, len(keys))
    mark = (at.value, at.deal)

    def before(key: tuple[Any, UUID]) -> bool:
        return key > mark if order.descending else key < mark

    place = sum(before(key) for key in keys)
    if at.back:
        return max(0, place - limit), place
    first = place + (place < len(keys) and keys[place] == mark)
    return first, min(first + limit, len(keys))


def _counts(found: list[_Pairs], wanted: list[tuple[str, tuple[Any, ...]]]) -> dict[str, list[tuple[str, int]]]:
    """Dimension → [(value, deals)], largest first; a dimension that is filtered counts as if it were not."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for pairs in found:
        failed = {dimension for dimension, values in wanted if not _has(pairs, dimension, values)}
        for dimension, value in pairs:
            if failed <= {dimension}:
                counted[dimension][value] += 1
    return {name: sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) for name, counts in counted.items()}


def _in_todays_order(question: _Question, stored: list[Condition]) -> PageAt:
    """A batch at a time until the page is full, forward or back."""
    order, at = question.order, question.at
    back = bool(at and at.back)
    rows: list[tuple[DealRow, Cursor]] = []
    more, taken, reached = False, 0, None
    for found in _batches(stored, order, at, question.limit):
        taken += 1
        reached = Cursor(order.name, found[-1][1], found[-1][0], back=back) if len(found) > question.limit else None
        known = question.sheets([deal for deal, _ in found], counted=False)
        for deal, value in found:
            if deal in known and _fits(known[deal][1], question.wanted):
                if len(rows) == question.limit:
                    more = True
                    break
                rows.append((question.row(deal, known[deal][0]), Cursor(order.name, value, deal)))
        if more:
            break
    rows = rows[::-1] if back else rows
    has_next, has_previous = (True, more) if back else (more, at is not None)
    following = rows[-1][1].encode() if rows and has_next else None
    first = rows[0][1] if rows and has_previous else None
    before = Cursor(order.name, first.value, first.deal, back=True).encode() if first else None
    if not more and taken == _BATCHES and reached:
        following, before = (following, reached.encode()) if back else (reached.encode(), before)
    return PageAt([row for row, _ in rows], following, before, is_ordered=False)


def _batches(
    stored: list[Condition], order: Ordering, at: Cursor | None, limit: int
) -> Iterator[list[tuple[UUID, Any]]]:
    """Candidate deals in the order of the list, or backwards from the cursor, `limit` + 1 at a time."""
    down = order.descending != bool(at and at.back)
    sign, way = ("<", "DESC") if down else (">", "ASC")
    for _ in range(_BATCHES):
        after = [Condition(f"(s.{order.column}, s.deal) {sign} (%s, %s)", (at.value, at.deal))] if at else []
        where, values = joined([*stored, *after])
        sql = f"SELECT s.deal, s.{order.column} FROM deals_sheet s WHERE {where} ORDER BY s.{order.column} {way}, s.deal {way}"
        with connection.cursor() as statement:
            statement.execute(f"{sql} LIMIT %s", [*values, limit + 1])
            found = statement.fetchall()
        if found:
            yield found
            at = Cursor(order.name, found[-1][1], found[-1][0])
        if len(found) <= limit:
            return


def _says(terms: Sequence[str], bundle: Bundle, document: dict[str, Any], known_on: date) -> bool:
    """Whether every word stands in the sheet of the dates; names of parties and sites that it does not name yet do not,
    nor names that a party came to bear later."""
    body = orjson.dumps(document).decode()
    named = replace(
        bundle,
        parties={
            key: {**row, "names": [name for name in row["names"] if _is_borne(name, known_on)]}
            for key, row in bundle.parties.items() if public_id("party", key) in body
        },
        sites={key: row for key, row in bundle.sites.items() if public_id("site", key) in body},
    )
    text = search_text(named)
    return all(term in text for term in terms)


def _is_borne(name: Mapping[str, Any], day: date) -> bool:
    return not name.get("start") or When.parse(name["start"]).perhaps_by(day)


def _fits(pairs: _Pairs, wanted: list[tuple[str, tuple[Any, ...]]]) -> bool:
    return all(_has(pairs, dimension, values) for dimension, values in wanted)


def _holds(condition: Condition, document: dict[str, Any], pairs: _Pairs) -> bool:
    if condition.test:
        return condition.test(order_values(document))
    is_stated = any(dimension == condition.dimension and value != NOT_STATED for dimension, value in pairs)
    return is_stated is not condition.null


def _has(pairs: _Pairs, dimension: str, values: tuple[Any, ...]) -> bool:
    accepted = list(values[1]) if isinstance(values[1], list) else [str(values[1])]
    return any((dimension, value) in pairs for value in accepted)
