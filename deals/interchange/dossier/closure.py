"""Which shared rows belong to a deal's dossier, and which claims about them.

From the parties, sites and sources that the deal's own rows name: owners upwards, members of groups, wholes of sites,
capacities, what sources link to. Of the claims about a shared field those by the deal's own sources are taken; all of
them where they do not agree; and one where the deal's own sources are silent. So the same rows and values come out
again when only this dossier is imported elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection

_SOURCES = """
WITH RECURSIVE own(id) AS (
    SELECT unnest(%(seeds)s::uuid[])
    UNION
    SELECT l.to_id FROM own JOIN evidence_sourcelink l ON l.source_id = own.id WHERE l.compartment_id = ANY(%(walls)s::uuid[])
)
SELECT id FROM own
"""
_NODES = """
WITH RECURSIVE node(kind, id) AS (
    SELECT * FROM unnest(%(kinds)s::text[], %(ids)s::uuid[])
    UNION
    SELECT next.kind, next.id FROM node CROSS JOIN LATERAL (
        SELECT 'claim' AS kind, k.id FROM (
            SELECT c.id, c.source_id,
                bool_or(c.source_id = ANY(%(own)s::uuid[])) OVER field AS has_own,
                min(c.value::text) OVER field IS DISTINCT FROM max(c.value::text) OVER field
                    OR bool_or(c.stance <> 'asserts' OR c.state <> 'accepted') OVER field AS disputed,
                row_number() OVER (PARTITION BY c.field ORDER BY c.rank DESC, c.id) AS place
            FROM evidence_claim c
            WHERE c.target = node.id AND c.compartment_id = ANY(%(walls)s::uuid[])
                AND (%(all_states)s OR c.state IN ('accepted', 'replaced'))
            WINDOW field AS (PARTITION BY c.field)
        ) k
        WHERE node.kind IN ('party', 'site', 'stake', 'capacity')
            AND (k.source_id = ANY(%(own)s::uuid[]) OR k.disputed OR (NOT k.has_own AND k.place = 1))
        UNION ALL
        SELECT 'party', m.to_party_id FROM parties_party_members m WHERE node.kind = 'party' AND m.from_party_id = node.id
        UNION ALL
        SELECT 'stake', s.id FROM parties_stake s
            WHERE node.kind = 'party' AND s.owned_id = node.id AND s.compartment_id = ANY(%(walls)s::uuid[])
        UNION ALL
        SELECT 'party', unnest(ARRAY[s.owner_id, s.owned_id]) FROM parties_stake s WHERE node.kind = 'stake' AND s.id = node.id
        UNION ALL
        SELECT 'site', s.part_of_id FROM deals_site s WHERE node.kind = 'site' AND s.id = node.id
        UNION ALL
        SELECT 'capacity', c.id FROM deals_sitecapacity c
            WHERE node.kind = 'site' AND c.site_id = node.id AND c.compartment_id = ANY(%(walls)s::uuid[])
        UNION ALL
        SELECT 'site', c.site_id FROM deals_sitecapacity c WHERE node.kind = 'capacity' AND c.id = node.id
        UNION ALL
        SELECT 'source', c.source_id FROM evidence_claim c WHERE node.kind = 'claim' AND c.id = node.id
        UNION ALL
        SELECT 'party', c.speaker_id FROM evidence_claim c WHERE node.kind = 'claim' AND c.id = node.id
        UNION ALL
        SELECT CASE WHEN c.field IN ('part_of', 'site') THEN 'site' ELSE 'party' END, (c.value ->> 'ref')::uuid
            FROM evidence_claim c WHERE node.kind = 'claim' AND c.id = node.id
        UNION ALL
        SELECT 'party', r.id::uuid FROM evidence_claim c CROSS JOIN LATERAL jsonb_array_elements_text(
                CASE WHEN jsonb_typeof(c.value -> 'refs') = 'array' THEN c.value -> 'refs' ELSE '[]' END) AS r(id)
            WHERE node.kind = 'claim' AND c.id = node.id
        UNION ALL
        SELECT 'source', l.to_id FROM evidence_sourcelink l
            WHERE node.kind = 'source' AND l.source_id = node.id AND l.compartment_id = ANY(%(walls)s::uuid[])
        UNION ALL
        SELECT 'party', s.publisher_party_id FROM evidence_source s WHERE node.kind = 'source' AND s.id = node.id
    ) AS next
    WHERE next.id IS NOT NULL
)
SELECT kind, id FROM node
"""
KINDS = ("party", "stake", "site", "capacity", "source", "claim")


def own_sources(seeds: Iterable[UUID], *, walls: Collection[UUID]) -> set[UUID]:
    """These sources and all that they link to, directly or not. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES, {"seeds": list(seeds), "walls": list(walls)})
        return {row[0] for row in cursor.fetchall()}


def shared_rows(
    start: Iterable[tuple[str, UUID]], *, own: Collection[UUID], walls: Collection[UUID], all_states: bool
) -> dict[str, set[UUID]]:
    """Kind → ids of the shared rows that hang together with these. One statement; a walled row brings no other wall's."""
    pairs = list(start)
    values = {
        "kinds": [kind for kind, _ in pairs], "ids": [pk for _, pk in pairs], "own": list(own), "walls": list(walls),
        "all_states": all_states,
    }  # fmt: skip
    found: dict[str, set[UUID]] = {kind: set() for kind in KINDS}
    with connection.cursor() as cursor:
        cursor.execute(_NODES, values)
        for kind, pk in cursor.fetchall():
            found[kind].add(pk)
    return found
