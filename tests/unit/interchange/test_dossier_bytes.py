"""Bytes that are no dossier: each is refused with its file, its place and what to do."""

from __future__ import annotations

import json
from datetime import date

import pytest

from deals.actions.dossiers import DossierRefused
from deals.interchange.dossier.documents import POLICY
from deals.interchange.dossier.reading import read_files, read_values
from tests.unit.interchange.dossiers import read, small

DEEP = b'{"schema":' + b"[" * 100_000


@pytest.mark.parametrize(
    ("data", "pointer", "code", "words"),
    [
        (b"", "", "empty", "is empty"),
        (b"\xef\xbb\xbf", "", "empty", "is empty"),
        (b" \n", "", "empty", "is empty"),
        ("{}".encode("utf-16"), "", "encoding", "UTF-16"),
        (b'{"a":"caf\xe9"}', "", "encoding", "byte 0xe9 at offset 9 (line 1)"),
        (b'{"a":"\xc0\xaf"}', "", "encoding", "byte 0xc0"),
        (b'{"a":"\x00"}', "", "encoding", "NUL"),
        (b'{"a":"\\u0000"}', "/a", "text", "U+0000"),
        (b'{"a":"\\ud800"}', "/a", "text", "surrogate"),
        (b'{"a": 1 2}', "", "not-json", "line 1, column 9"),
        (b"{'a': 1}", "", "not-json", "line 1, column 2"),
        (DEEP, "", "too-deep", "32 levels"),
        (b'{"deal":' * 40 + b"1" + b"}" * 40, "/deal" * 32, "too-deep", "32 levels"),
        (b"[]", "", "empty", "empty array"),
        (b"3", "", "type", "must be an object, not a number"),
        (b'["x"]', "/0", "type", "must be an object, not text"),
        (b"{}", "", "empty", "empty object"),
        (b'{"schema":"a","schema":"b"}', "/schema", "repeated-name", "stands twice"),
        (b'{"deal":NaN}', "/deal", "number", "NaN"),
        (b'{"deal":-Infinity}', "/deal", "number", "-Infinity"),
        (b'{"deal":1e400}', "/deal", "number", "1e400"),
        (b'{"deal":' + b"9" * 5000 + b"}", "/deal", "number", "bare number"),
        (b'{"deal":null}', "/deal", "null", "is null"),
        (b'{"deal":"' + b"x" * 20_001 + b'"}', "/deal", "too-long", "20,001 characters"),
        (b" " * (POLICY.largest + 1), "", "too-large", "20,000,000"),
    ],
)
def test_refused_with_place_and_reason(data: bytes, pointer: str, code: str, words: str) -> None:
    with pytest.raises(DossierRefused) as refused:
        read(data, name="x.json")
    first = refused.value.problems[0]
    assert (first.file, first.pointer, first.code) == ("x.json", pointer, code)
    assert words in first.message


def test_what_stands_around_a_quote_keeps_the_blank_beside_it() -> None:
    document = small()
    document["claims"][0]["quote"] = {"exact": " seeks $300m ", "prefix": "Fjord ", "suffix": " to buy chips"}
    claim = read(json.dumps(document).encode())[0].claims[0]
    assert claim.quotes[0] == {"exact": "seeks $300m", "prefix": "Fjord ", "suffix": " to buy chips"}


def test_a_byte_order_mark_and_crlf_are_no_trouble() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(small(), indent=1).replace("\n", "\r\n").encode()
    assert read(data)[0].ref == "aoba-loan"


def test_one_an_array_and_one_a_line_are_read() -> None:
    documents = [small(key="one"), small(key="two")]
    lines = b"\n\n".join(json.dumps(d).encode() for d in documents) + b"\n"
    assert [d.ref for d in read(documents)] == [d.ref for d in read(lines)] == ["one", "two"]


def test_a_line_is_named_where_it_is_wrong() -> None:
    lines = json.dumps(small()).encode() + b"\n{oops}\n"
    with pytest.raises(DossierRefused) as refused:
        read(lines, name="all.ndjson")
    assert [(p.file, p.code) for p in refused.value.problems] == [("all.ndjson line 2", "not-json")]


def test_all_problems_are_told_up_to_fifty() -> None:
    document = small()
    document["roles"] = [{"key": f"x{n}", "party": "nobody", "role": "borrower"} for n in range(40)]
    with pytest.raises(DossierRefused) as refused:
        read(document)
    assert len(refused.value.problems) == 50


def test_one_deal_twice_in_an_import_is_refused() -> None:
    with pytest.raises(DossierRefused) as refused:
        read([small(), small()])
    assert [(p.pointer, p.code) for p in refused.value.problems] == [("/1/deal/key", "repeated")]


def test_a_page_of_tomorrow_is_refused_when_today_is_known() -> None:
    data = json.dumps(small()).encode()
    assert read_files([("x", data)], today=date(2025, 12, 1))
    with pytest.raises(DossierRefused) as refused:
        read_files([("x", data)], today=date(2025, 11, 30))
    assert refused.value.problems[0].pointer == "/sources/0/published"


def test_values_that_another_reader_parsed_are_held_to_the_same() -> None:
    assert read_values([small()], name="body", today=None)[0].ref == "aoba-loan"
    with pytest.raises(DossierRefused) as refused:
        read_values([small() | {"deal": 1.5}], name="body", today=None)
    assert (refused.value.problems[0].pointer, refused.value.problems[0].code) == ("/0/deal", "number")
