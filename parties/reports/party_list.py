"""Which parties are there for this reader, found by any of their names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from parties.register.models import Identifier, Party, PartyName
from parties.register.queries import named, named_in_order, resolve_for, stands_for_itself, viewer_walls


def party_list(
    *, viewer: Viewer, name: str = "", kind: str = "", country: str = "", identifier: str = ""
) -> QuerySet[Party]:
    """Visible parties with names and identifiers, each once: records judged to be another party stand under that one.

    `name` matches part of any name in any script, and near misses where little else matches.
    """
    walls = viewer_walls(viewer)
    found = Party.objects.visible_to(viewer).filter(stands_for_itself(viewer))
    if name:
        found = found.filter(pk__in=named(name, walls=walls))
    if kind:
        found = found.filter(kind=kind)
    if country:
        found = found.filter(hq_country=country)
    if identifier:
        holders = Identifier.objects.visible_to(viewer).filter(value=identifier).values_list("party_id", flat=True)
        found = found.filter(pk__in=set(resolve_for(holders, walls=walls).values()))
    return found.prefetch_related("names", "identifiers")


def parties_found(*, viewer: Viewer, words: str, limit: int) -> list[Party]:
    """The parties found by what was typed, closest first, each once. A fixed number of statements."""
    keys = named_in_order(words, limit=4 * limit)
    stands = resolve_for(keys, walls=viewer_walls(viewer))
    order = {stands[key]: place for place, key in reversed(list(enumerate(keys)))}
    rows = Party.objects.visible_to(viewer).filter(pk__in=order).prefetch_related("names", "identifiers")
    return sorted(rows, key=lambda party: order[party.pk])[:limit]


def party_json(party: Party, *, named: tuple[str, list[PartyName]] | None = None) -> dict[str, Any]:
    """A party as the API gives it: what is stored, with all its names, or those of a day as `names_by` has them."""
    name, names = named or (party.name, list(party.names.all()))
    plain = {"hq_country": party.hq_country, "jurisdiction": party.jurisdiction, "reason_unnamed": party.reason_unnamed}
    counts = {"count_min": party.count_min, "count_max": party.count_max, "count_of": party.count_of or None}
    return {
        "id": public_id("party", party.pk),
        "kind": party.kind,
        "name": name,
        **{field: value for field, value in {**plain, **counts}.items() if value not in ("", None)},
        "names": [_name(one) for one in sorted(names, key=lambda n: (not n.primary, n.text, n.kind))],
        "identifiers": [{"scheme": i.scheme, "value": i.value} for i in party.identifiers.all()],
        "revision": party.revision,
    }


def _name(name: PartyName) -> dict[str, Any]:
    given = {"language": name.language, "script": name.script, "kind": name.kind, "primary": name.primary}
    return {"text": name.text, **{key: value for key, value in given.items() if value}}


def party_name(*, viewer: Viewer, party: UUID) -> str:
    """The primary name of a visible party, merged or not; "" where hidden or absent."""
    return Party.objects.visible_to(viewer).filter(pk=party).values_list("name", flat=True).first() or ""
