"""The board of data quality: every kind of flaw is told with owner, age and where to mend it, and walls hold."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from deals.models import Deal, Facility, HardwareLine, Pledge, RefreshState
from dealtracker.access.walls import as_viewer
from dealtracker.desk.models import Task
from dealtracker.evidence.models import Claim
from dealtracker.ids import public_id
from dealtracker.money import Amount
from parties.actions.merges import keep_apart, merge_parties
from parties.models import Party, PartyName, Stake
from parties.register.calc import normalise
from tests import cast, make
from tests.world import World

AT = "/data-quality/"


def party(name: str, **more: Any) -> Party:
    made = Party.rows.create(name=name, **more)
    wall = {"compartment_id": more["compartment_id"]} if "compartment_id" in more else {}
    PartyName.rows.create(party=made, text=name, primary=True, normalised=normalise(name), **wall)
    return made


def shown(world: World, role: str = "bob", kind: str = "") -> str:
    answer = world.client(role).get(AT, {"kind": kind} if kind else {})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def rows(world: World, kind: str, role: str = "bob") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.client(role).get(AT, {"kind": kind, "format": "json"}).json()[kind]
    return found


def test_rings_and_shares_over_the_whole(people: World) -> None:
    with as_viewer(make.SYSTEM):
        a, b, c, d = (party(name) for name in ("Alder", "Birch", "Cedar", "Dogwood"))
        for owner, owned in ((a, b), (b, a)):
            Stake.rows.create(owner=owner, owned=owned, share=Amount.exact("0.3"))
        for owner in (a, d):
            Stake.rows.create(owner=owner, owned=c, share=Amount.exact("0.7"))
    [ring] = rows(people, "ring")
    assert (
        {"Alder", "Birch"} <= set(ring["title"].split(" → "))
        and ring["url"].endswith("/ownership/")
        and ring["days"] == 0
    )
    [over] = rows(people, "over")
    assert over["title"] == "Cedar" and "140 %" in over["words"]


def test_a_missing_head_office_is_told_most_frequent_first_and_goes_once_it_is_entered(people: World) -> None:
    before = [row["title"] for row in rows(people, "office")]
    assert set(before) == {"Borealis Compute", "Harbour Bank"}
    with as_viewer(make.SYSTEM):
        Party.rows.filter(name="Harbour Bank").update(hq_country="JP")
    assert [row["title"] for row in rows(people, "office")] == ["Borealis Compute"]
    assert [row["title"] for row in rows(people, "unsourced")] == ["Harbour Bank"]
    assert "head office JP: no claim states it" in shown(people, kind="unsourced")


def test_a_row_that_no_claim_states_and_a_stake_without_one(people: World) -> None:
    with as_viewer(make.SYSTEM):
        Stake.rows.create(owner=party("Alder"), owned=party("Birch"), share=Amount.exact("0.3"))
        line = HardwareLine.rows.get(deal=people.deals["tokyo"])
        Claim.rows.filter(target=line.pk).delete()
    found = {row["title"]: row["words"] for row in rows(people, "unsourced")}
    assert found["Alder in Birch"] == "stake: no claim states it"
    assert "hardware h1: no claim states it" in found.values()


def test_more_pledged_than_there_is_unless_in_another_rank_or_released(people: World) -> None:
    with as_viewer(make.SYSTEM):
        deal = Deal.rows.get(pk=people.deals["tokyo"])
        line = HardwareLine.rows.get(deal=deal)
        facility = Facility.rows.get(deal=deal)

        def pledge(key: str, count: str, **more: Any) -> None:
            Pledge.rows.create(
                deal=deal, facility=facility, key=key, kind="hardware", line=line, quantity=Amount.exact(count), **more
            )

        pledge("p1", "6")
        pledge("p2", "9", rank=2)
    assert rows(people, "pledged") == []
    with as_viewer(make.SYSTEM):
        pledge("p3", "5")
    [row] = rows(people, "pledged")
    assert "11 or more pledged, 10 on it" in row["words"] and "amend" in row["url"]


def test_a_deal_that_the_refresh_set_aside_is_told_with_its_error(people: World) -> None:
    with as_viewer(make.SYSTEM):
        RefreshState.rows.filter(deal=people.deals["tokyo"]).update(
            error="Traceback …\nValueError: no rate for XAF", wanted=9, done=8, wanted_at=timezone.now()
        )
    [row] = rows(people, "aside")
    assert row["words"] == "ValueError: no rate for XAF" and public_id("deal", people.deals["tokyo"]) in row["url"]


def test_two_records_with_one_name_until_somebody_judges(people: World) -> None:
    with as_viewer(make.SYSTEM):
        one, other = party("Alder Grid"), party("Alder Grid Ltd")
    [row] = rows(people, "twice")
    assert (
        row["title"] in ("Alder Grid · Alder Grid Ltd", "Alder Grid Ltd · Alder Grid") and "/merge/?into=" in row["url"]
    )
    with as_viewer(make.SYSTEM):
        keep_apart(party=one.pk, other=other.pk, viewer=make.SYSTEM, reason="two", at=timezone.now())
    assert rows(people, "twice") == []


def test_a_record_that_another_stands_for_is_not_told_apart(people: World) -> None:
    with as_viewer(make.SYSTEM):
        named = Party.rows.get(name="Harbour Bank")
        merge_parties(
            party=named.pk,
            into=party("Harbour Bank plc", hq_country="GB").pk,
            viewer=make.SYSTEM,
            reason="one",
            at=timezone.now(),
        )
    assert [row["title"] for row in rows(people, "office")] == ["Borealis Compute"]


def test_a_row_is_given_to_somebody_and_handed_over(people: World) -> None:
    at = f"{AT}?kind=office"
    about = re.findall(r'name="about" value="([^"]+)"', shown(people, kind="office"))[0]
    for sent, said in (
        ({"about": about, "owner": "nobody-here"}, "somebody who shares a team"), ({"about": "office x"}, "look again"),
        ({"about": about, "owner": "bob", "due": "soon"}, "due"),
    ):  # fmt: skip
        answer = people.client("bob").post(at, sent)
        assert answer.status_code == 400 and said in answer.content.decode()
    assert people.client("bob").post(at, {"about": about, "owner": "bob", "due": "2026-12-24"}).status_code == 302
    page = shown(people, kind="office")
    assert ">Hand over<" in page and "24 Dec 2026" in page
    assert people.client("bob").post(at, {"about": about, "owner": "dan"}).status_code == 302
    with as_viewer(make.SYSTEM):
        task = Task.rows.get()
    assert (task.owner.get_username(), task.about, task.title.split(":")[0]) == ("dan", about, "Head office missing")
    assert task.title in people.client("bob").get("/desk/").content.decode()


def test_readers_read_and_do_not_assign(people: World) -> None:
    page = shown(people, "alice", "office")
    assert "Borealis Compute" in page and "<summary>Assign" not in page
    with as_viewer(make.SYSTEM):
        about = f"office {Party.rows.get(name='Borealis Compute').pk.hex}"
    assert people.client("alice").post(f"{AT}?kind=office", {"about": about, "owner": ""}).status_code == 403
    assert people.client("anonymous").post(f"{AT}?kind=office", {"about": about}).status_code == 302
    with as_viewer(make.SYSTEM):
        assert not Task.rows.exists()


def test_bad_addresses_are_refused_in_words(people: World) -> None:
    assert people.client("bob").get(AT, {"kind": "nonsense"}).status_code == 400
    assert people.client("bob").get(AT, {"format": "xml"}).status_code == 400


@pytest.mark.parametrize("role", ["bob", "frank", "alice", "anonymous"])
def test_what_is_wrong_behind_a_wall_is_told_to_those_behind_it_alone(people: World, role: str) -> None:
    before = shown_plain(people, role)
    people.add_hidden()
    with as_viewer(make.SYSTEM):
        team = people.cast.team
        a, b = (party(name, compartment_id=team) for name in (cast.CANARIES["lender"] + " Holdings", "Secret Holdings"))
        for owner, owned in ((a, b), (b, a)):
            Stake.rows.create(owner=owner, owned=owned, share=Amount.exact("0.9"), compartment_id=team)
        RefreshState.rows.filter(deal=people.deals["hidden"]).update(error="x", wanted=9, done=8)
    assert shown_plain(people, role) == before
    inside = shown(people, "carol")
    assert cast.CANARIES["borrower"] in inside and "Secret Holdings" in inside


def shown_plain(world: World, role: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken[^}]+', "", shown(world, role))
