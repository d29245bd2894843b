"""S9: exposure by lender and facets with counts over all visible deals on any day, against hand-written SQL and the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from benchmarks.measure import Ratio, in_turn, seconds
from benchmarks.scenarios.deal_list import sign_in

NAME, CURRENCY = "S9", "USD"
# Conversion through the euro at the last rate of the week, as the program does it.
_RATES = """rates AS (
    SELECT DISTINCT ON (currency) currency, per_eur FROM deals_fxrate
    WHERE day <= %(as_of)s AND day >= %(as_of)s::date - 7 AND currency <> 'EUR' ORDER BY currency, day DESC
), rate AS (
    SELECT r.currency, u.per_eur / r.per_eur AS rate FROM (SELECT * FROM rates UNION ALL SELECT 'EUR', 1) r,
        (SELECT * FROM rates UNION ALL SELECT 'EUR', 1) u WHERE u.currency = %(currency)s
)"""
_SEEN = """seen AS (SELECT s.deal FROM deals_sheet s WHERE s.valid_from <= %(today)s AND s.valid_to > %(today)s
    AND s.compartment = ANY(%(walls)s))"""
_STORED = """
    SELECT x.deal, x.facility, x.hold, x.party, x.weight, x.basis, x.rests_on, x.currency, x.low, x.committed, x.high,
        x.outstanding, x.undrawn, x.promised, x.net_committed, x.net_outstanding, x.net_undrawn
    FROM deals_exposureperiod x JOIN seen USING (deal)
    WHERE x.start <= %(as_of)s AND x."end" > %(as_of)s AND x.measure = 'debt'"""
# What sources state stands in stored periods alone; all else is summed from the entries. This book has no participations.
_SUMMED = f"""{_STORED} AND x.rests_on <> 'entries'
    UNION ALL SELECT e.deal_id, e.facility_id, e.hold_id, e.party_id, 'committed', 'entries', 'entries', e.currency, NULL,
        e.committed, NULL, e.outstanding, e.undrawn, e.committed, e.committed, e.outstanding, e.undrawn FROM (
        SELECT e.deal_id, e.facility_id, e.hold_id, h.party_id, e.currency,
            sum(CASE e.kind WHEN 'commitment' THEN e.amount_minor ELSE 0 END) AS committed,
            sum(CASE e.kind WHEN 'drawdown' THEN e.amount_minor WHEN 'repayment' THEN -e.amount_minor ELSE 0 END) AS outstanding,
            sum(CASE e.kind WHEN 'commitment' THEN e.amount_minor WHEN 'drawdown' THEN -e.amount_minor ELSE 0 END) AS undrawn
        FROM deals_ledgerentry e JOIN seen ON seen.deal = e.deal_id JOIN deals_hold h ON h.id = e.hold_id
        WHERE e.value_date <= %(as_of)s
        GROUP BY GROUPING SETS ((e.deal_id, e.facility_id, e.hold_id, h.party_id, e.currency),
            (e.deal_id, e.facility_id, e.currency))) e"""
# The whole question by hand, for a book in which no deal is part of another and no balance is reported: by lender with each
# figure, its bounds and its conversion; who is named as a lender in how many deals; how much is known of it all; and what
# lies beyond the named holds. What entries tell stands in the place of what is stated for the same hold, and of a facility
# once they tell of all of it.
_NUMBERS = 25
_MONEY = ("point", "low", "high", "outstanding", "undrawn", "exposure", "net_point", "net_outstanding", "net_undrawn")
_QUESTION = f"""
WITH {_SEEN}, {_RATES}, live AS ({{live}}
), facility AS (
    SELECT deal, facility, bool_or(rests_on = 'entries') AND coalesce(max(promised) >= max(coalesce(committed, high, low))
            FILTER (WHERE rests_on = 'stated'), true) AS complete,
        max(weight) FILTER (WHERE rests_on = 'stated') AS weight, max(currency) AS currency,
        max(committed) FILTER (WHERE rests_on = 'entries') AS booked, max(committed) FILTER (WHERE rests_on = 'stated') AS stated,
        max(coalesce(committed, low, high)) FILTER (WHERE rests_on = 'stated') AS known
    FROM live WHERE hold IS NULL GROUP BY deal, facility
), whole AS (
    SELECT deal, facility, currency, CASE WHEN complete THEN 'committed' ELSE weight END AS weight,
        CASE WHEN complete THEN booked ELSE stated END AS point, CASE WHEN complete THEN booked ELSE known END AS known
    FROM facility
), held AS (
    SELECT h.deal, h.facility, h.hold, h.party, h.weight, h.basis, h.currency, h.committed AS point,
        coalesce(h.low, h.committed) AS low, coalesce(h.high, h.committed) AS high, h.outstanding, h.undrawn,
        coalesce(h.net_committed, h.committed) AS net_point, coalesce(h.net_outstanding, h.outstanding) AS net_outstanding,
        coalesce(h.net_undrawn, h.undrawn) AS net_undrawn
    FROM (SELECT *, bool_or(rests_on = 'entries') OVER (PARTITION BY hold) AS booked FROM live WHERE hold IS NOT NULL) h
    WHERE h.rests_on = 'entries' OR NOT h.booked
), line AS (
    SELECT party, weight, basis, currency, count(DISTINCT facility) AS facilities, count(*) AS rows,
        count(point) AS with_point, count(low) AS with_low, count(high) AS with_high,
        count(outstanding) AS with_outstanding, count(undrawn) AS with_undrawn,
        sum(point) AS point, CASE WHEN count(low) = count(*) THEN sum(low) END AS low,
        CASE WHEN count(high) = count(*) THEN sum(high) END AS high, sum(outstanding) AS outstanding, sum(undrawn) AS undrawn,
        sum(outstanding + undrawn) AS exposure, sum(net_point) AS net_point, sum(net_outstanding) AS net_outstanding,
        sum(net_undrawn) AS net_undrawn
    FROM held GROUP BY party, weight, basis, currency
), taker AS (
    SELECT r.deal_id AS deal, r.party_id AS party FROM deals_role r JOIN seen ON seen.deal = r.deal_id
    WHERE r."group" = 'money' AND r.status = 'active' AND EXISTS (SELECT FROM evidence_standing t WHERE t.target = r.id
        AND t.known_from <= %(today)s AND t.known_to > %(today)s)
), beyond AS (
    SELECT w.weight, w.currency, w.point - coalesce(sum(h.point) FILTER (WHERE h.currency = w.currency), 0) AS amount,
        count(h.hold) FILTER (WHERE h.point IS NULL OR h.currency <> w.currency) AS unknown
    FROM whole w LEFT JOIN held h ON h.facility = w.facility AND h.weight = w.weight
    GROUP BY w.facility, w.weight, w.currency, w.point
)
SELECT 'line', p.id::text, p.name, l.weight, l.basis, l.currency, l.facilities, l.rows, l.with_point, l.with_low, l.with_high,
    l.with_outstanding, l.with_undrawn, {", ".join(f"l.{name}" for name in _MONEY)},
    {", ".join(f"l.{name} * r.rate" for name in _MONEY)}
FROM line l JOIN parties_party p ON p.id = l.party LEFT JOIN rate r USING (currency)
UNION ALL SELECT 'named', p.id::text, p.name, NULL, NULL, NULL, greatest(t.deals, h.deals){", NULL" * (_NUMBERS - 1)}
FROM (SELECT party, count(DISTINCT deal) AS deals FROM taker GROUP BY party) t
FULL JOIN (SELECT party, count(DISTINCT deal) AS deals FROM held GROUP BY party) h USING (party)
JOIN parties_party p ON p.id = party
UNION ALL SELECT 'covers', NULL, NULL, NULL, NULL, NULL, (SELECT count(DISTINCT deal) FROM whole WHERE known IS NOT NULL),
    (SELECT count(*) FROM seen), count(*) FILTER (WHERE pointed), count(*){", NULL" * (_NUMBERS - 4)}
FROM (SELECT bool_or(pointed) AS pointed FROM (SELECT deal, party, false AS pointed FROM taker
    UNION ALL SELECT deal, party, point IS NOT NULL FROM held) t GROUP BY deal, party) t
UNION ALL SELECT 'undisclosed', NULL, NULL, b.weight, NULL, b.currency, count(*), count(b.amount) FILTER (WHERE b.unknown = 0),
    sum(b.amount) FILTER (WHERE b.unknown = 0), sum(b.amount * r.rate) FILTER (WHERE b.unknown = 0){", NULL" * (_NUMBERS - 4)}
FROM beyond b LEFT JOIN rate r USING (currency) GROUP BY b.weight, b.currency
ORDER BY 1, 3, 2, 4, 6, 5
"""
_PERIODS, _LEDGER = (_QUESTION.format(live=live) for live in (_STORED, _SUMMED))
_FACETS = """
SELECT f.dimension, f.value, count(*) FROM deals_facet f JOIN deals_sheet s USING (deal)
WHERE s.valid_from <= %(today)s AND s.valid_to > %(today)s AND s.compartment = ANY(%(walls)s) AND f.dimension = ANY(%(dimensions)s)
GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
"""
Rows = list[tuple[Any, ...]]
_COUNTS = ("facilities", "rows", "with_point", "with_low", "with_high", "with_outstanding", "with_undrawn")
# Part of the answer by hand → how many of its numbers are counts and own amounts, and how many are converted.
_PARTS = {"line": (len(_COUNTS) + len(_MONEY), len(_MONEY)), "named": (1, 0), "covers": (4, 0), "undisclosed": (3, 1)}
Told = dict[tuple[Any, ...], tuple[list[Any], list[Decimal | None]]]


def run(rounds: int) -> list[Ratio]:
    """Each side within a transaction of the analyst's, with row-level security; answers compared on every day asked."""
    from django.utils import timezone

    from benchmarks.book.world import LAST_DAY

    sign_in()
    today = timezone.now().date()
    days = [LAST_DAY - timedelta(days=back) for back in (0, 200, 500)]
    asked = [_Asked(today, day) for day in days]
    for one in asked:
        one.check()
    for one in asked[:1]:
        one.check_facets()
    ours, hand, ledger = in_turn(
        lambda: _all(asked, _Asked.groups), lambda: _all(asked, _Asked.periods), lambda: _all(asked, _Asked.ledger),
        rounds=rounds,
    )  # fmt: skip
    facets, plain = in_turn(
        lambda: _all(asked[:1], _Asked.facets), lambda: _all(asked[:1], _Asked.plain_facets), rounds=rounds
    )
    speed, from_ledger = ([1000 / taken for taken in side] for side in (ours, ledger))
    return [
        Ratio(f"{NAME} exposure by lender, three days", ours, hand, "ms", 1.3, False, "hand-written SQL"),
        Ratio(f"{NAME} exposure by lender", tuple(speed), tuple(from_ledger), "/s", 3, True, "from the ledger"),
        Ratio(f"{NAME} facets with counts", facets, plain, "ms", 1.3, False, "hand-written SQL"),
    ]


def _all(asked: list[_Asked], ask: Callable[[_Asked], object]) -> float:
    return sum(one.timed(ask) for one in asked)


class _Asked:
    """One day's questions of the analyst."""

    def __init__(self, today: date, as_of: date) -> None:
        from django.utils import timezone

        from deals.pages.deal_facets import DIMENSIONS
        from dealtracker.access.models import User
        from dealtracker.access.rules import system_viewer
        from dealtracker.access.viewers import viewer_for
        from dealtracker.access.walls import as_viewer

        with as_viewer(system_viewer("benchmark")):
            self.viewer = viewer_for(User.objects.get(username="bench-analyst"), at=timezone.now())
        self.dimensions = tuple(DIMENSIONS)
        self.today = today
        self.values = {
            "as_of": as_of, "today": today, "currency": CURRENCY, "walls": sorted(self.viewer.walls),
            "dimensions": list(self.dimensions),
        }  # fmt: skip

    def timed(self, ask: Callable[[_Asked], object]) -> float:
        from dealtracker.access.walls import as_viewer

        with as_viewer(self.viewer):
            return seconds(lambda: ask(self)) * 1000

    def groups(self) -> Any:
        from deals.reports.exposure_groups import exposure_groups

        return exposure_groups(
            viewer=self.viewer, dimension="lender", as_of=self.values["as_of"], known_on=self.today, today=self.today,
            currency=CURRENCY,
        )  # fmt: skip

    def facets(self) -> Any:
        from deals.reports.deal_facets import deal_facets

        return deal_facets(viewer=self.viewer, day=self.today, filters={}, dimensions=self.dimensions)

    def _rows(self, sql: str) -> Rows:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(sql, self.values)
            return list(cursor.fetchall())

    def periods(self) -> Rows:
        return self._rows(_PERIODS)

    def ledger(self) -> Rows:
        return self._rows(_LEDGER)

    def plain_facets(self) -> Rows:
        return self._rows(_FACETS)

    def check(self) -> None:
        """All three give the same counts, amounts, names, coverage and remainders to the minor unit, and what is converted
        is the same to a minor unit a figure."""
        from dealtracker.access.walls import as_viewer

        with as_viewer(self.viewer):
            found, hand, ledger = self.groups(), self.periods(), self.ledger()
        ours = _told(found)
        for name, rows in (("periods", hand), ("ledger", ledger)):
            theirs = _by_hand(rows)
            if not theirs or {key: own for key, (own, _) in theirs.items()} != {key: own for key, (own, _) in ours.items()}:
                raise RuntimeError(f"on {self.values['as_of']} the program's exposure is not that of the {name}")
            for key, (_, shown) in theirs.items():
                if not all(map(_near, ours[key][1], shown)):
                    raise RuntimeError(f"{key} comes to {ours[key][1]} {CURRENCY}, by hand from the {name} to {shown}")

    def check_facets(self) -> None:
        from dealtracker.access.walls import as_viewer

        with as_viewer(self.viewer):
            found, hand = self.facets(), self.plain_facets()
        ours = {(name, value): number for name, rows in found.items() for value, number in rows}
        if not ours or ours != {(name, value): number for name, value, number in hand}:
            raise RuntimeError("the counts of the facets are not those of the table")


def _near(one: Decimal | None, other: Decimal | None) -> bool:
    """The same to a cent: what is rounded once here is not rounded there."""
    return one is other is None or (one is not None and other is not None and abs(one - other) <= Decimal("0.01"))


def _by_hand(rows: Rows) -> Told:
    from dealtracker.money import minor_units

    told: Told = {}
    for row in rows:
        own, shown = _PARTS[row[0]]
        places, numbers = minor_units(row[5] or CURRENCY), list(row[6 : 6 + own + shown])
        converted = [None if number is None else Decimal(number).scaleb(-places) for number in numbers[own:]]
        told[row[:6]] = numbers[:own], converted
    return told


def _told(found: Any) -> Told:
    """What the program says, by the key and in the order of a row by hand: amounts in minor units, and converted ones."""
    from dealtracker.ids import private_key

    told: Told = {("covers", *[None] * 5): (list(found["covers"].values()), [])}
    for group in found["groups"]:
        key = str(private_key("party", group["key"])), group["name"]
        told["named", *key, None, None, None] = [group["deals"]], []
        for line in group["amounts"]:
            own = [line[count] for count in _COUNTS] + [_minor(line[name], line["currency"]) for name in _MONEY]
            told["line", *key, line["weight"], line["basis"], line["currency"]] = own, _shown(line["in_currency"], _MONEY)
    for rest in found["undisclosed"]:
        own = [rest["facilities"], rest["computable"], _minor(rest["amount"], rest["currency"])]
        told["undisclosed", None, None, rest["weight"], None, rest["currency"]] = own, _shown(rest, ("in_currency",))
    return told


def _minor(amount: str | None, currency: str) -> Decimal | None:
    from dealtracker.money import minor_units

    return None if amount is None else Decimal(amount).scaleb(minor_units(currency))


def _shown(row: Any, names: tuple[str, ...]) -> list[Decimal | None]:
    return [None if row is None or row[name] is None else Decimal(row[name]) for name in names]
