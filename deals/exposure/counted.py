"""What of the exposure on a day is counted, so that nothing is counted twice: table expressions for reports.

Parameters: %(as_of)s, %(measure)s, and those of `seen`, the statement that gives the deals whose rows are seen.

- `live`: rows of the day; a deal that is part of another counted one, or that another counted one replaces, is left out;
  a private view answers to the name of the deal in whose place it stands.
- `whole`: one row a facility. Entries stand in the stated amount's place once as much was promised in them as is
  stated; until then they tell of their holds only. An increase that the entries of its base facility already hold is
  left out. Outstanding and undrawn come from entries, else from the latest reported balance, else they are not known.
- `unstated`: one row a facility that no source or entry gives any figure of; it is in no sum.
- `held`: one row a hold and weight. Entries stand in the place of what is stated for the same hold.
"""

from __future__ import annotations

from dealtracker.access.rules import PUBLIC


def known(row: str) -> str:
    """Whether anything that the row rests on was published by the day of the question."""
    return f"""EXISTS (SELECT FROM evidence_standing t WHERE t.target = {row}.id AND t.known_from <= %(known_on)s
        AND t.known_to > %(known_on)s)"""


_ON_DAY = 'x.start <= %(as_of)s AND x."end" > %(as_of)s AND x.measure = %(measure)s'
# Relations that make a deal count once, and what the deals in them are called: few, so that the cost follows them.
_RELATED = f"""related AS MATERIALIZED (
    SELECT r.deal_id AS deal, r.to_id AS other, r.kind FROM deals_dealrelation r
    WHERE r.kind IN ('part of', 'replaces') AND r.to_id IS NOT NULL AND {known("r")}
), called AS (
    SELECT n.deal, n.name FROM (
        SELECT deal, deal AS name FROM seen UNION ALL SELECT deal, stands_for FROM seen WHERE stands_for IS NOT NULL) n
    WHERE n.name IN (SELECT deal FROM related UNION ALL SELECT other FROM related)
        AND EXISTS (SELECT FROM {{table}} x WHERE x.deal = n.deal AND {_ON_DAY})
)"""
# Deals that another counted one stands for.
_TWICE = """
    SELECT r.deal FROM related r JOIN called c ON c.name = r.other AND c.deal <> r.deal
    WHERE r.kind = 'part of' AND (r.deal > r.other OR NOT EXISTS (SELECT FROM related b
        WHERE b.kind = 'part of' AND b.deal = r.other AND b.other = r.deal))
    UNION SELECT own.deal FROM related r JOIN called own ON own.name = r.other
        JOIN called c ON c.name = r.deal AND c.deal <> own.deal
    WHERE r.kind = 'replaces'
"""

# Records judged to be one party go by the name of the one that stands, for rows of the compartments that judged so.
_PUBLIC = f"'{PUBLIC}'::uuid"
_MERGED = f"""
    SELECT j.a_id AS record, j.b_id AS stands, j.compartment_id AS wall, ARRAY[j.a_id, j.b_id] AS way
    FROM parties_mergejudgement j WHERE j.verdict = 'same' AND j.undone_at IS NULL
    UNION ALL
    SELECT m.record, j.b_id, CASE WHEN m.wall = {_PUBLIC} THEN j.compartment_id ELSE m.wall END, m.way || j.b_id
    FROM merged m JOIN parties_mergejudgement j ON j.a_id = m.stands AND j.verdict = 'same' AND j.undone_at IS NULL
    WHERE m.wall = j.compartment_id OR {_PUBLIC} IN (m.wall, j.compartment_id) AND NOT j.b_id = ANY(m.way)
"""
_STANDS = f"""coalesce((SELECT m.stands FROM merged m WHERE m.record = r.party_id AND m.wall IN ({_PUBLIC}, r.compartment_id)
        ORDER BY cardinality(m.way) DESC, m.stands LIMIT 1), r.party_id)"""
# What the deals that are seen say now: who has which part, which chips each facility buys, where, and until when.
FACTS = f"""merged AS ({_MERGED}), role_seen AS NOT MATERIALIZED (
    SELECT r.id, r.deal_id AS deal, r.facility_id AS facility, {_STANDS} AS party, r.role, r.status, r."group",
        (SELECT t.certainty FROM evidence_standing t WHERE t.target = r.id AND t.known_from <= %(known_on)s
            AND t.known_to > %(known_on)s ORDER BY t.field LIMIT 1) AS certainty
    FROM deals_role r JOIN seen ON seen.deal = r.deal_id WHERE {known("r")}
), line_seen AS NOT MATERIALIZED (
    SELECT l.deal_id AS deal, b.facility_id AS facility, coalesce(m.slug, lower(l.model_words)) AS chip,
        coalesce(m.name, l.model_words) AS name
    FROM deals_hardwareline l JOIN seen ON seen.deal = l.deal_id LEFT JOIN deals_hardwaremodel m ON m.id = l.model_id
    LEFT JOIN deals_hardwareline_financed_by b ON b.hardwareline_id = l.id
    WHERE (m.id IS NOT NULL OR l.model_words <> '') AND {known("l")}
), site_seen AS NOT MATERIALIZED (
    SELECT d.deal_id AS deal, s.country, s.id AS site, s.name FROM deals_dealsite d JOIN deals_site s ON s.id = d.site_id
    JOIN seen ON seen.deal = d.deal_id WHERE {known("s")}
), facility_seen AS NOT MATERIALIZED (SELECT f.id, f.maturity_date FROM deals_facility f
), apart_seen AS NOT MATERIALIZED (
    SELECT 'contingent support' AS measure, u.deal_id AS deal, c.cap -> 'amount' AS amount, '/supports/' || u.key || '/caps' AS at
    FROM deals_support u JOIN seen ON seen.deal = u.deal_id CROSS JOIN LATERAL jsonb_array_elements(u.caps) AS c(cap)
    WHERE coalesce(c.cap ->> 'from', '0001-01-01') <= %(as_of)s::date::text
        AND coalesce(c.cap ->> 'to', '9999-12-31') >= %(as_of)s::date::text AND {known("u")}
    UNION ALL
    SELECT 'contract value', k.deal_id, k.value, '/contracts/' || k.key || '/value'
    FROM deals_contract k JOIN seen ON seen.deal = k.deal_id
    WHERE k.under_id IS NULL AND {known("k")}
    UNION ALL
    SELECT 'project cost', g.deal, g.amount, '/figures/' || g.key || '/amount' FROM (
        SELECT DISTINCT ON (g.deal_id) g.deal_id AS deal, g.amount, g.key FROM deals_figure g JOIN seen ON seen.deal = g.deal_id
        WHERE g.measure = 'project cost' AND g.amount ->> 'kind' <> 'unknown' AND {known("g")}
        ORDER BY g.deal_id, g.as_of DESC NULLS LAST, g.key) g
)"""


# What entries give is exact; a stated amount has the bounds that are stated.
_OWN = "CASE e.rests_on WHEN 'entries' THEN e.committed ELSE e.{0} END AS {0}"
# What of a period the questions read.
_READ = ", ".join(f"x.{name}" for name in (
    "deal", "facility", "hold", "party", "weight", "basis", "rests_on", "currency", "start", "low", "committed", "high",
    "outstanding", "undrawn", "promised", "net_committed", "net_outstanding", "net_undrawn",
))  # fmt: skip


def counted(*, seen: str, table: str = "deals_exposureperiod", facts: str = FACTS) -> str:
    """`WITH …` up to and including `held`; `table` holds exposure periods, stored ones or those of another day, and
    `facts` gives the rows by which they are grouped."""
    return f"""
WITH RECURSIVE seen AS ({seen}), {facts}, {_RELATED.format(table=table)}, twice AS ({_TWICE}), live AS (
    SELECT {_READ} FROM {table} x JOIN seen ON seen.deal = x.deal WHERE {_ON_DAY} AND x.deal NOT IN (SELECT deal FROM twice)
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
), unstated AS (
    SELECT l.deal, l.facility, l.weight, l.basis, l.currency FROM live l WHERE l.rests_on = 'unstated'
        AND NOT EXISTS (SELECT FROM whole w WHERE w.facility = l.facility)
), held AS (
    SELECT e.deal, e.facility, e.hold, e.party, e.weight, e.basis, e.currency, {_OWN.format("low")},
        e.committed AS point, {_OWN.format("high")}, e.outstanding, e.undrawn,
        coalesce(e.net_committed, e.committed) AS net_point, coalesce(e.net_outstanding, e.outstanding) AS net_outstanding,
        coalesce(e.net_undrawn, e.undrawn) AS net_undrawn
    FROM live e LEFT JOIN (SELECT DISTINCT hold FROM live WHERE rests_on = 'entries' AND weight = 'committed') b ON b.hold = e.hold
    WHERE e.hold IS NOT NULL AND (e.rests_on = 'entries' OR e.rests_on = 'stated' AND b.hold IS NULL)
)
"""


# A facility's amount less its holds, where all have points; one row a facility that is counted with a weight. A hold that
# is known without any amount leaves nothing to compute. All by joins: a list to look in is no longer hashed once it is large;
# and of the few holds without any it is asked last (OFFSET) whether they are known.
REMAINDER = f"""
SELECT r.*, CASE WHEN r.point IS NULL OR r.without > 0 OR r.others > 0 OR bare.facility IS NOT NULL THEN NULL
    ELSE r.point - coalesce(r.named, 0) END AS remainder
FROM (SELECT w.deal, w.facility, w.weight, w.currency, w.point, sum(d.point) FILTER (WHERE d.currency = w.currency) AS named,
        count(d.hold) FILTER (WHERE d.point IS NULL) AS without, count(d.hold) FILTER (WHERE d.currency <> w.currency) AS others
    FROM whole w LEFT JOIN held d ON d.facility = w.facility AND d.weight = w.weight GROUP BY 1, 2, 3, 4, 5) r
LEFT JOIN (SELECT DISTINCT h.facility_id AS facility FROM (SELECT h.id, h.facility_id FROM deals_hold h
        JOIN seen ON seen.deal = h.deal_id LEFT JOIN held d ON d.hold = h.id WHERE d.hold IS NULL OFFSET 0) h
    WHERE {known("h")}) bare ON bare.facility = r.facility
"""
