"""/exposure/stress/ starts a run; /jobs/ and /jobs/<id>/ show runs, rebuilding and checks with progress, cause and error."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from deals.actions.stress import ask_stress, cancel_job
from deals.actions.stress_inputs import JobRefused, read_inputs
from deals.pages.book import shown
from deals.reports.job_list import job_list, job_of
from deals.reports.limit_names import records_called
from dealtracker.ids import private_key, public_id
from dealtracker.strictjson import Fault
from dealtracker.uikit.frame import frame, reader_page

STATES = {
    "waiting": "waits for a worker",
    "running": "runs",
    "done": "done",
    "failed": "ended with an error",
    "cancelled": "called off",
}
SHOCKS = {
    "chips": ("Chip prices move by", "A fraction: -0.4 takes 40 % off.", "-0.4"),
    "fx": ("Other currencies move by", "A fraction against the reporting currency: 0.1 or -0.1.", "0.1"),
    "rate_bps": ("Floating rates move by", "Basis points: 200 adds two percent.", "200"),
    "barred": ("End beneficiary barred", "A name or an id; its group is barred too.", ""),
}
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


def _form(request: HttpRequest, *, faults: tuple[Fault, ...] = (), status: int = 200) -> HttpResponse:
    shown.only(request)
    typed = request.POST
    fields = [
        {"name": name, "label": label, "help": words, "value": typed.get(name, value if not typed else "")}
        for name, (label, words, value) in SHOCKS.items()
    ]
    chosen = typed.getlist("dimensions") if typed else ["borrower", "beneficiary.parent", "site.country"]
    context = {
        **frame(request, section="Exposure"), "tabs": shown.tabs("Stress", request.viewer), "fields": fields, "typed": typed,
        "dimensions": [(name, label, name in chosen) for name, label in shown.DIMENSIONS.items()],
        "may": bool(request.viewer.edits), "jobs": [_job(job) for job in job_list(viewer=request.viewer)["jobs"][:20]],
        "faults": [(fault.pointer.lstrip("/").replace("_", " "), fault.detail) for fault in faults],
    }  # fmt: skip
    return render(request, "deals/book/stress.html", context, status=status)


@reader_page
def jobs(request: HttpRequest) -> HttpResponse:
    """GET /jobs/?format=: runs, rebuilding of deals, deals that cannot be rebuilt, what the nightly check found."""
    if request.viewer.is_anonymous:
        raise Http404
    shown.only(request)
    found = job_list(viewer=request.viewer)
    if answer := shown.as_file(request, found, list(_differences(found)), "differences"):
        return answer
    checks = found["checks"]
    context = {
        **frame(request, section="Exposure"), **shown.twins(request), "tabs": shown.tabs("Jobs", request.viewer),
        "jobs": [_job(job) for job in found["jobs"]], "rebuilds": [_timed(row) for row in found["rebuilds"]],
        "stuck": [_timed(row) for row in found["stuck"]], "differences": [_timed(row) for row in checks["differences"]],
        "checks": {**checks, "first_at": _at(checks["first_at"]), "last_at": _at(checks["last_at"])},
        "working": any(row["done"] < row["deals"] for row in found["rebuilds"]),
    }  # fmt: skip
    return render(request, "deals/book/jobs.html", context)


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, job: str) -> HttpResponse:
    """GET /jobs/<id>/?format=: one run, its progress, inputs and result; POST calls it off."""
    key = private_key("job", job)
    found = key and job_of(viewer=request.viewer, job=key)
    if request.viewer.is_anonymous or key is None or not found:
        raise Http404
    if request.method == "POST":
        cancel_job(job=key, viewer=request.viewer, at=timezone.now())
        return redirect("job", job)
    shown.only(request)
    if answer := shown.as_file(request, found, list(_lines(found)), "stress"):
        return answer
    result, code = found["result"] or {}, found["inputs"]["currency"]
    context = {
        **frame(request, section="Exposure"), **shown.twins(request), "tabs": shown.tabs("Stress", request.viewer),
        "job": _job(found),
        "inputs": _inputs(found["inputs"]), "given": found["inputs"], "result": result, "rates": result.get("rates"),
        "missing": result.get("missing"), "tables": [_table(one, code) for one in result.get("dimensions", ())],
    }  # fmt: skip
    return render(request, "deals/book/job.html", context)


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _timed(row: Row) -> Row:
    times = ("asked_at", "ended_at", "started_at", "found_at", "retry_at")
    return {**row, **{name: _at(row[name]) for name in times if name in row}}


def _job(job: Row) -> Row:
    percent = int(100 * job["done"] / job["of"]) if job["of"] else 0
    return {**_timed(job), "state_words": STATES[job["state"]], "percent": percent, "url": f"/jobs/{job['id']}/"}


def _inputs(inputs: Row) -> list[tuple[str, str]]:
    told = [("As of", inputs["as_of"]), ("Reporting currency", inputs["currency"]), ("Measure", inputs["measure"])]
    told += [(SHOCKS[name][0], inputs["shocks"][name]) for name in SHOCKS if name in inputs["shocks"]]
    grouped = ", ".join(shown.DIMENSIONS[name] for name in inputs["dimensions"])
    return [*told, ("Grouped by", grouped), ("Invented example", "let in" if inputs["invented"] else "left out")]


def _table(found: Row, code: str) -> Row:
    lines = [
        {
            **line, "standing": {"certainty": line["basis"]}, "weight_words": shown.WEIGHTS[line["weight"]],
            **{f"{name}_words": shown.sum_words(line[name], code) for name in ("base", "stressed", "difference")},
        }
        for line in found["lines"]
    ]  # fmt: skip
    return {"title": shown.DIMENSIONS[found["dimension"]], "id": found["dimension"].replace(".", "-"), "lines": lines}


def _lines(found: Row) -> Iterator[list[str]]:
    """A row a line of the result; before there is one, the heading alone."""
    head = ("key", "name", "figure", "weight", "basis", "base", "stressed", "difference", "computable", "parts")
    yield ["dimension", *head, "currency", "why"]
    for table in (found["result"] or {}).get("dimensions", ()):
        for line in table["lines"]:
            why = "; ".join(f"{one['reason']} ({one['parts']})" for one in line["why"])
            cells = ["" if line[name] is None else str(line[name]) for name in head]
            yield [table["dimension"], *cells, found["inputs"]["currency"], why]


def _differences(found: Row) -> Iterator[list[str]]:
    head = ("deal", "title", "room", "row", "figure", "stored", "found", "found_at")
    yield list(head)
    for row in found["checks"]["differences"]:
        yield ["" if row[name] is None else str(row[name]) for name in head]
