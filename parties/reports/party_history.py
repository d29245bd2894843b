"""What was changed about a party, when, by whom and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from dealtracker.access.rules import Viewer
from dealtracker.audit.models import Change
from parties.ownership.models import Stake
from parties.register.models import Identifier, Party, PartyName

# table and operation of the log → the words of the page
_WHAT = {"partyname": "name", "insert": "added", "update": "changed", "delete": "removed"}
_HIDDEN = {"id", "compartment_id", "party_id", "normalised", "searched", "revision"}


def party_history(*, viewer: Viewer, party: UUID, limit: int = 200) -> list[dict[str, Any]]:
    """[{"at", "actor", "reason", "what", "changes": [(field, before, after)]}], the newest first."""
    if not Party.objects.visible_to(viewer).filter(pk=party).exists():
        return []
    rows = {str(party)}
    for model in (PartyName, Identifier):
        rows |= {str(key) for key in model.rows.filter(party=party).values_list("pk", flat=True)}
    rows |= {str(key) for key in Stake.rows.filter(owned=party).values_list("pk", flat=True)}
    changes = Change.rows.filter(row__in=rows).order_by("-seq")[:limit]
    return [_entry(change) for change in changes]


def _entry(change: Change) -> dict[str, Any]:
    before, after = change.before or {}, change.after or {}
    fields = sorted((set(before) | set(after)) - _HIDDEN)
    changed = [(f, before.get(f), after.get(f)) for f in fields if before.get(f) != after.get(f)]
    what = " ".join(_WHAT.get(word, word) for word in (change.table.rpartition("_")[2], change.operation))
    return {"at": change.at, "actor": change.actor, "reason": change.reason, "what": what, "changes": changed}


def changes_of_this_transaction() -> list[dict[str, Any]]:
    """The same of all that was changed since the transaction began, in order; for a look before it is kept.

    Rows of which only the revision moved are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (xid,) = cursor.fetchone()
    entries = (_entry(change) for change in Change.rows.filter(xid=xid).order_by("seq"))
    return [entry for entry in entries if entry["changes"]]
