"""JSON that can be read in two ways is refused, with the place."""
from __future__ import annotations

import pytest

from dealtracker.strictjson import StrictError, load

CASES = [
    (b'{"a": 1, "a": 2}', "/a", "duplicate_name"),
    (b'{"a": [1, 1.5]}', "/a/1", "number"),
    (b'{"a": NaN}', "/a", "number"),
    (b'{"a": 1e400}', "/a", "number"),
    (b'{"a": 99999999999999999999}', "/a", "number"),
    (b"\xff\xfe{}", "", "not_utf8"),
    (b'{"a": "x\\u0000"}', "/a", "text"),
    ('{"a": "x\u202ey"}'.encode(), "/a", "text"),
    ('{"a/b": "\u200b"}'.encode(), "/a~1b", "text"),
    (b'{"a": "\\ud800"}', "/a", "text"),
    (b"[" * 33 + b"]" * 33, "/0" * 32, "too_deep"),
    (b"[" * 200_000, "", "too_deep"),
    (b'{"a": }', "", "not_json"),
]


@pytest.mark.parametrize(("data", "pointer", "code"), CASES)
def test_refusals_name_place_and_reason(data: bytes, pointer: str, code: str) -> None:
    with pytest.raises(StrictError) as error:
        load(data, largest=10**6)
    assert [(f.pointer, f.code) for f in error.value.faults] == [(pointer, code)]


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(StrictError) as error:
        load(b'{"a": 1.5, "b": {"c": 2.5}}', largest=100)
    assert [f.pointer for f in error.value.faults] == ["/a", "/b/c"]


def test_what_is_plain_comes_through_in_nfc() -> None:
    assert load('{"name": "e\u0301", "n": -3, "x": null, "emoji": "👩‍💻"}'.encode(), largest=100) == {
        "name": "é", "n": -3, "x": None, "emoji": "👩‍💻",
    }  # fmt: skip


def test_a_body_over_the_cap_is_not_read() -> None:
    with pytest.raises(StrictError, match="at most 3"):
        load(b"[1, 2]", largest=3)
