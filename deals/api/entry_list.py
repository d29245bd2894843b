"""GET /api/v1/entries/: what was booked, by value date, across the deals that the viewer sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from deals.agreements import words as w
from deals.api.values import MONEY, NAMED, closed
from deals.ledger.models import LedgerEntry
from deals.reports.entries_then import entries_json_then, entries_then
from deals.reports.entry_list import entries_listed, entries_seen, entry_json, reversals_of
from deals.reports.named_then import Then
from dealtracker.apikit.listing import bad_parameter, read_day
from dealtracker.apikit.lists import RowsView, one_schema
from dealtracker.apikit.shapes import DAY, TEXT, Schema
from dealtracker.apikit.views import days_asked
from dealtracker.ids import private_key

_HOLD: Schema = closed("id", "key", id=TEXT, key=TEXT, party=NAMED)
ENTRY: Schema = closed(
    *("id", "key", "deal", "facility", "kind", "amount", "value_date", "booked_at", "source"),
    id=TEXT, key=TEXT, deal=closed("id", "title", id=TEXT, title=TEXT), facility=closed("id", "name", id=TEXT, name=TEXT),
    hold=_HOLD, counter=_HOLD, kind={"enum": list(w.ENTRY_KINDS)}, amount=MONEY,
    moved=closed(drawn=MONEY, outstanding=MONEY, capitalised=MONEY), value_date=DAY,
    booked_at={**TEXT, "format": "date-time"}, reverses=TEXT, reversed_by=TEXT, scheduled={"const": True}, source=TEXT, words=TEXT,
)  # fmt: skip


def _id(name: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        found = private_key(name, text)
        if found is None:
            raise bad_parameter(name, f"must be an id such as {name}_ and 32 hexadecimal digits")
        return found

    return read


# parameter → how its value is read
_READ: dict[str, Callable[[str], Any]] = {
    "deal": _id("deal"), "facility": _id("facility"), "hold": _id("hold"),
    "since": lambda text: read_day("since", text), "until": lambda text: read_day("until", text),
}  # fmt: skip


class EntryRows(RowsView):
    filters: ClassVar[dict[str, str]] = {
        name: name for name in ("deal", "facility", "hold", "kind", "currency", "since", "until")
    }
    choices: ClassVar[dict[str, tuple[str, ...]]] = {"kind": tuple(w.ENTRY_KINDS)}
    days = ("known_on",)
    column = "value_date"
    prefix = "entry"
    members = tuple(ENTRY["properties"])

    def rows(self, request: Request, **asked: str) -> QuerySet[LedgerEntry]:
        found, then = self._entries(request, **asked), _then(request)
        return found if then is None or asked else entries_then(then=then, found=found)

    def _entries(self, request: Request, **asked: str) -> QuerySet[LedgerEntry]:
        """Of one deal or hold named, or one entry: as it stands; else what the viewer's list of deals holds."""
        if asked:
            return entries_seen(
                viewer=request.viewer, **{name: _READ.get(name, str)(text) for name, text in asked.items()}
            )
        if "entry" in self.kwargs or {"deal", "facility", "hold"} & set(request.query_params):
            return entries_seen(viewer=request.viewer)
        return entries_listed(viewer=request.viewer, day=timezone.now().date())

    def to_json(self, request: Request, rows: list[LedgerEntry]) -> list[dict[str, Any]]:
        if then := _then(request):
            return entries_json_then(rows, then=then)
        reversals, today = reversals_of(rows), timezone.now().date()
        return [entry_json(entry, reversals, today=today) for entry in rows]


def _then(request: Request) -> Then | None:
    """The day that is asked for; None for today."""
    days = days_asked(request)
    return None if days.is_today else Then(request.viewer, days.today, days.known_on)


class EntryView(EntryRows):
    """One entry, with the entry that it reverses or that reverses it."""

    @one_schema(EntryRows, "entries", ENTRY, "entry")
    def get(self, request: Request, entry: str) -> HttpResponse:
        return self.one(request, entry)
