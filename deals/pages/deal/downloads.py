"""A deal's tables and timeline as files: what the page shows, as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from html import unescape

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import strip_tags

from deals.pages.deal import agreements, assets, roles, terms, timeline
from deals.pages.deal.page import found
from deals.pages.deal.seen import Seen
from dealtracker.uikit.files import svg_file
from dealtracker.uikit.formats import date_words
from dealtracker.uikit.frame import reader_page

_TABLES = {
    "roles": roles.role_table, "facilities": terms.facility_table, "hardware": assets.hardware_table, "sites": assets.site_table,
}  # fmt: skip

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


@reader_page
def table_csv(request: HttpRequest, deal: str, name: str) -> HttpResponse:
    """GET /deals/<id>/table/<list>.csv: one table of the page."""
    _, _, seen = found(request, deal)
    if name in _TABLES:
        made = _TABLES[name](seen)
    else:
        made = next((section["table"] for section in agreements.other_tables(seen) if section["id"] == name), None)
    if made is None:
        raise Http404
    head = ["key", *(column.title for column in made["columns"])]
    rows = [[row["anchor"], *(plain(cell["html"]) for cell in row["cells"])] for row in made["rows"]]
    return csv_file([head, *rows], name=f"{seen.doc['external_ref']}-{name}.csv")


@reader_page
def timeline_csv(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/timeline.csv: every mark of the figure."""
    _, _, seen = found(request, deal)
    return csv_file(timeline.csv_rows(seen), name=f"{seen.doc['external_ref']}-timeline.csv")


@reader_page
def timeline_svg(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/timeline.svg: the figure with the line that says where it is from."""
    _, _, seen = found(request, deal)
    drawn = svg_file("timeline", timeline.timeline(seen), source=_source(seen))
    return HttpResponse(drawn, content_type="image/svg+xml")


def _source(seen: Seen) -> str:
    days = f"as known on {date_words(seen.clock.known_on)}, as of {date_words(seen.clock.as_of)}"
    return f"dealtracker, {seen.root}, {days}, revision {seen.doc['revision']}; what named sources said, not a finding of fact"


def plain(shown: object) -> str:
    """A cell as text: tags gone, spaces single."""
    spaced = str(shown).replace("<span", " <span").replace("<a ", " <a ")
    return " ".join(unescape(strip_tags(spaced)).split())


def csv_file(rows: Iterable[Sequence[str]], *, name: str) -> HttpResponse:
    """UTF-8 with a mark for spreadsheets; a cell that one would run as a formula is led by an apostrophe."""
    out = io.StringIO()
    csv.writer(out).writerows([[inert(cell) for cell in row] for row in rows])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def inert(cell: object) -> str:
    """Text that no spreadsheet runs as a formula."""
    text = str(cell)
    is_formula = text[:1] in "=+-@\t\r" and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula and text else text
