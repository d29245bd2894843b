"""Amend a deal: its title, currency and labels, and the fields of its rows, each change resting on a source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from deals import facts
from deals.actions._changed import changed, lock_deal
from deals.actions._pledges import pledge_faults
from deals.actions._rows import Stated, add_row, missing, named_by, put, read_fields, remove_row
from deals.actions._sound import sound_faults
from deals.actions._stages import stage_faults
from deals.actions._tests import events_of_tests
from deals.actions.claims import make_claim
from deals.agreements.models import Deal
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import set_reason
from dealtracker.currencies import CURRENCIES
from dealtracker.evidence.models import Source
from dealtracker.ids import private_key
from dealtracker.money import AmountError, parse_currency
from dealtracker.strictjson import Fault, step

_OWN = ("title", "currency", "labels")
_NEW = "a dossier that names it (POST /api/v1/deals/ or import_deals), or a text in review"
_ELSEWHERE = {
    "entries": "is booked, never amended: POST /api/v1/entries/",
    "parties": "is shared by deals: find one with GET /api/v1/parties/?q=… and name it by its id in roles; a new one is "
    f"entered at /parties/new/, by {_NEW}",
    "sites": "is shared by deals: find one with GET /api/v1/sites/?q=… and name it by its id; a new one is entered by "
    + _NEW,
    "sources": 'is entered with POST /api/v1/sources/, or as an object in "source"',
    "claims": "follow from what is changed; name the source of the change",
}


class InvalidChange(ValueError):
    """A change that cannot be made; `faults` say where and why. Nothing was saved."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer} {fault.detail}" for fault in faults))
        self.faults = faults


class StageGoesBack(InvalidChange):
    """Nothing is malformed, but an event takes a facility to a stage it has passed, and no reason is given."""


@dataclass(frozen=True)
class DealChange:
    """What to change: own fields of the deal, fields of its rows by list, key and name, the source and the reason."""

    own: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Any] | None]] = field(default_factory=dict)
    source: str = ""
    reason: str = ""
    attribution: str = ""

    @classmethod
    def read(cls, data: Any) -> DealChange:
        """From a merge patch such as {"facilities": {"f1": {"amount": {…}}}, "source": "source_…"}."""
        if not isinstance(data, dict) or not data:
            raise InvalidChange(Fault("", "invalid", "must be an object with at least one field to change"))
        known = {*_OWN, *(e.list for e in facts.ENTITIES if e.list != "entries"), "source", "reason", "attribution"}
        faults = [
            Fault(f"/{step(name)}", "unknown_field", _ELSEWHERE.get(name) or f'"{name[:40]}" cannot be changed here')
            for name in data
            if name not in known
        ]
        for name in ("source", "reason", "attribution"):
            if not isinstance(data.get(name, ""), str):
                faults.append(Fault(f"/{name}", "invalid", "must be text"))
        rows = {name: value for name, value in data.items() if name in known and name in facts.BY_LIST}
        for name, value in rows.items():
            if not isinstance(value, dict) or not all(v is None or (isinstance(v, dict) and v) for v in value.values()):
                said = "must be an object: row key → fields to change, or null where the row is to go"
                faults.append(Fault(f"/{name}", "invalid", said))
        if faults:
            raise InvalidChange(*faults)
        own = {name: data[name] for name in _OWN if name in data}
        return cls(own, rows, data.get("source", ""), data.get("reason", ""), data.get("attribution", ""))


@transaction.atomic
def amend_deal(*, deal: UUID, change: DealChange, viewer: Viewer, revision: int | None = None) -> int:
    """Make the change and return the new revision; a row whose key is new is added, one given as None taken out.

    Raises NotFound, NotAllowed, Outdated or InvalidChange, which names everything that is wrong.
    """
    found = lock_deal(deal, viewer=viewer, revision=revision)
    if change.reason:
        set_reason(change.reason)
    faults = _own_faults(change.own)
    source = None
    try:
        source = _source(change, found, viewer) if _states(change) else None
    except InvalidChange as error:
        faults += error.faults
    _amend_rows(found, _with_events_of_tests(found, change), source, viewer, faults)
    if change.own:
        Deal.rows.filter(pk=deal).update(**change.own)
    changed([deal], viewer=viewer, kind="deal.amended", cause="amended")
    return found.revision + 1


def _with_events_of_tests(deal: Deal, change: DealChange) -> DealChange:
    """The change with an event for each covenant test that it tells was not met; events that it names itself stand."""
    if "covenants" not in change.rows:
        return change
    events = {**events_of_tests(deal, change.rows["covenants"]), **change.rows.get("events", {})}
    return replace(change, rows={**change.rows, "events": events}) if events else change


def _states(change: DealChange) -> bool:
    """Whether anything is stated; taking a row out states nothing."""
    return any(fields is not None for rows in change.rows.values() for fields in rows.values())


def _own_faults(given: Mapping[str, Any]) -> list[Fault]:
    faults = []
    title, labels = given.get("title", "…"), given.get("labels", [])
    if not isinstance(title, str) or not title.strip() or len(title) > 300:
        faults.append(Fault("/title", "invalid", "must be text of 1 to 300 characters"))
    if not isinstance(labels, list) or not all(isinstance(label, str) and 0 < len(label) <= 40 for label in labels):
        faults.append(Fault("/labels", "invalid", "must be a list of texts of 1 to 40 characters"))
    try:
        code = parse_currency(given.get("currency", "USD"))
        if code not in CURRENCIES:
            raise AmountError(f'"{code}" is not a currency of ISO 4217')
    except AmountError as error:
        faults.append(Fault("/currency", "invalid", str(error)))
    return faults


def _source(change: DealChange, deal: Deal, viewer: Viewer) -> Source:
    if not change.source:
        raise InvalidChange(Fault("/source", "required", "every change of a fact names its source (source_…)"))
    key = private_key("source", change.source)
    found = (
        Source.objects.visible_to(viewer).filter(pk=key, compartment__in={deal.compartment_id, PUBLIC}).first()
        if key
        else None
    )
    if found is None:
        raise InvalidChange(
            Fault("/source", "unknown_source", f'"{change.source[:60]}" is not a source that this deal may cite')
        )
    return found


def _amend_rows(deal: Deal, change: DealChange, source: Source | None, viewer: Viewer, faults: list[Fault]) -> None:
    """Everything is read before anything is written, so that all that is wrong is told at once."""
    work: list[Callable[[], Any]] = []
    gone: dict[facts.Entity, list[Any]] = {}
    for name, rows in change.rows.items():
        entity: Any = facts.BY_LIST[name]
        known = {row.key: row for row in entity.model.rows.filter(deal=deal, key__in=list(rows))}
        for key, fields in rows.items():
            row = known.get(key)
            if fields is not None:
                stated, wrong = read_fields(deal, entity, key, fields, viewer)
                faults += wrong if row else [*wrong, *missing(entity, key, fields)]
                work.append(partial(_state, deal, entity, key, row, stated, source, change.attribution))
            elif row is None:
                faults.append(Fault(f"/{name}/{step(key)}", "unknown_row", "is not a row of this deal"))
            else:
                gone.setdefault(entity, []).append(row)
    faults += _leaving(deal, gone, change)
    if faults:
        raise InvalidChange(*faults)
    for act in work:
        act()
    for row in (row for rows in gone.values() for row in rows):
        remove_row(row)
    if {"pledges", "hardware"} & set(change.rows) and (over := pledge_faults([deal.pk])):
        raise InvalidChange(*over[deal.pk])
    if unsound := sound_faults(deal, change.rows):
        raise InvalidChange(*unsound)
    if back := stage_faults(deal, change.rows.get("events", ())):
        raise StageGoesBack(*back)


def _state(
    deal: Deal, entity: facts.Entity, key: str, row: Any, stated: Stated, source: Source, attribution: str
) -> None:
    if row is None:
        add_row(deal=deal, entity=entity, key=key, stated=stated, source=source, attribution=attribution)
        return
    for one, (value, column) in stated.items():
        if value is None:
            put(row, one, value, column)
            row.save()
        make_claim(deal=deal, entity=entity, row=row, field=one, value=value, source=source, attribution=attribution)


def _leaving(deal: Deal, gone: Mapping[facts.Entity, list[Any]], change: DealChange) -> list[Fault]:
    """Why rows cannot go: no reason is given, or something that stays still names them."""
    if not gone:
        return []
    faults = [] if change.reason else [Fault("/reason", "required", "say why a row is taken out; the log keeps it")]
    leaving = {row.pk for rows in gone.values() for row in rows}
    for entity, rows in gone.items():
        for row in rows:
            if by := named_by(deal, entity, row, leaving):
                said = f"is named by {by}; change or take out that one first"
                faults.append(Fault(f"/{entity.list}/{step(row.key)}", "in_use", said))
    return faults
