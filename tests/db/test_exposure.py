"""Exposure taken by statements equals exposure taken by plain Python, to the cent, on random books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from deals.exposure import recompute
from deals.exposure.models import ExposurePeriod
from deals.exposure.periods import WHOLE, held_periods, underwritten_periods
from deals.ledger.calc.rounding import to_units
from deals.models import Deal, Facility, Hold, LedgerEntry
from dealtracker.access.rules import PUBLIC
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.periods import When
from tests import make
from tests.unit.exposure.books import RandomBook, random_book

pytestmark = pytest.mark.django_db
BOOKS = 100


def saved(book: RandomBook, facility: Facility, source: Source) -> list[LedgerEntry]:
    """The book's entries as rows."""
    rows: list[LedgerEntry] = []
    for place, one in enumerate(book.booked):
        entry, currency = one.entry, book.terms.currency
        rows.append(
            LedgerEntry(
                deal_id=facility.deal_id, facility=facility, key=f"n{place}", hold_id=entry.hold and UUID(entry.hold),
                kind=entry.kind, amount_minor=to_units(entry.amount, currency), drawn_minor=to_units(entry.drawn, currency),
                outstanding_minor=to_units(entry.outstanding, currency), capitalised_minor=to_units(entry.capitalised, currency),
                counter_id=entry.counter and UUID(entry.counter),
                currency=currency, value_date=entry.value_date, booked_at=timezone.now(), pair=one.pair, source=source,
                reverses_id=rows[one.reverses].pk if one.reverses is not None else None,
            )
        )  # fmt: skip
    return rows


def opened(seed: int) -> tuple[Facility, RandomBook, list[Hold]]:
    deal = Deal(title=f"book {seed}", external_ref=f"book-{seed}", compartment_id=PUBLIC)
    facility = Facility(deal=deal, key="f1")
    holds = [Hold(deal=deal, facility=facility, key=f"h{n}") for n in range(4)]
    book = random_book(seed, sorted(str(hold.pk) for hold in holds))
    facility.revolving = book.terms.revolving
    if book.terms.last:
        facility.availability_end = When.parse(book.terms.last.isoformat())
    return facility, book, holds


@pytest.fixture
def books(request: pytest.FixtureRequest) -> Iterator[dict[UUID, RandomBook]]:
    source = Source(kind="memo", publisher="tests", key="s", title="t", published_to=date(2024, 1, 1))
    found, everything = {}, [opened(seed) for seed in range(getattr(request, "param", 8))]
    with as_viewer(make.SYSTEM):
        source.save()
        Deal.rows.bulk_create([facility.deal for facility, *_ in everything])
        Facility.rows.bulk_create([facility for facility, *_ in everything])
        Hold.rows.bulk_create([hold for _, _, holds in everything for hold in holds])
        for facility, book, _ in everything:
            LedgerEntry.rows.bulk_create(saved(book, facility, source))
            found[facility.pk] = book
        yield found


def expected(facility: UUID, book: RandomBook) -> set[tuple[Any, ...]]:
    rows: set[tuple[Any, ...]] = set()
    for p in held_periods(book.entries, book.terms):
        hold = None if p.slot == WHOLE else UUID(p.slot)
        rows.add((facility, hold, "committed", p.start, p.end, *p.gross, *p.net))
    for p in underwritten_periods(book.entries, book.terms.currency):
        rows.add((facility, UUID(p.slot), "possible", p.start, p.end, p.gross[0], *([None] * 6)))
    return rows


def stored() -> set[tuple[Any, ...]]:
    names = (
        "facility", "hold", "weight", "start", "end", "committed", "promised", "outstanding", "undrawn", "net_committed",
        "net_outstanding", "net_undrawn",
    )  # fmt: skip
    return set(ExposurePeriod.rows.values_list(*names))


def rebuild(deals: list[UUID]) -> None:
    """Periods of the entries alone, each facility drawn until its availability ends."""
    ends = Facility.rows.filter(deal__in=deals).exclude(availability_end=None).values_list("pk", "availability_end")
    recompute.rebuild([], deals=deals, booked=deals, lasts={str(key): end.latest for key, end in ends if end.latest})


@pytest.mark.parametrize("books", [BOOKS], indirect=True)
def test_statements_and_plain_python_agree_on_random_books(books: dict[UUID, RandomBook]) -> None:
    assert sum(len(book.booked) for book in books.values()) > 5 * BOOKS
    rebuild(list(Facility.rows.values_list("deal_id", flat=True)))
    wanted = set().union(*(expected(facility, book) for facility, book in books.items()))
    assert len(wanted) > 10 * BOOKS
    assert stored() == wanted


def test_recomputing_again_touches_no_row(books: dict[UUID, RandomBook]) -> None:
    deals = list(Facility.rows.values_list("deal_id", flat=True))
    rebuild(deals)
    before = sorted(ExposurePeriod.rows.values_list("pk", flat=True))
    rebuild(deals)
    assert sorted(ExposurePeriod.rows.values_list("pk", flat=True)) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname = 'fresh' AND relpersistence = 't'")
        assert cursor.fetchone()[0] == 0


def test_a_row_that_should_not_stand_is_taken_out(books: dict[UUID, RandomBook]) -> None:
    deals = list(Facility.rows.values_list("deal_id", flat=True))
    rebuild(deals)
    good = stored()
    wrong = ExposurePeriod.rows.first()
    assert wrong is not None
    ExposurePeriod.rows.filter(pk=wrong.pk).update(committed=(wrong.committed or 0) + 1)
    rebuild(deals)
    assert stored() == good


def test_other_deals_are_left_alone(books: dict[UUID, RandomBook]) -> None:
    deals = list(Facility.rows.values_list("deal_id", flat=True))
    rebuild(deals)
    good = stored()
    rebuild([uuid4()])
    assert stored() == good
