"""A covenant test that was not met writes an event by the source that told it, once, and nothing else does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.agreements.models import Covenant
from deals.events.models import Event
from dealtracker.access.rules import Viewer
from dealtracker.access.walls import set_walls
from dealtracker.evidence.models import Claim, Source
from dealtracker.ids import public_id
from tests import make
from tests.world import World

MET = {"on": "2025-09-30", "result": "met", "value": {"kind": "exact", "point": "0.60"}}
MISSED = {"on": "2025-12-31", "result": "Not met", "value": {"kind": "exact", "point": "0.71"}, "words": "waiver asked"}


@pytest.fixture
def covenant(world: World, alone: None) -> tuple[UUID, Viewer, str]:
    row = {
        "key": "c1", "facility": "f1", "kind": "loan to value", "test": "at most", "value": {"kind": "exact", "point": "0.65"},
        "tests": [MET], "every_months": 3, "within_days": 45, "start": "2025-01-01",
    }  # fmt: skip
    (deal,) = make.save(
        make.dossier("tested", covenants=[row], claims=[{"source": "s-tested", "at": ["/covenants/c1"]}])
    )
    bob = world.cast.viewer("bob")
    set_walls(bob)
    return deal, bob, public_id("source", Source.rows.get(key="s-tested").pk)


def tell(covenant: tuple[UUID, Viewer, str], *tests: Any, **rows: Any) -> None:
    deal, viewer, source = covenant
    change = DealChange(rows={"covenants": {"c1": {"tests": list(tests)}}, **rows}, source=source)
    amend_deal(deal=deal, change=change, viewer=viewer)


def test_a_test_that_was_not_met_writes_its_event(covenant: tuple[UUID, Viewer, str]) -> None:
    deal, _, source = covenant
    tell(covenant, MET, MISSED)
    event = Event.rows.get(deal=deal, kind="test not met")
    assert event.words == "loan to value 0.71 (at most: 0.65): Not met; waiver asked"
    assert (event.occurred.to_json(), event.event_class, event.facility.key) == ("2025-12-31", "covenant", "f1")
    assert public_id("source", event.source_id) == source
    assert Claim.rows.filter(target=event.pk, field="words").exists(), "the event has its claims"
    tell(covenant, MET, MISSED)
    assert Event.rows.filter(deal=deal, kind="test not met").count() == 1, "told again, it is one event"
    assert Covenant.rows.get(deal=deal).tests[1]["on"] == "2025-12-31"


def test_a_test_that_was_met_writes_none(covenant: tuple[UUID, Viewer, str]) -> None:
    tell(covenant, MET, {**MISSED, "result": "met"})
    assert not Event.rows.filter(deal=covenant[0], kind="test not met").exists()


def test_an_event_of_one_s_own_stands_instead(covenant: tuple[UUID, Viewer, str]) -> None:
    own = {"kind": "test not met", "occurred": "2025-12-31", "words": "as the agent wrote"}
    tell(covenant, MET, MISSED, events={"test-c1-2025-12-31": own})
    assert Event.rows.get(deal=covenant[0], kind="test not met").words == "as the agent wrote"


@pytest.mark.parametrize(
    "wrong",
    [{**MISSED, "on": "2025-13-45"}, {**MISSED, "on": 5}, {**MISSED, "value": "0.7"}, "x", {"result": "not met"}],
)
def test_what_cannot_be_read_is_told_at_its_place(covenant: tuple[UUID, Viewer, str], wrong: Any) -> None:
    if wrong == {"result": "not met"}:
        tell(covenant, wrong)
        assert not Event.rows.filter(deal=covenant[0], kind="test not met").exists(), "of no stated day"
        return
    with pytest.raises(InvalidChange) as refused:
        tell(covenant, wrong)
    assert any(fault.pointer.startswith("/covenants/c1/tests/0") for fault in refused.value.faults)
