"""/deals/<id>/covenants/: each definition with its days, its tests and what is due; an editor enters tests and amendments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deals.ledger.calc.covenants import Span, next_test, was_not_met, with_test
from deals.pages.book import shown
from deals.pages.deal.cells import quantity_words
from deals.pages.deal.covenant_forms import CovenantForm, DefinitionForm, TestForm, definition_now
from deals.pages.deal.page import base, found
from deals.pages.deal.rows_named import source_names
from deals.pages.deal.saving import Rows, saved
from deals.pages.deal.seen import Row, Seen, words
from deals.reports.deal_names import editable
from dealtracker.periods import When
from dealtracker.uikit.formats import date_words
from dealtracker.uikit.frame import reader_page, turned_away

_HEAD = (
    "covenant",
    "facility",
    "kind",
    "test",
    "value",
    "start",
    "end",
    "state",
    "tested_on",
    "result",
    "measured",
    "words",
)


@reader_page
def covenants(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/covenants/?as_of=&known_on=&format=: the definitions, which of them holds on the day, every test."""
    shown.only(request)
    key, _, seen = found(request, deal)
    rows = [_shown(seen, row) for row in _in_order(seen)]
    if answer := shown.as_file(request, {"results": [row["sheet"] for row in rows]}, _lines(rows), "covenants"):
        return answer
    context = {
        **base(request, seen, crumb="Covenants"), **shown.twins(request), "rows": rows,
        "may": editable(viewer=request.viewer, deal=key) and seen.clock.is_today,
    }  # fmt: skip
    return render(request, "deals/covenants.html", context)


def _in_order(seen: Seen) -> list[Row]:
    """By facility and kind; of one kind the definitions in the order in which they held."""
    return sorted(
        seen.doc["covenants"],
        key=lambda row: (seen.name_of(row.get("facility") or ""), words(row["kind"]), _began(row)),
    )


def _began(row: Row) -> str:
    return str(Span(_when(row, "start")).start or "")


def _when(row: Row, name: str) -> When | None:
    return When.from_json(row[name]) if row.get(name) and "words" not in row[name] else None


def _shown(seen: Seen, row: Row) -> dict[str, Any]:
    span, day = Span(_when(row, "start"), _when(row, "end")), seen.clock.as_of
    state = span.state_on(day)
    due = next_test(row.get("every_months") or 0, [t.get("on") for t in row.get("tests", ())], span, day)
    return {
        "sheet": row, "key": row["key"], "kind": words(row["kind"]), "test": words(row.get("test")),
        "words": words(row.get("words")), "claims_url": seen.at("claims/", at=f"/covenants/{row['key']}/tests"),
        "facility": seen.name_of(row["facility"]) if row.get("facility") else "", "value": quantity_words(row.get("value") or {}),
        "start": date_words(row.get("start")), "end": date_words(row.get("end")), "state": state,
        "tests": [_test(one) for one in sorted(row.get("tests", ()), key=lambda one: str(one.get("on")), reverse=True)],
        "due": due, "certificate": due + timedelta(days=row["within_days"]) if due and row.get("within_days") else None,
    }  # fmt: skip


def _test(one: Row) -> dict[str, Any]:
    value = one.get("value")
    return {
        "on": date_words(one.get("on")), "day": str(one.get("on") or ""), "result": words(one.get("result")),
        "value": quantity_words(value) if value else None, "words": words(one.get("words")), "missed": was_not_met(one),
    }  # fmt: skip


def _lines(rows: list[dict[str, Any]]) -> list[list[str]]:
    """One line a test; a covenant without tests has one line too."""
    lines = [list(_HEAD)]
    for row in rows:
        said = [
            row["key"],
            row["facility"],
            row["kind"],
            row["test"],
            row["value"] or "",
            row["start"] or "",
            row["end"] or "",
        ]
        for one in row["tests"] or [{}]:
            lines.append(
                [*said, row["state"], *(str(one.get(name) or "") for name in ("day", "result", "value", "words"))]
            )
    return lines


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def test(request: HttpRequest, deal: str, covenant: str) -> HttpResponse:
    """GET, POST /deals/<id>/covenants/<key>/test/: a test with its result and the source that tells it."""

    def rows(form: CovenantForm) -> Rows:
        assert isinstance(form, TestForm)
        return {"covenants": {covenant: {"tests": with_test(form.covenant.get("tests", ()), form.test())}}}

    said = "The test is entered. One that was not met is an event of the deal now."
    return _page(request, deal, covenant, TestForm, rows, what="Enter a test", said=said)


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def amended(request: HttpRequest, deal: str, covenant: str) -> HttpResponse:
    """GET, POST /deals/<id>/covenants/<key>/amended/: the definition ends on a day, and a new one begins with it."""

    def rows(form: CovenantForm) -> Rows:
        assert isinstance(form, DefinitionForm)
        new, of = form.definition(), form.covenant["of"]
        kept = {"kind": words(form.covenant["kind"]), **({"facility": of} if of else {})}
        return {"covenants": {covenant: {"end": new["start"]}, f"covenant-{uuid4().hex[:8]}": {**kept, **new}}}

    said = "The amendment is entered: the earlier definition ends where it begins."
    return _page(request, deal, covenant, DefinitionForm, rows, what="Amend the definition", said=said)


def _page(
    request: HttpRequest, deal: str, covenant: str, kind: type[CovenantForm], rows: Callable[[CovenantForm], Rows],
    *, what: str, said: str,
) -> HttpResponse:  # fmt: skip
    key, sheet, seen = found(request, deal)
    if not editable(viewer=request.viewer, deal=key):
        return turned_away(request)
    row = _row(seen, covenant)
    form = _form(request, kind, row, seen, revision=sheet.revision)
    if request.method == "POST" and form.is_valid() and _saved(request, key, seen, form, rows):
        messages.success(request, f"{said} Certainty and derived figures follow in a moment.")
        return redirect(seen.at("covenants/") + f"#covenant-{covenant}")
    context = {
        **base(request, seen, crumb="Covenants"), "form": form, "what": what, "covenant": _shown(seen, row),
        "value_fields": [form[name] for name in form.value_names], "json_url": "",
    }  # fmt: skip
    return render(request, "deals/covenant_form.html", context, status=400 if form.errors else 200)


def _row(seen: Seen, covenant: str) -> Row:
    """The covenant of that key, its facility by key as a change names it; Http404 where there is none."""
    for row in seen.doc["covenants"]:
        if row["key"] == covenant:
            return {**row, "of": seen.rows[row["facility"]][1]["key"] if row.get("facility") in seen.rows else ""}
    raise Http404


def _form(request: HttpRequest, kind: type[CovenantForm], row: Row, seen: Seen, *, revision: int) -> CovenantForm:
    begin = {
        "source": "new",
        "read": True,
        "revision": revision,
        **(definition_now(row) if kind is DefinitionForm else {}),
    }
    data = request.POST if request.method == "POST" else None
    return kind(row, data, today=seen.clock.today, sources=source_names(seen.doc["sources"]), initial=begin)


def _saved(
    request: HttpRequest, key: UUID, seen: Seen, form: CovenantForm, rows: Callable[[CovenantForm], Rows]
) -> bool:
    def field_of(pointer: str) -> str:
        """A fault of a part of a test or of a field of the new row stands beside the form's field of that name."""
        return next((part for part in reversed(pointer.split("/")) if part in form.fields), "")

    return saved(request, key, seen, form, rows=lambda: rows(form), field_of=field_of)
