"""Why this value: the claims behind one field of one row, each with its source, its root and the part it plays."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from deals import facts
from deals.agreements.models import Deal
from deals.sites.models import DealSite
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Anchor, Claim, Reply, Source
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.explain import Explanation, explain
from dealtracker.evidence.rules.standing import weigh
from dealtracker.ids import private_key, public_id
from parties.register.models import Party

_SUBJECTS = {"parties": "party", "sites": "site"}


def claims_behind(*, viewer: Viewer, deal: UUID, at: str, known_on: date) -> dict[str, Any] | None:
    """`at` is a path such as "/facilities/f1/amount" or, for shared rows, "/parties/party_…/hq_country".

    {"at", "certainty", "reason", "claims": [{"id", "part", "value", "stance", "relation", "attribution", "speaker",
    "source", "roots", "quote"}]}, the standing one first; None where deal, row or claims are not there for this viewer.
    """
    if not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return None
    found = _target(viewer, deal, at)
    if found is None:
        return None
    subject, target, field = found
    evidence = evidence_of({subject}).get(subject)
    explained = (
        explain(weigh(evidence), target=target, field=field, known_on=known_on) if evidence else None
    )
    return _document(at, explained) if explained else None


def _target(viewer: Viewer, deal: UUID, at: str) -> tuple[UUID, UUID, str] | None:
    """(subject, row, field) of a path, or None."""
    parts = at.split("/")
    if len(parts) not in (3, 4) or parts[0]:
        return None
    name, key, field = parts[1], parts[2], parts[3] if len(parts) == 4 else ""
    if name == "replies":
        reply = Reply.objects.visible_to(viewer).filter(deal=deal, key=key).values_list("pk", flat=True).first()
        return (deal, reply, field) if reply else None
    if name == "sites":
        site = DealSite.objects.visible_to(viewer).filter(deal=deal, key=key).values_list("site_id", flat=True).first()
        return (site, site, field) if site else None
    if name == "parties":
        party = _party(viewer, key)
        return (party, party, field) if party else None
    entity = facts.BY_LIST.get(name)
    if entity is None or entity in facts.SHARED:
        return None
    row = entity.model.objects.visible_to(viewer).filter(deal=deal, key=key).values_list("pk", flat=True).first()
    return (deal, row, field) if row else None


def _party(viewer: Viewer, text: str) -> UUID | None:
    key = private_key("party", text)
    return Party.objects.visible_to(viewer).filter(pk=key).values_list("pk", flat=True).first() if key else None


def _document(at: str, explained: Explanation) -> dict[str, Any]:
    claims = Claim.rows.select_related("speaker").in_bulk([part.claim for part in explained.parts])
    involved = {part.source for part in explained.parts} | {root for part in explained.parts for root in part.roots}
    sources = Source.rows.in_bulk(involved)
    quotes = {anchor.claim_id: anchor for anchor in Anchor.rows.filter(claim__in=claims)}
    names = _names(claim.value for claim in claims.values())
    rows = [
        {
            "id": public_id("claim", part.claim),
            "part": part.part,
            "value": _named(claims[part.claim].value, names),
            "stance": claims[part.claim].stance,
            "relation": claims[part.claim].relation,
            "attribution": claims[part.claim].attribution,
            "speaker": str(claims[part.claim].speaker) if claims[part.claim].speaker else None,
            "words": claims[part.claim].words or None,
            "source": _source(sources[part.source]),
            "roots": [_source(sources[root]) for root in sorted(part.roots) if root != part.source],
            "quote": _quote(quotes.get(part.claim)),
        }
        for part in explained.parts
        if part.claim in claims
    ]
    certainty = explained.certainty
    return {
        "at": at,
        "certainty": certainty.code,
        "reason": certainty.reason,
        "contested": certainty.contested,
        "claims": rows,
    }


def _names(values: Any) -> dict[str, str]:
    keys = [value["ref"] for value in values if isinstance(value, dict) and "ref" in value]
    return {str(key): name for key, name in Party.rows.filter(pk__in=keys).values_list("pk", "name")}


def _named(value: Any, names: dict[str, str]) -> Any:
    return {"name": names.get(value["ref"], value["ref"])} if isinstance(value, dict) and "ref" in value else value


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": public_id("source", source.pk), "publisher": source.publisher, "kind": source.kind, "url": source.url or None,
        "language": source.language or None, "title": source.title or None, "read": source.read,
        "published_from": source.published_from and source.published_from.isoformat(),
        "published_to": source.published_to.isoformat(),
    }  # fmt: skip


def _quote(anchor: Anchor | None) -> dict[str, Any] | None:
    return (
        {"exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix, "page": anchor.page}
        if anchor
        else None
    )
