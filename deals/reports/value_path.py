"""What a path such as /facilities/f1/amount names, and how the claims about it are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from deals import facts
from deals.sites.models import DealSite, Site, SiteCapacity
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Anchor, Reply, Source
from dealtracker.ids import private_key, public_id
from parties.register.models import Party

Target = tuple[UUID, UUID, str]  # subject, row, field

def target_at(viewer: Viewer, deal: UUID, at: str) -> Target | None:
    """(subject, row, field) of a path, or None."""
    return targets_at(viewer, deal, (at,)).get(at)


def targets_at(viewer: Viewer, deal: UUID, ats: Iterable[str]) -> dict[str, Target]:
    """Path → (subject, row, field), for those that name something; the rows of a list are looked up at once."""
    lists: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for at in ats:
        if read := _parts(at):
            name, key, field = read
            lists[name][at] = (key, field)
    found: dict[str, Target] = {}
    for name, paths in lists.items():
        rows = _rows(viewer, deal, name, {key for key, _ in paths.values()})
        found |= {at: (*rows[key], field) for at, (key, field) in paths.items() if key in rows}
    return found


def _parts(at: str) -> tuple[str, str, str] | None:
    """(list, key, field) of a path, the field "" for a whole row; None for what is no path, or names no field."""
    parts = at.split("/")
    if len(parts) not in (3, 4) or parts[0]:
        return None
    name, key, field = parts[1], parts[2], parts[3] if len(parts) == 4 else ""
    entity = facts.BY_LIST.get(name)
    return None if entity and field and entity.field(field) is None else (name, key, field)


def _rows(viewer: Viewer, deal: UUID, name: str, keys: Collection[str]) -> dict[str, tuple[UUID, UUID]]:
    """Key → (subject, row) of those that this viewer sees."""
    entity, named = facts.BY_LIST.get(name), {"deal": deal, "key__in": keys}
    if name == "replies":
        return {key: (deal, row) for key, row in Reply.objects.visible_to(viewer).filter(**named).values_list("key", "pk")}
    if name == "sites":
        sites = DealSite.objects.visible_to(viewer).filter(**named).values_list("key", "site_id")
        return {key: (site, site) for key, site in sites}
    if name == "parties":
        return {key: (party, party) for key in keys if (party := _party(viewer, key))}
    if name == "capacities":
        return _capacities(viewer, deal, keys)
    if entity is None or entity in facts.SHARED:
        return {}
    rows = entity.model.objects.visible_to(viewer).filter(**named).values_list("key", "pk")
    return {key: (deal, row) for key, row in rows}


def _capacities(viewer: Viewer, deal: UUID, keys: Collection[str]) -> dict[str, tuple[UUID, UUID]]:
    """Those at the deal's sites, by id; by the key of a dossier too, where one site alone has it."""
    sites = DealSite.objects.visible_to(viewer).filter(deal=deal).values("site")
    rows = SiteCapacity.objects.visible_to(viewer).filter(site__in=sites).values_list("key", "pk", "site")
    named: dict[str, list[tuple[UUID, UUID]]] = defaultdict(list)
    for key, row, site in rows:
        named[key].append((site, row))
        named[public_id("capacity", row)].append((site, row))
    return {key: named[key][0] for key in keys if len(named[key]) == 1}


def _party(viewer: Viewer, text: str) -> UUID | None:
    key = private_key("party", text)
    return Party.objects.visible_to(viewer).filter(pk=key).values_list("pk", flat=True).first() if key else None


def names_of(values: Iterable[Any]) -> dict[str, str]:
    """Key → name of the parties, sites and rows that values refer to; a row without a name by its key in the deal."""
    wanted = {str(value["ref"]) for value in values if isinstance(value, dict) and "ref" in value}
    found: dict[str, str] = {}
    for model, name in _NAMED:
        left = wanted - found.keys()
        if not left:
            break
        found |= {str(key): said for key, said in model.rows.filter(pk__in=left).values_list("pk", name)}
    return found


_NAMED: tuple[tuple[Any, str], ...] = (
    (Party, "name"), (Site, "name"), *((entity.model, "key") for entity in facts.ENTITIES if entity not in facts.SHARED),
)  # fmt: skip


def named_value(value: Any, names: Mapping[str, str]) -> Any:
    return (
        {"name": names.get(str(value["ref"]), "another row")} if isinstance(value, dict) and "ref" in value else value
    )


def source_brief(source: Source) -> dict[str, Any]:
    return {
        "id": public_id("source", source.pk), "publisher": source.publisher, "kind": source.kind, "url": source.url or None,
        "language": source.language or None, "title": source.title or None, "read": source.read,
        "published_from": source.published_from and source.published_from.isoformat(),
        "published_to": source.published_to.isoformat(),
    }  # fmt: skip


def quote_brief(anchor: Anchor | None) -> dict[str, Any] | None:
    return (
        {"exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix, "page": anchor.page}
        if anchor
        else None
    )
