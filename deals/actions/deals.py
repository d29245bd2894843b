"""Amend a deal: its title, currency and labels, and the fields of its rows, each change resting on a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from deals import facts
from deals.actions._changed import changed, lock_deal
from deals.actions._values import BadValue, read_value
from deals.actions.claims import make_claim
from deals.agreements.models import Deal
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import set_reason
from dealtracker.currencies import CURRENCIES
from dealtracker.evidence.models import Source
from dealtracker.ids import private_key
from dealtracker.money import AmountError, parse_currency
from dealtracker.strictjson import Fault

_OWN = ("title", "currency", "labels")


class InvalidChange(ValueError):
    """A change that cannot be made; `faults` say where and why. Nothing was saved."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer} {fault.detail}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class DealChange:
    """What to change: own fields of the deal, fields of its rows by list, key and name, the source and the reason."""

    own: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
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
            Fault(f"/{name}", "unknown_field", f'"{name[:40]}" cannot be changed here')
            for name in data
            if name not in known
        ]
        for name in ("source", "reason", "attribution"):
            if not isinstance(data.get(name, ""), str):
                faults.append(Fault(f"/{name}", "invalid", "must be text"))
        rows = {name: value for name, value in data.items() if name in facts.BY_LIST}
        for name, value in rows.items():
            if not isinstance(value, dict) or not all(isinstance(v, dict) and v for v in value.values()):
                faults.append(Fault(f"/{name}", "invalid", "must be an object: row key → fields to change"))
        if rows and not data.get("source"):
            faults.append(Fault("/source", "required", "every change of a fact names its source (source_…)"))
        if faults:
            raise InvalidChange(*faults)
        own = {name: data[name] for name in _OWN if name in data}
        return cls(own, rows, data.get("source", ""), data.get("reason", ""), data.get("attribution", ""))


@transaction.atomic
def amend_deal(*, deal: UUID, change: DealChange, viewer: Viewer, revision: int | None = None) -> int:
    """Make the change and return the new revision; raises NotFound, NotAllowed, Outdated or InvalidChange."""
    found = lock_deal(deal, viewer=viewer, revision=revision)
    if change.reason:
        set_reason(change.reason)
    own = _own_fields(change.own)
    source = _source(change, found, viewer) if change.rows else None
    _amend_rows(found, change, source, viewer)
    if own:
        Deal.rows.filter(pk=deal).update(**own)
    changed([deal], viewer=viewer, kind="deal.amended", cause="amended")
    return found.revision + 1


def _own_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    faults, kept = [], dict(given)
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
    if faults:
        raise InvalidChange(*faults)
    return kept


def _source(change: DealChange, deal: Deal, viewer: Viewer) -> Source:
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


def _amend_rows(deal: Deal, change: DealChange, source: Source | None, viewer: Viewer) -> None:
    faults: list[Fault] = []
    for name, rows in change.rows.items():
        entity = facts.BY_LIST[name]
        known = {row.key: row for row in entity.model.rows.filter(deal=deal, key__in=list(rows))}
        for key, fields in rows.items():
            if key not in known:
                faults.append(Fault(f"/{name}/{key[:60]}", "unknown_row", "is not a row of this deal"))
                continue
            faults += _amend_row(deal, entity, known[key], fields, change, source, viewer)
    if faults:
        raise InvalidChange(*faults)


def _amend_row(
    deal: Deal, entity: facts.Entity, row: Any, fields: dict[str, Any], change: DealChange, source: Any, viewer: Viewer
) -> list[Fault]:  # fmt: skip
    faults: list[Fault] = []
    for name, value in fields.items():
        field, at = entity.field(name), f"/{entity.list}/{row.key}/{name[:60]}"
        if field is None or not field.claimed:
            faults.append(
                Fault(at, "unknown_field", f'"{name[:40]}" is not a field of a {entity.name} that can be changed')
            )
            continue
        try:
            stated, _ = read_value(field, value, deal=deal, viewer=viewer)
        except BadValue as error:
            faults.append(Fault(f"{at}/{error.part}".rstrip("/"), "invalid_value", str(error)))
            continue
        make_claim(
            deal=deal, entity=entity, row=row, field=field, value=stated, source=source, attribution=change.attribution
        )  # fmt: skip
    return faults
