"""/deals/<id>/add/: a row added to the deal, a lender, a facility, an event, with the source it rests on."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deals import facts
from deals.pages.deal.add_form import AddForm
from deals.pages.deal.amend import names_of_list
from deals.pages.deal.page import base, found
from deals.pages.deal.rows_named import source_names
from deals.pages.deal.saving import Rows, saved
from deals.pages.deal.seen import Seen
from deals.reports.deal_names import editable
from deals.reports.proposals import deal_wall, parties_found
from dealtracker.ids import public_id
from dealtracker.uikit.frame import reader_page, turned_away

# list → what it is called where one row of it is added; entries are booked, not added.
LISTS = {
    "roles": "a party in a role", "holds": "a lender’s hold", "facilities": "a facility", "pricing": "a pricing term",
    "events": "an event", "hardware": "a hardware line", "contracts": "a contract", "supports": "a support",
    "figures": "a stated total", "pledges": "a pledge", "covenants": "a covenant", "ratings": "a rating",
    "balances": "a reported balance", "relations": "a relation to another deal",
}  # fmt: skip


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, deal: str) -> HttpResponse:
    """GET, POST /deals/<id>/add/?list=roles; without `list`, what can be added."""
    key, sheet, seen = found(request, deal)
    if not editable(viewer=request.viewer, deal=key):
        return turned_away(request)
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

    def rows() -> Rows:
        return {name: {row: form.values(lambda field, words: _party(request, key, field, words))}}

    def field_of(pointer: str) -> str:
        return "f_" + pointer.removeprefix(f"/{name}/{row}").strip("/").split("/")[0]

    return row if saved(request, key, seen, form, rows=rows, field_of=field_of) else ""


def _party(request: HttpRequest, deal: UUID, field: str, words: str) -> str:
    """The one party of that name; raises ValidationError where there is none or there are several."""
    hits = parties_found(viewer=request.viewer, wall=deal_wall(viewer=request.viewer, deal=deal), words=words)
    exact = [hit for hit in hits if hit[1].casefold() == words.strip().casefold()] or hits
    if len(exact) == 1:
        return public_id("party", exact[0][0])
    several = f"Several parties match: {', '.join(name for _, name in exact[:8])}. Write one of them out."
    raise forms.ValidationError({field: several if exact else "No party of that name is in the register."})
