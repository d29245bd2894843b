"""/deals/<id>/add/: a row added to the deal, a lender, a facility, an event, with the source it rests on."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deals import facts
from deals.actions._changed import NotAllowed, Outdated
from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.actions.sources import amend_with_source
from deals.pages.deal.add_form import AddForm
from deals.pages.deal.amend import names_of_list
from deals.pages.deal.page import base, found
from deals.pages.deal.rows_named import source_names
from deals.pages.deal.seen import Seen
from deals.reports.deal_names import editable
from deals.reports.proposals import deal_wall, parties_found
from dealtracker.ids import public_id
from dealtracker.uikit.frame import reader_page

# list → what it is called where one row of it is added; entries are booked, not added.
LISTS = {
    "roles": "a party in a role", "holds": "a lender’s hold", "facilities": "a facility", "pricing": "a pricing term",
    "events": "an event", "hardware": "a hardware line", "contracts": "a contract", "supports": "a support",
    "figures": "a stated total", "pledges": "a pledge", "covenants": "a covenant", "ratings": "a rating",
    "balances": "a reported balance", "relations": "a relation to another deal",
}  # fmt: skip
_SOURCE_PARTS = {"kind": "source_kind", "to": "link_to"}


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, deal: str) -> HttpResponse:
    """GET, POST /deals/<id>/add/?list=roles; without `list`, what can be added."""
    key, sheet, seen = found(request, deal)
    if not editable(viewer=request.viewer, deal=key):
        if request.viewer.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
    name = request.GET.get("list", "")
    context = {**base(request, seen, crumb="Add"), "lists": LISTS.items(), "list": name, "json_url": ""}
    if not name:
        return render(request, "deals/add.html", context)
    if name not in LISTS:
        raise Http404
    form = _form(request, seen, facts.BY_LIST[name], revision=sheet.revision)
    if request.method == "POST" and form.is_valid() and (made := _saved(request, key, seen, form)):
        messages.success(request, f"Added: {LISTS[name]}. Certainty and derived figures follow in a moment.")
        return redirect(f"{seen.url}#{name}-{made}")
    shown = {"form": form, "what": LISTS[name], "value_fields": [form[field] for field in form.value_names]}
    return render(request, "deals/add.html", {**context, **shown}, status=400 if form.errors else 200)


def _form(request: HttpRequest, seen: Seen, entity: facts.Entity, *, revision: int) -> AddForm:
    begin = {"source": "new", "read": True, "revision": revision}
    return AddForm(
        entity, request.POST if request.method == "POST" else None, sources=source_names(seen.doc["sources"]),
        names=lambda wanted: names_of_list(seen, wanted), initial=begin,
    )  # fmt: skip


def _saved(request: HttpRequest, key: UUID, seen: Seen, form: AddForm) -> str:
    """The key of the new row; "" with the form's errors where it cannot be added, and then nothing was saved."""
    name, row = form.entity.list, f"{form.entity.name}-{uuid4().hex[:8]}"
    try:
        values = form.values(lambda field, words: _party(request, key, field, words))
        new, data = form.new_source(), form.cleaned_data
        change = DealChange(
            rows={name: {row: values}}, source="" if new else data["source"], reason=data["reason"],
            attribution=data["attribution"],
        )  # fmt: skip
        given: dict[str, Any] = {"deal": key, "change": change, "viewer": request.viewer, "revision": data["revision"]}
        amend_with_source(entry=new, link=form.link(), today=seen.clock.today, **given) if new else amend_deal(**given)
        return row
    except forms.ValidationError as error:
        form.add_error(None, error)
    except InvalidChange as error:
        _tell(form, error, f"/{name}/{row}")
    except Outdated as error:
        form.add_error(None, f"Someone saved revision {error.revision} while you were writing; look, then save again.")
        form.data = {**form.data.dict(), "revision": str(error.revision)}
    except NotAllowed:
        raise PermissionDenied from None
    return ""


def _party(request: HttpRequest, deal: UUID, field: str, words: str) -> str:
    """The one party of that name; raises ValidationError where there is none or there are several."""
    hits = parties_found(viewer=request.viewer, wall=deal_wall(viewer=request.viewer, deal=deal), words=words)
    exact = [hit for hit in hits if hit[1].casefold() == words.strip().casefold()] or hits
    if len(exact) == 1:
        return public_id("party", exact[0][0])
    several = f"Several parties match: {', '.join(name for _, name in exact[:8])}. Write one of them out."
    raise forms.ValidationError({field: several if exact else "No party of that name is in the register."})


def _tell(form: AddForm, error: InvalidChange, at: str) -> None:
    """Each fault beside the field that it is about."""
    for fault in error.faults:
        part = "f_" + fault.pointer.removeprefix(at).strip("/").split("/")[0]
        if fault.pointer.startswith("/new_source/"):
            part = fault.pointer.removeprefix("/new_source/")
            part = _SOURCE_PARTS.get(part, part)
        elif fault.pointer == "/source":
            part = "source"
        said = fault.detail[:1].upper() + fault.detail[1:]
        form.add_error(part if part in form.fields else None, f"{said}.")
