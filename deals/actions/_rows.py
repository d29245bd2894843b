"""A row of a deal that is added or taken out in a change: its columns, its claims, and what still names it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models

from deals import facts
from deals.actions._values import BadValue, read_value
from deals.actions.claims import columns_of
from deals.agreements.models import Deal, DealRelation
from deals.agreements.words import ROLE_GROUPS
from deals.hardware.models import HardwareLine
from dealtracker.access.rules import Viewer
from dealtracker.evidence.actions import mark_corrected, state_claims
from dealtracker.evidence.models import Claim, Reply, Source
from dealtracker.strictjson import Fault, step

Stated = dict[facts.Field, tuple[Any, Any]]
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}", re.ASCII)


def read_fields(
    deal: Deal, entity: facts.Entity, key: str, given: Mapping[str, Any], viewer: Viewer
) -> tuple[Stated, list[Fault]]:
    """Field → (JSON of the claim, value of the column), and what is wrong with the others."""
    stated: Stated = {}
    faults: list[Fault] = []
    for name, value in given.items():
        field, at = entity.field(name), f"/{entity.list}/{step(key)}/{step(name)}"
        if field is None or not field.claimed:
            faults.append(Fault(at, "unknown_field", _unknown(entity, name)))
            continue
        try:
            stated[field] = read_value(field, value, deal=deal, viewer=viewer)
        except BadValue as error:
            faults.append(Fault(f"{at}/{error.part}".rstrip("/"), "invalid_value", str(error)))
    return stated, faults


def _unknown(entity: facts.Entity, name: str) -> str:
    if name == "source":
        return f'stands beside the lists, not in a row: {{"{entity.list}": {{…}}, "source": "source_…"}}'
    known = ", ".join(field.name for field in entity.fields if field.claimed)
    return f'"{name[:40]}" is not a field of a {entity.name} that can be changed; there are: {known}'


def missing(entity: facts.Entity, key: str, given: Mapping[str, Any]) -> list[Fault]:
    """What a new row lacks: a usable key, its required fields, the group of a role that is not known here."""
    at = f"/{entity.list}/{step(key)}"
    faults = [
        Fault(
            f"{at}/{field.name}", "required", f"is needed: the deal has no {entity.name} of this key, so this adds one"
        )
        for field in entity.fields
        if field.required and field.claimed and field.name not in given
    ]
    if not _KEY.fullmatch(key):
        said = "is no key of a row: lower-case letters, digits, dot, dash and underscore, at most 60"
        faults.append(Fault(at, "invalid_key", said))
    role = given.get("role")
    if entity.name == "role" and isinstance(role, str):
        faults += _group(at, role, given.get("group"))
    return faults


def _group(at: str, role: str, group: Any) -> list[Fault]:
    known = ROLE_GROUPS.get(role)
    if known is None and group is None:
        said = f'"{role[:40]}" is not a role known here; name its "group" too, or use one of: {", ".join(ROLE_GROUPS)}'
        return [Fault(f"{at}/role", "invalid_value", said)]
    if known and group not in (None, known):
        return [Fault(f"{at}/group", "invalid_value", f'{role} belongs to the group "{known}"; leave the group out')]
    return []


def add_row(*, deal: Deal, entity: facts.Entity, key: str, stated: Stated, source: Source, attribution: str) -> Any:
    """The new row with a claim of `source` for each of its fields; they are checked already."""
    row = entity.model(deal=deal, compartment_id=deal.compartment_id, key=key)
    for field, (claimed, value) in stated.items():
        put(row, field, claimed, value)
    if entity.name == "role":
        row.group = ROLE_GROUPS.get(row.role) or row.group
    if entity.name == "event":
        row.source = source
    row.save(force_insert=True)
    for field, (_, value) in stated.items():
        if field.type == facts.REFS:
            getattr(row, field.name).set(value)
    claims = (
        Claim(
            compartment_id=deal.compartment_id, source=source, subject_kind="deal", subject=deal.pk, target_kind=entity.name,
            target=row.pk, field=_claimed_as(row, field), value=claimed, attribution=attribution,
        )
        for field, (claimed, _) in stated.items()
    )  # fmt: skip
    state_claims(claims, cause=f"{entity.name} recorded")
    return row


def put(row: Any, field: facts.Field, claimed: Any, value: Any) -> None:
    """The value in its column; references to several rows are put once the row is stored."""
    if isinstance(row, DealRelation) and field.name == "to":
        row.to_id = value
    elif field.type != facts.REFS:
        for column, one in columns_of(field, claimed, row).items():
            setattr(row, column, one)


def _claimed_as(row: Any, field: facts.Field) -> str:
    """A chip that the catalogue does not have is claimed in words."""
    return (
        "model_words"
        if isinstance(row, HardwareLine) and field.name == "model" and row.model_id is None
        else field.name
    )


def named_by(deal: Deal, entity: facts.Entity, row: Any, leaving: set[UUID]) -> str | None:
    """The path of a row of the deal that still names this one, if any; those that are leaving too do not count."""
    for other in facts.ENTITIES:
        for field in other.fields:
            if field.to == entity.list and field.type in (facts.REF, facts.REFS):
                rows: Any = other.model
                still = rows.rows.filter(**{"deal": deal, field.name: row.pk}).exclude(pk__in=leaving)
                for found in still.order_by("key")[:1]:
                    return f"/{other.list}/{found.key}"
    target = f"/{entity.list}/{row.key}"
    for reply in Reply.rows.filter(deal=deal.pk).order_by("key"):
        if any(isinstance(path, str) and f"{path}/".startswith(f"{target}/") for path in reply.listed):
            return f"/replies/{reply.key}"
    return None


def remove_row(row: models.Model) -> None:
    """The row and the claims that speak of it; the log of changes keeps both."""
    claims = Claim.rows.filter(target=row.pk)
    mark_corrected(claims.values_list("source", flat=True), cause="row taken out")
    claims.delete()
    row.delete()
