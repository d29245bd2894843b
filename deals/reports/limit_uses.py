"""How much of each limit is used: a statement for each team, dimension, measure and figure that limits ask about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from deals.exposure.counted import known
from deals.exposure.dimensions import DIMENSIONS, LENDER, LENDERS, lenders, parents
from deals.ledger.calc.rounding import from_units
from deals.ledger.fx import Converter
from deals.limits.calc import Part, Use, used
from deals.limits.models import Limit
from deals.reports.exposure_question import Question
from dealtracker.access.rules import PUBLIC, Viewer

# figure → (what is at least known of a part, what it can be at most, None where that has no bound)
_BOUNDS = {
    "committed": ("coalesce({net}point, low)", "coalesce({net}point, high)"),
    "outstanding": ("{net}outstanding", "{net}outstanding"),
    "exposure": ("{net}outstanding + {net}undrawn", "{net}outstanding + {net}undrawn"),
}
_SUMS = """SELECT key, basis, currency, count(*), count(coalesce({least}, {most})), sum({least}), sum({most}),
    count(*) FILTER (WHERE {least} IS NOT NULL AND {most} IS NULL)
FROM keyed WHERE key = ANY(%(keys)s) AND weight = 'committed' GROUP BY 1, 2, 3"""
# A facility without any figure is a part that nothing is known of.
_FIGURES = ("point", "low", "high", "outstanding", "undrawn", "net_point", "net_outstanding", "net_undrawn")
_STANDS = """(SELECT deal, facility, weight, basis, currency FROM whole
    UNION ALL SELECT deal, facility, weight, basis, currency FROM unstated)"""
_WHOLE = f"""
, keyed AS (
    SELECT DISTINCT b.key, w.* FROM (
        SELECT deal, facility, weight, basis, currency, {", ".join(_FIGURES[:5])} FROM whole
        UNION ALL SELECT deal, facility, weight, basis, currency{", NULL" * 5} FROM unstated) w
    JOIN ({{belongs}}) b ON b.deal = w.deal AND (b.facility IS NULL OR b.facility = w.facility)
)
"""
# So is who is named as a lender of what is committed, without any figure of its own.
_NAMED = "SELECT n.deal, n.facility, n.party::text AS key FROM named n"
_HELD = f"""
, named AS (
    SELECT r.deal, r.facility, r.party FROM role_seen r WHERE r."group" = 'money' AND r.status = 'active'
    UNION SELECT h.deal_id, h.facility_id, h.party_id FROM deals_hold h JOIN seen ON seen.deal = h.deal_id
    WHERE h.party_id IS NOT NULL AND NOT EXISTS (SELECT FROM held d WHERE d.hold = h.id) AND {known("h")}
), told AS (
    SELECT b.key, d.* FROM held d JOIN ({{belongs}}) b ON b.facility = d.hold
), keyed AS (
    SELECT key, weight, basis, currency, {", ".join(_FIGURES)} FROM told
    UNION ALL SELECT b.key, b.weight, b.basis, b.currency{", NULL" * len(_FIGURES)} FROM (
        SELECT DISTINCT n.key, w.* FROM ({{named}}) n
        JOIN {_STANDS} w ON w.deal = n.deal AND (n.facility IS NULL OR w.facility = n.facility)
        WHERE n.key = ANY(%(keys)s) AND NOT EXISTS (SELECT FROM told t
            WHERE t.key = n.key AND t.deal = n.deal AND (n.facility IS NULL OR t.facility = w.facility))) b
)
"""
Asked = tuple[UUID, str, str, str]


@dataclass(frozen=True)
class Days:
    """The day in the world, the day as known, and today."""

    as_of: date
    known_on: date
    today: date


def limit_uses(*, limits: Iterable[Limit], days: Days, invented: bool = False) -> dict[UUID, Use]:
    """Limit → what stands against it, as its own compartment sees the deals; the caller's walls must hold that compartment.

    A limit asks for the whole of what is committed under one key, so the bases of its parts are added here, and only here;
    amounts in other currencies are converted at the day's rate, and a currency without one is named.
    """
    groups: dict[Asked, list[Limit]] = defaultdict(list)
    for limit in limits:
        groups[limit.compartment_id, limit.dimension, limit.measure, limit.figure].append(limit)
    found: dict[UUID, Use] = {}
    prepared: dict[UUID, None] = {}
    for asked in sorted(groups):
        found |= _of_group(asked, groups[asked], days, invented, prepared)
    return found


def _of_group(
    asked: Asked, limits: list[Limit], days: Days, invented: bool, prepared: dict[UUID, None]
) -> dict[UUID, Use]:
    wall, dimension, _, figure = asked
    question = team_question(limits[0], days, invented)
    if wall not in prepared:
        prepared.clear()
        question.prepare()
        prepared[wall] = None
    return {key: used(parts) for key, parts in limit_parts(question, dimension, figure, limits).items()}


def team_question(limit: Limit, days: Days, invented: bool = False) -> Question:
    """What the limit's own compartment sees of the book on the days."""
    team = Viewer(name="limits", walls=frozenset({PUBLIC, limit.compartment_id}))
    return Question(team, days.as_of, days.today, days.known_on, limit.measure, invented)


def limit_parts(question: Question, dimension: str, figure: str, limits: Iterable[Limit]) -> dict[UUID, Iterable[Part]]:
    """Limit → its parts by basis and currency, for limits that ask for one figure of one dimension; `question` is prepared."""
    asked = list(limits)
    rows = question.ask(_statement(dimension, figure), keys=[limit.key for limit in asked])
    by_key: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *cells in rows:
        by_key[key].append(tuple(cells))
    return {limit.pk: _parts(by_key[limit.key], limit.currency, question.as_of) for limit in asked}


def least_of(dimension: str, figure: str) -> tuple[str, ...]:
    """What a limit counts of each part: the first of these that is known."""
    net = _net(dimension, figure)
    return {
        "committed": (f"{net}point", "low"), "outstanding": (f"{net}outstanding",), "exposure": (f"{net}exposure",),
    }[figure.removeprefix("net ")]  # fmt: skip


def _net(dimension: str, figure: str) -> str:
    return "net_" if dimension in LENDERS and figure.startswith("net ") else ""


def _statement(dimension: str, figure: str) -> str:
    is_held, net = dimension in LENDERS, _net(dimension, figure)
    least, most = (bound.format(net=net) for bound in _BOUNDS[figure.removeprefix("net ")])
    if is_held:
        named = _NAMED if dimension == LENDER else parents(_NAMED)
        keyed = _HELD.format(belongs=lenders(dimension), named=named)
    else:
        keyed = _WHOLE.format(belongs=DIMENSIONS[dimension].sql)
    return keyed + _SUMS.format(least=least, most=most)


def _parts(rows: list[tuple[Any, ...]], currency: str, day: date) -> Iterable[Part]:
    converter = Converter.on(day, currency, {row[1] for row in rows})
    for basis, code, parts, counted, least, most, unbounded in rows:
        low, high = (
            None if sum_ is None else converter.convert(from_units(int(sum_), code), code) for sum_ in (least, most)
        )
        yield Part(basis, code, parts, counted, low, None if unbounded else high)
