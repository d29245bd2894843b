"""Which record stands for which: live judgements that two are one, followed to their end."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from dealtracker.access.models import Compartment
from dealtracker.access.rules import Viewer, may_see
from parties.register.calc import clipped_patterns, near_words, normalise, search_patterns, swapped_patterns
from parties.register.models import MergeJudgement, Party

# A verb never lets judgements form a ring; the depth only bounds what a damaged table could do.
_RESOLVE = """
WITH RECURSIVE way(id, stands, depth) AS (
    SELECT given, given, 0 FROM unnest(%s::uuid[]) AS given
    UNION ALL
    SELECT way.id, j.b_id, way.depth + 1 FROM way JOIN parties_mergejudgement j ON j.a_id = way.stands
    WHERE j.verdict = 'same' AND j.undone_at IS NULL AND j.compartment_id = ANY(%s::uuid[]) AND way.depth < 100
)
SELECT DISTINCT ON (id) id, stands FROM way ORDER BY id, depth DESC
"""
_CLUSTER = """
WITH RECURSIVE one(id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT CASE WHEN j.a_id = one.id THEN j.b_id ELSE j.a_id END
    FROM one JOIN parties_mergejudgement j ON one.id IN (j.a_id, j.b_id)
    WHERE j.verdict = 'same' AND j.undone_at IS NULL AND j.compartment_id = ANY(%s::uuid[])
)
SELECT id FROM one
"""


def resolve_for(ids: Iterable[UUID], *, walls: Collection[UUID]) -> dict[UUID, UUID]:
    """Each id → the party that stands for it, itself where nobody judged otherwise. One statement.

    `walls` are the compartments whose judgements count. For rows of a compartment those are its own and the public
    ones, so that a public deal never changes by what a team judged; for a viewer, those that the viewer reads.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE, [sorted(set(ids)), sorted(walls)])
        return dict(cursor.fetchall())


def records_of(ids: Iterable[UUID], *, walls: Collection[UUID]) -> set[UUID]:
    """These records and all that were judged to be one with them, in either direction."""
    with connection.cursor() as cursor:
        cursor.execute(_CLUSTER, [sorted(set(ids)), sorted(walls)])
        return {key for (key,) in cursor}


def merged_into(party: UUID, *, viewer: Viewer) -> UUID | None:
    """Where the address of a merged record leads (308); None where the party stands for itself or is not visible."""
    found = Party.objects.visible_to(viewer).filter(pk=party).first()
    if found is None:
        return None
    walls = viewer_walls(viewer)
    stands = resolve_for([party], walls=walls)[party]
    other = Party.objects.visible_to(viewer).filter(pk=stands).first() if stands != party else None
    return other.pk if other and may_see(viewer, other.compartment_id) else None


def viewer_walls(viewer: Viewer) -> frozenset[UUID]:
    """The compartments whose rows and judgements count for a viewer; for the program itself, all of them."""
    return frozenset(Compartment.objects.values_list("pk", flat=True)) if viewer.system else viewer.walls


# What somebody typed → the parties that stand for those whose names have it; a merged record's names are found too. As an
# array, so that the planner looks these few up and does not walk every party in the order of a list.
_FOUND = """
WITH RECURSIVE hit(party) AS MATERIALIZED (
    SELECT party FROM party_names_like(%s::jsonb, '', NULL) UNION SELECT unnest(%s::uuid[])
), way(id, stands) AS (
    SELECT a_id, b_id FROM parties_mergejudgement j WHERE j.verdict = 'same' AND j.undone_at IS NULL AND j.compartment_id = ANY(%s)
    UNION
    SELECT way.id, j.b_id FROM way JOIN parties_mergejudgement j ON j.a_id = way.stands
    WHERE j.verdict = 'same' AND j.undone_at IS NULL AND j.compartment_id = ANY(%s)
)
SELECT unnest(ARRAY(SELECT party FROM hit UNION SELECT stands FROM way WHERE id IN (SELECT party FROM hit)))
"""
# So few hits that the closest other names are worth showing too; how close those have to be, and how many.
_FEW, _CLOSE, _MOST_CLOSE = 5, 0.5, 20
_VERY_NAME = 0  # the place that `party_names_like` gives it
# How many names with the same short word are looked at for initials.
_MOST_SHORT = 200


def named(words: str, *, walls: Collection[UUID]) -> RawSQL:
    """A subquery of the parties found by what was typed, near misses among them where little else is found."""
    ways = json.dumps(search_patterns(words))
    close = _near(words, _like(ways, normalise(words), _FEW))
    return RawSQL(_FOUND, [ways, close, sorted(walls), sorted(walls)])


def named_in_order(words: str, *, limit: int) -> list[UUID]:
    """Records whose names have what was typed: the very name first, then names that begin so, others, near misses."""
    found = _like(json.dumps(search_patterns(words)), normalise(words), limit)
    return list(dict.fromkeys([*found, *_near(words, found)]))[:limit]


def records_with_initials(words: Iterable[str]) -> set[UUID]:
    """Records of a name whose initials, or a word of which, are one of these short words."""
    ways = [[f"% {word} %"] for word in sorted(words) if 3 <= len(word) <= 6 and word.isascii() and word.isalpha()]
    return set(_like(json.dumps(ways), "", _MOST_SHORT))


def _near(words: str, found: Mapping[UUID, int]) -> list[UUID]:
    """Near misses where little was found and nothing of just that name: letters that changed places, or words that were
    clipped, where there is nothing at all, else names with much in common."""
    if len(found) >= _FEW or _VERY_NAME in found.values():
        return []
    meant = [] if found else [*swapped_patterns(words), *clipped_patterns(words)]
    return [*_like(json.dumps(meant), "", _MOST_CLOSE)] or [party for party, _ in _close(near_words(words))]


def _like(ways: str, word: str, most: int) -> dict[UUID, int]:
    """Party → how its closest name stands to the word: the very name, one that begins so, or another; in that order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT party, place FROM party_names_like(%s::jsonb, %s, %s)", [ways, word, most])
        found: dict[UUID, int] = {}
        for party, place in cursor:
            found.setdefault(party, place)
        return found


def _close(word: str) -> list[tuple[UUID, float]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT party, closeness FROM party_names_close(%s, %s, %s)", [word, _CLOSE, _MOST_CLOSE])
        return list(cursor.fetchall())


def stands_for_itself(viewer: Viewer) -> Q:
    """Parties that nobody whom this viewer reads judged to be another one."""
    judged = MergeJudgement.rows.filter(
        a=OuterRef("pk"), verdict=MergeJudgement.Verdict.SAME, undone_at=None, compartment__in=viewer_walls(viewer)
    )
    return ~Q(Exists(judged))
