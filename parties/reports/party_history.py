"""What was changed about a party, when, by whom and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from dealtracker.access.rules import Viewer
from dealtracker.audit.models import Change
from dealtracker.evidence.models import Claim, Source
from dealtracker.formfields import written
from dealtracker.money import Amount
from parties.ownership.models import Stake
from parties.register.models import Identifier, Party, PartyName

# table and operation of the log → the words of the page
_WHAT = {"partyname": "name", "insert": "added", "update": "changed", "delete": "removed"}
_HIDDEN = {
    "id", "compartment_id", "party_id", "normalised", "searched", "revision", "rank", "recorded_at", "relation", "state",
    "subject", "subject_kind", "target", "target_kind",
}  # fmt: skip
_NAMED = {"owner_id": Party, "owned_id": Party, "source_id": Source}


def party_history(*, viewer: Viewer, party: UUID, limit: int = 200) -> list[dict[str, Any]]:
    """[{"at", "actor", "reason", "what", "changes": [(field, before, after)]}], the newest first."""
    if not Party.objects.visible_to(viewer).filter(pk=party).exists():
        return []
    rows = {str(party)}
    for model in (PartyName, Identifier):
        rows |= {str(key) for key in model.rows.filter(party=party).values_list("pk", flat=True)}
    rows |= {str(key) for key in Stake.rows.filter(owned=party).values_list("pk", flat=True)}
    rows |= {str(key) for key in Claim.objects.visible_to(viewer).filter(target=party).values_list("pk", flat=True)}
    changes = Change.rows.filter(row__in=rows | _removed(party)).order_by("-seq")[:limit]
    return _told(changes, viewer)


def _removed(party: UUID) -> set[str]:
    """Rows that the party no longer has: each was removed in a transaction that changed the party too."""
    of_it = Q(before__party_id=str(party)) | Q(before__owned_id=str(party))
    together = Change.rows.filter(row=str(party), operation="update").values("xid")
    return set(Change.rows.filter(of_it, operation="delete", xid__in=together).values_list("row", flat=True))


def _told(changes: Iterable[Change], viewer: Viewer) -> list[dict[str, Any]]:
    """Rows of which only the revision moved are left out."""
    found = list(changes)
    rows = [row for change in found for row in _both(change)]
    names: dict[str, str] = {}
    for model in dict.fromkeys(_NAMED.values()):
        said = {row[name] for name, of in _NAMED.items() if of is model for row in rows if row.get(name)}
        names |= {str(one.pk): str(one) for one in model.objects.visible_to(viewer).filter(pk__in=said)} if said else {}
    return [entry for change in found if (entry := _entry(change, names))["changes"]]


def _both(change: Change) -> tuple[dict[str, Any], dict[str, Any]]:
    return change.before or {}, change.after or {}


def _entry(change: Change, names: Mapping[str, str]) -> dict[str, Any]:
    before, after = ({f: _said(f, value, names) for f, value in row.items()} for row in _both(change))
    fields = sorted((set(before) | set(after)) - _HIDDEN)
    changed = [
        (field.removesuffix("_id"), before.get(field), after.get(field))
        for field in fields
        if before.get(field) != after.get(field)
    ]
    what = " ".join(_WHAT.get(word, word) for word in (change.table.rpartition("_")[2], change.operation))
    return {"at": change.at, "actor": change.actor, "reason": change.reason, "what": what, "changes": changed}


def _said(field: str, value: Any, names: Mapping[str, str]) -> Any:
    """A value in words: a party or a source by its name, a share as it is written in the form, nothing where it is blank."""
    if field in _NAMED:
        return names.get(value, value)
    if field == "share" and isinstance(value, dict):
        return written(Amount.from_json(value))
    return None if value == "" else value


def changes_of_this_transaction(*, viewer: Viewer) -> list[dict[str, Any]]:
    """The same of all that was changed since the transaction began, in order; for a look before it is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (xid,) = cursor.fetchone()
    return _told(Change.rows.filter(xid=xid).order_by("seq"), viewer)
