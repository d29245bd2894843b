"""What an editor types about a limit, as values for the verbs; what cannot be read is told by field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from deals.actions.limits import LimitRefused, Terms, change_limit, make_limit
from deals.exposure.dimensions import kind_of
from deals.pages.book import shown
from deals.reports.limit_names import records_called
from deals.tasks import note_limits
from dealtracker.desk.reports import people
from dealtracker.ids import private_key, public_id
from dealtracker.money import AmountError, parse_decimal
from dealtracker.periods import OPEN_END, DateError, parse_day
from dealtracker.strictjson import Fault


def owners(request: HttpRequest) -> list[tuple[str, str]]:
    return [(public_id("user", user.pk), str(user)) for user in people(viewer=request.viewer)]


def told(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(fault.pointer.lstrip("/").replace("_", " "), fault.detail) for fault in faults]


def make(request: HttpRequest) -> UUID:
    posted = request.POST
    faults: list[Fault] = []
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
    return UUID(str(made.pk))


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


def change(request: HttpRequest, key: UUID) -> None:
    posted = request.POST
    faults: list[Fault] = []
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
