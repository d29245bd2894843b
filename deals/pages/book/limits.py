"""/exposure/limits/: limits with what is used of each; an editor sets one, changes it, ends it, each time with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from deals.actions.limits import MEASURES, LimitRefused, Terms, change_limit, make_limit
from deals.exposure.dimensions import kind_of
from deals.limits.calc import FIGURES
from deals.pages.book import shown
from deals.reports.limit_list import limit_history, limit_list
from deals.reports.limit_names import records_called
from deals.reports.review_queue import compartments_for_intake
from deals.tasks import note_limits
from dealtracker.desk.reports import people
from dealtracker.ids import private_key, public_id
from dealtracker.money import AmountError, parse_decimal
from dealtracker.periods import OPEN_END, DateError, parse_day
from dealtracker.strictjson import Fault
from dealtracker.uikit import formats
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page

STATES = {"over": "over", "may be over": "may be over", "within": "within what is known", "not known": "nothing known"}
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
        made = _make(request)
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
        "limits": [_limit(row, clock) for row in found["limits"]], "covers": found["covers"], "ended": ended,
        "walls": [(str(pk), "everyone" if name == "Public" else name) for pk, name in walls],
        "people": _people(request) if walls else [], "dimensions": shown.DIMENSIONS, "figures": FIGURES, "measures": MEASURES,
        "typed": request.POST, "faults": _faults(faults), "me": public_id("user", request.viewer.user_id),
    }  # fmt: skip
    return render(request, "deals/book/limits.html", context, status=status)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _people(request: HttpRequest) -> list[tuple[str, str]]:
    return [(public_id("user", user.pk), str(user)) for user in people(viewer=request.viewer)]


def _faults(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(fault.pointer.lstrip("/").replace("_", " "), fault.detail) for fault in faults]


def _limit(row: Row, clock: Clocks) -> Row:
    code = row["currency"]
    money = {f"{name}_words": shown.sum_words(row[name], code) for name in ("amount", "used", "at_most", "headroom")}
    used = formats.decimal_or_none(row["used"])
    share = min(int(100 * used / Decimal(row["amount"])), 100) if used is not None and used >= 0 else 0
    where = "" if clock.as_of == clock.today else clock.as_of
    groups = shown.address(
        "/exposure/by/", dimension=row["dimension"], measure=row["measure"], currency=code, as_of=where
    )
    since = row["breach"] and date.fromisoformat(row["breach"]["since"])
    return {
        **row, **money, "title": shown.DIMENSIONS[row["dimension"]], "state_words": STATES[row["state"]], "share": share,
        "groups_url": groups, "since": since, "begins": date.fromisoformat(row["start"]),
        "ends": date.fromisoformat(row["end"]) if row["end"] else None,
    }  # fmt: skip


def _make(request: HttpRequest) -> UUID:
    posted, faults = request.POST, []
    dimension = posted.get("dimension", "")
    amount = _read(posted.get("amount", ""), parse_decimal, "amount", faults)
    start = _read(posted.get("start", "") or timezone.now().date().isoformat(), parse_day, "start", faults)
    end = _read(posted.get("end", "") or OPEN_END.isoformat(), _last, "end", faults)
    key = _key(request, dimension, posted.get("key", "").strip(), faults)
    if faults:
        raise LimitRefused(*faults)
    terms = Terms(
        dimension,
        key,
        posted.get("measure", "debt"),
        posted.get("figure", "committed"),
        posted.get("currency", "").strip(),
        amount,
        start,
        end,
    )
    made = make_limit(
        terms=terms, compartment=_uuid(posted.get("compartment", "")), owner=_owner(posted), reason=posted.get("reason", ""),
        viewer=request.viewer, at=timezone.now(),
    )  # fmt: skip
    note_limits(viewer=request.viewer, walls=[made.compartment_id], at=timezone.now())
    return made.pk


def _read(text: str, reader: Callable[[str], Any], name: str, faults: list[Fault]) -> Any:
    try:
        return reader(text.strip())
    except (AmountError, DateError) as error:
        faults.append(Fault(f"/{name}", "invalid_value", str(error)))
        return None


def _last(text: str) -> date:
    return OPEN_END if text == OPEN_END.isoformat() else parse_day(text)


def _key(request: HttpRequest, dimension: str, text: str, faults: list[Fault]) -> str:
    """Where groups are records: from an id, or from a name that only one of them has."""
    kind = kind_of(dimension) if dimension in shown.DIMENSIONS else ""
    if not kind:
        return text
    if (found := private_key(kind, text)) is not None:
        return str(found)
    named = records_called(viewer=request.viewer, kind=kind, name=text)
    if len(named) == 1:
        return str(named[0])
    told = (
        f"{len(named)} of them are called so; give the id of one"
        if named
        else f"no {kind} that you may see is called so; give its name or id"
    )
    faults.append(Fault("/key", "invalid_value", f'"{text[:60]}": {told} ({kind}_…)'))
    return ""


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise LimitRefused(Fault("/compartment", "required", "choose who sees the limit")) from None


def _owner(posted: Any) -> UUID:
    return private_key("user", posted.get("owner", "")) or UUID(int=0)


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, limit: str) -> HttpResponse:
    """GET /exposure/limits/<id>/: one limit, its changes and breaches; POST changes amount, end or owner."""
    key = private_key("limit", limit)
    found = key and limit_history(viewer=request.viewer, limit=key)
    if request.viewer.is_anonymous or key is None or not found:
        raise Http404
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            _change(request, key)
        except LimitRefused as error:
            faults = error.faults
        else:
            return redirect("exposure-limit", limit)
    clock = clocks(request.GET)
    [row] = limit_list(viewer=request.viewer, only=key, **shown.days(clock))["limits"]
    context = {
        **frame(request, section="Exposure", clock=clock), "tabs": shown.tabs("Limits", request.viewer),
        "limit": _limit(row, clock), **found,
        "people": _people(request) if row["may_change"] else [], "faults": _faults(faults), "typed": request.POST,
    }  # fmt: skip
    return render(request, "deals/book/limit.html", context, status=400 if faults else 200)


def _change(request: HttpRequest, key: UUID) -> None:
    posted, faults = request.POST, []
    amount = _read(posted.get("amount", ""), parse_decimal, "amount", faults)
    end = _read(posted.get("end", "") or OPEN_END.isoformat(), _last, "end", faults)
    revision = posted.get("revision", "")
    if not (revision.isascii() and revision.isdigit() and len(revision) < 9):
        faults.append(Fault("/revision", "invalid_value", "must be the number that the page gave"))
    if faults:
        raise LimitRefused(*faults)
    changed = change_limit(
        limit=key, revision=int(revision), amount=amount, end=end, owner=_owner(posted), reason=posted.get("reason", ""),
        viewer=request.viewer, at=timezone.now(),
    )  # fmt: skip
    note_limits(viewer=request.viewer, walls=[changed.compartment_id], at=timezone.now())
