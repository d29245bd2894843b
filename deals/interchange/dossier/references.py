"""Keys that rows name: each must be there, of the right list, and no chain of them may come back to its start."""

from __future__ import annotations

from typing import Any

from deals import facts as f
from deals.actions._dossiers.value import Dossier, Row
from deals.agreements.rules.sound import CHAINS, in_a_ring, rings
from deals.interchange.dossier.spots import Spot, nearest
from deals.interchange.dossier.texts import shorten

# Lists whose rows keep their keys in the database, so that a figure may name them.
_KEPT = tuple(entity.list for entity in f.ENTITIES)


def check_references(dossier: Dossier, spot: Spot) -> None:
    """Refuses references to keys that are not in the dossier, and chains that run in a ring."""
    keys = {name: {row.key for row in rows} for name, rows in dossier.rows.items()}
    for entity in (*f.ENTITIES, *f.SHARED):
        for row in dossier.list(entity.list):
            for field in entity.fields:
                if field.name in row.values and field.type in (f.REF, f.REFS, f.KEYS):
                    _check_field(entity.list, field, row, keys, spot)
    for row in dossier.list("sources"):
        _one(row.values.get("publisher_party"), "parties", _at(row, spot, "publisher_party"), keys)
        for place, link in enumerate(row.values["links"]):
            _one(link["to"], "sources", _at(row, spot, "links", place, "to"), keys)
    for row in dossier.list("replies"):
        _one(row.values.get("party"), "parties", _at(row, spot, "party"), keys)
        _one(row.values.get("source"), "sources", _at(row, spot, "source"), keys)
    _check_claims(dossier, keys, spot)
    _check_rings(dossier, spot)


def _at(row: Row, spot: Spot, *steps: object) -> Spot:
    return Spot(spot.problems, spot.file, row.pointer).at(*steps)


def _check_field(own: str, field: f.Field, row: Row, keys: dict[str, set[str]], spot: Spot) -> None:
    value, here = row.values[field.name], _at(row, spot, field.name)
    if field.type == f.KEYS:
        known = set[str]().union(*(keys.get(name, set()) - ({row.key} if name == own else set()) for name in _KEPT))
        for place, key in enumerate(value):
            if key not in known:
                hint = nearest(key, known) or "name rows of this deal by their keys"
                here.at(place).refuse("reference", f'no row of this deal has the key "{shorten(key)}"; {hint}')
    elif field.type == f.REF:
        _one(value, field.to, here, keys)
    else:
        for place, key in enumerate(value):
            _one(key, field.to, here.at(place), keys)


def _one(key: Any, to: str, spot: Spot, keys: dict[str, set[str]]) -> None:
    known = keys.get(to, set())
    if key is not None and key not in known:
        hint = nearest(key, known) or (
            f"its keys are {', '.join(sorted(known)[:8])}" if known else f"there are no {to} in it"
        )
        spot.refuse("reference", f'{to} of this dossier have no "{shorten(key)}"; {hint}')


def _check_claims(dossier: Dossier, keys: dict[str, set[str]], spot: Spot) -> None:
    for line in dossier.claims:
        here = Spot(spot.problems, spot.file, line.pointer)
        _one(line.source, "sources", here.at("source"), keys)
        _one(line.speaker, "parties", here.at("speaker"), keys)
        if line.path.field and isinstance(line.value, dict) and line.value.keys() & {"ref", "refs"}:
            to = f.BY_LIST[line.path.list].field(line.path.field).to  # type: ignore[union-attr]
            for key in [line.value["ref"]] if "ref" in line.value else line.value["refs"]:
                _one(key, to, here.at("value"), keys)


def _check_rings(dossier: Dossier, spot: Spot) -> None:
    for name, field in CHAINS:
        rows = {row.key: row for row in dossier.list(name)}
        steps = {key: [row.values[field]] for key, row in rows.items() if field in row.values}
        for ring in rings(steps):
            _at(rows[ring[0]], spot, field).refuse("ring", in_a_ring(name, field, ring))
    sources = {row.key: row for row in dossier.list("sources")}
    for ring in rings({key: [link["to"] for link in row.values["links"]] for key, row in sources.items()}):
        path = " → ".join([*ring[:12], ring[0]])
        _at(sources[ring[0]], spot, "links").refuse(
            "ring", f"sources link to each other in a ring: {path}; take one link out"
        )
