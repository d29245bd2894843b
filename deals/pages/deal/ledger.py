"""/deals/<id>/ledger/: where each hold stands, every entry in pages, and, for editors, a new entry or a reversal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deals.actions._changed import NotAllowed, NotFound
from deals.actions.deals import InvalidChange
from deals.actions.ledger import Booking, grant_participation, record_entry, reverse_entry, transfer_commitment
from deals.pages.deal.ledger_form import EntryForm, ReversalForm
from deals.pages.deal.ledger_shown import shown, standing
from deals.pages.deal.page import base, found
from deals.pages.deal.rows_named import source_names
from deals.pages.deal.seen import Seen
from deals.reports.deal_names import editable
from deals.reports.entry_list import entries_seen, entry_json, reversals_of
from dealtracker.apikit.keyset import link, page_of
from dealtracker.ids import private_key
from dealtracker.uikit.formats import date_words
from dealtracker.uikit.frame import reader_page

ROWS = 100


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/ledger/[?reverse=entry_…][&cursor=…]; POST books, or reverses the entry named."""
    key, _, seen = found(request, deal)
    may = editable(viewer=request.viewer, deal=key)
    if request.method == "POST" and not may:
        raise PermissionDenied
    today = seen.clock.today
    back = _entry(request, key, request.GET.get("reverse", ""), today) if may else None
    form = _form(request, seen, back) if may else None
    if request.method == "POST" and form is not None and form.is_valid() and _saved(request, key, form, back):
        messages.success(request, _booked(form.cleaned_data["value_date"], today))
        return redirect(f"{seen.root}ledger/")
    context = {
        **base(request, seen, crumb="Ledger"), **_page(request, key, today), "form": form, "back": back, "may": may,
        "standing": standing(request.viewer, key, seen),
    }  # fmt: skip
    return render(request, "deals/ledger.html", context, status=400 if form is not None and form.errors else 200)


def _booked(day: date | None, today: date) -> str:
    if day and day > today:
        return f"Booked as scheduled: it is in no figure before {date_words(day)}."
    return "Booked. Balances and derived figures follow in a moment."


def _page(request: HttpRequest, deal: UUID, today: date) -> dict[str, Any]:
    """One page of entries, the latest first."""
    rows = entries_seen(viewer=request.viewer, deal=deal)
    page = page_of(rows, ordering="-value_date", limit=ROWS, cursor=request.GET.get("cursor"))
    reversals = reversals_of(page.rows)
    ends = {name: link(request.path, request.GET, getattr(page, name)) for name in ("next", "previous")}
    pager = {**ends, "words": f"Up to {ROWS} entries a page, the latest first"} if any(ends.values()) else None
    return {"entries": [shown(entry_json(entry, reversals, today=today)) for entry in page.rows], "pager": pager}


def _entry(request: HttpRequest, deal: UUID, text: str, today: date) -> dict[str, Any] | None:
    """The entry to be reversed; Http404 for one that is not of this deal."""
    key = private_key("entry", text) if text else None
    if not text:
        return None
    rows = list(entries_seen(viewer=request.viewer, deal=deal).filter(pk=key)) if key else []
    if not rows:
        raise Http404
    return shown(entry_json(rows[0], reversals_of(rows), today=today))


def _form(request: HttpRequest, seen: Seen, back: Mapping[str, Any] | None) -> EntryForm | ReversalForm:
    data, sources = request.POST if request.method == "POST" else None, source_names(seen.doc["sources"])
    if back:
        return ReversalForm(data, sources=sources)
    facilities = [(row["id"], row.get("name") or row.get("kind") or row["key"]) for row in seen.doc["facilities"]]
    of = {row["id"]: name for row, (_, name) in zip(seen.doc["facilities"], facilities, strict=True)}
    holds = [
        (row["id"], f"{_holder(row)}, {of.get(row.get('facility'), '')} ({row['key']})") for row in seen.doc["holds"]
    ]
    return EntryForm(data, sources=sources, facilities=facilities, holds=holds, currencies=_currencies(seen))


def _currencies(seen: Seen) -> dict[str, str]:
    """Facility → the currency of its entries, else of its stated amount."""
    stated = [(row["id"], row.get("amount")) for row in seen.doc["facilities"]]
    booked = [(row["facility"], row["amount"]) for row in seen.doc["entries"]]
    rows = ((key, amount.get("currency")) for key, amount in (*stated, *booked) if isinstance(amount, dict))
    return {key: currency for key, currency in rows if currency}


def _holder(row: Mapping[str, Any]) -> str:
    party = row.get("party")
    return (party.get("name") if isinstance(party, dict) else None) or "lender not named"


def _saved(request: HttpRequest, deal: UUID, form: Any, back: Mapping[str, Any] | None) -> bool:
    """Whether it was booked; else the form says which rule it broke, with the figures."""
    try:
        _reverse(request, deal, form.cleaned_data, back) if back else _book(request, deal, form.cleaned_data)
        return True
    except InvalidChange as error:
        form.refuse(error)
    except NotFound:
        raise Http404 from None
    except NotAllowed:
        raise PermissionDenied from None
    return False


def _reverse(request: HttpRequest, deal: UUID, data: Mapping[str, Any], back: Mapping[str, Any]) -> None:
    reverse_entry(
        deal=deal, entry=_key("entry", back["id"]), source=_key("source", data["source"]), viewer=request.viewer,
        value_date=data["value_date"], words=data["words"],
    )  # fmt: skip


def _book(request: HttpRequest, deal: UUID, data: Mapping[str, Any]) -> None:
    facility, source = _key("facility", data["facility"]), _key("source", data["source"])
    booking = Booking(deal, facility, data["value_date"], source, request.viewer, data["words"])
    one, other = (private_key("hold", data[name]) if data[name] else None for name in ("hold", "other"))
    given: dict[str, Any] = {"booking": booking, "amount": data["amount"]}
    acts: dict[str, Callable[[], Any]] = {
        "transfer": lambda: transfer_commitment(giver=one, taker=other, **given),
        "participation": lambda: grant_participation(grantor=one, participant=other, **given),
    }
    acts.get(data["act"], lambda: record_entry(kind=data["act"], hold=one, **given))()


def _key(kind: str, text: str) -> UUID:
    key = private_key(kind, text)
    if key is None:
        raise forms.ValidationError(f"{text[:60]} is no id of a {kind}")
    return key
