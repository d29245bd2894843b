"""What a path such as /facilities/f1/amount names, and how the claims about it are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from deals import facts
from deals.sites.models import DealSite, Site
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Anchor, Reply, Source
from dealtracker.ids import private_key, public_id
from parties.register.models import Party


def target_at(viewer: Viewer, deal: UUID, at: str) -> tuple[UUID, UUID, str] | None:
    """(subject, row, field) of a path, or None."""
    parts = at.split("/")
    if len(parts) not in (3, 4) or parts[0]:
        return None
    name, key, field = parts[1], parts[2], parts[3] if len(parts) == 4 else ""
    entity = facts.BY_LIST.get(name)
    if entity and field and entity.field(field) is None:
        return None
    if name == "replies":
        reply = Reply.objects.visible_to(viewer).filter(deal=deal, key=key).values_list("pk", flat=True).first()
        return (deal, reply, field) if reply else None
    if name == "sites":
        site = DealSite.objects.visible_to(viewer).filter(deal=deal, key=key).values_list("site_id", flat=True).first()
        return (site, site, field) if site else None
    if name == "parties":
        party = _party(viewer, key)
        return (party, party, field) if party else None
    if entity is None or entity in facts.SHARED:
        return None
    row = entity.model.objects.visible_to(viewer).filter(deal=deal, key=key).values_list("pk", flat=True).first()
    return (deal, row, field) if row else None


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
