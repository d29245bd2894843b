"""Accepting all that a text tells of one financing at once."""

from __future__ import annotations

from deals.agreements.models import Facility, Role
from deals.models import Deal
from dealtracker.evidence.models import Claim
from tests.pages.taking_in import ARTICLE, take
from tests.world import World

TWICE = ARTICLE + "The loan is for US$400 million, Borealis Compute wrote to Harbour Bank. Nimbus Grid Inc. would be the end user of the chips.\n"


def waiting(page: object) -> int:
    return int(page.context["financings"][0]["waiting"])  # type: ignore[attr-defined]


def test_what_needs_no_choice_is_accepted_at_once(people: World) -> None:
    bob = people.client("bob")
    address = take(bob)
    entered = bob.post(f"{address}deal/", {"title": "Borealis: a second loan", "currency": "USD"})["Location"]
    assert b"Accept all of this financing" in bob.get(entered).content
    before = waiting(bob.get(entered))
    address_all = entered.replace(address, f"{address}decide/").split("#")[0]
    answer = bob.post(address_all, {"do": "all", "place": "deal"}, follow=True)
    deal = Deal.rows.get(title="Borealis: a second loan")
    assert str(Facility.rows.get(deal=deal).amount.point) == "300000000"
    assert {role.party.name for role in Role.rows.filter(deal=deal)} >= {"Harbour Bank"}
    left = waiting(answer)
    assert 0 <= left < before
    told = " ".join(str(message) for message in answer.context["messages"])
    assert told.startswith(f"{before - left} accepted; {left} of this financing")


def test_what_is_told_twice_or_of_nobody_known_is_left(people: World) -> None:
    bob = people.client("bob")
    address = take(bob, TWICE)
    entered = bob.post(f"{address}deal/", {"title": "Borealis: a third loan", "currency": "USD"})["Location"]
    bob.post(entered.replace(address, f"{address}decide/"), {"do": "all", "place": "deal"})
    deal = Deal.rows.get(title="Borealis: a third loan")
    assert not Facility.rows.filter(deal=deal, amount__isnull=False).exists()
    assert "Nimbus Grid Inc." not in {role.party.name for role in Role.rows.filter(deal=deal)}
    assert Claim.rows.filter(state="proposed", field="facility.amount").count() == 2


def test_without_a_deal_nothing_is_accepted(people: World) -> None:
    bob = people.client("bob")
    address = take(bob)
    before = list(Claim.rows.values_list("pk", "state"))
    page = bob.post(f"{address}decide/?deal=none", {"do": "all", "place": "deal"})
    assert page.status_code == 400 and "choose the deal" in page.context["fault"][1]
    assert list(Claim.rows.values_list("pk", "state")) == before
    assert people.client("alice").post(f"{address}decide/", {"do": "all", "place": "deal"}).status_code == 404
