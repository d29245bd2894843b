"""Parties found by any name: as stored, by near misses, through merges, and behind walls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, Viewer, system_viewer
from dealtracker.access.walls import as_viewer, set_walls
from parties.actions.merges import merge_parties, undo_judgement
from parties.models import Party, PartyName
from parties.register.calc import normalise, searched_text
from parties.reports.duplicates import proposed_duplicates
from parties.reports.party_list import parties_found, party_list

SYSTEM = system_viewer("tests")
READER = Viewer(name="reader", walls=frozenset({PUBLIC}))
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def walls(db: None) -> Iterator[None]:
    with as_viewer(SYSTEM):
        yield


def party(name: str, *others: str, wall: UUID = PUBLIC) -> Party:
    made = Party.rows.create(name=name, compartment_id=wall)
    rows = [
        PartyName(party=made, text=text, primary=text == name, normalised=normalise(text), compartment_id=wall)
        for text in (name, *others)
    ]
    PartyName.rows.bulk_create(rows)
    return made


def found(words: str, viewer: Viewer = READER) -> list[str]:
    set_walls(viewer)
    return [one.name for one in parties_found(viewer=viewer, words=words, limit=20)]


def listed(words: str, viewer: Viewer = READER) -> set[str]:
    set_walls(viewer)
    return {one.name for one in party_list(viewer=viewer, name=words)}


def test_what_searches_look_at_is_kept_whichever_way_a_name_is_saved() -> None:
    one = party("小红书")
    assert PartyName.rows.filter(searched=searched_text("小红书")).count() == 1
    name = one.names.get()
    name.text = "Xiaohongshu Technology"
    name.save()
    assert PartyName.rows.filter(searched__contains="xiaohongshu").count() == 1


@pytest.mark.parametrize(
    "words", ["小紅書", "红书", "xiaohongshu", "Xiao Hong Shu", "rednote", "Red Note Ltd", "RedNot", "xiaohonshu"]
)
def test_one_box_finds_a_party_by_any_name_and_by_near_misses(words: str) -> None:
    party("Xingyin Information Technology", "小红书", "RedNote")
    party("Redwood Notaries")
    assert found(words)[0] == "Xingyin Information Technology" and "Xingyin Information Technology" in listed(words)


@pytest.mark.parametrize("words", ["huwaei", "Huawie Technologies", "HUAEWI ltd"])
def test_letters_that_changed_places_are_a_near_miss(words: str) -> None:
    party("Huawei Technologies Co., Ltd.")
    party("Hawaii Electric")
    assert found(words)[0] == "Huawei Technologies Co., Ltd." and "Huawei Technologies Co., Ltd." in listed(words)


@pytest.mark.parametrize(
    ("words", "name"),
    [("SBG", "SoftBank Group"), ("SocGen", "Société Générale S.A."), ("goldsachs", "The Goldman Sachs Group, Inc."),
     ("Sakura intanetto", "さくらインターネット株式会社"), ("sakura internet", "さくらインターネット株式会社")],
)  # fmt: skip
def test_short_names_and_kana_as_people_type_them_find_the_name(words: str, name: str) -> None:
    for other in ("General Society of Gold", "Sakata Interconnect", name):
        party(other)
    assert found(words)[0] == name and name in listed(words)


def test_whoever_is_known_by_initials_is_proposed_at_entry_either_way() -> None:
    long, short = party("Kestrel Larch Rowan & Co. L.P."), party("WBQ")
    assert [one.party for one in proposed_duplicates(viewer=SYSTEM, names=["KLR"])] == [long.pk]
    assert [one.party for one in proposed_duplicates(viewer=SYSTEM, names=["Willow Birch Quarry"])] == [short.pk]


def test_the_very_name_comes_first_then_those_that_begin_so_then_others() -> None:
    for name in ("The Lambda Fund", "Lambda Labs", "Lambda", "Gamma"):
        party(name)
    assert found("lambda inc") == ["Lambda", "Lambda Labs", "The Lambda Fund"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"; --', "a%b", "(", "zzzzqqqq"])
def test_signs_are_looked_for_as_signs(words: str) -> None:
    party("Nvidia")
    assert found(words) == [] and listed(words) == set()


def test_a_merged_record_is_found_under_the_one_that_stands_and_listed_once() -> None:
    old, new, last = party("Tilde Cloud"), party("Umlaut Compute"), party("Virgule Group")
    first = merge_parties(party=old.pk, into=new.pk, viewer=SYSTEM, reason="renamed", at=AT)
    merge_parties(party=new.pk, into=last.pk, viewer=SYSTEM, reason="renamed again", at=AT)
    assert (
        found("tilde") == ["Virgule Group"] and listed("tilde") == {"Virgule Group"} and listed("") == {"Virgule Group"}
    )
    set_walls(SYSTEM)
    undo_judgement(judgement=first.pk, viewer=SYSTEM, reason="another company", at=AT)
    assert found("tilde") == ["Tilde Cloud"] and listed("") == {"Tilde Cloud", "Virgule Group"}


def test_names_behind_a_wall_are_found_by_its_readers_alone() -> None:
    team = Compartment.objects.create(name="Team")
    public = party("Tilde Cloud")
    hidden = party("Quillonbrook", wall=team.pk)
    insider = Viewer(name="insider", walls=frozenset({PUBLIC, team.pk}))
    for words in ("quillonbrook", "quilonbrok"):
        assert found(words) == [] and listed(words) == set()
        assert found(words, insider) == ["Quillonbrook"]
    set_walls(SYSTEM)
    merge_parties(party=hidden.pk, into=public.pk, viewer=SYSTEM, reason="the same", at=AT)
    assert found("quillonbrook") == [] and found("quillonbrook", insider) == ["Tilde Cloud"]
