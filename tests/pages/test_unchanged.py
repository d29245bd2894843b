"""A deal of which nothing changed is told apart without being worked out; whatever may change its rows tells it apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deals import refresh as refreshing
from deals.refresh import rebuild, refresh
from deals.sheets import made_from
from deals.sheets.models import RefreshState
from deals.sheets.stale import mark_stale
from dealtracker.access.walls import set_walls
from dealtracker.ids import private_key
from tests import make
from tests.pages.conftest import Book

BOOK = ("terawulf-wulfcompute-3-2bn", "valor-vci-apollo-xai-5-4bn", "datasection-tencent-osaka-sydney")
TODAY = date(2026, 11, 23)
# What a rebuild reads or writes that is no input: its own queue, and the rows of its session.
_NO_INPUT = {"deals_refreshstate"}
_CHANGES = {"text": "'x'", "date": "{c} + 1", "bool": "NOT {c}", "int": "{c} + 1", "jsonb": '\'{{"words": "x"}}\''}


@pytest.fixture
def deals(reading: Book) -> list[UUID]:
    """The shipped deals of the module, seen by the program itself, rebuilt as a set and so with a print each."""
    found = sorted(key for name in reading.ids.values() if (key := private_key("deal", name)))
    set_walls(make.SYSTEM)
    again(found)
    return found


def again(deals: list[UUID], *, days: int = 0) -> int:
    mark_stale(deals, cause="again")
    done = refresh(deals, at=timezone.now() + timedelta(days=days))
    set_walls(make.SYSTEM)
    assert not RefreshState.rows.filter(pk__in=deals, wanted__gt=0).exclude(error="").exists()
    return done


def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The deals that are worked out from now on."""
    seen: list[UUID] = []
    whole = refreshing._rebuild_deals

    def told(found: list[UUID], **more: Any) -> None:
        seen.extend(found)
        whole(found, **more)

    monkeypatch.setattr(refreshing, "_rebuild_deals", told)
    return seen


def prints(deals: list[UUID]) -> dict[UUID, str]:
    found = made_from.versions(deals)
    return made_from.prints(around=made_from.around(TODAY), rested=found)


def derived(deals: list[UUID]) -> dict[UUID, Any]:
    """Deal → its derived rows as they read, without their numbers."""
    rows: dict[UUID, Any] = {deal: [] for deal in deals}
    with connection.cursor() as cursor:
        for table, owner in made_from.DERIVED.items():
            cursor.execute(
                f"SELECT {owner}, (to_jsonb(t) - 'id')::text FROM {table} t WHERE {owner} = ANY(%s) ORDER BY 1, 2",
                [deals],
            )
            for deal, row in cursor:
                rows[deal].append((table, row))
    return rows


def test_nothing_changed_is_nothing_worked_out(deals: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    seen = worked_out(monkeypatch)
    assert again(deals) == len(deals)
    assert seen == []
    assert not RefreshState.rows.filter(pk__in=deals).exclude(wanted=1, done=1).filter(done__lt=1).exists()


def test_the_deal_that_changed_is_the_one_worked_out(deals: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    seen = worked_out(monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE deals_deal SET title = 'Another' WHERE id = %s", [deals[1]])
    again(deals)
    assert seen == [deals[1]]


def test_another_day_is_worked_out(deals: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    seen = worked_out(monkeypatch)
    again(deals, days=1)
    assert seen == deals


def test_another_program_works_all_out(deals: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    seen = worked_out(monkeypatch)
    monkeypatch.setattr(made_from, "PROGRAM", "another")
    again(deals)
    assert seen == deals


@pytest.mark.parametrize("table", sorted(made_from.DERIVED))
def test_a_derived_row_that_was_lost_is_made_again(deals: list[UUID], table: str) -> None:
    before = derived(deals)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {made_from.DERIVED[table]} = %s", [deals[0]])
    again(deals)
    assert derived(deals) == before


def test_every_table_that_a_rebuild_reads_is_looked_at(deals: list[UUID]) -> None:
    with CaptureQueriesContext(connection) as asked:
        rebuild(deals, today=TODAY)
    read = {
        name
        for query in asked.captured_queries
        for name in re.findall(r'\b(?:FROM|JOIN)\s+"?([a-z]+_[a-z_]+)"?', query["sql"])
    }
    tables = set(connection.introspection.table_names())
    assert read & tables - _NO_INPUT <= made_from.TABLES
    assert len(read & tables) > 30


@pytest.mark.parametrize("table", sorted(made_from.TABLES - set(made_from.DERIVED)))
def test_whatever_changes_a_derived_row_changes_the_print(deals: list[UUID], table: str) -> None:
    """Each kind of column of each table, damaged in one row after another."""
    rebuild(deals, today=TODAY)
    before, rows = prints(deals), derived(deals)
    for column, change in columns(table):
        for place in places(table):
            with transaction.atomic():
                if damaged(table, column, change, place) and (after := worked_out_again(deals)) is not None:
                    found, told = after
                    changed = {deal for deal in deals if found[deal] != rows[deal]}
                    assert changed <= {deal for deal in deals if told[deal] != before[deal]}, (table, column)
                transaction.set_rollback(True)


def columns(table: str) -> Iterator[tuple[str, str]]:
    """One column of each kind, with what it is changed to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (kind) name, kind FROM (SELECT column_name AS name, ordinal_position AS at, CASE udt_name"
            " WHEN 'varchar' THEN 'text' WHEN 'int4' THEN 'int' WHEN 'int8' THEN 'int' ELSE udt_name END AS kind"
            " FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id') c ORDER BY kind, at DESC",
            [table],
        )
        yield from [
            (name, _CHANGES[kind].format(c=f'"{name}"')) for name, kind in cursor.fetchall() if kind in _CHANGES
        ]


def places(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text FROM {table} ORDER BY ctid LIMIT 2")
        return [place for (place,) in cursor]


def damaged(table: str, column: str, change: str, place: str) -> bool:
    """Whether the row could be changed; some tables refuse some changes."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE {table} SET "{column}" = {change} WHERE ctid = %s::tid', [place])
            return bool(cursor.rowcount)
    except DatabaseError:
        return False


def worked_out_again(deals: list[UUID]) -> tuple[dict[UUID, Any], dict[UUID, str]] | None:
    """The prints, then the derived rows; nothing where the damage lets no sheet be made."""
    told = prints(deals)
    try:
        with transaction.atomic():
            rebuild(deals, today=TODAY)
            return derived(deals), told
    except Exception:
        return None
