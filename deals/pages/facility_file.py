"""Compared facilities as a workbook: a row a pricing class, figures as numbers, every cell with its numbered sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from deals.pages.deal.compare_terms import CELLS
from deals.pages.deal.downloads import inert, plain
from deals.pages.deal.prices import classes_of, has_no_meaning
from deals.pages.deal.seen import Row, Seen, words
from deals.pages.deal.terms import fee_words
from dealtracker.ids import private_key
from dealtracker.periods import When

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BLANKS = {"not_applicable": "does not apply", "not_disclosed": "not disclosed", "not_entered": "not entered"}


@dataclass(frozen=True)
class Term:
    """A column of the first sheet: whose row and field it shows, and how its value becomes a number."""

    title: str
    of: str
    field: str
    read: Callable[[Any], Any]
    number: str = "General"


@dataclass
class Sources:
    """Sources numbered in the order in which cells first name them."""

    cited: dict[UUID, dict[str, tuple[UUID, ...]]]
    numbers: dict[UUID, int] = field(default_factory=dict)

    def of(self, row: UUID | None, name: str) -> str:
        fields = self.cited.get(row, {}) if row else {}
        found = fields.get(name) or fields.get("", ())
        return ", ".join(str(n) for n in sorted({self.numbers.setdefault(key, len(self.numbers) + 1) for key in found}))


def _bound(name: str, *, scale: int = 1) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, dict) or value.get(name) is None:
            return None
        return Decimal(value[name]) * scale

    return read


def _exact(scale: int = 1) -> Callable[[Any], Any]:
    """The figure; for a range or a bound, its words."""

    def read(value: Any) -> Any:
        if isinstance(value, dict) and value.get("point") is not None:
            return Decimal(value["point"]) * scale
        return plain(words(value)) or _range(value, scale)

    return read


def _range(value: Any, scale: int) -> str | None:
    if not isinstance(value, dict):
        return None
    ends = [(word, Decimal(value[end]) * scale) for word, end in (("from", "low"), ("up to", "high")) if value.get(end)]
    return " ".join(f"{word} {figure:f}" for word, figure in ends) or None


def _day(value: Any) -> Any:
    if isinstance(value, dict) and "words" in value:
        return words(value)
    when = When.from_json(value) if value else None
    exact = when and when.earliest and when.earliest == when.latest
    return (when.earliest if exact else when.in_words()) if when else None


def _words(value: Any) -> str | None:
    return ("; ".join(map(words, value)) if isinstance(value, list) else words(value)) or None


_TERMS = (
    Term("Kind", "facility", "kind", _words),
    Term("Currency", "facility", "amount", lambda value: (value or {}).get("currency")),
    Term("Amount", "facility", "amount", _bound("point"), "#,##0"),
    Term("Amount, low", "facility", "amount", _bound("low"), "#,##0"),
    Term("Amount, high", "facility", "amount", _bound("high"), "#,##0"),
    Term("Commitment", "facility", "commitment", _words),
    Term("Tenor, months", "facility", "tenor_months", _exact(), "0"),
    Term("Matures", "facility", "maturity_date", _day, "yyyy-mm-dd"),
    Term("Repayment", "facility", "amortisation", _words),
    Term("Rank", "facility", "seniority", _words),
    Term("Recourse", "facility", "recourse", _words),
    Term("Pricing class", "price", "applies_to", _words),
    Term("Price from", "price", "start", _day, "yyyy-mm-dd"),
    Term("Price until", "price", "end", _day, "yyyy-mm-dd"),
    Term("Base", "price", "base", _words),
    Term("Margin, bps", "price", "margin_bps", _exact(), "0.##"),
    Term("Floor, %", "price", "floor", _exact(100), "0.00##"),
    Term("Fixed rate, %", "price", "rate", _exact(100), "0.00##"),
    Term("Issue price, %", "price", "issue_price", _exact(100), "0.00##"),
    Term("Fees", "price", "fees", lambda value: "; ".join(map(fee_words, value or ())) or None),
)
# Terms that are rows of other lists, in the words of the page.
_SHOWN = ("Stage", "Security", "Advance rate", "Customer class", "Covenants")


def rows_of(columns: Iterable[dict[str, Any]]) -> list[UUID]:
    """The rows whose claims the workbook's cells rest on."""
    found = [row for column in columns for row in (column["row"], *classes_of(column["seen"].doc, column["row"]))]
    return [key for row in found if (key := _key(row))]


def workbook(
    columns: Sequence[dict[str, Any]], cited: dict[UUID, dict[str, tuple[UUID, ...]]], *, known_on: date
) -> HttpResponse:
    """The file: "Facilities" with a column of source numbers beside each term, "Sources", "About"."""
    book, sources = Workbook(), Sources(cited)
    sheet = book.active
    sheet.title = "Facilities"
    sheet.append(["Deal", "Facility", *(head for term in _TERMS for head in (term.title, "sources")), *_SHOWN])
    for column in columns:
        seen, facility = column["seen"], column["row"]
        for price in classes_of(seen.doc, facility) or [{}]:
            _append(sheet, _cells(column, price, sources), [_shown(seen, facility, title) for title in _SHOWN])
    _head(sheet)
    _sources(book, columns, sources)
    _about(book, known_on)
    response = HttpResponse(_bytes(book, known_on), content_type=_TYPE)
    response["Content-Disposition"] = 'attachment; filename="facilities.xlsx"'
    return response


def _bytes(book: Workbook, day: date) -> bytes:
    """The same bytes whenever they are asked for: the parts carry the day that was asked about, not the moment."""
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    book.properties.created = book.properties.modified = made.replace(tzinfo=None)
    first, out = BytesIO(), BytesIO()
    book.save(first)
    with ZipFile(first) as parts, ZipFile(out, "w", ZIP_DEFLATED) as again:
        for name in parts.namelist():
            content = _MODIFIED.sub(rb"\g<1>" + made.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<2>", parts.read(name))
            again.writestr(ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0)), content, ZIP_DEFLATED)
    return out.getvalue()


def _cells(column: dict[str, Any], price: Row, sources: Sources) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = [(column["title"], "General"), (column["name"], "General")]
    for term in _TERMS:
        row = column["row"] if term.of == "facility" else price
        value = term.read(row.get(term.field))
        found.append((_blank(term, row, column["row"]) if value is None else value, term.number))
        found.append((sources.of(_key(row), term.field) if value is not None else "", "General"))
    return found


def _blank(term: Term, row: Row, facility: Row) -> str:
    """Why there is no value: never an empty cell."""
    value = row.get(term.field)
    if term.of == "price" and row and has_no_meaning(term.field, row):
        return _BLANKS["not_applicable"]
    if isinstance(value, dict) and value.get("kind") == "unknown":
        return _BLANKS["not_disclosed"]
    is_bound = term.title in ("Amount", "Amount, low", "Amount, high")
    return _BLANKS["not_applicable" if is_bound and facility.get("amount") else "not_entered"]


def _shown(seen: Seen, facility: Row, title: str) -> str:
    cell = CELLS[title](seen, "facilities", facility)
    return _BLANKS["not_entered"] if cell is None else plain(cell)


def _append(sheet: Any, cells: Sequence[tuple[Any, str]], more: Sequence[str]) -> None:
    place = sheet.max_row + 1
    for at, (value, number) in enumerate([*cells, *((text, "General") for text in more)], start=1):
        cell = sheet.cell(place, at, _safe(value) if isinstance(value, str) else value)
        cell.number_format = number
        cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str) and len(value) > 30)


def _sources(book: Workbook, columns: Sequence[dict[str, Any]], sources: Sources) -> None:
    known = {private_key("source", row["id"]): row for column in columns for row in column["seen"].doc["sources"]}
    sheet = book.create_sheet("Sources")
    sheet.append(["Number", "Publisher", "Title", "Published by", "Kind", "Read by us", "Address"])
    for key, number in sources.numbers.items():
        row = known.get(key, {})
        texts = [row.get(name, "") for name in ("publisher", "title", "published_to", "kind")]
        sheet.append([number, *map(_safe, texts), "yes" if row.get("read") else "no", _safe(row.get("url", ""))])
    _head(sheet)


def _about(book: Workbook, known_on: date) -> None:
    sheet = book.create_sheet("About")
    for line in (
        f"Facilities compared, as known on {known_on.isoformat()}.",
        "What named sources said; not a finding of fact.",
        "A number under “sources” is a row of the sheet Sources; amounts of different currencies and kinds are not to be added.",
        "not disclosed: a source keeps it unnamed. not entered: nobody has looked for it yet.",
        "does not apply: it has no meaning here.",
    ):
        sheet.append([line])


def _head(sheet: Any) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for at, cells in enumerate(sheet.columns, start=1):
        longest = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[get_column_letter(at)].width = min(max(longest + 2, 8), 40)
    sheet.freeze_panes = "C2" if sheet.title == "Facilities" else "A2"


def _safe(text: str) -> str:
    """Text as a workbook can hold it: no formula, no control characters, not longer than a cell."""
    return inert(ILLEGAL_CHARACTERS_RE.sub("", text))[:32_000]


def _key(row: Row) -> UUID | None:
    kind, _, _ = str(row.get("id", "")).partition("_")
    return private_key(kind, row["id"]) if kind else None
