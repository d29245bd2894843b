"""/exposure/stress/: an editor asks for a run and is led to its page; earlier runs stand below."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from deals.actions.stress import ask_stress
from deals.actions.stress_inputs import JobRefused, read_inputs
from deals.pages.book import shown
from deals.pages.book.jobs import job_row
from deals.reports.job_list import job_list
from deals.reports.limit_names import records_called
from dealtracker.ids import private_key, public_id
from dealtracker.strictjson import Fault
from dealtracker.uikit.frame import frame, reader_page

SHOCKS = {
    "chips": ("Chip prices move by", "A fraction: -0.4 takes 40 % off."),
    "fx": ("Other currencies move by", "A fraction against the reporting currency: 0.1 or -0.1."),
    "rate_bps": ("Floating rates move by", "Basis points: 200 adds two percent."),
    "barred": ("End beneficiary barred", "A name or an id; its group is barred too."),
}
_NO_SHOCK = f"give at least one of: {', '.join(label.lower() for label, _ in SHOCKS.values())}"
Row = dict[str, Any]


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def stress(request: HttpRequest) -> HttpResponse:
    """GET /exposure/stress/: the form and earlier runs; POST asks for one and leads to its page."""
    if request.viewer.is_anonymous:
        raise Http404
    if request.method != "POST":
        return _form(request)
    try:
        inputs = read_inputs(_given(request), viewer=request.viewer, today=timezone.now().date().isoformat())
        job = ask_stress(inputs=inputs, cause=request.POST.get("cause", ""), viewer=request.viewer, at=timezone.now())
    except JobRefused as error:
        return _form(request, faults=error.faults, status=400)
    return redirect("job", public_id("job", job.pk))


def _given(request: HttpRequest) -> Row:
    posted = request.POST
    names = ("as_of", "currency", "measure", *SHOCKS)
    given: Row = {name: posted[name].strip() for name in names if posted.get(name, "").strip()}
    if "barred" in given and private_key("party", given["barred"]) is None:
        named = records_called(viewer=request.viewer, kind="party", name=given["barred"])
        if len(named) != 1:
            told = (
                f"{len(named)} parties are called so; give the id of one"
                if named
                else "no party that you may see is called so"
            )
            raise JobRefused(Fault("/barred", "invalid_value", f'"{given["barred"][:60]}": {told} (party_…)'))
        given["barred"] = public_id("party", named[0])
    return {**given, "dimensions": posted.getlist("dimensions"), "invented": posted.get("invented") == "true"}


def _field(fault: Fault) -> str:
    name = fault.pointer.lstrip("/")
    return SHOCKS[name][0] if name in SHOCKS else name.replace("_", " ")


def _form(request: HttpRequest, *, faults: tuple[Fault, ...] = (), status: int = 200) -> HttpResponse:
    shown.only(request)
    typed = request.POST
    fields = [
        {"name": name, "label": label, "help": words, "value": typed.get(name, "")}
        for name, (label, words) in SHOCKS.items()
    ]
    chosen = typed.getlist("dimensions") if typed else ["borrower", "beneficiary.parent", "site.country"]
    context = {
        **frame(request, section="Exposure"), "tabs": shown.tabs("Stress", request.viewer), "fields": fields, "typed": typed,
        "dimensions": [(name, label, name in chosen) for name, label in shown.DIMENSIONS.items()],
        "may": bool(request.viewer.edits), "jobs": [job_row(job) for job in job_list(viewer=request.viewer)["jobs"][:20]],
        "faults": [(_field(fault), _NO_SHOCK if fault.pointer == "/shocks" else fault.detail) for fault in faults],
    }  # fmt: skip
    return render(request, "deals/book/stress.html", context, status=status)
