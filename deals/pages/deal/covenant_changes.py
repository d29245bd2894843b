"""/deals/<id>/covenants/<key>/test/ and …/amended/: a test with its result, and a definition as an amendment has it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deals.ledger.calc.covenants import with_test
from deals.pages.deal.covenant_forms import CovenantForm, DefinitionForm, TestForm, definition_now
from deals.pages.deal.covenants import shown_covenant
from deals.pages.deal.page import base, found
from deals.pages.deal.rows_named import source_names
from deals.pages.deal.saving import Rows, saved
from deals.pages.deal.seen import Row, Seen, words
from deals.reports.deal_names import editable
from dealtracker.uikit.frame import reader_page, turned_away


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
        **base(request, seen, crumb="Covenants"), "form": form, "what": what, "covenant": shown_covenant(seen, row),
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
