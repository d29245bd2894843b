"""Which parties are there for this reader, found by any of their names."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from parties.register.calc import normalise
from parties.register.models import Party, PartyName


def party_list(
    *, viewer: Viewer, name: str = "", kind: str = "", country: str = "", identifier: str = ""
) -> QuerySet[Party]:
    """Visible parties with names and identifiers; `name` matches part of any name in any script."""
    found = Party.objects.visible_to(viewer)
    if name:
        named = PartyName.objects.visible_to(viewer).filter(normalised__contains=normalise(name))
        found = found.filter(pk__in=named.values("party_id"))
    if kind:
        found = found.filter(kind=kind)
    if country:
        found = found.filter(hq_country=country)
    if identifier:
        found = found.filter(identifiers__value=identifier)
    return found.prefetch_related("names", "identifiers")


def party_json(party: Party) -> dict[str, Any]:
    """A party as the API gives it: what is stored, with all its names; nothing derived."""
    plain = {"hq_country": party.hq_country, "jurisdiction": party.jurisdiction, "reason_unnamed": party.reason_unnamed}
    counts = {"count_min": party.count_min, "count_max": party.count_max, "count_of": party.count_of or None}
    return {
        "id": public_id("party", party.pk),
        "kind": party.kind,
        "name": party.name,
        **{name: value for name, value in {**plain, **counts}.items() if value not in ("", None)},
        "names": [_name(name) for name in sorted(party.names.all(), key=lambda n: (not n.primary, n.text, n.kind))],
        "identifiers": [{"scheme": i.scheme, "value": i.value} for i in party.identifiers.all()],
        "revision": party.revision,
    }


def _name(name: PartyName) -> dict[str, Any]:
    given = {"language": name.language, "script": name.script, "kind": name.kind, "primary": name.primary}
    return {"text": name.text, **{key: value for key, value in given.items() if value}}
