"""One INSERT … SELECT per derived table, from the facts, into empty tables with the same indexes: no Python, no rules.

Each statement makes about the rows that the program makes, by the plainest reading of the facts: a standing for each
claimed field with its sources counted, the stages by window functions, the exposure by running sums over the entries,
a sheet as one JSON of all rows of a deal with its sources. No evidence is weighed and no earlier day is kept.
"""

from __future__ import annotations

from typing import Any

TABLES = (
    "evidence_standing", "deals_stageperiod", "deals_exposureperiod", "deals_sheet", "deals_facet", "deals_searchentry",
)  # fmt: skip

_STAGE = """
SELECT compartment_id, deal_id, occurred::date AS day, id, CASE kind WHEN 'talks began' THEN 'talks'
    WHEN 'mandate' THEN 'marketing' WHEN 'marketing launched' THEN 'marketing' WHEN 'committed' THEN 'committed'
    WHEN 'signed' THEN 'signed' WHEN 'repaid' THEN 'ended' ELSE 'closed' END AS stage
FROM deals_event WHERE kind IN ('talks began', 'mandate', 'marketing launched', 'committed', 'signed', 'closed', 'drawn',
    'syndication closed', 'repaid')
"""
_SIGN = """
sum(CASE kind WHEN 'commitment' THEN amount_minor ELSE 0 END) AS committed,
sum(CASE kind WHEN 'drawdown' THEN amount_minor ELSE 0 END) AS drawn,
sum(CASE kind WHEN 'drawdown' THEN amount_minor WHEN 'repayment' THEN -amount_minor ELSE 0 END) AS outstanding
"""


def _many(table: str, name: str) -> str:
    return f"'{name}', (SELECT jsonb_agg(to_jsonb(t) - 'compartment_id' ORDER BY t.key) FROM {table} t WHERE t.deal_id = d.id)"


_LISTS = ", ".join(
    _many(f"deals_{table}", name)
    for table, name in (
        ("facility", "facilities"), ("role", "roles"), ("hold", "holds"), ("hardwareline", "hardware"), ("event", "events"),
    )
)  # fmt: skip

STATEMENTS = {
    "evidence_standing": """
INSERT INTO floor.evidence_standing (compartment, subject, target_kind, target, field, value, certainty, contested, claim,
    sources, origins, newsrooms, known_from, known_to)
SELECT (array_agg(c.compartment_id))[1], subject, min(target_kind), target, field, (array_agg(c.value))[1], 'reported', '',
    (array_agg(c.id))[1], count(DISTINCT source_id), 1, 1, min(s.published_to), '9999-12-31'
FROM evidence_claim c JOIN evidence_source s ON s.id = c.source_id WHERE c.state = 'accepted'
GROUP BY subject, target, field""",
    "deals_stageperiod": f"""
INSERT INTO floor.deals_stageperiod (compartment, deal, facility, stage, start, "end", start_when, end_when, event)
SELECT DISTINCT ON (e.deal_id, f.id, e.day) e.compartment_id, e.deal_id, f.id, stage, day,
    coalesce(lead(day) OVER (PARTITION BY e.deal_id, f.id ORDER BY day), '9999-12-31'), day::text, '', e.id
FROM ({_STAGE}) e
JOIN (SELECT id, deal_id FROM deals_facility UNION ALL SELECT NULL, id FROM deals_deal) f ON f.deal_id = e.deal_id
ORDER BY e.deal_id, f.id, e.day""",
    "deals_exposureperiod": f"""
INSERT INTO floor.deals_exposureperiod (compartment, deal, facility, hold, party, measure, weight, basis, rests_on, currency, start,
    "end", committed, outstanding, undrawn)
SELECT compartment_id, deal_id, facility_id, hold_id, NULL, 'debt', 'committed', 'entries', 'entries', currency, value_date,
    coalesce(lead(value_date) OVER w, '9999-12-31'), sum(committed) OVER w, sum(outstanding) OVER w,
    sum(committed - drawn) OVER w
FROM (SELECT compartment_id, deal_id, facility_id, hold_id, currency, value_date, {_SIGN} FROM deals_ledgerentry
    GROUP BY GROUPING SETS ((compartment_id, deal_id, facility_id, currency, value_date),
        (compartment_id, deal_id, facility_id, hold_id, currency, value_date))) moves
WINDOW w AS (PARTITION BY deal_id, facility_id, hold_id, currency ORDER BY value_date)""",
    "deals_sheet": f"""
INSERT INTO floor.deals_sheet (compartment, deal, valid_from, valid_to, revision, digest, body, brief, title, stage,
    certainty, amount_sort, announced, last_report, known_from)
SELECT compartment_id, id, current_date, '9999-12-31', revision, md5(told), convert_to(told, 'UTF8'),
    convert_to(left(told, 1500), 'UTF8'), title, '', 'reported', -1, '1900-01-01', '1900-01-01', '2020-01-01'
FROM (SELECT d.*, jsonb_build_object('deal', to_jsonb(d), {_LISTS}, 'sources', (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.key)
    FROM evidence_source s WHERE s.id IN (SELECT source_id FROM evidence_claim WHERE subject = d.id)),
    'parties', (SELECT jsonb_agg(to_jsonb(p)) FROM parties_party p
        WHERE p.id IN (SELECT party_id FROM deals_role WHERE deal_id = d.id)))::text AS told FROM deals_deal d) sheets""",
    "deals_facet": """
INSERT INTO floor.deals_facet (compartment, deal, dimension, value)
SELECT compartment_id, deal_id, 'role.' || role, party_id::text FROM deals_role
UNION SELECT compartment_id, deal_id, 'group.' || "group", party_id::text FROM deals_role
UNION SELECT compartment_id, deal_id, 'party', party_id::text FROM deals_role
UNION SELECT compartment_id, deal_id, 'facility.kind', kind FROM deals_facility
UNION SELECT compartment_id, deal_id, 'currency', amount ->> 'currency' FROM deals_facility
UNION SELECT compartment_id, deal_id, 'site', site_id::text FROM deals_dealsite
UNION SELECT l.compartment_id, deal_id, 'vendor', vendor_id::text FROM deals_hardwareline l
UNION SELECT l.compartment_id, deal_id, 'chip', m.slug FROM deals_hardwareline l JOIN deals_hardwaremodel m ON m.id = l.model_id
UNION SELECT compartment_id, id, 'label', unnest(labels) FROM deals_deal""",
    "deals_searchentry": """
INSERT INTO floor.deals_searchentry (compartment, kind, target, text)
SELECT d.compartment_id, 'deal', d.id, lower(d.title || ' ' || d.external_ref || coalesce((SELECT string_agg(' ' || p.name, '')
    FROM parties_party p WHERE p.id IN (SELECT party_id FROM deals_role WHERE deal_id = d.id)), '')
    || coalesce((SELECT string_agg(' ' || s.publisher || ' ' || s.title, '') FROM evidence_source s
        WHERE s.id IN (SELECT source_id FROM evidence_claim WHERE subject = d.id)), ''))
FROM deals_deal d""",
}  # fmt: skip


# Facts as the statements see them where only some deals are asked for; the rest of what they read is shared.
_OF_DEAL = ("facility", "role", "hold", "hardwareline", "event", "ledgerentry", "dealsite")
PICKED = """
DROP SCHEMA IF EXISTS chosen CASCADE; CREATE SCHEMA chosen; CREATE TABLE chosen.deal (id uuid PRIMARY KEY);
CREATE VIEW chosen.deals_deal AS SELECT * FROM public.deals_deal WHERE id IN (SELECT id FROM chosen.deal);
CREATE VIEW chosen.evidence_claim AS SELECT * FROM public.evidence_claim WHERE subject IN (SELECT id FROM chosen.deal);
""" + "".join(
    f"CREATE VIEW chosen.deals_{name} AS SELECT * FROM public.deals_{name} WHERE deal_id IN (SELECT id FROM chosen.deal);\n"
    for name in _OF_DEAL
)


def pick(cursor: Any, deals: list[str]) -> None:
    """From here on the statements of this connection fill the rows of these deals alone."""
    cursor.execute(PICKED)
    cursor.execute("INSERT INTO chosen.deal SELECT unnest(%s::uuid[])", [deals])
    cursor.execute("ANALYZE chosen.deal; SET search_path = chosen, public")


def drop(cursor: Any) -> None:
    """They take as much room on the disk as the derived tables themselves."""
    cursor.execute("DROP SCHEMA IF EXISTS floor CASCADE")


def make_empty(cursor: Any) -> None:
    """Logged tables like the derived ones, with their indexes and constraints, without rows."""
    drop(cursor)
    cursor.execute("CREATE SCHEMA floor")
    for table in TABLES:
        cursor.execute(f"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)")


def fill(cursor: Any) -> dict[str, int]:
    """The six statements one after another; returns the rows that each wrote."""
    return {table: _run(cursor, STATEMENTS[table]) for table in TABLES}


def _run(cursor: Any, sql: str) -> int:
    cursor.execute(sql)
    return int(cursor.rowcount)
