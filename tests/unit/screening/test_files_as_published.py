"""Oddities of list files as their publishers, and the tools between, really write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parties.screening.readers import ListRefused, read_list
from parties.screening.rules import Listed, Name
from tests.unit.screening.lists import EL, csl_json, ftm, ofac, simple_csv, write

SDN = (
    '501,"OAKES, Rowan ""THE FOX""","individual","SDGT] [NPWMD",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 1970; nationality Malta; alt. nationality Latvia; citizen Cyprus; Passport 1 (Iran)."\r\n'
    '502,"ALDER SHIPPING",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Nationality of Registration Panama; (Linked To: X)."\r\n'
)
ADD = '501,1,-0- ,-0- ,-0- ,-0- \r\n502,2,-0- ,"Dubai","United Arab Emirates",-0- \r\n502,3,-0- ,-0- ,"undetermined",-0- \r\n'
COMPANY = {"id": "a", "caption": "Alder", "properties": {"name": ["Alder"]}}


def load(kind: str, *files: Path) -> tuple[list[Listed], list[str]]:
    notices: list[str] = []
    return list(read_list(kind, files, notices)), notices


def texts(entry: Listed) -> list[str]:
    return [name.text for name in entry.side.names]


def test_ofacs_remarks_say_where_somebody_belongs(tmp_path: Path) -> None:
    [person, company], _ = load("ofac-sdn", *ofac(tmp_path, SDN, "", ADD))
    assert (person.side.countries, company.side.countries) == ({"MT", "LV", "CY"}, {"PA", "AE"})
    assert (person.programme, texts(person)) == ("SDGT; NPWMD", ['OAKES, Rowan "THE FOX"'])


def test_a_row_of_another_list_is_told_by_the_columns_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(ListRefused, match="row 1: lacks the columns _id, source, type"):
        load("csl-csv", write(tmp_path, "sdn.csv", SDN))
    with pytest.raises(ListRefused, match="row 1: lacks the columns id, schema, name"):
        load("opensanctions", write(tmp_path, "targets.simple.csv", SDN))


def test_a_null_in_a_list_is_nothing(tmp_path: Path) -> None:
    row = {
        "id": None, "_id": "e1", "name": "Alder", "alt_names": [None, "Erle", ""], "nationalities": None, "citizenships": "",
        "addresses": [None, {"country": None}, {"country": "CN"}], "ids": [{"type": None, "number": None}, None],
    }  # fmt: skip
    [entry], _ = load("csl-json", write(tmp_path, "consolidated.json", csl_json(row)))
    assert (entry.ref, texts(entry), entry.side.countries, entry.side.identifiers) == ("e1", ["Alder", "Erle"], {"CN"}, frozenset())
    nothing = {"id": "b", "caption": "Birch", "target": None, "properties": None}
    entries, _ = load("ftm", write(tmp_path, "e.json", ftm({**COMPANY, "properties": {"name": [None, "Alder"]}}, nothing)))
    assert [(one.name, one.is_listed) for one in entries] == [("Alder", True), ("Birch", True)]


@pytest.mark.parametrize(
    ("aliases", "read"),
    [
        ('"Alder; Sons";"The ""Fox"" Ltd";Erle', ["Alder; Sons", 'The "Fox" Ltd', "Erle"]),
        ('"Alder;Birch;Cedar', ['"Alder', "Birch", "Cedar"]),
        ('"Alder" Works;Birch', ['"Alder" Works', "Birch"]),
        ('Alder "Works" Ltd;Birch', ['Alder "Works" Ltd', "Birch"]),
        ("Alder\nWorks;Birch\r\nMill", ["Alder Works", "Birch Mill"]),
        (";; ;Alder;", ["Alder"]),
    ],
)  # fmt: skip
def test_no_alias_goes_under_in_its_neighbour(aliases: str, read: list[str], tmp_path: Path) -> None:
    [entry], _ = load("opensanctions", write(tmp_path, "t.csv", simple_csv({"id": "a", "name": "Oak", "aliases": aliases})))
    assert texts(entry) == ["Oak", *read]


def test_what_is_no_party_needs_no_name(tmp_path: Path) -> None:
    rows = ({"id": "a", "schema": "Security", "name": ""}, {"id": "b", "name": "Alder\n  Works"})
    [entry], notices = load("opensanctions", write(tmp_path, "t.csv", simple_csv(*rows)))
    assert entry.side.names == (Name("Alder Works"),) and notices == ["1 of schema Security left out: no party"]


def test_targets_of_an_unknown_schema_are_told_by_it(tmp_path: Path) -> None:
    others = [{"id": f"t{n}", "schema": "Trust", "caption": "T"} for n in range(3)]
    unlisted = {"id": "v", "schema": "Vehicle", "target": False}
    entries, notices = load("ftm", write(tmp_path, "e.json", ftm(COMPANY, *others, unlisted)))
    assert [one.ref for one in entries] == ["a"]
    assert notices == ["3 of schema Trust left out: no party", "1 entities left out: not a party, or not listed themselves"]


def test_who_is_only_linked_to_somebody_listed_is_not_listed(tmp_path: Path) -> None:
    """A target or not: a data set's name alone puts no linked entity under a rule."""
    linked = {"caption": "Birch", "datasets": ["us_ofac_sdn"], "properties": {"topics": ["sanction.linked"]}}
    both = {**linked, "properties": {"topics": ["sanction.linked", "sanction"]}}
    rows = ({"id": "a", **linked}, {"id": "b", **linked, "target": False}, {"id": "c", **both, "target": False})
    entries, _ = load("ftm", write(tmp_path, "e.json", ftm(*rows)))
    assert [(one.ref, one.is_listed, one.regimes) for one in entries] == [("a", False, ()), ("c", True, ("blocked",))]


@pytest.mark.parametrize("mark", ["false", 0, []])
def test_another_mark_of_a_target_than_true_or_false_is_refused(mark: Any, tmp_path: Path) -> None:
    with pytest.raises(ListRefused, match='row 1: has .* where "target" is true or false'):
        load("ftm", write(tmp_path, "e.json", ftm({**COMPANY, "target": mark})))


def designation(**more: Any) -> dict[str, Any]:
    said = {"entity": ["a"], "programId": ["US-BIS-EL"], "program": [EL], **more}
    return {"id": "s1", "schema": "Sanction", "target": False, "properties": said}


def test_a_designation_says_under_which_rule_an_entity_counts(tmp_path: Path) -> None:
    """As a line of its own before or behind its entity, or nested in it; data sets that bundle lists do not say it."""
    listed = {**COMPANY, "datasets": ["us_trade_csl"]}
    nested = {**listed, "properties": {"name": ["Alder"], "sanctions": [designation()]}}
    for rows in ((listed, designation()), (designation(), listed), (nested,), (nested, designation())):
        [entry], notices = load("ftm", write(tmp_path, "e.json", ftm(*rows)))
        assert (entry.regimes, entry.programme, notices) == (("affiliates",), f"US-BIS-EL; {EL}", [])


def test_a_designation_that_has_ended_counts_under_none(tmp_path: Path) -> None:
    [entry], _ = load("ftm", write(tmp_path, "e.json", ftm(COMPANY, designation(endDate=["2024-05-01"]))))
    assert (entry.regimes, entry.programme) == ((), "")


def test_an_owner_s_designations_go_with_its_links(tmp_path: Path) -> None:
    owned = {"id": "b", "caption": "Birch", "target": False, "properties": {}}
    link = {"id": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["b"], "percentage": ["60"]}}
    also = {**COMPANY, "datasets": ["us_ofac_sdn"]}
    entries, _ = load("ftm", write(tmp_path, "e.json", ftm(owned, link, also, designation())))
    [link] = next(one for one in entries if one.ref == "b").links
    assert link.regimes == ("blocked", "affiliates")


def test_a_designation_of_another_shape_is_refused(tmp_path: Path) -> None:
    wrong = {**designation(), "properties": {"entity": 5}}
    with pytest.raises(ListRefused, match='row 2: has int where "entity" is a list'):
        load("ftm", write(tmp_path, "e.json", ftm(COMPANY, wrong)))
