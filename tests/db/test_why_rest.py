"""Beyond the named holds: the figure opens to the facility's amount and its holds, and comes again from their leaves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from deals.reports.filters import FilterError
from deals.reports.why_number import why_number
from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from tests import cast, make
from tests.db import test_exposure_laws as laws
from tests.db.test_exposure_reports import AS_OF, TODAY, asked, signed

pytestmark = pytest.mark.django_db
DOLLAR_BOOKS = (66, 67, 70, 72)  # seeds of books in the currency that is stated of their facility


def why(**more: Any) -> Any:
    given: Any = {
        "viewer": make.SYSTEM, "dimension": "lender", "key": None, "basis": None, "weight": "committed", "currency": "USD",
        "figure": "undisclosed", "as_of": AS_OF, "known_on": TODAY, "today": TODAY, **more,
    }  # fmt: skip
    with as_viewer(given["viewer"]):
        return why_number(**given)


def leaves(node: Any) -> Decimal:
    own = sum((Decimal(leaf["amount"]) for leaf in node.get("leaves", ())), Decimal(0))
    return own + sum((Decimal(one["times"]) * leaves(one) for one in node.get("of", ())), Decimal(0))


def test_the_remainder_opens_to_the_facility_and_its_holds() -> None:
    make.save(
        signed("one", **make.ledger([("le", "commitment", "30", "2026-01-01")], committed="30")),
        signed("two", amount="50"),
    )
    found = why()
    assert found["amount"] == found["recomputed"] == asked("lender")["undisclosed"][0]["amount"] == "120"
    split = {
        node["title"]: [(one["name"], one["times"], one["amount"]) for one in node["of"]] for node in found["parts"]
    }
    assert sorted(split.values()) == [
        [("The facility", "1", "100"), ("Less Harbour Bank", "-1", "30")], [("The facility", "1", "50")],
    ]  # fmt: skip
    assert all(leaves(node) == Decimal(node["amount"]) for node in found["parts"])
    kinds = {
        "claims" in leaf or "entry" in leaf for node in found["parts"] for one in node["of"] for leaf in one["leaves"]
    }
    assert kinds == {True}


def test_random_books_give_the_remainder_again_from_their_leaves() -> None:
    for seed in DOLLAR_BOOKS:
        laws.booked(seed)
    stated = signed("stated", amount="77", **make.ledger([], committed="30"))
    stated["events"][-1] = laws.EARLY
    make.save(stated)
    [line] = [row for row in laws.asked("lender")["undisclosed"] if row["weight"] == "committed"]
    found = why(as_of=laws.AS_OF)
    assert found["amount"] == found["recomputed"] == line["amount"]
    assert len(found["parts"]) == line["computable"] > 3
    assert all(leaves(node) == Decimal(node["amount"]) for node in found["parts"])


def test_a_hold_without_a_figure_leaves_its_facility_not_computable() -> None:
    lists = make.ledger([], committed="30")
    lists["holds"][0]["amount"] = {"kind": "at most", "high": "30", "currency": "USD", "words": "up to US$30"}
    make.save(signed("dark", **lists))
    found = why()
    assert (found["amount"], found["recomputed"], found["parts"]) == (None, None, [])
    assert found["rule"] == "sum of 0 parts with a known figure, of 1"


def test_what_a_reader_may_not_see_gives_no_part() -> None:
    people = cast.gather()
    make.save(signed("open", amount="50"), signed("kept", amount="20", compartment=cast.TEAM))
    assert [why(viewer=people.viewer(name))["amount"] for name in ("alice", "carol")] == ["50", "70"]
    assert len(why(viewer=people.viewer("alice"))["parts"]) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"dimension": "chip"}, "dimension"),
        ({"basis": "entries"}, "basis"),
        ({"key": public_id("party", make.SYSTEM.user_id or "0" * 32)}, "key"),
        ({"figure": "point"}, "basis"),
    ],
)
def test_what_the_remainder_does_not_take_is_told(more: dict[str, Any], field: str) -> None:
    with pytest.raises(FilterError) as told:
        why(**more)
    assert told.value.name == field
