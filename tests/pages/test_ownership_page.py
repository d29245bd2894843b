"""The ownership page of a party at a date, its JSON twin, a party's page on other days, and parties that deals share."""

from __future__ import annotations

from typing import Any

from deals.sheets.models import RefreshState
from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from dealtracker.money import Amount
from dealtracker.periods import When
from parties.models import Lineage, Party, PartyName, Stake
from parties.ownership.recompute import refresh_lineages
from tests import cast, make
from tests.pages.markup import check, text
from tests.world import World


def named(name: str) -> Party:
    with as_viewer(make.SYSTEM):
        return Party.rows.get(name=name)


def new(name: str, **more: Any) -> Party:
    with as_viewer(make.SYSTEM):
        made = Party.rows.create(name=name, kind="company", **more)
        PartyName.rows.create(
            party=made, text=name, primary=True, normalised=name.casefold(), compartment_id=made.compartment_id
        )
        return made


def owns(owner: Party, owned: Party, share: Amount | None, **more: Any) -> Stake:
    days = {name: When.parse(more.pop(name)) for name in ("start", "end") if name in more}
    with as_viewer(make.SYSTEM):
        return Stake.rows.create(owner=owner, owned=owned, share=share, **days, **more)


def pid(party: Party) -> str:
    return public_id("party", party.pk)


def tree(world: World) -> tuple[Party, Party, Party]:
    borrower, middle, top = (
        named("Borealis Compute"),
        new("Willow Intermediate", hq_country="KY"),
        new("Sedge Group", hq_country="CN"),
    )
    owns(
        middle,
        borrower,
        Amount("range", low=Amount.exact("0.6").point, high=Amount.exact("0.7").point),
        end="2025-06-01",
    )
    owns(top, middle, Amount.exact("0.5"))
    owns(new("Alder Fund Manager"), borrower, None, kind="management")
    return borrower, middle, top


def test_the_page_says_who_owns_whom_on_its_day(world: World) -> None:
    borrower, _, top = tree(world)
    client = world.client("anonymous")
    past = client.get(f"/parties/{pid(borrower)}/ownership/?as_of=2025-03-01")
    check(past.content)
    said = text(past.content)
    for words in (
        "Sedge Group",
        "30 % to 35 %",
        "60 % to 70 %",
        "?>KY>CN",
        "entered by hand, no source",
        "Alder Fund Manager",
    ):
        assert words in said, words
    assert "not legal advice" in said and "Willow Intermediate in Borealis Compute" in said
    today = text(client.get(f"/parties/{pid(borrower)}/ownership/").content)
    assert "No parent is known on this day" in today and "Sedge Group" not in today
    below = text(client.get(f"/parties/{pid(top)}/ownership/?as_of=2025-03-01").content)
    assert "Borealis Compute" in below and "30 % to 35 %" in below


def test_the_twin_has_the_same(world: World) -> None:
    borrower, middle, top = tree(world)
    client = world.client("alice")
    doc = client.get(f"/api/v1/parties/{pid(borrower)}/ownership/?as_of=2025-03-01").json()
    assert [one["party"]["id"] for one in doc["ultimate_parents"]] == [pid(top)]
    assert doc["ultimate_parents"][0]["share"] == {"low": "0.3", "high": "0.35", "words": "30 % to 35 %"}
    assert doc["ultimate_parents"][0]["basis"] == "possible" and doc["parents"][0]["party"]["id"] == pid(middle)
    assert [one["owner"]["name"] for one in doc["beside"]] == ["Alder Fund Manager"]
    for query, status in (("as_of=2025", 400), ("known_on=2999-01-01", 400), ("colour=blue", 400)):
        assert client.get(f"/api/v1/parties/{pid(borrower)}/ownership/?{query}").status_code == status
    assert client.get("/parties/party_" + "0" * 32 + "/ownership/").status_code == 404


def test_sources_stand_beside_each_stake_and_rings_are_told(world: World) -> None:
    stakes = [{"key": "k1", "owner": "up", "owned": "bo", "share": {"kind": "approx", "point": "0.51", "words": "about 51%"}},
              {"key": "k2", "owner": "bo", "owned": "up", "share": {"kind": "exact", "point": "0.02"}}]  # fmt: skip
    make.save(make.dossier("ringed", borrower="Fescue Compute", parties=[make.party("up", "Plover Holding")], stakes=stakes,
              claims=[{"source": "s-ringed", "at": ["/stakes/k1", "/stakes/k2"]}]))  # fmt: skip
    response = world.client("alice").get(f"/parties/{pid(named('Fescue Compute'))}/ownership/")
    said = text(response.content)
    check(response.content)
    assert "Northern Wire, 1 Dec 2025" in said and "about 51%" in said and "2 parties own each other in a ring" in said
    early = text(
        world.client("alice").get(f"/parties/{pid(named('Fescue Compute'))}/ownership/?known_on=2025-11-01").content
    )
    assert "No owner is recorded for this day" in early and "Northern Wire" not in early


def test_a_walled_stake_is_seen_by_its_team_alone(world: World) -> None:
    borrower, hidden = named("Borealis Compute"), named(cast.CANARIES["borrower"])
    owns(hidden, borrower, Amount.exact("0.9"), compartment_id=world.cast.team)
    address = f"/parties/{pid(borrower)}/ownership/"
    assert cast.CANARIES["borrower"] in text(world.client("carol").get(address).content)
    for role in cast.OUTSIDERS:
        assert cast.CANARIES["borrower"] not in world.client(role).get(address).content.decode(), role


def test_a_change_of_a_stake_reaches_the_deal_that_names_the_subsidiary(world: World) -> None:
    borrower, middle, top = tree(world)
    with as_viewer(make.SYSTEM):
        while refresh_lineages(at=make.timezone.now()):
            continue
    make.catch_up()
    deal = world.deals["tokyo"]
    with as_viewer(make.SYSTEM):
        before = RefreshState.rows.get(deal=deal)
        assert before.wanted == before.done
        assert Lineage.rows.filter(party=borrower.pk, ultimate=top.pk).exists()
        # Two steps above the party that the deal names.
        Stake.rows.filter(owner=top, owned=middle).update(share=Amount.exact("0.9"))
        refresh_lineages(at=make.timezone.now())
        after = RefreshState.rows.get(deal=deal)
        assert after.wanted > after.done == before.done
        assert {str(row.low.normalize()) for row in Lineage.rows.filter(party=borrower.pk, ultimate=top.pk)} == {"0.54"}


def test_a_partys_page_on_another_day(world: World) -> None:
    borrower, _, _ = tree(world)
    with as_viewer(make.SYSTEM):
        PartyName.rows.create(
            party=borrower, text="Boreal Chips", kind="former", normalised="boreal chips", end=When.parse("2024-01-01")
        )
    client, address = world.client("alice"), f"/parties/{pid(borrower)}/"
    past = client.get(f"{address}?as_of=2025-03-01")
    check(past.content)
    assert "Willow Intermediate" in text(past.content) and "no longer used on this day" in text(past.content)
    assert "Willow Intermediate" not in text(client.get(f"{address}?as_of=2025-07-01").content)
    assert "no longer used" not in text(client.get(f"{address}?as_of=2023-03-01").content)
    assert "loan for chips (tokyo)" in text(client.get(f"{address}?known_on=2025-12-01").content)
    assert client.get(f"{address}?known_on=2025-11-30").status_code == 404, "nothing had named it by then"
    assert client.get(f"{address}?known_on=soon").status_code == 400


def test_parties_in_two_or_more_deals_of_a_list(world: World) -> None:
    make.save(
        make.dossier("second", borrower="Borealis Compute", lender="Other Bank"),
        make.dossier("third", borrower="Somebody Else", lender="Third Bank"),
    )
    client = world.client("alice")
    page = client.get("/deals/shared-parties/")
    check(page.content)
    rows = {row["party"]["name"]: row for row in client.get("/deals/shared-parties/?format=json").json()["results"]}
    assert {deal["title"] for deal in rows["Borealis Compute"]["deals"]} == {
        "Borealis Compute: loan for chips (tokyo)", "Borealis Compute: loan for chips (second)",
    }  # fmt: skip
    assert rows["Borealis Compute"]["deals"][0]["roles"] == ["borrower"] and "Other Bank" not in rows
    then = client.get("/deals/shared-parties/?format=json&known_on=2025-12-01&as_of=2026-01-05").json()
    assert "Borealis Compute" in {row["party"]["name"] for row in then["results"]}
    assert client.get("/deals/shared-parties/?format=json&known_on=2025-11-30").json()["results"] == []
    assert client.get("/deals/shared-parties/?colour=blue").status_code == 400
    some = client.get("/deals/shared-parties/?format=json&q=second").json()
    assert (some["deals"], some["results"]) == (1, [])
    csv = client.get("/deals/shared-parties.csv").content.decode()
    assert "Borealis Compute: loan for chips (second)" in csv and "not screened: no list loaded" in csv
    assert "/deals/shared-parties/?stage=talks" in client.get("/deals/?stage=talks").content.decode()
    assert cast.CANARIES["title"] not in world.client("bob").get("/deals/shared-parties/").content.decode()
