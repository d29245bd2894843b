"""/deals/<id>/amend/: a source and a claim added, or a field amended; an error names its field and keeps the input."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deals import facts
from deals.actions._changed import NotAllowed, Outdated
from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.actions.sources import amend_with_source
from deals.pages.deal.amend_form import EDITABLE, NEW, AmendForm, when_text
from deals.pages.deal.claims import row_at, title, value_words
from deals.pages.deal.page import base, found
from deals.pages.deal.rows_named import row_names, source_names
from deals.pages.deal.seen import Row, Seen
from deals.reports.deal_names import editable
from dealtracker.uikit.frame import reader_page

# part of a fault's pointer → field of the form
_SOURCE_PARTS = {"kind": "source_kind", "to": "link_to"}


@reader_page
def amend(request: HttpRequest, deal: str) -> HttpResponse:
    """GET, POST /deals/<id>/amend/?at=/facilities/f1/amount; without `at`, the fields to choose from."""
    key, sheet, seen = found(request, deal)
    if not editable(viewer=request.viewer, deal=key):
        if request.viewer.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
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
    """Make the change; False with the form's errors where it cannot be made, and then nothing was saved."""
    name, row, field = where
    try:
        patch = {name: {row: {field: form.value_in()}}}
        new, data = form.new_source(), form.cleaned_data
        change = DealChange(rows=patch, source=data["source"], reason=data["reason"], attribution=data["attribution"])
        given: dict[str, Any] = {"deal": key, "change": change, "viewer": request.viewer, "revision": data["revision"]}
        amend_with_source(entry=new, link=form.link(), today=seen.clock.today, **given) if new else amend_deal(**given)
        return True
    except forms.ValidationError as error:
        form.add_error(None, error)
    except InvalidChange as error:
        _tell(form, error, f"/{name}/{row}/{field}")
    except Outdated as error:
        now = f"Someone saved revision {error.revision} while you were editing; your input is below."
        form.add_error(None, f"{now} Look at what stands now, then save again.")
        form.data = {**form.data.dict(), "revision": str(error.revision)}
    except NotAllowed:
        raise PermissionDenied from None
    return False


def _tell(form: AmendForm, error: InvalidChange, at: str) -> None:
    """Each fault beside the field that it is about."""
    for fault in error.faults:
        part = fault.pointer.removeprefix(at).strip("/")
        if fault.pointer.startswith("/new_source/"):
            part = fault.pointer.removeprefix("/new_source/")
            part = _SOURCE_PARTS.get(part, part)
        elif fault.pointer == "/source":
            part = "source"
        said = fault.detail[:1].upper() + fault.detail[1:]
        form.add_error(part if part in form.fields else ("value" if "value" in form.fields else None), f"{said}.")
