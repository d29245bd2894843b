"""Parties that an import would make, beside those they may be: told in a dry run, for a person to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from deals.actions._dossiers.work import Work
from dealtracker.access.rules import Viewer
from parties.models import Party
from parties.reports.duplicates import duplicates_of

# Each is a search of its own, so a large file is looked at in part, and that is said.
MOST = 300


def namesakes(works: Sequence[Work], *, made: Collection[Any], viewer: Viewer) -> Iterator[str]:
    """A sentence for each new party that has near namesakes, with likeness and reason; read before it is undone."""
    new = {
        party.pk: (work.dossier.ref, key, party)
        for work in works
        for key, party in work.found.get("parties", {}).items()
        if party.pk in made and party.kind != Party.Kind.UNNAMED_GROUP
    }
    for ref, key, party in list(new.values())[:MOST]:
        near = duplicates_of(viewer=viewer, party=party.pk, limit=3)
        told = "; ".join(f'"{one.name}" ({one.score:.2f}: {one.reasons[0]})' for one in near)
        if told:
            yield f'{ref}: "{key}" would be a new party, {party.name}; it may be {told}'
    if len(new) > MOST:
        yield f"{len(new)} parties would be new; the first {MOST} were compared with those that are entered"
