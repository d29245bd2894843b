"""Stakes around some parties as values, as one reader or one compartment sees them, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from dealtracker.access.rules import PUBLIC
from dealtracker.evidence.models import Claim
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.standing import standing_for, standings
from dealtracker.evidence.rules.values import StandingRow
from dealtracker.money import Amount, AmountError
from parties.ownership.calc import Bounds, StakeValue
from parties.ownership.models import Lineage, Stake
from parties.register.models import Party
from parties.register.queries import resolve_for

# Direction: "up" follows owned → owner, "down" the other way. Records judged to be one are walked as one.
_NEAR = """
WITH RECURSIVE near(id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT next.id FROM near CROSS JOIN LATERAL (
        SELECT {to} AS id FROM parties_stake WHERE {at} = near.id AND compartment_id = ANY(%s::uuid[])
        UNION ALL
        SELECT CASE WHEN a_id = near.id THEN b_id ELSE a_id END FROM parties_mergejudgement
        WHERE near.id IN (a_id, b_id) AND verdict = 'same' AND undone_at IS NULL AND compartment_id = ANY(%s::uuid[])
    ) AS next
)
SELECT id FROM near
"""
_UP = _NEAR.format(at="owned_id", to="owner_id")
_DOWN = _NEAR.format(at="owner_id", to="owned_id")
_STAKE = ("id", "owner", "owned", "share", "kind", "direct", "start", "end")


@dataclass(frozen=True)
class Book:
    """Stakes between the records that stand, the compartment of each stake, and who stands for whom."""

    stakes: tuple[StakeValue, ...]
    stands: dict[UUID, UUID]

    def standing(self, party: UUID) -> UUID:
        return self.stands.get(party, party)


@dataclass(frozen=True)
class LineageValue:
    """A stored lineage row: an ultimate parent and the way to it, or a ring where `ultimate` is None."""

    party: UUID
    ultimate: UUID | None
    basis: str
    path: tuple[UUID, ...]
    stakes: tuple[UUID, ...]
    owns: Bounds
    start: date
    end: date


def owners_above(parties: Iterable[UUID], *, walls: Collection[UUID]) -> set[UUID]:
    """These parties and everybody above them on any date."""
    return _near(_UP, parties, walls)


def owned_below(parties: Iterable[UUID], *, walls: Collection[UUID]) -> set[UUID]:
    """These parties and everybody below them on any date."""
    return _near(_DOWN, parties, walls)


def load_book(parties: Collection[UUID], *, walls: Collection[UUID], known_on: date) -> Book:
    """The stakes into these parties that were known by then, with the share and certainty that stood on that day.

    Stakes that nobody stated, entered by hand, are always known. Owners and owned are the records that stand.
    """
    found = list(Stake.rows.filter(owned__in=parties, compartment__in=walls).order_by("pk").values_list(*_STAKE))
    rows = _standings({row[2] for row in found}, "stake")
    stands = resolve_for({*parties, *(row[1] for row in found)}, walls=walls)
    stakes = (_stake(row, rows, known_on) for row in found)
    kept = (
        replace(stake, owner=stands[stake.owner], owned=stands[stake.owned])
        for stake in stakes
        if stake and stands[stake.owner] != stands[stake.owned]
    )
    return Book(tuple(kept), stands)


def headquarters(parties: Collection[UUID], *, known_on: date) -> dict[UUID, tuple[str, ...]]:
    """Party → its headquarters as known on a day: the one that stood first, then others that somebody states by then.

    A headquarters entered by hand, of which nobody states anything, is always known; one that is stated is known from the
    first publication that states it.
    """
    stored = dict(Party.rows.filter(pk__in=parties).values_list("pk", "hq_country"))
    rows = _standings(set(parties), "party")
    found = {key: _stood(rows, key, hq, known_on) for key, hq in stored.items()}
    claims = Claim.rows.filter(
        target__in=parties, field="hq_country", state=Claim.State.ACCEPTED, stance=Claim.Stance.ASSERTS,
        source__withdrawn_on=None, source__published_to__lte=known_on,
    ).exclude(relation=Claim.Relation.EARLIER_STATE)  # fmt: skip
    for key, value in claims.order_by("recorded_at", "pk").values_list("target", "value"):
        if key in found and isinstance(value, str) and len(value) == 2 and value not in found[key]:
            found[key] = (*found[key], value)
    return found


def _stood(rows: dict[UUID, list[StandingRow]], party: UUID, stored: str, known_on: date) -> tuple[str, ...]:
    stated = {row.value for row in rows.get(party, ()) if row.field == "hq_country"}
    by_hand = (stored,) if stored and stored not in stated else ()
    stood = standing_for(rows, target=party, field="hq_country", known_on=known_on) if stated else None
    is_known = stood is not None and stood.field == "hq_country" and stood.certainty != "withdrawn"
    return (*by_hand, stood.value) if stood and is_known and isinstance(stood.value, str) else by_hand


def lineages(parties: Collection[UUID], *, as_of: date, wall: UUID = PUBLIC) -> dict[UUID, list[LineageValue]]:
    """Stored lineages that hold on a day, as the compartment sees them; a party of which none is known is absent.

    Ask with ids that stand (see parties.register.queries.resolve_for). One statement.
    """
    rows: dict[UUID, dict[UUID, list[Lineage]]] = defaultdict(lambda: defaultdict(list))
    held = Lineage.rows.filter(party__in=parties, compartment__in={PUBLIC, wall}, start__lte=as_of, end__gt=as_of)
    for row in held.order_by("id"):
        rows[row.party][row.compartment].append(row)
    chosen = {party: walls.get(wall) or walls.get(PUBLIC, []) for party, walls in rows.items()}
    told = {party: [_lineage(row) for row in found if row.basis != "none known"] for party, found in chosen.items()}
    return {party: found for party, found in told.items() if found}


def _lineage(row: Lineage) -> LineageValue:
    return LineageValue(
        row.party, row.ultimate, row.basis, tuple(row.path), tuple(row.stakes), Bounds(Decimal(row.low), Decimal(row.high)),
        row.start, row.end,
    )  # fmt: skip


def _near(sql: str, parties: Iterable[UUID], walls: Collection[UUID]) -> set[UUID]:
    inside = sorted(walls)
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(set(parties)), inside, inside])
        return {key for (key,) in cursor}


def _standings(subjects: set[UUID], kind: str) -> dict[UUID, list[StandingRow]]:
    found: dict[UUID, list[StandingRow]] = defaultdict(list)
    for evidence in evidence_of(subjects).values():
        for row in standings(evidence):
            if row.target_kind == kind:
                found[row.target].append(row)
    return found


def _stake(cells: tuple[Any, ...], rows: dict[UUID, list[StandingRow]], known_on: date) -> StakeValue | None:
    stake = StakeValue(*cells)
    if stake.id not in rows:
        return stake
    stood = standing_for(rows, target=stake.id, field="share", known_on=known_on)
    if stood is None:
        return None
    share = _share(stood.value) if stood.field == "share" else None
    return replace(stake, certainty=stood.certainty, share=share or stake.share)


def _share(value: object) -> Amount | None:
    try:
        return Amount.from_json(value)
    except AmountError:
        return None
