"""/calendar/: everything that falls due, by kind, deal and owner; what is overdue stays on top until it is closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from deals.ledger.calc.schedules import add_months
from deals.pages.book import shown
from deals.reports.calendar_items import Item, calendar_items
from deals.reports.review_queue import compartments_for_intake
from deals.reports.term_days import KINDS
from dealtracker.desk.actions import TaskRefused, calendar_secret, close_obligation, close_term
from dealtracker.ids import private_key, public_id
from dealtracker.uikit.frame import BadAddress, clocks, frame, reader_page

MONTHS = ("1", "3", "6", "12", "24", "60")
_HEAD = ("due", "overdue", "kind", "what", "deal", "deal_title", "owner", "seen_by", "at")
Row = dict[str, Any]


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """GET /calendar/?kind=&deal=deal_…&owner=&months=6&format=; POST `item`, `reason` closes one of what is shown."""
    if request.viewer.is_anonymous:
        raise Http404
    if request.method != "POST":
        return _shown(request)
    try:
        _close(request)
    except TaskRefused as error:
        return _shown(request, fault=(error.field, str(error)), status=400)
    return redirect(request.get_full_path())


def _close(request: HttpRequest) -> None:
    """Whatever is closed must be in the viewer's own calendar."""
    uid, reason, now = request.POST.get("item", ""), request.POST.get("reason", ""), timezone.now()
    found = next(
        (i for i in calendar_items(viewer=request.viewer, today=now.date(), until=_latest(now.date())) if i.uid == uid),
        None,
    )
    if found is not None and found.obligation:
        close_obligation(obligation=found.obligation, viewer=request.viewer, at=now, reason=reason)
    elif found is not None and found.term and found.deal_id and found.wall:
        close_term(
            term=found.term, words=found.words, kind=found.kind, due=found.day, deal=found.deal_id, facility=found.facility,
            compartment=found.wall, viewer=request.viewer, at=now, reason=reason,
        )  # fmt: skip
    else:
        raise TaskRefused("there is nothing due of that name that can be closed here; it may be closed already")


def _latest(today: date) -> date:
    return add_months(today, int(MONTHS[-1]))


def _shown(request: HttpRequest, *, fault: tuple[str, str] | None = None, status: int = 200) -> HttpResponse:
    shown.only(request, "kind", "deal", "owner", "months")
    viewer, today = request.viewer, clocks(request.GET).today
    months = shown.choice(request, "months", MONTHS, "6")
    items = calendar_items(viewer=viewer, today=today, until=add_months(today, int(months)), everyone=True)
    kinds = sorted({*KINDS, *(item.kind for item in items)})
    chosen = {
        "kind": shown.choice(request, "kind", ("", *kinds), ""), "deal": _deal(request),
        "owner": request.GET.get("owner", "").strip(),
        "months": months,
    }  # fmt: skip
    kept = [item for item in items if _fits(item, chosen)]
    rows = [_row(item, today, viewer) for item in kept]
    document = {"as_of": today.isoformat(), "results": [{name: row[name] for name in _HEAD} for row in rows]}
    lines = [list(_HEAD), *([str(row[name]) for name in _HEAD] for row in rows)]
    if fault is None and (answer := shown.as_file(request, document, lines, "calendar")):
        return answer
    deals = sorted({(item.deal, public_id("deal", item.deal_id)) for item in items if item.deal_id and item.deal})
    context = {
        **frame(request, section="Desk"), **shown.twins(request), "late": [row for row in rows if row["overdue"]],
        "ahead": [row for row in rows if not row["overdue"]], "kinds": kinds, "deals": deals, "chosen": chosen,
        "owners": sorted({item.owner for item in items if item.owner}), "all_months": MONTHS, "fault": fault,
        "filtered": any(chosen[name] for name in ("kind", "deal", "owner")), "typed": request.POST,
        "ics": request.build_absolute_uri(reverse("desk-calendar", args=[calendar_secret(request.user)])),
        "may": bool(compartments_for_intake(viewer=viewer)),
    }  # fmt: skip
    return render(request, "desk/calendar.html", context, status=status)


def _deal(request: HttpRequest) -> str:
    text = request.GET.get("deal", "").strip()
    if text and private_key("deal", text) is None:
        raise BadAddress(f'deal: "{text[:60]}" is not an id of a deal (deal_…).')
    return text


def _fits(item: Item, chosen: Row) -> bool:
    deal = public_id("deal", item.deal_id) if item.deal_id else ""
    return all(
        not chosen[name] or chosen[name] == has
        for name, has in (("kind", item.kind), ("deal", deal), ("owner", item.owner))
    )


def _row(item: Item, today: date, viewer: Any) -> Row:
    deal = public_id("deal", item.deal_id) if item.deal_id else ""
    return {
        "item": item, "at": item.at, "why": shown.address(f"/deals/{deal}/claims/", at=item.at) if item.at else "",
        "due": item.day.isoformat(), "overdue": item.day < today, "kind": item.kind, "what": item.words,
        "deal": deal, "deal_title": item.deal, "owner": item.owner,
        "seen_by": item.team,
        "may": bool(item.obligation or item.term) and (viewer.system or item.wall in viewer.edits),
    }  # fmt: skip
