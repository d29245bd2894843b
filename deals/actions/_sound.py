"""No change leaves rows of a deal that a dossier of it could not hold: days backwards, rings, two caps for a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from deals import facts
from deals.agreements.models import Deal
from deals.agreements.rules import sound
from deals.sites.models import Site, SiteCapacity
from dealtracker.strictjson import Fault


def sound_faults(deal: Deal, lists: Iterable[str]) -> list[Fault]:
    """What is wrong with the rows of these lists as they are stored now."""
    return [fault for name in lists for fault in _of_list(name, _rows(deal, facts.BY_LIST[name]))]


# A site may be of several deals, and so names none itself.
_BY_DEAL: dict[Any, str] = {Site: "deal_sites__deal", SiteCapacity: "site__deal_sites__deal"}


def _rows(deal: Deal, entity: facts.Entity) -> list[Any]:
    model: Any = entity.model
    return list(model.rows.filter(**{_BY_DEAL.get(model, "deal"): deal}).order_by("key").distinct())


def _of_list(name: str, rows: list[Any]) -> Iterator[Fault]:
    for row in rows:
        yield from (Fault(f"/{name}/{row.key}/{field}", "invalid_value", said) for field, said in _of_row(row) if said)
    keys = {row.pk: row.key for row in rows}
    for field in (field for of, field in sound.CHAINS if of == name):
        steps = {row.key: [keys[to]] for row in rows if (to := getattr(row, f"{field}_id")) in keys}
        for ring in sound.rings(steps):
            yield Fault(f"/{name}/{ring[0]}/{field}", "ring", sound.in_a_ring(name, field, ring))


def _of_row(row: Any) -> Iterator[tuple[str, str]]:
    """(field, complaint or nothing) of one row."""
    for first, last in sound.IN_ORDER:
        yield last, sound.backwards(getattr(row, first, None), getattr(row, last, None), first)
    caps = getattr(row, "caps", None) or ()
    yield from (("caps", f"{said}, in the {place + 1}. cap") for place, said in sound.backward_caps(caps))
    yield "caps", sound.double_caps(caps)
    yield "purpose", sound.over_the_whole(getattr(row, "purpose", None) or ())
