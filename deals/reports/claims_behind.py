"""Why this value: the claims behind one field of one row, each with its source, its root and the part it plays."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from deals.agreements.models import Deal
from deals.reports.value_path import named_value, names_of, quote_brief, source_brief, target_at
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
    if not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return None
    found = target_at(viewer, deal, at)
    if found is None:
        return None
    subject, target, field = found
    evidence = evidence_of({subject}).get(subject)
    explained = (
        explain(weigh(evidence), target=target, field=field, known_on=known_on) if evidence else None
    )
    return _document(at, explained) if explained else None


def _document(at: str, explained: Explanation) -> dict[str, Any]:
    claims = Claim.rows.select_related("speaker").in_bulk([part.claim for part in explained.parts])
    involved = {part.source for part in explained.parts} | {root for part in explained.parts for root in part.roots}
    sources = Source.rows.in_bulk(involved)
    quotes = {anchor.claim_id: anchor for anchor in Anchor.rows.filter(claim__in=claims)}
    names = names_of(claim.value for claim in claims.values())
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
