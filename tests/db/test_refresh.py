"""Rebuilding: twice, late, out of order, never told; a deal that cannot be rebuilt; and the same end whatever happened."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from deals import refresh as refresh_module
from deals.actions.deals import DealChange, amend_deal
from deals.refresh import behind, rebuild, refresh
from deals.sheets.models import RefreshState
from deals.sheets.stale import mark_stale
from deals.tasks import refresh_deals, refresh_stale
from dealtracker.access.walls import as_viewer, set_walls
from tests import make
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")
DERIVED = (
    "deals_sheet",
    "deals_facet",
    "deals_searchentry",
    "deals_exposureperiod",
    "deals_stageperiod",
    "evidence_standing",
)


def derived(*, rows_too: bool = True) -> str:
    """Every derived row; with `rows_too` under its own number, so that a row written anew shows."""
    set_walls(make.SYSTEM)
    found = []
    with connection.cursor() as cursor:
        for table in DERIVED:
            cut = "" if rows_too else " - 'id'"
            cursor.execute(f"SELECT (to_jsonb(t){cut})::text FROM {table} t ORDER BY 1")
            found.append((table, [row for (row,) in cursor.fetchall()]))
    assert all(rows for table, rows in found if table != "deals_exposureperiod"), "nothing derived would be no proof"
    return json.dumps(found)


def touch(deal: UUID, title: str) -> None:
    with as_viewer(make.SYSTEM):
        amend_deal(deal=deal, change=DealChange(own={"title": title}), viewer=make.SYSTEM)


def titles(world: World) -> dict[str, str]:
    dan = world.client("dan")
    return {name: dan.get(world.url(name)).json()["title"] for name in world.deals}


def test_again_changes_not_one_row(world: World) -> None:
    """Law 7."""
    before = derived()
    with as_viewer(make.SYSTEM):
        mark_stale(world.deals.values(), cause="again")
    assert refresh(world.deals.values(), at=timezone.now()) == 3
    assert derived() == before
    with as_viewer(make.SYSTEM):
        rebuild(sorted(world.deals.values()), today=timezone.now().date())
    assert derived() == before


def test_from_nothing_it_comes_out_the_same(world: World) -> None:
    before = derived(rows_too=False)
    set_walls(make.SYSTEM)
    with connection.cursor() as cursor:
        for table in DERIVED:
            cursor.execute(f"DELETE FROM {table}")
    for deal in random.Random(3).sample(sorted(world.deals.values()), 3):
        with as_viewer(make.SYSTEM):
            mark_stale([deal], cause="again")
        refresh([deal], at=timezone.now())
    assert derived(rows_too=False) == before


def test_what_is_not_behind_is_left_alone(world: World) -> None:
    assert behind() == []
    assert refresh(world.deals.values(), at=timezone.now()) == 0
    refresh_deals([str(deal) for deal in world.deals.values()])
    assert behind() == []


def test_never_told_is_found_by_beat(world: World) -> None:
    touch(world.deals["tokyo"], "Told to nobody")
    assert behind() == [world.deals["tokyo"]]
    refresh_stale()
    assert behind() == []
    assert titles(world)["tokyo"] == "Told to nobody"


@pytest.mark.parametrize("seed", range(6))
def test_wake_ups_twice_late_and_out_of_order_end_the_same(world: World, seed: int) -> None:
    """Any schedule of changes and wake-ups, some lost, ends where the last change of each deal left it."""
    dice = random.Random(seed)
    told: list[str] = []
    for step in range(12):
        name = dice.choice(sorted(world.deals))
        touch(world.deals[name], f"{name} {step}")
        told += [str(world.deals[name])] * dice.choice((0, 1, 1, 2))
        if dice.random() < 0.4:
            dice.shuffle(told)
            refresh_deals([told.pop() for _ in range(min(len(told), dice.randint(1, 3)))])
    refresh_stale()
    with as_viewer(make.SYSTEM):
        wanted = dict(refresh_module.RefreshState.rows.values_list("deal", "wanted"))
        assert wanted == dict(RefreshState.rows.values_list("deal", "done"))
    late = derived(rows_too=False)
    refresh_deals(told)
    assert derived(rows_too=False) == late


def poison(monkeypatch: pytest.MonkeyPatch, deal: UUID) -> None:
    whole = refresh_module.sheet

    def broken(bundle: Any, **more: Any) -> Any:
        if bundle.deal["id"] == str(deal):
            raise ValueError("this deal cannot be put on a sheet")
        return whole(bundle, **more)

    monkeypatch.setattr(refresh_module, "sheet", broken)


def test_a_deal_that_cannot_be_rebuilt_is_set_aside_while_others_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in world.deals:
        touch(world.deals[name], f"{name} again")
    started = timezone.now()
    with monkeypatch.context() as patched:
        poison(patched, world.deals["tokyo"])
        refresh_stale()
        assert titles(world)["hidden"] == "hidden again"
        assert titles(world)["tokyo"] != "tokyo again"
        with as_viewer(make.SYSTEM):
            state = RefreshState.rows.get(pk=world.deals["tokyo"])
        assert (state.attempts, state.error) == (1, "ValueError: this deal cannot be put on a sheet")
        assert state.wanted > state.done
    assert state.retry_at is not None
    assert started + timedelta(seconds=1) <= state.retry_at <= timezone.now() + timedelta(seconds=1), "it waits its turn"
    touch(world.deals["tokyo"], "tokyo mended")
    refresh_stale()
    assert titles(world)["tokyo"] == "tokyo mended"
    with as_viewer(make.SYSTEM):
        mended = RefreshState.rows.get(pk=world.deals["tokyo"])
    assert (mended.attempts, mended.error, mended.retry_at) == (0, "", None)


def test_it_is_tried_less_and_less_often(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    deal, waits = world.deals["tokyo"], []
    poison(monkeypatch, deal)
    touch(deal, "again")
    for _ in range(7):
        now = timezone.now()
        refresh([deal], at=now)
        with as_viewer(make.SYSTEM):
            waits.append(round((RefreshState.rows.get(pk=deal).retry_at - now).total_seconds()))
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (1, 3600)


def test_a_reader_is_told_that_a_deal_is_being_rebuilt(world: World) -> None:
    dan = world.client("dan")
    assert dan.get(world.url("hidden"))["X-Refresh-Pending"] == "false"
    touch(world.deals["hidden"], "Soon")
    assert dan.get(world.url("hidden"))["X-Refresh-Pending"] == "true"
    refresh_stale()
    assert (dan.get(world.url("hidden"))["X-Refresh-Pending"], titles(world)["hidden"]) == ("false", "Soon")


def test_a_public_change_marks_the_walled_deals_that_rest_on_it(world: World) -> None:
    """Whoever changes what a walled deal leans on marks it, and learns nothing of it."""
    from deals.sheets.stale import mark_stale_for
    from parties.register.models import Party

    set_walls(world.cast.viewer("bob"))
    shared = Party.rows.get(names__text="Harbour Bank")
    mark_stale_for("party", [shared.pk], cause="renamed")
    assert not RefreshState.rows.filter(pk=world.deals["hidden"]).exists(), "Bob sees no mark of the team's deal"
    assert set(behind()) == set(world.deals.values())
