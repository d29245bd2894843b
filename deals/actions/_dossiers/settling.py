"""The value that stands in a column is that of its winning claim, as the rules of evidence decide."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from deals import facts as f
from deals.actions._dossiers.claims import SHARED, standing
from deals.actions._dossiers.shapes import column_of, unstored
from deals.actions._dossiers.value import ClaimLine, Path
from deals.actions._dossiers.work import Batch, Work
from deals.hardware.models import HardwareModel
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.sameness import value_key
from dealtracker.evidence.rules.standing import Fields
from dealtracker.evidence.rules.voices import Weighed
from dealtracker.money import AmountError
from dealtracker.periods import OPEN_END, DateError

Key = tuple[UUID, str]


def complete_claims(work: Work) -> None:
    """Where other sources state another value of a field, those that state its row as a whole state the one that stands.

    Without this a field whose only own claim contradicts it would have no claim for the value in its column.
    """
    whole: dict[tuple[str, str], list[ClaimLine]] = {}
    stated: dict[Path, list[ClaimLine]] = {}
    for line in work.dossier.claims:
        if line.plain["state"] == "accepted" and line.plain["stance"] == "asserts":
            if not line.path.field and line.value is None:
                whole.setdefault((line.path.list, line.path.key), []).append(line)
            elif line.path.field:
                stated.setdefault(line.path, []).append(line)
    for path, lines in list(stated.items()):
        field = f.BY_LIST[path.list].field(path.field) if path.list in f.BY_LIST else None
        stands = standing(work, path, field) if field else None
        if all(line.value is None or _is_words(line.value) or _same(line.value, stands) for line in lines) and (
            stands is None or any(line.value is None or _same(line.value, stands) for line in lines)
        ):
            continue
        work.contested.add((path.list, path.key, path.field))
        if stands is None or any(line.value is None or _same(line.value, stands) for line in lines):
            continue
        for line in whole.get((path.list, path.key), ()):
            if all(line.source != other.source for other in lines):
                work.dossier.claims.append(replace(line, path=path, value=stands, quotes=(), id=None))


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"words"}


def _same(one: Any, other: Any) -> bool:
    return bool(value_key(one) == value_key(other))


def settle_winners(batch: Batch) -> None:
    """Sets columns to their winners where claims of a field differ, or a known shared row was told more. Fixed statements."""
    open_fields: dict[UUID, dict[Key, tuple[Work, Path]]] = {}
    stated: dict[Key, set[Hashable]] = {}
    for work in batch.works:
        for line, subject, key in _open_lines(work) if work.differences or not work.exists else ():
            open_fields.setdefault(subject, {})[key] = (work, line.path)
            field = f.BY_LIST[line.path.list].field(line.path.field)
            stated.setdefault(key, set()).add(
                value_key(line.value or (standing(work, line.path, field) if field else None))
            )
    for fields_of_one in open_fields.values():
        for key in [key for key in fields_of_one if key[0] in batch.fresh and len(stated[key]) == 1]:
            # A row made just now, of which all say the same: its column holds that already.
            work, path = fields_of_one[key]
            if (path.list, path.key, path.field) not in work.contested:
                del fields_of_one[key]
    open_fields = {subject: found for subject, found in open_fields.items() if found}
    if not open_fields:
        return
    models: dict[str, UUID] = {}
    for subject, evidence in evidence_of(open_fields.keys()).items():
        fields = Fields.of(Weighed.of(evidence))
        for key, (work, path) in open_fields[subject].items():
            view = fields.view(key, OPEN_END)
            if view is not None and view.winner.claim.value is not None:
                models = models or _slugs(path)
                _settle(batch, work, path, view.winner.claim.value, models)


def _open_lines(work: Work) -> Iterable[tuple[ClaimLine, UUID, Key]]:
    """Lines of fields whose claims do not all state what stands in the dossier, or that speak of shared rows."""
    for line in work.dossier.claims:
        path = line.path
        field = f.BY_LIST[path.list].field(path.field) if path.field and path.list in f.BY_LIST else None
        if field is None or field.type in (f.REFS, f.ITEMS):
            continue
        row: Any = work.found[path.list][path.key]
        if path.list not in SHARED and (path.list, path.key, path.field) in work.contested:
            yield line, work.deal.pk, (row.pk, _field_of(work, path))
        elif path.list in SHARED and row.compartment_id == work.compartment:
            subject = {"stakes": "owned_id", "capacities": "site_id"}.get(path.list, "pk")
            yield line, getattr(row, subject), (row.pk, _field_of(work, path))


def _field_of(work: Work, path: Path) -> str:
    return "model_words" if path.field == "model" and f"/{path.list}/{path.key}" in work.words_only else path.field


def _slugs(path: Path) -> dict[str, UUID]:
    return (
        dict(HardwareModel.rows.values_list("slug", "pk")) if (path.list, path.field) == ("hardware", "model") else {}
    )


def _settle(batch: Batch, work: Work, path: Path, value: Any, models: dict[str, UUID]) -> None:
    entity, row = f.BY_LIST[path.list], work.found[path.list][path.key]
    field = entity.field(_field_of(work, path))
    if field is None or _is_words(value):
        return
    try:
        columns = _columns(entity, field, value, models)
    except (AmountError, DateError, KeyError, ValueError, TypeError):
        return
    changed = {
        name: new
        for name, new in columns.items()
        if getattr(row, name) != new and not _same_value(getattr(row, name), new)
    }
    if changed:
        batch.notice(work, f"{path}: its claims support another value than the dossier gives; theirs stands")
        batch.alter(row, changed)


def _same_value(one: Any, other: Any) -> bool:
    return hasattr(one, "to_json") and hasattr(other, "to_json") and _same(one.to_json(), other.to_json())


def _columns(entity: f.Entity, field: f.Field, value: Any, models: dict[str, UUID]) -> dict[str, Any]:
    if field.type == f.POSITION:
        latitude, longitude = unstored(field, value)
        return {"latitude": latitude, "longitude": longitude}
    if field.type == f.REF:
        return {field.column: UUID(value["ref"])}
    if (entity.name, field.name) == ("hardware", "model"):
        return {"model_id": models[value]}
    if (entity.name, field.name) == ("relation", "to"):
        return {}
    return {column_of(entity, field): unstored(field, value)}
