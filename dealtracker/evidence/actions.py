"""The one way in which a claim that stands is stored, so that whatever its source corrects or retracts is looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from dealtracker.evidence.models import Claim

_MARK_CORRECTED = """
SELECT mark_stale_resting(array(
    SELECT to_id FROM evidence_sourcelink WHERE source_id = ANY(%s::uuid[]) AND kind IN ('corrects', 'retracts')), %s)
"""


def state_claims(claims: Iterable[Claim], *, cause: str) -> list[Claim]:
    """Store claims, each with all of its columns; deals that rest on what their sources correct are rebuilt."""
    made = Claim.rows.bulk_create(list(claims))
    mark_corrected({claim.source_id for claim in made}, cause=cause)
    return made


def state_claim(claim: Claim, *, cause: str) -> Claim:
    """The same for one."""
    return state_claims([claim], cause=cause)[0]


def mark_corrected(sources: Iterable[UUID], *, cause: str) -> None:
    """Ask for a rebuild of all deals that rest on what these sources correct or retract: they said more, or less."""
    found = sorted(set(sources))
    if found:
        with connection.cursor() as cursor:
            cursor.execute(_MARK_CORRECTED, [found, cause[:80]])
