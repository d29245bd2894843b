"""Why this value: the claims behind one field of one row, each with its source, its root and the part it plays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from deals.agreements.models import Deal
from deals.reports.value_path import named_value, names_of, quote_brief, source_brief, targets_at
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Anchor, Claim, Source
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.explain import Explanation, explain
from dealtracker.evidence.rules.standing import weigh
from dealtracker.ids import public_id


def claims_behind(*, viewer: Viewer, deal: UUID, at: str, known_on: date) -> dict[str, Any] | None:
    """`at` is a path such as "/facilities/f1/amount" or, for shared rows, "/parties/party_…/hq_country".

    {"at", "certainty", "reason", "claims": [{"id", "part", "value", "stance", "relation", "attribution", "speaker",
    "source", "roots", "quote"}]}, the standing one first; None where deal, row or claims are not there for this viewer.
    """
    return claims_behind_each(viewer=viewer, deal=deal, ats=(at,), known_on=known_on).get(at)


def claims_behind_each(
    *, viewer: Viewer, deal: UUID, ats: Collection[str], known_on: date
) -> dict[str, dict[str, Any]]:
    """Path → the same of each that is there for this viewer; what they share is asked once."""
    if not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return {}
    targets = targets_at(viewer, deal, ats)
    if not targets:
        return {}
    weighed = {subject: weigh(one) for subject, one in evidence_of({s for s, *_ in targets.values()}).items()}
    explained = {
        at: found
        for at, (subject, target, field) in targets.items()
        if subject in weighed and (found := explain(weighed[subject], target=target, field=field, known_on=known_on))
    }
    return _documents(explained) if explained else {}


def _documents(explained: Mapping[str, Explanation]) -> dict[str, dict[str, Any]]:
    parts = [part for one in explained.values() for part in one.parts]
    claims = Claim.rows.select_related("speaker").in_bulk([part.claim for part in parts])
    sources = Source.rows.in_bulk({key for part in parts for key in (part.source, *part.roots)})
    quotes = {anchor.claim_id: anchor for anchor in Anchor.rows.filter(claim__in=claims)}
    names = names_of(claim.value for claim in claims.values())
    return {at: _document(at, one, claims, sources, quotes, names) for at, one in explained.items()}


def _document(
    at: str, explained: Explanation, claims: Mapping[UUID, Claim], sources: Mapping[UUID, Source],
    quotes: Mapping[UUID, Anchor], names: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    rows = [
        {
            "id": public_id("claim", part.claim),
            "part": part.part,
            "value": named_value(claims[part.claim].value, names),
            "stance": claims[part.claim].stance,
            "relation": claims[part.claim].relation,
            "attribution": claims[part.claim].attribution,
            "speaker": str(claims[part.claim].speaker) if claims[part.claim].speaker else None,
            "words": claims[part.claim].words or None,
            "source": source_brief(sources[part.source]),
            "roots": [source_brief(sources[root]) for root in sorted(part.roots) if root != part.source],
            "quote": quote_brief(quotes.get(part.claim)),
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
