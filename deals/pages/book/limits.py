"""/exposure/limits/: limits with what is used of each; an editor sets one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deals.actions.limits import MEASURES, LimitRefused
from deals.limits.calc import FIGURES
from deals.pages.book import limit_form, shown
from deals.reports.limit_list import limit_list
from deals.reports.review_queue import compartments_for_intake
from dealtracker.ids import public_id
from dealtracker.strictjson import Fault
from dealtracker.uikit import formats
from dealtracker.uikit.countries import country_name
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page

STATES = {
    "over": "over", "may be over": "may be over", "within": "within what is known",
    "incomplete": "within what is known, which is not all", "not known": "nothing known",
}  # fmt: skip
_HEAD = (
    "id", "dimension", "key", "name", "measure", "figure", "currency", "amount", "used", "at_most", "headroom",
    "state", "parts", "known",
    "start", "end", "owner", "seen_by", "revision", "reason",
)  # fmt: skip
Row = dict[str, Any]


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """GET /exposure/limits/?ended=1&as_of=&known_on=&format=; POST makes a limit."""
    if request.viewer.is_anonymous:
        raise Http404
    if request.method != "POST":
        return _shown(request)
    try:
        made = limit_form.make(request)
    except LimitRefused as error:
        return _shown(request, faults=error.faults, status=400)
    return redirect("exposure-limit", public_id("limit", made))


def _shown(request: HttpRequest, *, faults: tuple[Fault, ...] = (), status: int = 200) -> HttpResponse:
    shown.only(request, "ended")
    clock, ended = clocks(request.GET), shown.choice(request, "ended", ("1", "0"), "0") == "1"
    found = limit_list(viewer=request.viewer, ended=ended, **shown.days(clock))
    lines = [list(_HEAD), *([_cell(row[name]) for name in _HEAD] for row in found["limits"])]
    if not faults and (answer := shown.as_file(request, found, lines, "limits")):
        return answer
    walls = compartments_for_intake(viewer=request.viewer)
    context = {
        **frame(request, section="Exposure", clock=clock), **shown.twins(request), "tabs": shown.tabs("Limits", request.viewer),
        "limits": [limit_row(row, clock) for row in found["limits"]], "covers": found["covers"], "ended": ended,
        "walls": [(str(pk), "everyone" if name == "Public" else name) for pk, name in walls],
        "people": limit_form.owners(request) if walls else [], "dimensions": shown.DIMENSIONS,
        "figures": FIGURES, "measures": MEASURES,
        "typed": request.POST, "faults": limit_form.told(faults), "me": public_id("user", request.viewer.user_id),
    }  # fmt: skip
    return render(request, "deals/book/limits.html", context, status=status)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def limit_row(row: Row, clock: Clocks) -> Row:
    code = row["currency"]
    money = {f"{name}_words": shown.sum_words(row[name], code) for name in ("amount", "used", "at_most", "headroom")}
    used = formats.decimal_or_none(row["used"])
    share = min(int(100 * used / Decimal(row["amount"])), 100) if used is not None and used >= 0 else 0
    days = {} if clock.is_today else {"as_of": clock.as_of, "known_on": clock.known_on}
    why = shown.address(f"/exposure/limits/{row['id']}/why/", **days)
    since = row["breach"] and date.fromisoformat(row["breach"]["since"])
    return {
        **row, **money, "name": limit_name(row), "title": shown.DIMENSIONS[row["dimension"]], "state_words": STATES[row["state"]],
        "share": share,
        "why_url": why, "since": since, "begins": date.fromisoformat(row["start"]),
        "ends": date.fromisoformat(row["end"]) if row["end"] else None,
    }  # fmt: skip


def limit_name(row: Row) -> str:
    """What a limit is on, a country by its name."""
    return country_name(row["name"]) if row["dimension"].endswith(".country") else str(row["name"])
