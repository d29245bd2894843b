"""/price-curves/: the curves by which hardware is valued; an editor keeps a new one, or a new version."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deals.actions.curves import CurveRefused, CurveTerms, add_curve
from deals.pages.book.limit_form import told
from deals.pages.listing import as_json, json_address, page_by_name, pager
from deals.reports.curve_list import chips, curve_json, curves, recent_sources
from deals.reports.review_queue import compartments_for_intake
from dealtracker.ids import private_key
from dealtracker.strictjson import Fault
from dealtracker.uikit.frame import frame, reader_page

KINDS = ("straight-line", "declining", "table")
Row = dict[str, Any]


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def price_curves(request: HttpRequest) -> HttpResponse:
    """GET /price-curves/?format=; POST keeps a curve: model, name, kind, its terms, source, and the deal where it is its own."""
    if request.method != "POST":
        return _shown(request)
    if not compartments_for_intake(viewer=request.viewer):
        raise PermissionDenied
    try:
        add_curve(curve=_read(request), viewer=request.viewer)
    except CurveRefused as error:
        return _shown(request, faults=error.faults, status=400)
    return redirect("price-curves")


def _read(request: HttpRequest) -> CurveTerms:
    posted = request.POST
    kind = posted.get("kind", "")
    return CurveTerms(
        posted.get("model", ""), posted.get("name", ""), kind, _terms(kind, posted),
        private_key("source", posted.get("source", "").strip()), _deal(posted.get("deal", "").strip()),
    )  # fmt: skip


def _deal(text: str) -> Any:
    """The deal by its id, or by its address; raises CurveRefused for what is neither."""
    if not text:
        return None
    found = next((key for part in text.split("/") if (key := private_key("deal", part))), None)
    if found is None:
        raise CurveRefused(Fault("/deal", "invalid_value", "must be the id or the address of a deal (deal_…)"))
    return found


def _terms(kind: str, posted: Any) -> Row:
    """What the fields of that kind say; the verb tells what is wrong with them."""
    life, residual = posted.get("life_months", "").strip(), posted.get("residual", "").strip() or "0"
    if kind == "straight-line":
        return {
            "life_months": int(life) if life.isascii() and life.isdigit() and len(life) < 9 else life,
            "residual": residual,
        }
    if kind == "declining":
        return {"yearly_rate": posted.get("yearly_rate", "").strip(), "residual": residual}
    pairs = [line.split() for line in posted.get("points", "").splitlines() if line.strip()]
    return {"points": [_pair(pair) for pair in pairs], "between": posted.get("between", "linear")}


def _pair(words: list[str]) -> list[Any]:
    month = words[0]
    return [int(month) if month.isascii() and month.isdigit() and len(month) < 9 else month, *words[1:]]


def _shown(request: HttpRequest, *, faults: tuple[Fault, ...] = (), status: int = 200) -> HttpResponse:
    page = page_by_name(request, curves(viewer=request.viewer))
    rows = [curve_json(row) for row in page.rows]
    if not faults and (answer := as_json(request, {"results": rows})):
        return answer
    editor = bool(compartments_for_intake(viewer=request.viewer))
    context = {
        **frame(request, section="Tools"), "json_url": json_address(request),
        "rows": [{**row, "said": curve_terms(row), "deal_url": f"/deals/{row['deal']}/" if row["deal"] else ""} for row in rows],
        "pager": pager(request, len(rows), "curve", "curves", following=page.next, before=page.previous),
        "editor": editor, "chips": chips() if editor else [], "sources": recent_sources(viewer=request.viewer) if editor else [],
        "kinds": KINDS, "typed": request.POST, "faults": told(faults),
    }  # fmt: skip
    return render(request, "deals/price_curves.html", context, status=status)


def curve_terms(row: Row) -> str:
    """The terms in words."""
    terms = row["terms"]
    if row["kind"] == "straight-line":
        return f"straight line over {terms['life_months']} months to {terms.get('residual', '0')} of first cost"
    if row["kind"] == "declining":
        return f"declining by {terms['yearly_rate']} a year, not below {terms.get('residual', '0')} of first cost"
    ends = f"from {terms['points'][0][1]} to {terms['points'][-1][1]} of first cost"
    return (
        f"table of {len(terms['points'])} points over {terms['points'][-1][0]} months, {ends}, {terms.get('between', 'linear')}: "
        + orjson.dumps(terms["points"]).decode()
    )
