"""Readers of list files: what each takes, and everything they refuse with row and reason."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from parties.models import ListedName
from parties.screening.readers import READERS, Listed, ListRefused, look_at, read_list
from parties.screening.readers.links import share_of
from parties.screening.rules import Name
from tests.unit.screening.lists import SDN, csl_csv, csl_json, ftm, ofac, simple_csv, write

ALDER = {
    "_id": "e1",
    "name": "Alderwood Microdevices Co., Ltd.",
    "alt_names": "Alderwood Micro; 桤木微电子",
    "addresses": "1 Quay Rd, Dalian, CN; Unit 4, Riga, LV",
}
SDN_ROW = '36,"ALDERWOOD MARINE",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Registration ID 12-345; a.k.a. \'ALDY\'; Linked To: X."\r\n'
SDN_PERSON = '77,"OAKES, Rowan Peter","individual","SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
ALT_ROW = '36,12,"aka","ALDER MARINE LINES",-0- \r\n'
ADD_ROW = '36,25,"1 Quay Road","Valletta","Malta",-0- \r\n'


def load(kind: str, *files: Path) -> tuple[list[Listed], list[str]]:
    notices: list[str] = []
    return list(read_list(kind, files, notices)), notices


def test_the_consolidated_screening_list_as_csv(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "consolidated.csv",
        csl_csv({**ALDER, "programs": "X", "ids": "Registration Number, 9133-A, CN; Website, x.example, "}),
    )
    [entry], notices = load("csl-csv", path)
    assert entry.ref == "e1" and entry.regimes == ("affiliates",) and notices == []
    assert entry.side.names == (Name("Alderwood Microdevices Co., Ltd."), Name("Alderwood Micro"), Name("桤木微电子"))
    assert entry.side.countries == {"CN", "LV"} and entry.side.identifiers == {("registry", "9133-A")}
    assert entry.side.kind == "company"


def test_the_consolidated_screening_list_as_json(tmp_path: Path) -> None:
    row = {
        "id": "e1", "name": "Alderwood", "alt_names": ["Erle"], "addresses": [{"country": "CN"}], "programs": ["SDGT"],
        "ids": [{"type": "Legal Entity Number", "number": "5493001KJTIIGC8Y1R12"}], "source": SDN, "source_list_url": "https://example.org",
    }  # fmt: skip
    [entry], _ = load("csl-json", write(tmp_path, "consolidated.json", csl_json(row, total=1)))
    assert (entry.side.kind, entry.side.countries, entry.regimes) == ("unknown", {"CN"}, ("blocked",))
    assert entry.side.identifiers == {("lei", "5493001KJTIIGC8Y1R12")} and entry.url == "https://example.org"


def test_numbers_of_ships_and_numbers_that_json_writes_as_such(tmp_path: Path) -> None:
    ids = [{"type": "Vessel Registration Identification", "number": "IMO 9187629"}, {"type": "Company Number", "number": 4711}]
    row = {"id": 17, "name": "Orlova", "type": "Vessel", "ids": ids, "alt_names": None, "addresses": None, "programs": None}
    [entry], _ = load("csl-json", write(tmp_path, "consolidated.json", csl_json(row)))
    assert (entry.ref, entry.side.kind) == ("17", "vessel")
    assert entry.side.identifiers == {("imo", "9187629"), ("registry", "4711")}


def test_opensanctions_targets(tmp_path: Path) -> None:
    text = simple_csv(
        {"id": "NK-1", "name": "Alderwood", "aliases": 'Erle;"Erle; and Sons"', "countries": "ru;lv", "identifiers": "7701;5493001KJTIIGC8Y1R12"},
        {"id": "NK-2", "schema": "CryptoWallet", "name": "0xabc"},
    )  # fmt: skip
    [entry], notices = load("opensanctions", write(tmp_path, "targets.simple.csv", text))
    assert [name.text for name in entry.side.names] == ["Alderwood", "Erle", "Erle; and Sons"]
    assert entry.side.countries == {"RU", "LV"} and entry.regimes == ("blocked",)
    assert entry.side.identifiers == {("registry", "7701"), ("lei", "5493001KJTIIGC8Y1R12")}
    assert notices == ["1 of schema CryptoWallet left out: no party"]


def test_follow_the_money(tmp_path: Path) -> None:
    text = ftm(
        {"id": "a", "caption": "Alderwood", "datasets": ["us_ofac_sdn"], "properties": {"name": ["Алдервуд"], "weakAlias": ["ALD"], "jurisdiction": ["ru"]}},
        {"id": "b", "target": False, "caption": "Somebody else", "properties": {}},
        {"id": "c", "target": False, "caption": "Listed by topic", "properties": {"topics": ["export.control"]}},
        {"id": "d", "schema": "Address", "properties": {"full": ["1 Quay Road"]}},
    )  # fmt: skip
    entries, notices = load("ftm", write(tmp_path, "entities.ftm.json", text))
    assert [entry.ref for entry in entries] == ["a", "c"]
    assert entries[0].side.names == (Name("Алдервуд"), Name("Alderwood"), Name("ALD", weak=True))
    assert entries[0].regimes == ("blocked",) and notices == [
        "1 of schema Address left out: no party",
        "1 entities left out: not a party, or not listed themselves",
    ]


def test_ofacs_three_files(tmp_path: Path) -> None:
    entries, _ = load("ofac-sdn", *ofac(tmp_path, SDN_ROW + SDN_PERSON, ALT_ROW, ADD_ROW))
    assert [(e.ref, e.side.kind) for e in entries] == [("36", "company"), ("77", "person")]
    assert entries[0].side.names == (Name("ALDERWOOD MARINE"), Name("ALDER MARINE LINES"), Name("ALDY", weak=True))
    assert entries[0].side.countries == {"MT"} and entries[0].side.identifiers == {("registry", "12-345")}
    assert entries[1].side.forms[0][1] == "rowan peter oakes"


def refused(kind: str, *files: Path) -> tuple[int, str]:
    with pytest.raises(ListRefused) as caught:
        for path in files:
            look_at(path)
        load(kind, *files)
    assert caught.value.file and "Traceback" not in str(caught.value)
    return caught.value.row, caught.value.reason


GOOD = csl_csv(ALDER, {**ALDER, "_id": "e2", "name": "Birchfield Optics"})


@pytest.mark.parametrize(
    ("data", "row", "reason"),
    [
        (b"", 0, "is empty"),
        (GOOD.encode("utf-16"), 0, "is UTF-16"),
        (b"PK\x03\x04rest", 0, "is a zip archive"),
        (b"\x1f\x8b\x08rest", 0, "is gzip"),
        (GOOD.encode()[:-40], 3, "cut off"),
        (GOOD.encode().replace(b"Birchfield", b"Birch\x93field"), 3, "is not UTF-8"),
        (GOOD.encode().replace(b"Birchfield", "Birchfïeld".encode("latin-1")), 3, "is not UTF-8"),
        (GOOD.encode().replace(b"Birchfield", b"Birch\x00field"), 3, "control character U+0000"),
        (GOOD.encode().replace(b"Birchfield", b'"Birchfield'), 3, "is not CSV"),
        (GOOD.encode() + b'"e3,Cedar', 4, "never closed"),
        (GOOD.encode().replace(b"Birchfield", b'"Birch"field'), 3, "is not CSV"),
        (GOOD.replace("Birchfield", '"' + "x" * 140_000).encode(), 3, "never closed"),
        (GOOD.replace("alt_names", "name", 1).encode(), 1, 'has the column "name" twice'),
        (GOOD.replace("alt_names", "аlt_names", 1).encode(), 1, "lacks the column alt_names"),
        (GOOD.replace(",", ";").encode(), 1, "lacks the column"),
        (GOOD.splitlines()[0].encode(), 0, "holds no entry"),
        ((GOOD + "x" * 9_000_000).encode(), 4, "longer than"),
        (GOOD.replace("e2", "e1").encode(), 3, 'gives the entry "e1" again; row 2 has it'),
        (GOOD.replace("Birchfield Optics", "").encode(), 3, 'has no "name"'),
        ((GOOD + "one,two\r\n").encode(), 4, "has 2 cells where 29 belong"),
        ((GOOD + "x," * 40 + "\r\n").encode(), 4, "has 41 cells where 29 belong"),
        (b"<html><body>Moved</body></html>", 0, "is a web page"),
        (GOOD.replace("\r\n", "\r").encode(), 1, "a carriage return alone"),
    ],
)
def test_a_damaged_csv_is_refused_with_row_and_reason(data: bytes, row: int, reason: str, tmp_path: Path) -> None:
    at, said = refused("csl-csv", write(tmp_path, "consolidated.csv", data))
    assert (at, reason in said) == (row, True), said


@pytest.mark.parametrize(
    ("kind", "text", "row", "reason"),
    [
        ("csl-json", csl_json(ALDER | {"id": "e1"})[:-30], 1, "is not JSON"),
        ("csl-json", csl_json({"id": "e1", "name": "A"}) + "\n[]", 2, "it is damaged there, or a file of another kind"),
        ("csl-json", '{"results": [{"id": "e1", "source": "x", "name": "A", "entity_number": NaN}]}', 0, "holds NaN"),
        ("csl-json", csl_json({"id": True, "name": "A"}), 1, 'has bool where "id" is text'),
        ("csl-json", '{"entries": []}', 0, 'no list "results"'),
        ("csl-json", csl_json({"id": "e1", "name": "A"}, total=9), 0, "says that it has 9 entries and holds 1"),
        ("csl-json", csl_json({"id": "e1", "name": ["A"]}), 1, 'has list where "name" is text'),
        ("csl-json", csl_json({"id": "e1", "name": "A", "addresses": ["x"]}), 1, '"addresses"'),
        ("csl-json", '{"results": [{"name": "A", "name": "B"}]}', 0, 'has "name" twice'),
        ("csl-json", "[" * 100_000, 0, "nested too deeply"),
        ("csl-json", '{"results": [3]}', 1, "is not an object"),
        ("csl-json", '{"total": ' + "9" * 5000 + ', "results": []}', 0, "thousands of digits"),
        ("csl-json", '{"results": [{"id": "e1", "source": "x", "name": "A\\u0000B"}]}', 1, 'U+0000 in "name"'),
        ("csl-json", '{"results": [{"id": "e1", "source": "x", "name": "A", "alt_names": ["\\ud800"]}]}', 1, "U+D800"),
        ("ftm", '{"id": "a\\ud83d", "schema": "Company", "caption": "A"}', 1, 'U+D83D in "id"'),
        ("ftm", ftm({"id": "a", "caption": "A"}) + '{"id": "b", "schema"', 2, "is not JSON"),
        ("ftm", ftm({"id": "a", "caption": "A"}) + "[1]\n", 2, "is not a JSON object"),
        ("ftm", ftm({"caption": "A"}), 1, 'lacks "id"'),
        ("ftm", ftm({"id": "a"}), 1, "has no name"),
        ("ftm", ftm({"id": "a", "caption": "A", "properties": {"name": [1]}}), 1, '"name"'),
        ("ftm", ftm({"id": "a", "caption": "A"}) * 2, 2, "again"),
        ("opensanctions", simple_csv({"id": "a", "name": ""}), 2, 'has no "name"'),
        ("opensanctions", simple_csv({"id": "a", "name": "A"}).replace("schema", "Schema"), 1, "lacks the column schema"),
        ("opensanctions", csl_csv(ALDER), 1, "lacks the column"),
        ("csl-csv", simple_csv({"id": "a", "name": "A"}), 1, "lacks the column"),
    ],
)  # fmt: skip
def test_other_damage_is_refused_with_row_and_reason(
    kind: str, text: str, row: int, reason: str, tmp_path: Path
) -> None:
    at, said = refused(kind, write(tmp_path, "list", text))
    assert (at, reason in said) == (row, True), said


@pytest.mark.parametrize(
    ("sdn", "alt", "add", "row", "reason"),
    [
        (SDN_ROW[:-50], "", "", 1, "control character U+001A"),
        (SDN_ROW + "\x1a\r\n" + SDN_PERSON, "", "", 3, "goes on after its end mark"),
        (SDN_ROW + '77,"X","individual"\r\n', "", "", 2, "has 3 cells where 12 belong"),
        (SDN_ROW.replace("36", "ent_num"), "", "", 1, "it is not SDN.CSV"),
        (SDN_ROW, ALT_ROW.replace("36", "99"), "", 1, "speaks of entry 99"),
        (SDN_ROW, "", ADD_ROW.replace("36", "99"), 1, "speaks of entry 99"),
        (SDN_ROW, ADD_ROW, "", 1, "has 6 cells where 5 belong"),
        (SDN_ROW + SDN_ROW, "", "", 2, "again"),
        (SDN_PERSON.replace("individual", "ship"), "", "", 1, 'unknown kind "ship"'),
    ],
)  # fmt: skip
def test_ofac_files_that_do_not_fit_are_refused(
    sdn: str, alt: str, add: str, row: int, reason: str, tmp_path: Path
) -> None:
    at, said = refused("ofac-sdn", *ofac(tmp_path, sdn, alt, add))
    assert (at, reason in said) == (row, True), said


def test_ofacs_files_may_all_be_called_after_the_list(tmp_path: Path) -> None:
    files = ofac(tmp_path, SDN_ROW, ALT_ROW, ADD_ROW)
    names = ("sdn.csv", "sdn_alt.csv", "SDN-ADD (1).csv")
    named = [file.rename(tmp_path / name) for file, name in zip(files, names, strict=True)]
    [entry], _ = load("ofac-sdn", *named)
    assert entry.side.countries == {"MT"} and len(entry.side.names) == 3


def test_ofac_needs_all_three_files(tmp_path: Path) -> None:
    files = ofac(tmp_path, SDN_ROW)
    assert "without ADD.CSV" in refused("ofac-sdn", *files[:2])[1]
    assert "is not one of" in refused("ofac-sdn", files[0], write(tmp_path, "other.csv", "x"))[1]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read" in refused("ftm", tmp_path / "nothing.json")[1]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_what_is_harmless_is_taken(end: str, tmp_path: Path) -> None:
    """A byte order mark, either line end, blank lines, line breaks and commas in quotes, columns that are not known."""
    header, first, second, _ = GOOD.split("\r\n")
    second = second.replace("Birchfield Optics", f'"Birchfield,{end}Optics"')
    text = "\ufeff" + end.join([f"{header},new", "", f"{first},", f"{second},x", ""])
    [first, second], notices = load("csl-csv", write(tmp_path, "list.csv", text))
    assert (first.ref, second.name.split()) == ("e1", ["Birchfield,", "Optics"])
    assert notices == ["list.csv: columns not read: new"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https:// x", "see the notice"])
def test_what_is_no_web_address_is_not_offered_as_a_link(url: str, tmp_path: Path) -> None:
    [from_csv], _ = load("csl-csv", write(tmp_path, "consolidated.csv", csl_csv({**ALDER, "source_list_url": url})))
    row = {"id": "e1", "name": "Alderwood", "source_list_url": url}
    [from_json], _ = load("csl-json", write(tmp_path, "consolidated.json", csl_json(row)))
    named = {"id": "a", "caption": "A", "properties": {"sourceUrl": [url, "https://list.example/a"]}}
    [from_ftm], _ = load("ftm", write(tmp_path, "entities.json", ftm(named)))
    assert (from_csv.url, from_json.url, from_ftm.url) == ("", "", "https://list.example/a")


def test_a_name_of_any_length_has_keys_that_fit_their_column(tmp_path: Path) -> None:
    long = {"_id": "e1", "name": "A" * 5000, "alt_names": "阿" * 900 + ";" + "Я" * 2000 + ";" + "word " * 400}
    [entry], _ = load("csl-csv", write(tmp_path, "consolidated.csv", csl_csv(long)))
    room = ListedName._meta.get_field("key").max_length
    assert [key for key in entry.searched() if len(key) > room] == []


def test_every_format_has_a_reader() -> None:
    from parties.models import Watchlist

    assert set(READERS) == set(Watchlist.Format.values)


def test_an_entry_is_another_when_anything_of_it_is() -> None:
    def entry(**more: Any) -> Listed:
        from parties.screening.rules import Side

        return Listed("e1", Side("company", (Name("A"),)), **more)

    assert entry().digest == entry().digest != entry(programme="X").digest


LISTED = {
    "id": "Q1",
    "caption": "Alder Holding",
    "datasets": ["us_ofac_sdn"],
    "properties": {"name": ["Alder Holding"], "topics": ["sanction"]},
}
OWNED = {
    "id": "Q2",
    "target": False,
    "caption": "Birch Works",
    "datasets": ["us_ofac_sdn"],
    "properties": {"name": ["Birch Works"]},
}
BELOW = {"id": "Q3", "target": False, "caption": "Cedar Hall", "properties": {"name": ["Cedar Hall"]}}
APART = {"id": "Q4", "target": False, "caption": "Dogwood", "properties": {"name": ["Dogwood"]}}
FIRST = {
    "id": "o1",
    "schema": "Ownership",
    "properties": {"owner": ["Q1"], "asset": ["Q2"], "percentage": ["60%"], "startDate": ["2021-05"]},
}
SECOND = {"id": "o2", "schema": "Ownership", "properties": {"owner": ["Q2"], "asset": ["Q3"], "percentage": ["25-50"]}}
LEADS = {
    "id": "d1",
    "schema": "Directorship",
    "properties": {"director": ["Q1"], "organization": ["Q4"], "role": ["Chair"]},
}


def test_whom_listed_ones_own_or_direct_is_taken_with_the_links(tmp_path: Path) -> None:
    """Wherever the links stand in the file; what is only linked counts under no rule itself."""
    for order in (
        (FIRST, SECOND, LEADS, BELOW, OWNED, APART, LISTED),
        (LISTED, OWNED, BELOW, APART, LEADS, SECOND, FIRST),
    ):
        entries, notices = load("ftm", write(tmp_path, "entities.json", ftm(*order)))
        found = {entry.ref: entry for entry in entries}
        assert (
            set(found) == {"Q1", "Q2", "Q3", "Q4"} and found["Q1"].regimes == ("blocked",) and found["Q1"].links == ()
        )
        assert all(not found[ref].is_listed and found[ref].regimes == () for ref in ("Q2", "Q3", "Q4"))
        [link] = found["Q2"].links
        assert (link.owner_name, link.is_listed, link.regimes, link.words, link.start) == (
            "Alder Holding",
            True,
            ("blocked",),
            "60%",
            "2021-05",
        )
        assert link.share == {"kind": "exact", "point": "0.6"}
        assert [(one.owner, one.owned, one.is_listed) for one in found["Q3"].links] == [
            ("Q2", "Q3", False),
            ("Q1", "Q2", True),
        ]
        assert [(one.kind, one.role) for one in found["Q4"].links] == [("directorship", "Chair")]
        assert notices == ["3 entities taken because the file says that listed ones own or direct them"]


def test_links_nested_in_an_entity_and_rings_of_them(tmp_path: Path) -> None:
    inside = {
        "id": "o1",
        "schema": "Ownership",
        "properties": {"asset": [OWNED | {"schema": "Company"}], "percentage": ["> 50 %"]},
    }
    nested = LISTED | {"properties": {**LISTED["properties"], "ownershipOwner": [inside]}}  # type: ignore[dict-item]
    back = {"id": "o3", "schema": "Ownership", "properties": {"owner": ["Q2"], "asset": ["Q1"]}}
    entries, _ = load("ftm", write(tmp_path, "nested.json", ftm(nested, OWNED, back)))
    found = {entry.ref: entry for entry in entries}
    assert found["Q2"].links[0].share == {"kind": "at least", "low": "0.5"} and found["Q1"].is_listed
    assert {(link.owner, link.owned) for link in found["Q1"].links} == {("Q2", "Q1"), ("Q1", "Q2")}


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("51", {"kind": "exact", "point": "0.51"}), ("33,3 %", {"kind": "exact", "point": "0.333"}),
        ("25-50", {"kind": "range", "low": "0.25", "high": "0.5"}), ("25 % – 50 %", {"kind": "range", "low": "0.25", "high": "0.5"}),
        ("<25", {"kind": "at most", "high": "0.25"}), ("≥ 75%", {"kind": "at least", "low": "0.75"}),
        ("", None), ("majority", None), ("120", None), ("50-25", None), ("1e9", None), ("9" * 400, None), ("NaN", None), ("-5", None),
    ],
)  # fmt: skip
def test_shares_as_lists_write_them(words: str, share: dict[str, str] | None) -> None:
    assert share_of(words) == share


@pytest.mark.parametrize("value", [5, True, {"a": 1}, 1.5])
def test_links_of_another_shape_are_refused(value: Any, tmp_path: Path) -> None:
    wrong = {"id": "o1", "schema": "Ownership", "properties": {"owner": value, "asset": ["Q2"]}}
    assert refused("ftm", write(tmp_path, "entities.json", ftm(LISTED, wrong)))[0] == 2


def test_no_damage_of_any_file_ends_in_anything_but_a_refusal(tmp_path: Path) -> None:
    """A few hundred seeded damages of each format: every one is read or refused with the file and a reason."""
    chance = random.Random(20260601)
    texts = {
        "csl-csv": [("consolidated.csv", GOOD)], "csl-json": [("list.json", csl_json({"id": "e1", "name": "A", "ids": [{"type": "x"}]}))],
        "opensanctions": [("targets.simple.csv", simple_csv({"id": "a", "name": "A", "aliases": 'x;"y;z"'}))],
        "ftm": [("entities.json", ftm(LISTED, OWNED, FIRST))],
        "ofac-sdn": [("SDN.CSV", SDN_ROW), ("ALT.CSV", ALT_ROW), ("ADD.CSV", ADD_ROW)],
    }  # fmt: skip
    told = dict.fromkeys(("read", "refused"), 0)
    for kind, files in texts.items():
        for _ in range(150):
            paths = [write(tmp_path, name, _damaged(text.encode(), chance)) for name, text in files]
            try:
                for path in paths:
                    look_at(path)
                load(kind, *paths)
                told["read"] += 1
            except ListRefused as error:
                assert error.file and error.reason
                told["refused"] += 1
    assert min(told.values()) > 50, told


def _damaged(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    piece = chance.choice(
        [b'"', b",", b"\r", b"\x00", b"\xef\xbb\xbf", b"\xff", b"}", b"null", "\u202e".encode(), b"\x1a", b"5"]
    )
    return chance.choice(
        [data, data[:at], data[:at] + piece + data[at:], data[:at] + piece + data[at + 1 :], data + data[at:]]
    )
