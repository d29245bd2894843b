"""Accepting all that a text tells of one financing at once."""

from __future__ import annotations

from django.test import Client

from deals.agreements.models import Facility, Role
from deals.models import Deal
from dealtracker.evidence.models import Claim
from tests.pages.taking_in import ARTICLE, take
from tests.world import World

TWICE = ARTICLE + "The loan is for US$400 million, Borealis Compute wrote to Harbour Bank. Nimbus Grid Inc. would be the end user of the chips.\n"


TWO = (
    "Borealis Compute is in talks to borrow US$300 million from Harbour Bank to buy Nvidia GPUs for a data centre in Tokyo.\n\n"
    "Separately, Tamarind Compute GmbH is in talks to borrow EUR 180 million from Harbour Bank. The loan would run for five years.\n"
)  # fmt: skip


def enter(client: Client, address: str, place: str, title: str) -> str:
    """The title of a deal entered for the financing at `place`."""
    assert client.post(f"{address}deal/", {"title": title, "currency": "USD", "place": place}).status_code == 302
    return title


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


def test_each_financing_of_a_text_is_accepted_into_its_own_deal(people: World) -> None:
    bob = people.client("bob")
    address = take(bob, TWO)
    first, second = enter(bob, address, "deal", "The first"), enter(bob, address, "deal.2", "The second")
    for place, deal, point in (("deal", first, "300000000"), ("deal.2", second, "180000000")):
        before = [one["waiting"] for one in bob.get(address).context["financings"]]
        answer = bob.post(f"{address}decide/", {"do": "all", "place": place}, follow=True)
        after = [one["waiting"] for one in answer.context["financings"]]
        at = 0 if place == "deal" else 1
        assert after[at] < before[at] and after[1 - at] == before[1 - at]
        assert f"{before[at] - after[at]} accepted; {after[at]} of this financing" in str(list(answer.context["messages"])[-1])
        assert str(Facility.rows.get(deal__title=deal).amount.point) == point


def test_a_deal_that_was_entered_is_found_again(people: World) -> None:
    bob = people.client("bob")
    address = take(bob, TWO)
    assert b"can be accepted at once" in bob.get(address).content
    enter(bob, address, "deal.2", "Entered for the second")
    told = bob.get(address).context["financings"]
    assert [one["deal"] and one["deal"]["title"] for one in told] == [None, "Entered for the second"]
    assert bob.get(f"{address}?deal.2=none").context["financings"][1]["deal"] is None
    again = enter(bob, f"{address}", "deal.2", "Entered instead")
    assert bob.get(address).context["financings"][1]["deal"]["title"] == again


def test_a_financing_without_a_borrower_has_a_title_all_the_same(people: World) -> None:
    bob = people.client("bob")
    told = bob.get(take(bob, "Harbour Bank has provided a loan of US$300 million to buy Nvidia GPUs. The loan matures in March 2031.\n")).context["financings"]
    assert [(one["borrower"], one["title"]) for one in told] == [("", "US$300 million: financing as reported")]
