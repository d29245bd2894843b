"""The questions behind the board of data quality, in SQL; each takes the reader's walls and how many rows at most."""

from __future__ import annotations

from functools import cache

from django.db import models

from deals import facts

# A record that another one stands for is told with that one.
_STANDS = """NOT EXISTS (SELECT 1 FROM parties_mergejudgement j WHERE j.a_id = p.id AND j.verdict = 'same'
    AND j.undone_at IS NULL AND j.compartment_id = ANY(%(walls)s))"""
_NO_CLAIM = "NOT EXISTS (SELECT 1 FROM evidence_claim c WHERE c.target = t.id AND c.state <> 'rejected')"

MISSING_OFFICE = f"""
SELECT p.id, p.name, p.compartment_id, count(DISTINCT r.deal_id) FROM parties_party p JOIN deals_role r ON r.party_id = p.id
WHERE p.hq_country = '' AND p.kind NOT IN ('unnamed group', 'person') AND p.compartment_id = ANY(%(walls)s)
    AND r.compartment_id = ANY(%(walls)s) AND {_STANDS}
GROUP BY p.id ORDER BY 4 DESC, p.name, p.id LIMIT %(most)s
"""
UNSOURCED_OFFICE = """
SELECT p.id, p.name, p.compartment_id, p.hq_country FROM parties_party p
WHERE p.hq_country <> '' AND p.compartment_id = ANY(%(walls)s) AND NOT EXISTS (SELECT 1 FROM evidence_claim c
    WHERE c.target = p.id AND c.field = 'hq_country' AND c.state <> 'rejected')
ORDER BY p.name, p.id LIMIT %(most)s
"""
UNSOURCED_STAKE = f"""
SELECT t.id, a.name, b.name, b.id, t.compartment_id FROM parties_stake t JOIN parties_party a ON a.id = t.owner_id
JOIN parties_party b ON b.id = t.owned_id WHERE t.compartment_id = ANY(%(walls)s) AND {_NO_CLAIM}
ORDER BY b.name, a.name, t.id LIMIT %(most)s
"""
# First and second rank may cover the same units; two pledges of one rank may not.
OVER_PLEDGED = """
SELECT l.id, l.key, l.deal_id, d.title, l.compartment_id, sum(given.units), held.units
FROM deals_pledge g JOIN deals_hardwareline l ON l.id = g.line_id JOIN deals_deal d ON d.id = l.deal_id
CROSS JOIN LATERAL (SELECT coalesce(g.quantity ->> 'point', g.quantity ->> 'low')::numeric AS units) given
CROSS JOIN LATERAL (SELECT coalesce(l.quantity ->> 'high', l.quantity ->> 'point')::numeric AS units) held
WHERE g.released_on IS NULL AND l.compartment_id = ANY(%(walls)s)
GROUP BY l.id, d.title, held.units, coalesce(g.rank, 1) HAVING sum(given.units) > held.units
ORDER BY d.title, l.key LIMIT %(most)s
"""
SET_ASIDE = """
SELECT d.id, d.title, d.compartment_id, s.error, s.wanted_at FROM deals_refreshstate s JOIN deals_deal d ON d.id = s.deal
WHERE s.error <> '' AND s.wanted > s.done AND d.compartment_id = ANY(%(walls)s) ORDER BY s.wanted_at, d.id LIMIT %(most)s
"""


@cache
def unsourced_rows() -> str:
    """Rows of deals that claims may speak of, and none does; those that name their own source apart."""
    parts = []
    for entity in facts.ENTITIES:
        fields = {field.name: field for field in entity.model._meta.concrete_fields}
        own = isinstance(fields.get("source"), models.ForeignKey)
        if "deal" in fields and any(field.claimed for field in entity.fields):
            more = " AND t.source_id IS NULL" if own else ""
            parts.append(
                f"(SELECT t.id, '{entity.list}' AS name, t.key, t.deal_id, t.compartment_id FROM {entity.model._meta.db_table} t"
                f" WHERE t.compartment_id = ANY(%(walls)s) AND {_NO_CLAIM}{more} LIMIT %(most)s)"
            )
    return (
        f"SELECT t.id, t.name, t.key, t.deal_id, d.title, t.compartment_id FROM ({' UNION ALL '.join(parts)}) t"
        " JOIN deals_deal d ON d.id = t.deal_id ORDER BY d.title, t.name, t.key LIMIT %(most)s"
    )
