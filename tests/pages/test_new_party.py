"""A party entered by hand: what it may be is shown first, and a head office needs its source."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dealtracker.access.walls import as_viewer
from dealtracker.audit.models import Change
from dealtracker.evidence.models import Claim, Source
from dealtracker.ids import public_id
from parties.models import Identifier, Party, PartyName
from tests import cast, make
from tests.world import World

AT, PUBLIC = "/parties/new/", "00000000-0000-4000-8000-000000000001"


def send(world: World, role: str = "bob", **fields: str) -> Any:
    return world.client(role).post(
        AT, {"name": "Cedarline", "kind": "company", "compartment": PUBLIC, "reason": "in a report", **fields}
    )


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def made(name: str = "Cedarline") -> Party | None:
    with as_viewer(make.SYSTEM):
        return Party.rows.filter(name=name).first()


def source(kind: str = "register") -> Source:
    with as_viewer(make.SYSTEM):
        found: Source = Source.rows.create(
            key=kind, kind=kind, publisher="R", published_to=make.DAY, url=f"https://r.example/{kind}"
        )
        return found


def test_a_party_with_all_that_is_known_of_it(people: World) -> None:
    where = source()
    answer = send(
        people,
        others="セダーライン\n\n杉线\n",
        lei="529900t8bm49aursdo55",
        hq_country="jp",
        source=public_id("source", where.pk),
    )
    party = made()
    assert (
        party is not None
        and answer["Location"] == f"/parties/{public_id('party', party.pk)}/"
        and party.hq_country == "JP"
    )
    with as_viewer(make.SYSTEM):
        assert set(PartyName.rows.filter(party=party).values_list("text", flat=True)) == {
            "Cedarline",
            "セダーライン",
            "杉线",
        }
        assert Identifier.rows.get(party=party).value == "529900T8BM49AURSDO55"
        assert Claim.rows.get(target=party.pk, field="hq_country").source_id == where.pk


@pytest.mark.parametrize("name", ["Borealis Compute", "Boréalis Compute Inc.", "borealis-compute", "Borealis Computes"])
def test_near_namesakes_are_shown_with_score_and_reasons_before_anything_is_saved(people: World, name: str) -> None:
    answer = send(people, name=name)
    page = said(answer)
    assert answer.status_code == 400 and "It may be entered already" in page and "Why it is none of these" in page
    assert (
        re.search(r'data-h="Likeness" class="num">(0\.\d\d|1\.00)<', page)
        and made(name) is None
        or name == "Borealis Compute"
    )
    with as_viewer(make.SYSTEM):
        assert Party.rows.filter(name__in=[name, "Borealis Compute"]).count() == 1
    done = send(people, name=name, none_of_these="a company of Chile")
    assert done.status_code == 302
    with as_viewer(make.SYSTEM):
        assert Change.rows.filter(reason="in a report (none of the near namesakes: a company of Chile)").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"hq_country": "JP"}, "needs the source that states it"), ({"hq_country": "ZZ"}, "not a country code"),
        ({"hq_country": "JP", "source": "https://nowhere.example/"}, "No source with this id or address"),
        ({"lei": "529900T8BM49AURSDO56"}, "not an LEI"), ({"name": " -- "}, "at least one letter"), ({"reason": ""}, "Nothing was saved"),
        ({"kind": "unnamed group"}, "Nothing was saved"), ({"compartment": "x"}, "Nothing was saved"), ({"others": "x" * 301}, "one a line"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_saved(people: World, fields: dict[str, str], words: str) -> None:
    answer = send(people, **fields)
    assert answer.status_code == 400 and words in said(answer) and made() is None


def test_a_note_of_ones_own_states_no_head_office(people: World) -> None:
    note = source("memo")
    answer = send(people, hq_country="JP", source=note.url)
    assert answer.status_code == 400 and "note of one&#x27;s own" in said(answer) and made() is None


def test_a_taken_lei_is_said_to_be_taken(people: World) -> None:
    assert send(people, lei="529900T8BM49AURSDO55").status_code == 302
    again = send(people, name="Quite Another", lei="529900T8BM49AURSDO55", none_of_these="it is not")
    assert again.status_code == 400 and "has this LEI already" in said(again) and made("Quite Another") is None


def test_who_may_enter_where(world: World) -> None:
    assert world.client("alice").get(AT).status_code == 403 and world.client("anonymous").get(AT).status_code == 302
    assert "Enter a party" in said(world.client("bob").get("/parties/")) and "Enter a party" not in said(
        world.client("alice").get("/parties/")
    )
    assert send(world, "bob", compartment=str(world.cast.team)).status_code == 400
    shown = said(send(world, "bob", name=cast.CANARIES["borrower"]))
    assert "entered already" not in shown and made(cast.CANARIES["borrower"]) is not None
    assert send(world, "dan", name="Walled One", compartment=str(world.cast.team)).status_code == 302
    found = made("Walled One")
    assert found is not None and found.compartment_id == world.cast.team
