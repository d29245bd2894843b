"""Book entries of a facility: each with its source, in one transaction with the deal locked, or refused with figures.

Entries are never changed. The lock is what keeps racing writers from overdrawing: whoever comes second sees what the
first has booked. Every verb raises NotFound, NotAllowed, Outdated or InvalidChange, and then nothing was saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models.functions import Now

from deals.actions._changed import NotFound, changed, lock_deal
from deals.actions.deals import InvalidChange
from deals.agreements.models import Deal, Facility
from deals.agreements.words import ENTRY_KINDS
from deals.ledger.calc.balances import NO_PARTS, Balance, Entry, Parts, balances, first_breach, transfer_parts
from deals.ledger.calc.rounding import from_units, to_units
from deals.ledger.models import Hold, LedgerEntry
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.evidence.models import Source
from dealtracker.money import Amount, minor_units, plain, round_money
from dealtracker.periods import EARLIEST, LATEST, day_words
from dealtracker.strictjson import Fault

PAIRED = ("transfer out", "transfer in", "participation out", "participation in")
SINGLE = tuple(kind for kind in ENTRY_KINDS if kind not in PAIRED)
_MOST_MINOR = 10**17  # so that sums over many entries stay within what a column holds
_LONGEST_WORDS = 300


@dataclass(frozen=True)
class Recorded:
    """The entries that were booked, and the deal's revision after it."""

    entries: tuple[UUID, ...]
    revision: int


@dataclass(frozen=True)
class Booking:
    """Who books where, on what day, by which source."""

    deal: UUID
    facility: UUID
    value_date: date
    source: UUID
    viewer: Viewer
    words: str = ""
    revision: int | None = None


@dataclass(frozen=True)
class OpenBook:
    """A locked facility with its entries as values; holds are named by their keys in what is refused."""

    deal: Deal
    facility: Facility
    source: Source
    holds: dict[UUID, Hold]
    rows: list[LedgerEntry]

    @property
    def revolving(self) -> bool:
        return bool(self.facility.revolving)

    @property
    def entries(self) -> list[Entry]:
        return [self._value(row) for row in self.rows]

    def _value(self, row: LedgerEntry) -> Entry:
        return Entry(
            self.name(row.hold_id), row.kind, from_units(row.amount_minor, row.currency), row.value_date,
            sign=-1 if row.reverses_id else 1, drawn=from_units(row.drawn_minor, row.currency),
            outstanding=from_units(row.outstanding_minor, row.currency), counter=self.name(row.counter_id),
            capitalised=from_units(row.capitalised_minor, row.currency),
        )  # fmt: skip

    def name(self, hold: UUID | None) -> str | None:
        return self.holds[hold].key if hold else None

    def hold(self, key: UUID, pointer: str) -> Hold:
        """A hold of this facility; raises InvalidChange."""
        if key not in self.holds:
            raise refused(pointer, "unknown_hold", "is not a hold of this facility; open one first")
        return self.holds[key]


def refused(pointer: str, code: str, detail: str) -> InvalidChange:
    return InvalidChange(Fault(pointer, code, detail))


@transaction.atomic
def record_entry(*, booking: Booking, kind: str, amount: Amount, hold: UUID | None = None) -> Recorded:
    """Book one commitment, drawdown, repayment or other entry; without a hold its split is not known."""
    if kind in PAIRED:
        verb = "transfer" if kind.startswith("transfer") else "participation"
        raise refused("/kind", "paired", f"a {kind} has two sides; book it as a {verb}")
    if kind not in SINGLE:
        raise refused("/kind", "invalid_value", f"must be one of: {', '.join(SINGLE)}")
    book = open_book(booking)
    if hold is not None:
        book.hold(hold, "/hold")
    if kind == "drawdown":
        _check_available(book.facility, booking.value_date)
    return _book(book, booking, [_row(book, booking, kind, amount, hold)])


@transaction.atomic
def transfer_commitment(*, booking: Booking, giver: UUID, taker: UUID, amount: Amount) -> Recorded:
    """Make the taker lender of record for `amount` of commitment; drawn, outstanding and capitalised go along pro
    rata, as they stand on the value date."""
    book = open_book(booking)
    point, currency = exact(amount, book)
    held = _held(book, giver, taker, booking.value_date, "giver")
    _check_held("transfer", point, held.committed, currency, f"{booking.value_date} (hold {book.name(giver)})")
    return _book_pair(book, booking, "transfer", amount, giver, taker, transfer_parts(held, point, currency))


@transaction.atomic
def grant_participation(*, booking: Booking, grantor: UUID, participant: UUID, amount: Amount) -> Recorded:
    """Pass the economic share of `amount` of commitment on; the grantor stays lender of record and passes on only what
    it holds as such."""
    book = open_book(booking)
    point, currency = exact(amount, book)
    held = _held(book, grantor, participant, booking.value_date, "grantor")
    own = held.committed - _passed_on(book, grantor, booking.value_date)
    _check_held("participation", point, own, currency, f"{booking.value_date} (hold {book.name(grantor)})")
    return _book_pair(book, booking, "participation", amount, grantor, participant)


@transaction.atomic
def reverse_entry(
    *, deal: UUID, entry: UUID, source: UUID, viewer: Viewer, value_date: date | None = None, words: str = "",
    revision: int | None = None,
) -> Recorded:  # fmt: skip
    """Book the opposite of an entry, and of its other side where it has one; on its own day unless a later one is given."""
    lock_deal(deal, viewer=viewer, revision=revision)
    found = LedgerEntry.rows.filter(deal=deal, pk=entry).first()
    if found is None:
        raise NotFound("there is no such entry")
    day = value_date or found.value_date
    if day < found.value_date:
        raise refused("/value_date", "date", f"{day} lies before the entry it reverses ({found.value_date})")
    booking = Booking(deal, found.facility_id, day, source, viewer, words)
    book = open_book(booking)
    sides = [row for row in book.rows if row.pk == entry or (found.pair and row.pair == found.pair)]
    for row in sides:
        _check_reversible(row, book)
    pair = f"p-{uuid4().hex[:12]}" if found.pair else ""
    return _book(book, booking, [_reversal(row, book, booking, pair) for row in sides])


def open_book(booking: Booking) -> OpenBook:
    """Locks the deal and reads the facility's ledger."""
    deal = lock_deal(booking.deal, viewer=booking.viewer, revision=booking.revision)
    if not EARLIEST <= booking.value_date <= LATEST:
        raise refused("/value_date", "date", f"{booking.value_date} lies outside 1990 to 2100")
    if len(booking.words) > _LONGEST_WORDS:
        raise refused("/words", "too_long", f"has {len(booking.words)} characters; at most {_LONGEST_WORDS} are kept")
    facility = Facility.rows.filter(deal=deal, pk=booking.facility).first()
    if facility is None:
        raise refused("/facility", "unknown_facility", "is not a facility of this deal")
    source = citable(booking.source, deal, booking.viewer)
    holds = {hold.pk: hold for hold in Hold.rows.filter(facility=facility)}
    rows = list(LedgerEntry.rows.filter(facility=facility).order_by("value_date", "booked_at", "pk"))
    return OpenBook(deal, facility, source, holds, rows)


def citable(source: UUID, deal: Deal, viewer: Viewer) -> Source:
    """The source, when this deal may cite it; hidden and absent read alike."""
    walls = {deal.compartment_id, PUBLIC}
    found = Source.objects.visible_to(viewer).filter(pk=source, compartment__in=walls).first()
    if not isinstance(found, Source):
        raise refused("/source", "unknown_source", "is not a source that this deal may cite")
    return found


def exact(amount: Amount, book: OpenBook) -> tuple[Decimal, str]:
    """(point, currency) of an exact amount above zero in the facility's currency; raises InvalidChange."""
    if amount.kind != "exact" or amount.point is None:
        raise refused("/amount/kind", "amount", f'is "{amount.kind}"; an entry has an exact amount, a balance may be imprecise')
    if amount.point <= 0:
        raise refused("/amount/point", "amount", "must be above zero; the kind of the entry says which way it goes")
    if round_money(amount.point, amount.currency) != amount.point:
        raise refused("/amount/point", "amount", f"is finer than the smallest unit of {amount.currency}")
    if (most := from_units(_MOST_MINOR, amount.currency)) < amount.point:
        raise refused("/amount/point", "amount", f"is more than an entry can hold ({plain(most)} {amount.currency})")
    currency = _currency(book)
    if currency and amount.currency != currency:
        raise refused("/amount/currency", "currency", f"is {amount.currency}; entries of {book.facility.key} are in {currency}")
    return amount.point, amount.currency


def _currency(book: OpenBook) -> str:
    if book.rows:
        return book.rows[0].currency
    stated = book.facility.amount
    return stated.currency if isinstance(stated, Amount) else ""


def _check_available(facility: Facility, day: date) -> None:
    start, end = facility.availability_start, facility.availability_end
    if (start and start.earliest and day < start.earliest) or (end and end.latest and day > end.latest):
        span = f"{start or 'any day'} to {end or 'any day'}"
        raise refused("/value_date", "date", f"{day} lies outside the availability of {facility.key} ({span})")


def _held(book: OpenBook, giver: UUID, taker: UUID, day: date, name: str) -> Balance:
    """Where the giving hold stands on the day; both holds must be of the facility and different."""
    other = "taker" if name == "giver" else "participant"
    book.hold(giver, f"/{name}")
    book.hold(taker, f"/{other}")
    if giver == taker:
        raise refused(f"/{other}", "same_hold", f"is the {name} itself; name another hold")
    return balances(book.entries, day).get(book.name(giver), Balance())


def _passed_on(book: OpenBook, hold: UUID, day: date) -> Decimal:
    out = [e for e in book.entries if e.kind == "participation out" and e.hold == book.name(hold) and e.value_date <= day]
    return sum((entry.amount * entry.sign for entry in out), Decimal(0))


def _check_held(what: str, amount: Decimal, held: Decimal, currency: str, where: str) -> None:
    if amount > held:
        by, there = (f"{figure:.{minor_units(currency)}f} {currency}" for figure in (amount - held, held))
        raise refused("/amount", "balance", f"{what} over the hold by {by} on {where}; {there} is held")


def _book_pair(
    book: OpenBook, booking: Booking, kind: str, amount: Amount, giver: UUID, taker: UUID, parts: Parts = NO_PARTS
) -> Recorded:  # fmt: skip
    pair = f"p-{uuid4().hex[:12]}"
    rows = []
    for way, own, other in (("out", giver, taker), ("in", taker, giver)):
        row = _row(book, booking, f"{kind} {way}", amount, own)
        row.counter_id, row.pair = other, pair
        row.drawn_minor, row.outstanding_minor, row.capitalised_minor = (to_units(part, row.currency) for part in parts)
        rows.append(row)
    return _book(book, booking, rows)


def _row(book: OpenBook, booking: Booking, kind: str, amount: Amount, hold: UUID | None) -> LedgerEntry:
    point, currency = exact(amount, book)
    return LedgerEntry(
        compartment_id=book.deal.compartment_id, deal=book.deal, key=_key(), facility=book.facility, hold_id=hold, kind=kind,
        amount_minor=to_units(point, currency), currency=currency, value_date=booking.value_date, booked_at=Now(),
        source=book.source, words=booking.words,
    )  # fmt: skip


def _key() -> str:
    return f"n-{uuid4().hex[:16]}"


def _check_reversible(row: LedgerEntry, book: OpenBook) -> None:
    if row.reverses_id:
        raise refused("/entry", "reversal", f"{_called(row)} is a reversal itself; enter the movement again instead")
    by = next((other for other in book.rows if other.reverses_id == row.pk), None)
    if by is not None:
        raise refused("/entry", "reversal", f"{_called(row)} is reversed already, on {day_words(by.value_date)}; once is enough")


def _called(row: LedgerEntry) -> str:
    return f"the {row.kind} of {day_words(row.value_date)}, {from_units(row.amount_minor, row.currency)} {row.currency},"


def _reversal(row: LedgerEntry, book: OpenBook, booking: Booking, pair: str) -> LedgerEntry:
    return LedgerEntry(
        compartment_id=book.deal.compartment_id, deal=book.deal, key=_key(), facility_id=row.facility_id, hold_id=row.hold_id,
        kind=row.kind, amount_minor=row.amount_minor, drawn_minor=row.drawn_minor, outstanding_minor=row.outstanding_minor,
        capitalised_minor=row.capitalised_minor,
        counter_id=row.counter_id, currency=row.currency, value_date=booking.value_date, booked_at=Now(),
        reverses_id=row.pk, pair=pair, source=book.source, words=booking.words,
    )  # fmt: skip


def _book(book: OpenBook, booking: Booking, rows: Sequence[LedgerEntry]) -> Recorded:
    """Saves the rows unless they make some balance impossible on any date, today or later."""
    after = replace(book, rows=[*book.rows, *rows])
    breach = first_breach(after.entries, revolving=book.revolving)
    if breach is not None:
        raise refused("/amount", "balance", breach.words(rows[0].currency))
    LedgerEntry.rows.bulk_create(rows)
    changed([book.deal.pk], viewer=booking.viewer, kind="deal.changed", cause=f"{rows[0].kind} booked")
    return Recorded(tuple(row.pk for row in rows), book.deal.revision + 1)
