"""The leaves under one figure of one facility or hold: entries with what each adds, or the claims of a stated value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.exposure import stated
from deals.exposure.periods import Terms, moved_on
from deals.exposure.stated import Report
from deals.ledger.calc.balances import Balance, Entry
from deals.ledger.calc.rounding import from_units
from deals.ledger.models import BalanceReport, Hold, LedgerEntry
from deals.ledger.queries import Booked, booked
from deals.models import Facility
from deals.reports.exposure_question import Question
from deals.reports.why_claims import BOUNDS, stated_leaf
from dealtracker.evidence.models import Standing
from dealtracker.ids import public_id
from dealtracker.money import plain

Row = dict[str, Any]
Leaves = tuple[str, list[Row]]
NET = {"net_point": "point", "net_outstanding": "outstanding", "net_undrawn": "undrawn"}
_LISTS: dict[type, str] = {Hold: "holds", BalanceReport: "balances", Facility: "facilities"}
_RULES = {
    "point": "commitments and increases less cancellations, with transfers",
    "outstanding": "drawdowns and capitalised interest less repayments, prepayments and write-offs, with transfers",
}
_NETTED = "; less what participants stand behind, plus what it stands behind itself"


@dataclass(frozen=True)
class Place:
    """Where a figure stands: one facility, or one hold in it."""

    deal: UUID
    facility: UUID
    hold: UUID | None
    currency: str


def from_entries(question: Question, place: Place, figure: str) -> Leaves:
    """(rule, leaves) from the ledger as it was known; a net figure has what participations move as leaves too."""
    own = NET.get(figure, "point" if figure in ("low", "high") else figure)
    found = _known(question, place)
    terms = _terms(place)
    mine = [entry for entry in found if place.hold is None or entry.value.hold == str(place.hold)]
    rows = LedgerEntry.rows.select_related("source").in_bulk([entry.id for entry in found])
    pairs = ((entry, _effect(entry.value, own, terms, question.as_of)) for entry in mine)
    leaves = [_entry_leaf(rows[entry.id], effect) for entry, effect in pairs if effect]
    total = sum((Decimal(leaf["amount"]) for leaf in leaves), Decimal(0))
    rule = _rule(own, terms, question.as_of)
    if own == "undrawn" and terms.revolving and total < 0:
        leaves.append({"at": "not below 0", "amount": plain(-total)})
    if figure in NET and place.hold:
        return rule + _NETTED, leaves + list(_moved(question, place, own, found, terms, rows))
    return rule, leaves


def _known(question: Question, place: Place) -> list[Booked]:
    return [
        entry
        for entry in booked([place.deal]).get(place.deal, ())
        if entry.facility == place.facility and entry.value.value_date <= question.as_of
        and entry.known_from <= question.known_on and entry.value.kind != "underwriting"
    ]  # fmt: skip


def _moved(
    question: Question, place: Place, own: str, found: Sequence[Booked], terms: Terms, rows: dict[UUID, LedgerEntry]
) -> Iterable[Row]:
    figure, hold = ("point", "outstanding", "undrawn").index(own), str(place.hold)
    for moved in moved_on([entry.value for entry in found], terms, question.as_of):
        if hold not in (moved.grantor, moved.participant) or moved.grantor == moved.participant:
            continue
        sign = -1 if hold == moved.grantor else 1
        behind = [
            rows[entry.id] for entry in found
            if entry.value.kind == "participation in"
            and (entry.value.counter, entry.value.hold) == (moved.grantor, moved.participant)
        ]  # fmt: skip
        yield {
            "participation": {
                "grantor": public_id("hold", moved.grantor), "participant": public_id("hold", moved.participant),
                "part": plain(from_units(moved.part, place.currency)),
            },
            "amount": plain(sign * from_units(moved.figures[figure], place.currency)),
            "entries": [_entry_leaf(row, _signed(row)) for row in behind],
        }  # fmt: skip


def _signed(row: LedgerEntry) -> Decimal:
    return from_units(row.amount_minor, row.currency) * (-1 if row.reverses_id else 1)


def _terms(place: Place) -> Terms:
    found = Facility.rows.get(pk=place.facility)
    end = found.availability_end
    return Terms(place.currency, bool(found.revolving), end.latest if end else None)


def _effect(entry: Entry, figure: str, terms: Terms, as_of: date) -> Decimal:
    """What one entry adds to the figure."""
    alone = Balance().plus(entry)
    if figure == "point":
        return alone.committed
    if figure == "outstanding":
        return alone.outstanding
    if terms.last and as_of > terms.last:
        return Decimal(0)
    return alone.committed - (alone.outstanding if terms.revolving else alone.drawn)


def _rule(figure: str, terms: Terms, as_of: date) -> str:
    if figure != "undrawn":
        return _RULES[figure]
    if terms.last and as_of > terms.last:
        return f"0 after the availability period, which ended on {terms.last}"
    return "commitment − outstanding, not below 0" if terms.revolving else "commitment − all drawdowns"


def underwritten(question: Question, place: Place) -> Leaves:
    """What a hold has underwritten: possible, never a commitment."""
    entries = booked([place.deal]).get(place.deal, ())
    mine = [
        e for e in entries
        if e.value.kind == "underwriting" and e.value.hold == str(place.hold) and e.value.value_date <= question.as_of
        and e.known_from <= question.known_on
    ]  # fmt: skip
    rows = LedgerEntry.rows.select_related("source").in_bulk([entry.id for entry in mine])
    return "underwritten", [_entry_leaf(rows[e.id], e.value.amount * e.value.sign) for e in mine]


def _entry_leaf(row: LedgerEntry, effect: Decimal) -> Row:
    return {
        "entry": public_id("entry", row.pk), "key": row.key, "kind": row.kind, "amount": plain(effect),
        "value_date": row.value_date.isoformat(), "reverses": public_id("entry", row.reverses_id) if row.reverses_id else None,
        "source": {"id": public_id("source", row.source_id), "publisher": row.source.publisher, "title": row.source.title or None},
    }  # fmt: skip


def from_claims(question: Question, place: Place, figure: str) -> Leaves:
    """(rule, [leaf]) of what a source states for the hold, the facility or its last reported balance."""
    own = NET.get(figure, figure)
    row = _stated_row(question, place, own)
    if row is None:
        return "nothing is stated any more", []
    at, bound = f"/{_LISTS[type(row)]}/{row.key}/amount", own if own in BOUNDS else "point"
    return "as stated", [stated_leaf(at, row.amount, bound)]


def _stated_row(question: Question, place: Place, figure: str) -> Any:
    """The row whose amount is the figure: a hold, the facility, or the balance that stands on the day, as known."""
    if figure in BOUNDS:
        return Hold.rows.get(pk=place.hold) if place.hold else Facility.rows.get(pk=place.facility)
    rows = {row.pk: row for row in BalanceReport.rows.filter(facility=place.facility, measure=figure, party=None)}
    told = Standing.rows.filter(target__in=rows, field__in=("amount", ""), known_from__lte=question.known_on)
    standing = {one.target: one for one in told.filter(known_to__gt=question.known_on).order_by("field")}
    reports = ((_report(rows[key], one), rows[key]) for key, one in standing.items() if rows[key].amount.is_known)
    dated = [(report.order, row) for report, row in reports if report.day <= question.as_of]
    return max(dated, default=(None, None), key=lambda one: one[0])[1]


def _report(row: BalanceReport, standing: Standing) -> Report:
    place = stated.Place(str(row.compartment_id), str(row.deal_id), str(row.facility_id))
    return Report(place, row.key, None, row.measure, row.amount, row.as_of, standing.certainty, standing.known_from)
