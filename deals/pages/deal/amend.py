"""/deals/<id>/amend/: a source and a claim added, or a field amended; an error names its field and keeps the input."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deals import facts
from deals.pages.deal.amend_form import EDITABLE, NEW, AmendForm, when_text
from deals.pages.deal.claims import row_at, title, value_words
from deals.pages.deal.page import base, found
from deals.pages.deal.rows_named import row_names, source_names
from deals.pages.deal.saving import Rows, saved
from deals.pages.deal.seen import Row, Seen
from deals.reports.deal_names import editable
from dealtracker.uikit.frame import reader_page, turned_away


@reader_page
def amend(request: HttpRequest, deal: str) -> HttpResponse:
    """GET, POST /deals/<id>/amend/?at=/facilities/f1/amount; without `at`, the fields to choose from."""
    key, sheet, seen = found(request, deal)
    if not editable(viewer=request.viewer, deal=key):
        return turned_away(request)
    at = request.GET.get("at", "")
    context = {**base(request, seen, crumb="Amend"), "choices": _choices(seen), "at": at}
    if not at or at.count("/") < 3:
        return render(request, "deals/amend.html", context)
    name, row, field = _field(seen, at)
    form = _form(request, seen, row, field, revision=sheet.revision)
    if (
        request.method == "POST"
        and form.is_valid()
        and _saved(request, key, seen, form, (name, row["key"], field.name))
    ):
        messages.success(request, f"Saved: {title(seen, at)}. Certainty and derived figures follow in a moment.")
        return redirect(seen.at("claims/", at=at))
    shown = {
        "form": form,
        "title": title(seen, at),
        "now": value_words(row.get(field.name)),
        "new": NEW,
        "standing": seen.standing((row.get("standings") or {}).get(field.name) or row.get("standing")),
        "value_fields": [form[field_name] for field_name in form.value_names],
        "deal_sources": bool(seen.doc["sources"]),
    }
    return render(request, "deals/amend.html", {**context, **shown}, status=400 if form.errors else 200)


def _field(seen: Seen, at: str) -> tuple[str, Row, facts.Field]:
    """(list, row, field) of a path that the form can amend; Http404 for any other."""
    _, name, key, wanted = at.split("/", 3)
    entity = facts.BY_LIST.get(name)
    field = entity.field(wanted) if entity and entity not in facts.SHARED else None
    row = row_at(seen, name, key)
    if row is None or field is None or not field.claimed or field.type not in EDITABLE:
        raise Http404
    return name, row, field


def _choices(seen: Seen) -> list[tuple[str, list[tuple[str, str]]]]:
    """Fields that can be amended, by the row they belong to."""
    found = []
    for entity in facts.ENTITIES:
        fields = [field for field in entity.fields if field.claimed and field.type in EDITABLE]
        for key, label in row_names(seen, entity).items() if fields else ():
            paths = [(f"/{entity.list}/{key}/{f.name}", f"{label}: {f.name.replace('_', ' ')}") for f in fields]
            found.append((label, paths))
    return found


def _form(request: HttpRequest, seen: Seen, row: Row, field: facts.Field, *, revision: int) -> AmendForm:
    sources = source_names(seen.doc["sources"])
    names = names_of_list(seen, field.to) if field.type == facts.REF else {}
    data = request.POST if request.method == "POST" else None
    return AmendForm(
        field, data, sources=sources, names=names, initial={**_initial(seen, row, field), "revision": revision}
    )


def names_of_list(seen: Seen, wanted: str) -> dict[str, str]:
    """What a reference may point to: parties and sites of the deal by id, its own rows by key."""
    if wanted in ("parties", "sites"):
        return {row["id"]: row["name"] for row in seen.doc[wanted]}
    return {row["key"]: title(seen, f"/{wanted}/{row['key']}") for row in seen.doc.get(wanted, ())}


def _initial(seen: Seen, row: Row, field: facts.Field) -> dict[str, Any]:
    value = row.get(field.name)
    begin: dict[str, Any] = {
        "currency": seen.doc["currency"],
        "source": NEW,
        "read": True,
    }
    if field.type in (facts.MONEY, facts.QUANTITY):
        return {**begin, **(value if isinstance(value, dict) else {})}
    if field.type == facts.WHEN:
        return {**begin, "value": when_text(value)}
    if field.type == facts.FLAG:
        return {**begin, "value": "yes" if value else "no"}
    return {**begin, "value": value.get("id") if isinstance(value, dict) else value}


def _saved(request: HttpRequest, key: UUID, seen: Seen, form: AmendForm, where: tuple[str, str, str]) -> bool:
    name, row, field = where

    def rows() -> Rows:
        return {name: {row: {field: form.value_in()}}}

    def field_of(pointer: str) -> str:
        part = pointer.removeprefix(f"/{name}/{row}/{field}").strip("/")
        return part if part in form.fields else "value"

    return saved(request, key, seen, form, rows=rows, field_of=field_of)
