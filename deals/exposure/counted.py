"""What of the exposure on a day is counted, so that nothing is counted twice: table expressions for reports.

Parameters: %(as_of)s, %(measure)s, and those of `seen`, the statement that gives the deals whose rows are seen.

- `live`: rows of the day; a deal that is part of another counted one, or that another counted one replaces, is left out;
  a private view answers to the name of the deal in whose place it stands.
- `whole`: one row a facility. Entries stand in the stated amount's place once as much was promised in them as is
  stated; until then they tell of their holds only. An increase that the entries of its base facility already hold is
  left out. Outstanding and undrawn come from entries, else from the latest reported balance, else they are not known.
- `held`: one row a hold and weight. Entries stand in the place of what is stated for the same hold.
"""

from __future__ import annotations

_ONCE = """
    NOT EXISTS (SELECT FROM deals_dealrelation r
        WHERE r.kind = 'part of' AND r.deal_id = e.deal AND r.to_id IN (SELECT name FROM called c WHERE c.deal <> e.deal)
            AND (r.deal_id > r.to_id OR NOT EXISTS (SELECT FROM deals_dealrelation b
                WHERE b.kind = 'part of' AND b.deal_id = r.to_id AND b.to_id = r.deal_id)))
    AND NOT EXISTS (SELECT FROM deals_dealrelation r JOIN called own ON own.name = r.to_id AND own.deal = e.deal
        WHERE r.kind = 'replaces' AND r.deal_id IN (SELECT name FROM called c WHERE c.deal <> e.deal))
"""


def counted(*, seen: str, table: str = "deals_exposureperiod") -> str:
    """`WITH …` up to and including `held`; `table` holds exposure periods, stored ones or those of another day."""
    return f"""
WITH seen AS ({seen}), day AS (
    SELECT x.* FROM {table} x JOIN seen ON seen.deal = x.deal
    WHERE x.start <= %(as_of)s AND x."end" > %(as_of)s AND x.measure = %(measure)s
), called AS (
    SELECT DISTINCT deal, deal AS name FROM day
    UNION SELECT day.deal, seen.stands_for FROM day JOIN seen ON seen.deal = day.deal WHERE seen.stands_for IS NOT NULL
), live AS (SELECT e.* FROM day e WHERE {_ONCE}
), book AS (SELECT * FROM live WHERE rests_on = 'entries' AND hold IS NULL AND weight = 'committed'
), said AS (SELECT * FROM live WHERE rests_on = 'stated' AND hold IS NULL
), balance AS (
    SELECT DISTINCT ON (facility) * FROM live WHERE rests_on = 'balance' AND party IS NULL ORDER BY facility, start DESC, basis
), headroom AS (
    SELECT DISTINCT ON (facility) * FROM live WHERE rests_on = 'headroom' AND party IS NULL ORDER BY facility, start DESC, basis
), complete AS (
    SELECT b.* FROM book b LEFT JOIN said s ON s.facility = b.facility
    WHERE s.facility IS NULL OR (s.currency = b.currency AND b.promised >= coalesce(s.committed, s.high, s.low))
), firm AS (
    SELECT deal, facility, weight, basis, currency, committed AS low, committed AS point, committed AS high, outstanding, undrawn,
        'entries'::text AS outstanding_basis
    FROM complete
    UNION ALL
    SELECT s.deal, s.facility, s.weight, s.basis, s.currency, s.low, s.committed, s.high, NULL, NULL, NULL FROM said s
    WHERE NOT EXISTS (SELECT FROM complete c WHERE c.facility = s.facility)
        AND NOT EXISTS (SELECT FROM deals_facility f JOIN complete c ON c.facility = f.increases_id
            JOIN said base ON base.facility = c.facility AND base.currency = c.currency
            WHERE f.id = s.facility AND s.currency = c.currency AND base.committed IS NOT NULL
                AND c.promised >= base.committed + coalesce(s.committed, s.high, s.low))
), whole AS (
    SELECT coalesce(f.deal, b.deal, h.deal) AS deal, coalesce(f.facility, b.facility, h.facility) AS facility,
        coalesce(f.weight, 'committed') AS weight, coalesce(f.basis, b.basis, h.basis) AS basis,
        coalesce(f.currency, b.currency, h.currency) AS currency, f.low, f.point, f.high,
        coalesce(f.outstanding, b.outstanding) AS outstanding, coalesce(f.outstanding_basis, b.basis) AS outstanding_basis,
        coalesce(f.undrawn, h.undrawn) AS undrawn
    FROM firm f FULL JOIN balance b ON b.facility = f.facility AND b.currency = f.currency
    FULL JOIN headroom h ON h.facility = coalesce(f.facility, b.facility) AND h.currency = coalesce(f.currency, b.currency)
), held AS (
    SELECT e.deal, e.facility, e.hold, e.party, e.weight, e.basis, e.currency, coalesce(e.low, e.committed) AS low,
        e.committed AS point, coalesce(e.high, e.committed) AS high, e.outstanding, e.undrawn,
        coalesce(e.net_committed, e.committed) AS net_point, coalesce(e.net_outstanding, e.outstanding) AS net_outstanding,
        coalesce(e.net_undrawn, e.undrawn) AS net_undrawn
    FROM live e WHERE e.hold IS NOT NULL AND (e.rests_on = 'entries' OR e.rests_on = 'stated' AND NOT EXISTS (
        SELECT FROM live b WHERE b.hold = e.hold AND b.rests_on = 'entries' AND b.weight = 'committed'))
)
"""


# A facility's amount less its holds, where all have points; one row a facility that is counted with a weight.
REMAINDER = """
SELECT w.deal, w.facility, w.weight, w.currency, w.point, h.named, h.without,
    CASE WHEN w.point IS NULL OR h.without > 0 OR h.others > 0 THEN NULL ELSE w.point - coalesce(h.named, 0) END AS remainder
FROM whole w LEFT JOIN LATERAL (
    SELECT sum(d.point) FILTER (WHERE d.currency = w.currency) AS named,
        count(*) FILTER (WHERE d.point IS NULL) AS without, count(*) FILTER (WHERE d.currency <> w.currency) AS others
    FROM held d WHERE d.facility = w.facility AND d.weight = w.weight) h ON true
"""
