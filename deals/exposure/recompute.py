"""Replace the exposure periods of a set of deals: from entries by one statement, from stated amounts by `calc`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg2.extras import execute_values

from deals.ledger.calc.balances import EFFECTS

_COLUMNS = (
    "compartment", "deal", "facility", "hold", "party", "measure", "weight", "basis", "currency", "start", '"end"', "low",
    "committed", "high", "outstanding", "undrawn",
)  # fmt: skip
# Columns that are never null.
_STATED = ("compartment", "deal", "facility", "measure", "weight", "basis", "currency", "start", '"end"')


def _effect(name: str, extra: str = "") -> str:
    """The signed sum of one running figure, from the table of effects."""
    arms = [f"WHEN '{kind}' THEN {getattr(effect, name)}" for kind, effect in EFFECTS.items() if getattr(effect, name)]
    return f"(CASE e.kind {' '.join(arms)} ELSE 0 END * e.amount_minor{extra}) * CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END"


# A transfer takes its drawn and outstanding parts along, out of one hold and into the other.
_MOVED = " + CASE e.kind WHEN 'transfer out' THEN -1 WHEN 'transfer in' THEN 1 ELSE 0 END * e.{}_minor"
_ENTRIES = f"""
WITH moves AS (
    SELECT e.compartment_id, e.deal_id, e.facility_id, e.hold_id, e.currency, e.value_date,
        sum({_effect("committed")})::bigint AS committed,
        sum({_effect("drawn", _MOVED.format("drawn"))})::bigint AS drawn,
        sum({_effect("outstanding", _MOVED.format("outstanding"))})::bigint AS outstanding
    FROM deals_ledgerentry e WHERE e.deal_id = ANY(%(deals)s)
    GROUP BY GROUPING SETS (
        (e.compartment_id, e.deal_id, e.facility_id, e.currency, e.value_date),
        (e.compartment_id, e.deal_id, e.facility_id, e.hold_id, e.currency, e.value_date))
    HAVING GROUPING(e.hold_id) = 1 OR e.hold_id IS NOT NULL
), running AS (
    SELECT compartment_id, deal_id, facility_id, hold_id, currency, value_date AS start,
        coalesce(lead(value_date) OVER w, '9999-12-31') AS stop,
        (sum(committed) OVER w)::bigint AS committed, (sum(drawn) OVER w)::bigint AS drawn,
        (sum(outstanding) OVER w)::bigint AS outstanding
    FROM moves WHERE committed <> 0 OR drawn <> 0 OR outstanding <> 0
    WINDOW w AS (PARTITION BY deal_id, facility_id, hold_id, currency ORDER BY value_date)
)
INSERT INTO fresh
SELECT r.compartment_id, r.deal_id, r.facility_id, r.hold_id, h.party_id, f.measure, 'committed', 'entries', r.currency,
    r.start, r.stop, NULL, r.committed, NULL, r.outstanding,
    CASE WHEN f.revolving THEN r.committed - r.outstanding ELSE r.committed - r.drawn END
FROM running r JOIN deals_facility f ON f.id = r.facility_id LEFT JOIN deals_hold h ON h.id = r.hold_id
"""


def rebuild(stated: Sequence[tuple[Any, ...]], *, deals: Iterable[UUID]) -> None:
    """Make the stored periods of `deals` equal to entries plus `stated` rows (in the order of the columns)."""
    ids, names = sorted(set(deals)), ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE fresh ON COMMIT DROP AS SELECT {names} FROM deals_exposureperiod WITH NO DATA"
        )
        cursor.execute(_ENTRIES, {"deals": ids})
        if stated:
            execute_values(cursor.cursor, f"INSERT INTO fresh ({names}) VALUES %s", stated, page_size=500)
        # Equal on plain columns first, so that the two sets meet by hash; the rest is compared null by null.
        same = " AND ".join(f"f.{c} {'=' if c in _STATED else 'IS NOT DISTINCT FROM'} t.{c}" for c in _COLUMNS)
        cursor.execute(
            f"DELETE FROM deals_exposureperiod t WHERE deal = ANY(%s) AND NOT EXISTS (SELECT FROM fresh f WHERE {same})",
            [ids],
        )
        cursor.execute(
            f"INSERT INTO deals_exposureperiod ({names}) SELECT {names} FROM fresh f WHERE NOT EXISTS"
            f" (SELECT FROM deals_exposureperiod t WHERE t.deal = ANY(%s) AND {same}) ON CONFLICT DO NOTHING",
            [ids],
        )
        cursor.execute("DROP TABLE fresh")
