"""All that waits of one financing, accepted at once: what a person must choose or weigh is left waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from deals.actions.review import Decision, ReviewRefused, accept_claim
from deals.pages.review.deals import Placed, placed, read_rows, standing
from deals.reports.proposals import Beside, Row, who_is_meant
from dealtracker.evidence.models import Source

_FIRST = "facility.amount"  # the loan's row: its margin, its term and what secures it need it
_OF_THE_DEAL = ("facility.", "hardware.", "site.", "event.", "contract.")  # told once of a deal, or the text differs


def accept_whole(request: HttpRequest, source: Source, place: str, *, today: date) -> tuple[int, int]:
    """(accepted, left waiting) of the financing at `place`, which has its deal; raises ReviewRefused where it has none."""
    rows = read_rows(request, source)
    one = next((each for each in placed(request, source, rows) if each.name == place), None)
    if one is None or one.deal is None:
        raise ReviewRefused("choose the deal that it goes to, or enter a new one, first", field="deal")
    named = who_is_meant(rows, viewer=request.viewer, wall=source.compartment_id)
    waiting = sum(row.state == "proposed" for row in one.told.rows)
    accepted = sum(_accepted(row, decision, request, today) for row, decision in _decisions(one, named, standing(request, [one])))
    return accepted, waiting - accepted


def _decisions(
    one: Placed, named: Mapping[str, Sequence[tuple[UUID, str]]], stands: Mapping[UUID, Beside]
) -> Iterator[tuple[Row, Decision]]:
    """What can be decided without a person's choice: the party is one that is known, and nothing tells otherwise."""
    assert one.deal is not None
    waiting = sorted((row for row in one.told.rows if row.state == "proposed"), key=lambda row: row.proposed.read != _FIRST)
    told = Counter(row.proposed.read for row in waiting if row.proposed.read.startswith(_OF_THE_DEAL))
    for row in waiting:
        who = named.get(row.proposed.party, ()) if row.proposed.names_a_party else ()
        contested = row.id in stands and stands[row.id].relation == "contradicts"
        if contested or told[row.proposed.read] > 1 or (row.proposed.names_a_party and len(who) != 1):
            continue
        yield row, Decision(deal=one.deal[0], party=who[0][0] if who else None)


def _accepted(row: Row, decision: Decision, request: HttpRequest, today: date) -> bool:
    try:
        accept_claim(claim=row.id, decision=decision, viewer=request.viewer, today=today)
    except ReviewRefused:
        return False  # what it lacks is said when the person comes to it
    return True
