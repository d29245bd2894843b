"""S9: exposure by lender and facets with counts over all visible deals on any day, against hand-written SQL and the ledger."""

from __future__ import annotations

from collections import defaultdict
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
_PERIODS = f"""
WITH {_SEEN}, {_RATES}, sums AS (
    SELECT x.party, x.currency, count(DISTINCT x.deal) AS deals, sum(x.committed) AS committed, sum(x.outstanding) AS outstanding,
        sum(x.undrawn) AS undrawn
    FROM deals_exposureperiod x JOIN seen USING (deal)
    WHERE x.start <= %(as_of)s AND x."end" > %(as_of)s AND x.hold IS NOT NULL AND x.rests_on = 'entries' AND x.measure = 'debt'
        AND x.weight = 'committed' GROUP BY 1, 2
)
SELECT p.id::text, p.name, s.currency, s.deals, s.committed, s.outstanding, s.undrawn, s.committed * r.rate, s.outstanding * r.rate,
    s.undrawn * r.rate
FROM sums s JOIN parties_party p ON p.id = s.party LEFT JOIN rate r USING (currency) ORDER BY 2, 1, 3
"""
_LEDGER = f"""
WITH {_SEEN}, {_RATES}, holds AS (
    SELECT e.deal_id, e.hold_id, e.currency, sum(CASE e.kind WHEN 'commitment' THEN e.amount_minor ELSE 0 END) AS committed,
        sum(CASE e.kind WHEN 'drawdown' THEN e.amount_minor WHEN 'repayment' THEN -e.amount_minor ELSE 0 END) AS outstanding,
        sum(CASE e.kind WHEN 'commitment' THEN e.amount_minor WHEN 'drawdown' THEN -e.amount_minor ELSE 0 END) AS undrawn
    FROM deals_ledgerentry e JOIN seen ON seen.deal = e.deal_id WHERE e.value_date <= %(as_of)s GROUP BY 1, 2, 3
), sums AS (
    SELECT h.party_id AS party, holds.currency, count(DISTINCT holds.deal_id) AS deals, sum(committed) AS committed,
        sum(outstanding) AS outstanding, sum(undrawn) AS undrawn
    FROM holds JOIN deals_hold h ON h.id = holds.hold_id GROUP BY 1, 2
)
SELECT p.id::text, p.name, s.currency, s.deals, s.committed, s.outstanding, s.undrawn, s.committed * r.rate, s.outstanding * r.rate,
    s.undrawn * r.rate
FROM sums s JOIN parties_party p ON p.id = s.party LEFT JOIN rate r USING (currency) ORDER BY 2, 1, 3
"""
_FACETS = """
SELECT f.dimension, f.value, count(*) FROM deals_facet f JOIN deals_sheet s USING (deal)
WHERE s.valid_from <= %(today)s AND s.valid_to > %(today)s AND s.compartment = ANY(%(walls)s) AND f.dimension = ANY(%(dimensions)s)
GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
"""
Rows = list[tuple[Any, ...]]


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
        """All three give the same committed, outstanding and undrawn by lender and currency, to the minor unit; and what
        is converted is the same to a tenth of a minor unit a row."""
        from dealtracker.access.walls import as_viewer
        from dealtracker.ids import public_id
        from dealtracker.money import minor_units

        with as_viewer(self.viewer):
            found, hand, ledger = self.groups(), self.periods(), self.ledger()
        ours: dict[tuple[str, str], tuple[Decimal, ...]] = {}
        converted: dict[str, Decimal] = defaultdict(Decimal)
        for group in found["groups"]:
            for line in group["amounts"]:
                if line["basis"] == "entries" and line["weight"] == "committed":
                    scale, key = minor_units(line["currency"]), (group["key"], line["currency"])
                    ours[key] = tuple(Decimal(line[n]).scaleb(scale) for n in ("point", "outstanding", "undrawn"))
                    converted[line["currency"]] += Decimal(line["in_currency"]["point"]) if line["in_currency"] else 0
        for name, rows in (("periods", hand), ("ledger", ledger)):
            theirs = {
                (public_id("party", key), code): tuple(map(Decimal, sums)) for key, _, code, _, *sums, _, _, _ in rows
            }
            if not theirs or theirs != ours:
                raise RuntimeError(f"on {self.values['as_of']} the program's exposure is not that of the {name}")
        whole = {code: sum(Decimal(row[7] or 0) for row in hand if row[2] == code) for code in converted}
        for code, amount in converted.items():
            theirs_major = whole[code].scaleb(-minor_units(code))
            if abs(theirs_major - amount) > Decimal("0.01") * len(hand):
                raise RuntimeError(f"{code} comes to {amount} {CURRENCY}, by hand to {theirs_major}")

    def check_facets(self) -> None:
        from dealtracker.access.walls import as_viewer

        with as_viewer(self.viewer):
            found, hand = self.facets(), self.plain_facets()
        ours = {(name, value): number for name, rows in found.items() for value, number in rows}
        if not ours or ours != {(name, value): number for name, value, number in hand}:
            raise RuntimeError("the counts of the facets are not those of the table")
