"""Verbs on the real database: one transaction for change, audit, revision, stale mark and outbox; nobody overwrites unseen."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from deals import facts
from deals.actions._changed import NotAllowed, NotFound, Outdated, changed, lock_deal
from deals.actions.claims import make_claim, settle
from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.agreements.models import Deal, Facility
from deals.sheets.models import RefreshState
from dealtracker.access.walls import as_viewer, set_walls
from dealtracker.evidence.models import Claim, Source
from dealtracker.ids import public_id
from dealtracker.webhooks.models import OutboxEvent
from tests import cast, make
from tests.world import World

FACILITY = facts.BY_LIST["facilities"]
AMOUNT = FACILITY.field("amount")
RETITLED = DealChange(own={"title": "Another title"})


def parallel(times: int, act: Callable[[int], Any]) -> list[Any]:
    """What each of several threads got, each on a connection of its own."""
    found: list[Any] = [None] * times
    start = threading.Barrier(times)

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = act(place)
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.usefixtures("alone")
class TestOneChange:
    def test_all_that_belongs_to_it_is_written_together(self, world: World) -> None:
        deal, bob = world.deals["tokyo"], world.cast.viewer("bob")
        set_walls(bob)
        wanted = RefreshState.rows.get(pk=deal).wanted
        assert amend_deal(deal=deal, change=RETITLED, viewer=bob) == 3
        assert (Deal.rows.get(pk=deal).title, Deal.rows.get(pk=deal).revision) == ("Another title", 3)
        assert RefreshState.rows.get(pk=deal).wanted == wanted + 1
        event = OutboxEvent.rows.get(deal=deal, kind="deal.amended")
        assert (event.kind, event.compartment_id, event.payload) == (
            "deal.amended",
            Deal.rows.get(pk=deal).compartment_id,
            {"by": "bob"},
        )

    def test_a_change_that_fails_leaves_none_of_it(self, world: World) -> None:
        deal, bob = world.deals["tokyo"], world.cast.viewer("bob")
        set_walls(bob)
        source = public_id("source", Source.rows.get(publisher="Northern Wire").pk)
        spoilt = DealChange(
            own={"title": "x"}, rows={"facilities": {"f1": {"name": "fine", "kind": "gift"}}}, source=source
        )
        before = [
            Deal.rows.get(pk=deal).revision,
            OutboxEvent.rows.count(),
            Claim.rows.count(),
            RefreshState.rows.get(pk=deal).wanted,
        ]
        with pytest.raises(InvalidChange) as refused:
            amend_deal(deal=deal, change=spoilt, viewer=bob)
        assert [fault.pointer for fault in refused.value.faults] == ["/facilities/f1/kind"]
        assert before == [
            Deal.rows.get(pk=deal).revision,
            OutboxEvent.rows.count(),
            Claim.rows.count(),
            RefreshState.rows.get(pk=deal).wanted,
        ]

    @pytest.mark.parametrize(
        ("name", "deal", "error"),
        [("alice", "tokyo", NotAllowed), ("eve", "tokyo", NotAllowed), ("bob", "hidden", NotFound), ("frank", "hidden", NotFound),
         ("carol", "hidden", NotAllowed), ("bob", "absent", NotFound)],
    )  # fmt: skip
    def test_who_may(self, world: World, name: str, deal: str, error: type[Exception]) -> None:
        viewer = world.cast.viewer(name)
        set_walls(viewer)
        with pytest.raises(error):
            amend_deal(deal=world.deals.get(deal, uuid4()), change=RETITLED, viewer=viewer)

    def test_a_deal_that_has_changed_since_says_how_it_stands(self, world: World) -> None:
        dan = world.cast.viewer("dan")
        set_walls(dan)
        with pytest.raises(Outdated) as error:
            lock_deal(world.deals["hidden"], viewer=dan, revision=1)
        assert error.value.revision == Deal.rows.get(pk=world.deals["hidden"]).revision

    def test_several_deals_close_as_one_change(self, world: World) -> None:
        set_walls(make.SYSTEM)
        ids = list(world.deals.values())
        before = dict(Deal.rows.values_list("pk", "revision"))
        changed(ids + ids, viewer=make.SYSTEM, kind="deal.amended", cause="test")
        assert dict(Deal.rows.values_list("pk", "revision")) == {key: revision + 1 for key, revision in before.items()}
        events = OutboxEvent.rows.filter(kind="deal.amended")
        assert sorted(events.values_list("deal", flat=True)) == sorted(ids)
        assert {e.compartment_id for e in events if e.deal == world.deals["hidden"]} == {world.cast.team}

    def test_claims_settle_the_same_in_every_order(self, world: World) -> None:
        """Law 1: what stands does not depend on the order in which claims were recorded."""
        set_walls(make.SYSTEM)
        deal = Deal.rows.get(pk=world.deals["tokyo"])
        row = Facility.rows.get(deal=deal)
        stated = {"filing": "310000000", "newspaper": "320000000", "rewrite": "330000000"}
        sources = [
            Source.rows.create(
                key=kind, kind=kind, publisher=f"The {kind}", published_to=make.DAY, url=f"https://example.org/{kind}"
            )
            for kind in stated
        ]
        found = set()
        for order in itertools.permutations(sources):
            with transaction.atomic():
                for source in order:
                    make_claim(
                        deal=deal,
                        entity=FACILITY,
                        row=row,
                        field=AMOUNT,
                        value=make.money(stated[source.kind]),
                        source=source,
                    )
                found.add(str(Facility.rows.get(deal=deal).amount.point))
                transaction.set_rollback(True)
        assert len(found) == 1

    def test_settling_again_changes_nothing(self, world: World) -> None:
        set_walls(make.SYSTEM)
        row = Facility.rows.get(deal=world.deals["tokyo"])
        before = list(Facility.rows.filter(pk=row.pk).values())
        settle(world.deals["tokyo"], row, AMOUNT)
        settle(world.deals["tokyo"], row, AMOUNT)
        assert list(Facility.rows.filter(pk=row.pk).values()) == before


@pytest.fixture
def stage(transactional_db: None, settings: Any) -> World:
    """The same people and the public deal, committed, for threads to meet on."""
    settings.PUBLIC_READING = True
    built = World(cast.gather())
    (built.deals["tokyo"],) = make.save(cast.public_deal())
    return built


def test_of_many_who_read_one_version_one_is_kept_and_the_others_refused(stage: World) -> None:
    bob, deal = stage.cast.viewer("bob"), stage.deals["tokyo"]

    def act(place: int) -> int:
        with as_viewer(bob):
            return amend_deal(deal=deal, change=DealChange(own={"title": f"Title {place}"}), viewer=bob, revision=2)

    found = parallel(12, act)
    assert sorted(str(type(answer).__name__) for answer in found) == ["Outdated"] * 11 + ["int"]
    with as_viewer(make.SYSTEM):
        assert Deal.rows.get(pk=deal).title == f"Title {found.index(3)}"
        assert Deal.rows.get(pk=deal).revision == 3


def test_the_same_key_sent_by_many_at_once_changes_once(stage: World) -> None:
    headers = {
        "Authorization": f"Bearer {stage.cast.tokens['bob-token']}",
        "Idempotency-Key": "once",
        "If-Match": '"r2"',
    }

    def act(place: int) -> tuple[int, bytes]:
        answer = Client().patch(
            stage.url("tokyo"), data=json.dumps({"title": "Once"}), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.content

    found = parallel(10, act)
    assert len(set(found)) == 1
    assert found[0][0] == 200
    with as_viewer(make.SYSTEM):
        assert Deal.rows.get(pk=stage.deals["tokyo"]).revision == 3
        assert OutboxEvent.rows.filter(kind="deal.amended").count() == 1


def test_a_change_rolled_back_wakes_nobody(stage: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN deals_stale")
    bob = stage.cast.viewer("bob")
    with as_viewer(bob):
        amend_deal(deal=stage.deals["tokyo"], change=RETITLED, viewer=bob)
        transaction.set_rollback(True)
    assert _notices() == 0
    with as_viewer(bob):
        amend_deal(deal=stage.deals["tokyo"], change=RETITLED, viewer=bob)
    assert _notices() == 1


def _notices() -> int:
    raw = connection.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    raw.poll()
    found = len(raw.notifies)
    raw.notifies.clear()
    return found
