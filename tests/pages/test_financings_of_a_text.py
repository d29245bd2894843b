"""One text, several financings: each goes to a deal of its own, a party is entered once."""

from __future__ import annotations

import pytest

from deals.models import Facility, Role
from dealtracker.ids import public_id
from tests.pages.markup import check
from tests.pages.taking_in import card, take
from tests.world import World

pytestmark = pytest.mark.django_db
TWO_LOANS = (
    "Borealis Compute is seeking to raise about US$300 million from Harbour Bank to buy Nvidia GPUs for a data centre in Tokyo.\n\n"
    "Separately, Pinehall Grid Inc. signed a loan of 450 million euros led by Harbour Bank. The loan runs for four years."
    " Pinehall Grid declined to comment.\n"
)


def test_each_loan_of_a_text_goes_to_a_deal_of_its_own(people: World) -> None:
    bob, tokyo = people.client("bob"), people.id("tokyo")
    address = take(bob, TWO_LOANS)
    first, second = bob.get(address).context["financings"]
    assert (first["borrower"], second["borrower"], second["name"]) == ("Borealis Compute", "Pinehall Grid Inc.", "deal.2")
    assert tokyo in [one["id"] for one in first["candidates"]] and second["currency"] == "EUR"
    chosen = f"{address}{next(one['query'] for one in first['candidates'] if one['id'] == tokyo)}"
    made = bob.post(f"{address}deal/?deal={tokyo}", {"place": "deal.2", "title": second["title"], "currency": "EUR"})
    page = bob.get(made["Location"])
    check(page.content)
    assert bob.get(chosen).context["financings"][0]["deal"]["id"] == page.context["financings"][0]["deal"]["id"] == tokyo
    other = page.context["financings"][1]["deal"]["id"]
    goes = {one["label"] + one["whose"]: one["deal"] for one in page.context["cards"] if one["needs_deal"]}
    assert goes["facility: amountBorealis Compute"] == tokyo and goes["facility: tenorPinehall Grid Inc."] == other
    query = made["Location"].partition("?")[2]
    for one in page.context["cards"]:
        if one["label"] in ("facility: amount", "facility: tenor"):
            decided = bob.post(f"{address}decide/?{query}", {"claim": one["id"], "deal": one["deal"], "do": "accept"})
            assert decided.status_code == 302 and f"?{query}#" in decided["Location"]
    row = Facility.rows.get(deal__title=second["title"])
    assert (str(row.amount.point), str(row.tenor_months.point)) == ("450000000", "48")
    again = bob.get(address).context["financings"]
    assert [one["deal"]["id"] for one in again] == [tokyo, other], "what was accepted tells the deal without the address"


def test_a_party_entered_once_serves_every_proposal_that_names_it(people: World) -> None:
    bob, tokyo = people.client("bob"), people.id("tokyo")
    address = take(bob, TWO_LOANS)
    page = bob.get(f"{address}?deal.2={tokyo}")
    mine = [one for one in page.context["cards"] if one["asks_party"] and one["party"] == "Pinehall Grid Inc."]
    assert len(mine) > 2 and {one["picked"] for one in mine} == {""}
    borrower = next(one for one in mine if one["label"] == "role: borrower")
    # Another spelling than that of the text, and entered as the register writes it.
    new = {"party": "new", "new_name": "Pine Hall Grid, Incorporated", "new_kind": "company", "new_reason": "named there"}
    assert bob.post(f"{address}decide/", {"claim": borrower["id"], "deal": tokyo, "do": "accept", **new}).status_code == 302
    after = bob.get(address)
    left = [one for one in (*after.context["cards"], *after.context["known"]) if one["party"] == "Pinehall Grid Inc." and one["asks_party"]]
    entered = public_id("party", Role.rows.get(party__name=new["new_name"]).party_id)
    assert {one["picked"] for one in left if one["state"] == "proposed"} == {entered}


def test_a_proposal_without_its_deal_is_not_accepted(people: World) -> None:
    bob = people.client("bob")
    address = take(bob, TWO_LOANS)
    tenor = card(bob.get(address), "tenor")
    page = bob.post(f"{address}decide/", {"claim": tenor["id"], "deal": "", "do": "accept"})
    assert page.status_code == 400 and "say which deal" in card(page, "tenor")["error"][1]
