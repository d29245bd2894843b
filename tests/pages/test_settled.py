"""Sheets of other dates that are taken as they are stored are, byte for byte, those that are worked out."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from deals.hardware.catalogue import load_catalogue
from deals.refresh import rebuild
from deals.reports.deal_sheet import seen_documents
from deals.reports.settled import settled_facets, settled_sheets
from deals.sheets.calc.facets import facets
from deals.sheets.models import Sheet
from deals.sheets.recompute import encode
from deals.sheets.stale import mark_stale
from dealtracker.access.walls import as_viewer
from dealtracker.ids import private_key
from tests import make
from tests.pages.conftest import Book

TODAY, DAY = timezone.now().date(), timedelta(days=1)
DAYS = (date(2015, 1, 1), date(2023, 11, 16), date(2025, 12, 2), TODAY - DAY, TODAY, TODAY + 900 * DAY)


def deals(book: Book) -> list[UUID]:
    return [key for name in book.ids.values() if (key := private_key("deal", name))]


def last_days() -> dict[UUID, date]:
    return dict(Sheet.rows.filter(settled__isnull=False).values_list("deal", "settled"))


def stored_and_worked_out(ids: list[UUID], as_of: date, known_on: date) -> tuple[dict[UUID, bytes], dict[UUID, bytes]]:
    """Both ways of each deal that needs no working out."""
    found = settled_sheets(ids, as_of=as_of, known_on=known_on)
    seen = seen_documents(viewer=make.SYSTEM, deals=list(found), as_of=as_of, known_on=known_on)
    pairs = settled_facets(found)
    assert pairs == {deal: frozenset(facets(bundle, sheet, load_catalogue())) for deal, (bundle, sheet) in seen.items()}
    return {deal: one.body for deal, one in found.items()}, {deal: encode(sheet) for deal, (_, sheet) in seen.items()}


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_they_are_those_worked_out_on_any_day(reading: Book, as_of: date) -> None:
    ids = deals(reading)
    with as_viewer(make.SYSTEM):
        days = sorted(last_days().values())
        for known_on in {TODAY, days[-1], days[len(days) // 2], days[len(days) // 4]}:
            stored, worked_out = stored_and_worked_out(ids, as_of, known_on)
            assert stored == worked_out and len(stored) >= len(days) // 4
        assert set(settled_sheets(ids, as_of=as_of, known_on=TODAY)) == set(ids)


def test_the_day_before_the_last_word_each_is_worked_out_and_reads_otherwise(reading: Book) -> None:
    with as_viewer(make.SYSTEM):
        differ = 0
        for deal, last in sorted(last_days().items())[::4]:
            assert not settled_sheets([deal], as_of=TODAY, known_on=last - DAY)
            stored = settled_sheets([deal], as_of=TODAY, known_on=last)[deal].body
            before = seen_documents(viewer=make.SYSTEM, deals=[deal], as_of=TODAY, known_on=last - DAY)
            differ += deal not in before or encode(before[deal][1]) != stored
        assert differ > 5


def test_a_deal_that_waits_to_be_rebuilt_is_worked_out(reading: Book) -> None:
    waiting, *others = deals(reading)
    with as_viewer(make.SYSTEM):
        mark_stale([waiting], cause="a test")
        assert set(settled_sheets([waiting, *others], as_of=TODAY, known_on=TODAY)) == set(others)


def test_a_deal_of_which_a_source_is_still_to_appear_is_not_settled(reading: Book) -> None:
    deal = deals(reading)[0]
    with as_viewer(make.SYSTEM):
        assert deal in last_days()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE evidence_source SET published_to = %s WHERE id = (SELECT source_id FROM evidence_claim"
                " WHERE subject = %s AND state = 'accepted' LIMIT 1)",
                [TODAY + 9 * DAY, deal],
            )
        rebuild([deal], today=TODAY)
        assert deal not in last_days()
