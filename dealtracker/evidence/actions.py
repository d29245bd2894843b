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
# What was entered before of the same source, speaker and field, with another value: an editor corrects what was read
# wrongly. What a person ranked, or judged to stand otherwise to what stands, is another statement and stays.
_REPLACE = """
UPDATE evidence_claim old SET state = 'replaced' FROM evidence_claim new
WHERE new.id = ANY(%(made)s::uuid[]) AND new.state = 'accepted' AND new.stance = 'asserts' AND new.relation = 'same'
    AND new.field <> '' AND new.value IS NOT NULL AND old.target = new.target AND old.field = new.field
    AND old.source_id = new.source_id AND old.compartment_id = new.compartment_id AND old.id <> ALL(%(made)s::uuid[])
    AND old.speaker_id IS NOT DISTINCT FROM new.speaker_id AND old.state = 'accepted' AND old.stance = 'asserts'
    AND old.relation IN ('same', 'contradicts') AND old.rank = 0 AND old.value IS DISTINCT FROM new.value
"""


def state_claims(claims: Iterable[Claim], *, cause: str) -> list[Claim]:
    """Store claims, each with all of its columns; deals that rest on what their sources correct are rebuilt.

    What the same source was entered with before, for the same field, is kept as replaced.
    """
    made = Claim.rows.bulk_create(list(claims))
    with connection.cursor() as cursor:
        cursor.execute(_REPLACE, {"made": [claim.pk for claim in made]})
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
