"""Rows of one deal: from a dossier's values to columns, and from what is stored to what differs."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db import models

from deals import facts as f
from deals.actions._dossiers.shapes import column_of, default_of
from deals.actions._dossiers.value import Row
from deals.actions._dossiers.work import Batch, Work
from deals.agreements.models import DealRow
from deals.agreements.words import ROLE_GROUPS
from dealtracker.access.rules import PUBLIC
from dealtracker.money import Amount, minor_units

# Many-to-many fields of rows: list → field → (through model, own column, other column).
LINKS: dict[str, dict[str, tuple[Any, str, str]]] = {
    "facilities": {"relies_on": (f.d.Facility.relies_on.through, "facility_id", "contract_id")},
    "hardware": {"financed_by": (f.d.HardwareLine.financed_by.through, "hardwareline_id", "facility_id")},
}
_TO = re.compile(r"(?:(?P<words>.*\S) )?\[to: (?P<ref>[a-z0-9][a-z0-9._-]*)\]", re.DOTALL)
_WORDS_LONGEST = 500


def words_with_ref(words: str, ref: str) -> str:
    """A relation's words when the other deal is not here: they keep its key, so that it can be linked later."""
    mark = f"[to: {ref}]"
    return f"{words[: _WORDS_LONGEST - len(mark) - 1]} {mark}" if words else mark


def ref_in_words(words: str) -> tuple[str, str]:
    """(words, key of the other deal) from such words; the key is "" when they hold none."""
    match = _TO.fullmatch(words)
    return (match["words"] or "", match["ref"]) if match else (words, "")


def columns_of(batch: Batch, work: Work, entity: f.Entity, row: Row) -> dict[str, Any]:
    """Column → value for one row; what the dossier is silent about gets the column's default."""
    found: dict[str, Any] = {}
    for field in entity.fields:
        value = row.values.get(field.name)
        if field.type == f.REFS:
            continue
        if field.type == f.POSITION:
            found["latitude"], found["longitude"] = value or (None, None)
        elif field.type == f.REF:
            found[field.column] = work.id_of(field.to, value)
        elif entity.name == "entry" and field.type == f.MONEY:
            _entry_money(field.name, value, found)
        elif (entity.name, field.name) in _SPECIAL:
            _SPECIAL[entity.name, field.name](batch, work, row, found)
        else:
            column = column_of(entity, field)
            found[column] = default_of(entity, column) if value is None else value
            if isinstance(found[column], list):
                found[column] = list(found[column])
    return found


def _entry_money(name: str, amount: Amount | None, found: dict[str, Any]) -> None:
    found[f"{name}_minor"] = 0 if amount is None or amount.point is None else to_minor(amount)
    if name == "amount" and amount is not None:
        found["currency"] = amount.currency


def to_minor(amount: Amount) -> int:
    """An exact amount in whole minor units of its currency."""
    assert amount.point is not None
    return int(amount.point.scaleb(minor_units(amount.currency)))


def _role_group(batch: Batch, work: Work, row: Row, found: dict[str, Any]) -> None:
    found["group"] = ROLE_GROUPS.get(row.values["role"]) or row.values.get("group", "other")


def _relation_to(batch: Batch, work: Work, row: Row, found: dict[str, Any]) -> None:
    ref = row.values.get("to")
    found["to_id"] = other = (batch.refs.get((work.compartment, ref)) or batch.refs.get((PUBLIC, ref))) if ref else None
    if ref == work.dossier.ref:
        batch.refuse(work, f"{row.pointer}/to", "reference", "a deal is not related to itself; name another one")
    if ref and other is None:
        batch.notice(
            work, f'the related deal "{ref}" is not here; its key stands in words and is linked once it is imported'
        )


def _relation_words(batch: Batch, work: Work, row: Row, found: dict[str, Any]) -> None:
    words, ref = row.values.get("words", ""), row.values.get("to")
    found["words"] = words_with_ref(words, ref) if ref and found["to_id"] is None else words


def _hardware_model(batch: Batch, work: Work, row: Row, found: dict[str, Any]) -> None:
    found["model_id"] = row.values.get("resolved_model")


_SPECIAL = {
    ("role", "group"): _role_group, ("relation", "to"): _relation_to,
    ("relation", "words"): _relation_words, ("hardware", "model"): _hardware_model,
}  # fmt: skip


def name_rows(batch: Batch, stored: dict[str, dict[UUID, list[Any]]]) -> None:
    """Gives every row of every list its id: that of the stored row with its id or key, its own, or a fresh one."""
    for entity in f.ENTITIES:
        for work in batch.works:
            here = stored[entity.list].get(work.deal.pk, [])
            by_id, by_key = {row.pk: row for row in here}, {row.key: row for row in here}
            ids, found = work.ids.setdefault(entity.list, {}), work.found.setdefault(entity.list, {})
            taken: set[UUID] = set()
            for row in work.dossier.list(entity.list):
                match = by_id.get(row.id) if row.id else by_key.get(row.key)
                if match is not None and match.pk in taken:
                    match = None
                if match is None and row.id and row.key in by_key:
                    place = f"{row.pointer}/id"
                    batch.refuse(
                        work,
                        place,
                        "id",
                        f"is not the id of the row with this key ({by_key[row.key].pk}); use that or another key",
                    )
                if match is not None:
                    found[row.key] = match
                ids[row.key] = match.pk if match is not None else batch.new_id(work, row)
                taken.add(ids[row.key])


def settle_rows(
    batch: Batch, stored: dict[str, dict[UUID, list[Any]]], links: dict[str, dict[UUID, set[UUID]]]
) -> None:
    """Creates, changes or drops the rows of every list so that each deal holds what its dossier says."""
    for entity in f.ENTITIES:
        for work in batch.works:
            kept = set()
            for row in work.dossier.list(entity.list):
                columns = columns_of(batch, work, entity, row) | {"key": row.key}
                match = work.found[entity.list].get(row.key)
                if match is None:
                    _create(batch, work, entity, row, columns)
                else:
                    kept.add(match.pk)
                    _compare(batch, work, entity, row, match, columns)
                _settle_links(batch, work, entity, row, links)
            for gone in stored[entity.list].get(work.deal.pk, []):
                if gone.pk not in kept:
                    _drop(batch, work, entity, gone)


def _create(batch: Batch, work: Work, entity: f.Entity, row: Row, columns: dict[str, Any]) -> None:
    made = entity.model(id=work.ids[entity.list][row.key], deal=work.deal, compartment_id=work.compartment, **columns)
    batch.create(made)
    work.found[entity.list][row.key] = made
    work.differs(row.pointer, f"is new: the deal has no {entity.list} {row.key}")


def _compare(batch: Batch, work: Work, entity: f.Entity, row: Row, match: Any, columns: dict[str, Any]) -> None:
    # Where claims state different values the winner among them stands, which need not be the dossier's.
    decided = {name for listed, key, name in work.contested if (listed, key) == (entity.list, row.key)}
    changed = {
        column: value for column, value in columns.items()
        if getattr(match, column) != value and column.removesuffix("_id") not in decided
    }  # fmt: skip
    if not changed:
        return
    name = next(iter(changed)).removesuffix("_id")
    if entity.name == "entry":
        batch.refuse(
            work, row.pointer, "append-only",
            f'entry "{row.key}" is booked with another {name}; entries are never changed: add one that reverses it, and a new one',
        )  # fmt: skip
        return
    work.differs(f"{row.pointer}/{name}", f"is stored as {_short(getattr(match, next(iter(changed))))}")
    batch.alter(match, changed)


def _short(value: Any) -> str:
    text = "nothing" if value in (None, "", []) else str(value.to_json() if hasattr(value, "to_json") else value)
    return text if len(text) <= 80 else text[:79] + "…"


def _drop(batch: Batch, work: Work, entity: f.Entity, gone: DealRow) -> None:
    if entity.name == "entry":
        batch.refuse(
            work,
            f"/{entity.list}",
            "append-only",
            f'entry "{gone.key}" is booked and left out here; entries are never removed, only reversed',
        )
        return
    work.differs(f"/{entity.list}", f'leaves out "{gone.key}", which is stored')
    batch.drop(gone)


def _settle_links(
    batch: Batch, work: Work, entity: f.Entity, row: Row, links: dict[str, dict[UUID, set[UUID]]]
) -> None:
    for name, (through, own, other) in LINKS.get(entity.list, {}).items():
        field = entity.field(name)
        assert field is not None
        pk = work.ids[entity.list][row.key]
        wanted = {work.ids[field.to][key] for key in row.values.get(name, [])}
        stands = links[entity.list].get(pk, set())
        if wanted != stands:
            work.differs(f"{row.pointer}/{name}", "is stored otherwise")
        for target in sorted(wanted - stands, key=str):
            batch.create(through(**{own: pk, other: target}))
        if stands - wanted:
            gone = models.Q(**{own: pk, f"{other}__in": stands - wanted})
            batch.unlink.append((through, gone))


def compare_deal(batch: Batch, work: Work) -> None:
    """The deal's own columns."""
    values = work.dossier.deal.values
    wanted = {"title": values.get("title", ""), "currency": values.get("currency", ""), "labels": values.get("labels", []),
              "external_ref": work.dossier.ref}  # fmt: skip
    changed = {name: value for name, value in wanted.items() if getattr(work.deal, name) != value}
    for name in changed:
        work.differs(f"{work.dossier.deal.pointer}/{name}", f"is stored as {_short(getattr(work.deal, name))}")
    if changed and work.exists:
        batch.alter(work.deal, changed)


def stored_rows(works: list[Work]) -> tuple[dict[str, dict[UUID, list[Any]]], dict[str, dict[UUID, set[UUID]]]]:
    """Rows of the deals that exist: list → deal → rows, and list → row → linked rows. One statement a list."""
    deals = [work.deal.pk for work in works if work.exists]
    rows: dict[str, dict[UUID, list[Any]]] = {entity.list: {} for entity in f.ENTITIES}
    links: dict[str, dict[UUID, set[UUID]]] = {name: {} for name in LINKS}
    if not deals:
        return rows, links
    for entity in f.ENTITIES:
        model: Any = entity.model
        for row in model.rows.filter(deal__in=deals).order_by("pk"):
            rows[entity.list].setdefault(row.deal_id, []).append(row)
    for name, fields in LINKS.items():
        owners = [row.pk for found in rows[name].values() for row in found]
        for through, own, other in fields.values():
            for pk, target in through.objects.filter(**{f"{own}__in": owners}).values_list(own, other):
                links[name].setdefault(pk, set()).add(target)
    return rows, links


def used_by(rows: dict[str, dict[UUID, list[Any]]], to: str) -> dict[UUID, set[UUID]]:
    """Deal → the parties, sites or sources that its stored rows name."""
    found: dict[UUID, set[UUID]] = {}
    for entity in f.ENTITIES:
        columns = [field.column for field in entity.fields if field.type == f.REF and field.to == to]
        for deal, own in rows[entity.list].items() if columns else ():
            found.setdefault(deal, set()).update(v for row in own for c in columns if (v := getattr(row, c)))
    return found
