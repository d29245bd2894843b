"""The statements that take the periods of `periods.held_periods` from the ledger, for any number of deals at once."""

from __future__ import annotations

from deals.ledger.calc.balances import EFFECTS

_PROMISES = ("commitment", "increase")
_PER_SLOT = "PARTITION BY facility_id, slot, currency"


def _case(arms: dict[str, int]) -> str:
    whens = " ".join(f"WHEN '{kind}' THEN {sign}" for kind, sign in arms.items() if sign)
    return f"CASE e.kind {whens} ELSE 0 END"


def _sum(name: str, moved: str = "") -> str:
    """The signed sum of one running figure, from the table of effects; `moved` is the column that a transfer takes along."""
    effect = _case({kind: getattr(effect, name) for kind, effect in EFFECTS.items()})
    along = f" + {_case({'transfer out': -1, 'transfer in': 1})} * e.{moved}" if moved else ""
    return f"(sum(({effect} * e.amount_minor{along}) * e.sign))::bigint AS {name}"




def _moved(figure: str) -> str:
    """What passes to one participant: the rounded share of all up to it less that of all before it."""
    upto = "div(2 * {}::numeric * {} + committed, 2 * committed)"
    return f"({upto.format('running', figure)} - {upto.format('(running - part)', figure)})::bigint AS {figure}"


_NETTED = ("committed", "outstanding", "undrawn")
_FIGURES = ("committed", "promised", "outstanding", "undrawn", "net_committed", "net_outstanding", "net_undrawn")
# A slot is a hold, or the facility as a whole under its own id. Only slots that take part in a participation look
# at every day of their facility; the others at their own days and the day after the availability period.
_SLOT = ("compartment", "deal", "facility", "hold", "party", "measure", "weight", "basis", "rests_on", "currency", "start", "end")
HELD_COLUMNS, UNDERWRITTEN_COLUMNS = (*_SLOT, *_FIGURES), (*_SLOT, "committed")
HELD = f"""
WITH e AS (
    SELECT l.*, CASE WHEN l.reverses_id IS NULL THEN 1 ELSE -1 END AS sign
    FROM deals_ledgerentry l WHERE l.deal_id = ANY(%(deals)s) AND l.kind <> 'underwriting'
), t AS (
    SELECT facility, last FROM unnest(%(facilities)s::uuid[], %(lasts)s::date[]) AS given(facility, last)
), moves AS (
    SELECT e.facility_id, coalesce(e.hold_id, e.facility_id) AS slot, e.currency, e.value_date AS day,
        {_sum("committed")}, {_sum("drawn", "drawn_minor")}, {_sum("outstanding", "outstanding_minor")},
        sum({_case(dict.fromkeys(_PROMISES, 1))} * e.amount_minor * e.sign)::bigint AS promised
    FROM e GROUP BY GROUPING SETS (
        (e.facility_id, e.currency, e.value_date),
        (e.facility_id, e.currency, e.value_date, e.hold_id))
    HAVING GROUPING(e.hold_id) = 1 OR e.hold_id IS NOT NULL
), pairs AS (
    SELECT e.facility_id, e.counter_id AS grantor, e.hold_id AS participant, e.value_date AS day,
        sum(e.amount_minor * e.sign) AS amount
    FROM e WHERE e.kind = 'participation in' AND e.hold_id IS NOT NULL AND e.counter_id IS NOT NULL GROUP BY 1, 2, 3, 4
), paired AS (
    SELECT facility_id, grantor AS slot FROM pairs UNION SELECT facility_id, participant FROM pairs
), slots AS (
    SELECT facility_id, slot, currency, min(day) AS first FROM moves GROUP BY 1, 2, 3
    UNION ALL
    SELECT m.facility_id, p.slot, m.currency, min(m.day)
    FROM paired p JOIN moves m ON m.facility_id = p.facility_id AND m.slot = p.facility_id
    WHERE NOT EXISTS (SELECT FROM moves o WHERE o.facility_id = p.facility_id AND o.slot = p.slot)
    GROUP BY 1, 2, 3
), grid AS (
    SELECT s.facility_id, s.slot, s.currency, m.day FROM slots s
        JOIN moves m ON m.facility_id = s.facility_id AND m.currency = s.currency AND m.slot = s.slot
    UNION
    SELECT s.facility_id, s.slot, s.currency, m.day FROM slots s JOIN paired USING (facility_id, slot)
        JOIN moves m ON m.facility_id = s.facility_id AND m.currency = s.currency AND m.slot = s.facility_id
    UNION
    SELECT s.facility_id, s.slot, s.currency, t.last + 1 FROM slots s JOIN t ON t.facility = s.facility_id
        LEFT JOIN paired p ON p.facility_id = s.facility_id AND p.slot = s.slot
        WHERE s.first <= t.last OR p.slot IS NOT NULL
), running AS (
    SELECT g.facility_id, g.slot, g.currency, g.day, f.revolving, t.last,
        sum(coalesce(m.committed, 0)) OVER w AS committed, sum(coalesce(m.drawn, 0)) OVER w AS drawn,
        sum(coalesce(m.outstanding, 0)) OVER w AS outstanding, sum(coalesce(m.promised, 0)) OVER w AS promised
    FROM grid g JOIN deals_facility f ON f.id = g.facility_id LEFT JOIN t ON t.facility = g.facility_id
    LEFT JOIN moves m ON m.facility_id = g.facility_id AND m.currency = g.currency AND m.day = g.day
        AND m.slot = g.slot
    WINDOW w AS (PARTITION BY g.facility_id, g.slot, g.currency ORDER BY g.day)
), gross AS (
    SELECT facility_id, slot, currency, day, committed, promised, outstanding,
        CASE WHEN day > last THEN 0 WHEN revolving THEN greatest(committed - outstanding, 0) ELSE committed - drawn END AS undrawn
    FROM running
), shares AS (
    SELECT g.facility_id, g.currency, g.day, g.slot AS grantor, p.participant, sum(p.amount) AS part,
        g.committed, g.outstanding, g.undrawn
    FROM gross g JOIN pairs p ON p.facility_id = g.facility_id AND p.grantor = g.slot AND p.day <= g.day
    WHERE g.committed > 0 GROUP BY 1, 2, 3, 4, 5, 7, 8, 9
), summed AS (
    SELECT *, sum(part) OVER (PARTITION BY facility_id, currency, day, grantor ORDER BY participant) AS running FROM shares
), moved AS (
    SELECT facility_id, currency, day, grantor, participant, {", ".join(map(_moved, _NETTED))} FROM summed
), shifts AS (
    SELECT facility_id, currency, day, slot, {", ".join(f"sum({n})::bigint AS {n}" for n in _NETTED)} FROM (
        SELECT facility_id, currency, day, grantor AS slot, {", ".join(f"-{n} AS {n}" for n in _NETTED)} FROM moved
        UNION ALL SELECT facility_id, currency, day, participant, {", ".join(_NETTED)} FROM moved) both_ways
    GROUP BY 1, 2, 3, 4
), held AS (
    SELECT g.facility_id, g.slot, g.currency, g.day, g.committed, g.promised, g.outstanding, g.undrawn,
        {", ".join(f"g.{n} + coalesce(x.{n}, 0) AS net_{n}" for n in _NETTED)}
    FROM gross g LEFT JOIN shifts x ON x.facility_id = g.facility_id AND x.currency = g.currency AND x.day = g.day
        AND x.slot = g.slot
), marked AS (
    SELECT *, {" OR ".join(f"{n} <> coalesce(lag({n}) OVER w, 0)" for n in _FIGURES)} AS moves
    FROM held WINDOW w AS ({_PER_SLOT} ORDER BY day)
), kept AS (
    SELECT *, coalesce(lead(day) OVER ({_PER_SLOT} ORDER BY day), '9999-12-31') AS stop FROM marked WHERE moves
)
SELECT f.compartment_id, f.deal_id, k.facility_id, h.id, h.party_id, f.measure, 'committed', 'entries', 'entries',
    k.currency, k.day, k.stop, {", ".join(f"k.{n}" for n in _FIGURES)}
FROM kept k JOIN deals_facility f ON f.id = k.facility_id LEFT JOIN deals_hold h ON h.id = k.slot
"""
UNDERWRITTEN = f"""
WITH moves AS (
    SELECT l.facility_id, l.hold_id AS slot, l.currency, l.value_date AS day,
        sum(l.amount_minor * CASE WHEN l.reverses_id IS NULL THEN 1 ELSE -1 END) AS amount
    FROM deals_ledgerentry l
    WHERE l.deal_id = ANY(%(deals)s) AND l.kind = 'underwriting' AND l.hold_id IS NOT NULL GROUP BY 1, 2, 3, 4
), kept AS (
    SELECT *, sum(amount) OVER w AS total, coalesce(lead(day) OVER w, '9999-12-31') AS stop
    FROM moves WHERE amount <> 0 WINDOW w AS ({_PER_SLOT} ORDER BY day)
)
SELECT f.compartment_id, f.deal_id, k.facility_id, h.id, h.party_id, f.measure, 'possible', 'entries', 'entries', k.currency,
    k.day, k.stop, k.total
FROM kept k JOIN deals_facility f ON f.id = k.facility_id JOIN deals_hold h ON h.id = k.slot
"""
