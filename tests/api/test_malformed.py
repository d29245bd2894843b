"""Malformed requests: the exact status, code and pointer, nothing saved, never a 500."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dealtracker.access.walls import set_walls
from tests import make
from tests.world import API, World

MERGE = "application/merge-patch+json"
AT = "/facilities/f1/amount"


def fingerprint() -> str:
    """Of every row that a change could touch, audit included."""
    set_walls(make.SYSTEM)
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^(deals|parties|evidence|audit|webhooks|apikit)_' ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{table}" t')
            found.update(f"{table}{cursor.fetchone()}".encode())
    return found.hexdigest()


def amount(**parts: Any) -> dict[str, Any]:
    return {"facilities": {"f1": {"amount": {"kind": "exact", "currency": "USD", **parts}}}}


def nested(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


BYTES: list[tuple[str, bytes, str, str]] = [
    ("nothing", b"", "invalid_change", ""),
    ("spaces", b"  \n ", "empty_body", ""),
    ("byte order mark alone", b"\xef\xbb\xbf", "invalid_json", ""),
    ("byte order mark", b'\xef\xbb\xbf{"title": "x"}', "invalid_json", ""),
    ("UTF-16", '{"title": "x"}'.encode("utf-16"), "invalid_json", ""),
    ("latin-1", '{"title": "Zürich"}'.encode("latin-1"), "invalid_json", ""),
    ("quotes of Windows", b'{"title": "\x93x\x94"}', "invalid_json", ""),
    ("overlong UTF-8", b'{"title": "\xc0\xaf"}', "invalid_json", ""),
    ("surrogate as bytes", b'{"title": "\xed\xa0\x80"}', "invalid_json", ""),
    ("surrogate as escape", b'{"title": "\\ud800"}', "invalid_json", "/title"),
    ("NUL", b'{"title": "a\\u0000b"}', "invalid_json", "/title"),
    ("control character", b'{"title": "a\\u0085b"}', "invalid_json", "/title"),
    ("bidi override", b'{"title": "a\\u202eb"}', "invalid_json", "/title"),
    ("zero width", b'{"title": "a\\u200bb"}', "invalid_json", "/title"),
    ("unclosed", b'{"title": "x"', "invalid_json", ""),
    ("two documents", b'{"title": "x"}{"title": "y"}', "invalid_json", ""),
    ("single quotes", b"{'title': 'x'}", "invalid_json", ""),
    ("comment", b'{"title": "x" /* y */}', "invalid_json", ""),
    ("name twice", b'{"title": "x", "title": "y"}', "invalid_json", "/title"),
    ("name twice below", b'{"facilities": {"f1": {"name": "x", "name": "y"}}}', "invalid_json", "/facilities/f1/name"),
    ("NaN", b'{"facilities": {"f1": {"amount": {"point": NaN}}}}', "invalid_json", f"{AT}/point"),
    ("Infinity", b'{"facilities": {"f1": {"amount": {"point": -Infinity}}}}', "invalid_json", f"{AT}/point"),
    ("float for money", b'{"facilities": {"f1": {"amount": {"point": 3.5}}}}', "invalid_json", f"{AT}/point"),
    ("exponent", b'{"facilities": {"f1": {"amount": {"point": 1e400}}}}', "invalid_json", f"{AT}/point"),
    ("5,000 digits", b'{"facilities": {"f1": {"amount": {"point": ' + b"9" * 5000 + b"}}}}", "invalid_json", f"{AT}/point"),
    ("33 deep", nested(33).encode(), "invalid_json", "/a" * 32),
    ("1,000 deep", nested(1_000).encode(), "invalid_json", ""),
    ("100,000 deep", b"[" * 100_000, "invalid_json", ""),
]  # fmt: skip
VALUES: list[tuple[str, Any, str, str]] = [
    ("a list", [], "invalid", ""),
    ("a text", "x", "invalid", ""),
    ("null", None, "invalid", ""),
    ("empty object", {}, "invalid", ""),
    ("unknown field", {"titel": "x"}, "unknown_field", "/titel"),
    ("read-only field", {"revision": 7}, "unknown_field", "/revision"),
    ("derived field", {"derived": {}}, "unknown_field", "/derived"),
    ("id", {"id": "deal_x"}, "unknown_field", "/id"),
    ("compartment", {"compartment": "Harrier team"}, "unknown_field", "/compartment"),
    ("ledger entries", {"entries": {"n1": {"amount": {}}}, "source": "source_x"}, "unknown_field", "/entries"),
    ("blank title", {"title": "  "}, "invalid", "/title"),
    ("long title", {"title": "x" * 301}, "invalid", "/title"),
    ("title of 1 MB", {"title": "x" * 1_000_000}, "invalid", "/title"),
    ("number for title", {"title": 7}, "invalid", "/title"),
    ("null title", {"title": None}, "invalid", "/title"),
    ("unknown currency", {"currency": "dollars"}, "invalid", "/currency"),
    ("label not text", {"labels": [7]}, "invalid", "/labels"),
    ("labels not a list", {"labels": "watch"}, "invalid", "/labels"),
    ("rows not an object", {"facilities": [], "source": "source_x"}, "invalid", "/facilities"),
    ("row not an object", {"facilities": {"f1": "x"}, "source": "source_x"}, "invalid", "/facilities"),
    ("source not text", {"title": "x", "source": 7}, "invalid", "/source"),
    ("reason too long", {"title": "x", "reason": "y" * 501}, "too_long", "/reason"),
    ("no source", {"facilities": {"f1": {"name": "x"}}, "source": ""}, "required", "/source"),
    ("unknown source", {"facilities": {"f1": {"name": "x"}}, "source": "source_x"}, "unknown_source", "/source"),
]
FACTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("new row that lacks its kind", {"facilities": {"f9": {"name": "x"}}}, "required", "/facilities/f9/kind"),
    ("null for what is stated", {"facilities": {"f1": {"name": None}}}, "invalid_value", "/facilities/f1/name"),
    ("unknown field of a row", {"facilities": {"f1": {"nam": "x"}}}, "unknown_field", "/facilities/f1/nam"),
    ("row's key", {"facilities": {"f1": {"key": "f2"}}}, "unknown_field", "/facilities/f1/key"),
    ("underscores in money", amount(point="1_000.00"), "invalid_value", f"{AT}/point"),
    ("thousands", amount(point="1,234.56"), "invalid_value", f"{AT}/point"),
    ("comma decimal", amount(point="1234,56"), "invalid_value", f"{AT}/point"),
    ("full-width digits", amount(point="１２３"), "invalid_value", f"{AT}/point"),
    ("hexadecimal", amount(point="0x10"), "invalid_value", f"{AT}/point"),
    ("exponent in text", amount(point="1e5"), "invalid_value", f"{AT}/point"),
    ("blank money", amount(point=""), "invalid_value", f"{AT}/point"),
    ("whole number for money", amount(point=5), "invalid_value", f"{AT}/point"),
    ("truth for money", amount(point=True), "invalid_value", f"{AT}/point"),
    ("19 digits", amount(point="9" * 19), "invalid_value", f"{AT}/point"),
    ("no currency", {"facilities": {"f1": {"amount": {"kind": "exact", "point": "1"}}}}, "invalid_value", f"{AT}/currency"),
    ("unknown currency of money", amount(point="1", currency="usd"), "invalid_value", f"{AT}/currency"),
    ("kind without its figure", amount(), "invalid_value", f"{AT}/point"),
    ("range upside down", amount(kind="range", low="2", high="1"), "invalid_value", f"{AT}/low"),
    ("unknown kind", amount(kind="roughly", point="1"), "invalid_value", f"{AT}/kind"),
    ("unknown member of money", amount(point="1", unit="m"), "invalid_value", f"{AT}/unit"),
    ("null money", {"facilities": {"f1": {"amount": None}}}, "invalid_value", AT),
    ("text for money", {"facilities": {"f1": {"amount": "300m"}}}, "invalid_value", AT),
    ("29 February 2025", {"facilities": {"f1": {"signing_date": "2025-02-29"}}}, "invalid_value", "/facilities/f1/signing_date"),
    ("year 1", {"facilities": {"f1": {"maturity_date": "0001-01-01"}}}, "invalid_value", "/facilities/f1/maturity_date"),
    ("year 9999", {"facilities": {"f1": {"maturity_date": "9999-12-31"}}}, "invalid_value", "/facilities/f1/maturity_date"),
    ("date of two customs", {"facilities": {"f1": {"maturity_date": "03/04/2025"}}}, "invalid_value", "/facilities/f1/maturity_date"),
    ("serial day of a sheet", {"facilities": {"f1": {"maturity_date": "45291"}}}, "invalid_value", "/facilities/f1/maturity_date"),
    ("naive time", {"facilities": {"f1": {"maturity_date": "2025-03-30T02:30:00"}}}, "invalid_value", "/facilities/f1/maturity_date"),
    ("number for a date", {"facilities": {"f1": {"maturity_date": 20250101}}}, "invalid_value", "/facilities/f1/maturity_date"),
    ("unknown word", {"facilities": {"f1": {"kind": "gift"}}}, "invalid_value", "/facilities/f1/kind"),
    ("list for a word", {"facilities": {"f1": {"kind": ["loan"]}}}, "invalid_value", "/facilities/f1/kind"),
    ("text for a flag", {"facilities": {"f1": {"revolving": "yes"}}}, "invalid_value", "/facilities/f1/revolving"),
    ("blank text", {"facilities": {"f1": {"name": " "}}}, "invalid_value", "/facilities/f1/name"),
    ("long text", {"facilities": {"f1": {"name": "x" * 10_000}}}, "invalid_value", "/facilities/f1/name"),
    ("reference to no row", {"hardware": {"h1": {"site": "site_x"}}}, "invalid_value", "/hardware/h1/site"),
    ("reference of another kind", {"roles": {"r1": {"party": "deal_" + "0" * 32}}}, "invalid_value", "/roles/r1/party"),
    ("number for a reference", {"roles": {"r2": {"facility": 7}}}, "invalid_value", "/roles/r2/facility"),
    ("attribution of no kind", {"facilities": {"f1": {"name": "x"}}, "attribution": "gossip"}, "invalid", "/attribution"),
]  # fmt: skip


def send(world: World, body: bytes, **headers: str) -> Any:
    client = world.client("bob-token")
    given = {"If-Match": client.get(world.url("tokyo"))["ETag"], **headers}
    return client.generic(
        "PATCH", world.url("tokyo"), body, content_type=given.pop("content_type", MERGE), headers=given
    )


def before_any(world: World) -> str:
    """The fingerprint, once the token's first use has been noted."""
    world.client("bob-token").get(world.url("tokyo"))
    return fingerprint()


def refused(world: World, body: bytes, status: int, code: str, pointer: str | None) -> None:
    before = before_any(world)
    answer = send(world, body)
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content[:500]
    assert problem["request_id"] and problem["instance"] == world.url("tokyo") and problem["detail"].endswith(".")
    if pointer is None or not problem.get("errors"):
        assert problem["code"] == code
    else:
        assert code in (problem["code"], problem["errors"][0]["code"])
        assert [e["pointer"] for e in problem["errors"]] == [pointer]
    assert len(answer.content) < 2_000 + 2 * len(pointer or "")
    assert fingerprint() == before


@pytest.mark.parametrize(("body", "code", "pointer"), [t[1:] for t in BYTES], ids=[t[0] for t in BYTES])
def test_bytes_that_cannot_be_read_in_one_way_only(world: World, body: bytes, code: str, pointer: str) -> None:
    refused(world, body, 400, code, pointer)


@pytest.mark.parametrize(("body", "code", "pointer"), [t[1:] for t in VALUES], ids=[t[0] for t in VALUES])
def test_changes_that_cannot_be_made(world: World, body: Any, code: str, pointer: str) -> None:
    refused(world, json.dumps(body).encode(), 400, code, pointer)


@pytest.mark.parametrize(("body", "code", "pointer"), [t[1:] for t in FACTS], ids=[t[0] for t in FACTS])
def test_values_that_a_fact_cannot_take(world: World, body: dict[str, Any], code: str, pointer: str) -> None:
    cited = world.client("bob-token").get(world.url("tokyo")).json()["sources"][0]["id"]
    refused(world, json.dumps({**body, "source": cited}).encode(), 400, code, pointer)


def test_one_wrong_value_among_right_ones_saves_none(world: World) -> None:
    cited = world.client("bob-token").get(world.url("tokyo")).json()["sources"][0]["id"]
    body = {"title": "Fine", "facilities": {"f1": {"name": "fine", "kind": "gift"}}, "source": cited}
    refused(world, json.dumps(body).encode(), 400, "invalid_value", "/facilities/f1/kind")


def test_every_wrong_place_is_named_at_once(world: World) -> None:
    body = {"facilities": {"f1": {"kind": "gift", "name": " "}, "f9": {"name": "x"}}, "source": "source_" + "0" * 32}
    client = world.client("bob-token")
    body["source"] = client.get(world.url("tokyo")).json()["sources"][0]["id"]
    pointers = [e["pointer"] for e in send(world, json.dumps(body).encode()).json()["errors"]]
    assert sorted(pointers) == ["/facilities/f1/kind", "/facilities/f1/name", "/facilities/f9/kind"]


TRANSPORT: list[tuple[str, bytes, dict[str, str], int, str]] = [
    ("too large", b'{"title": "' + b"x" * 5_300_000 + b'"}', {}, 413, "too_large"),
    ("text", b"title=x", {"content_type": "text/plain"}, 415, "unsupported_media_type"),
    ("form", b"title=x", {"content_type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
    ("10,000 form fields", b"&".join(b"a=1" for _ in range(10_000)), {"content_type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
    ("upload", b"--x\r\n\r\n--x--", {"content_type": "multipart/form-data; boundary=x"}, 415, "unsupported_media_type"),
    ("drawing", b"<svg/>", {"content_type": "image/svg+xml"}, 415, "unsupported_media_type"),
    ("other charset", b'{"title": "x"}', {"content_type": "application/json; charset=utf-16"}, 415, "unsupported_media_type"),
    ("no such charset", b'{"title": "x"}', {"content_type": "application/json; charset=klingon"}, 415, "unsupported_media_type"),
    ("gzip", gzip.compress(b'{"title": "x"}'), {"Content-Encoding": "gzip"}, 415, "unsupported_media_type"),
    ("media type that is none", b'{"title": "x"}', {"content_type": ";;;"}, 415, "unsupported_media_type"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"), [t[1:] for t in TRANSPORT], ids=[t[0] for t in TRANSPORT]
)
def test_transport(world: World, body: bytes, headers: dict[str, str], status: int, code: str) -> None:
    before = before_any(world)
    answer = send(world, body, **headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content[:300]
    assert fingerprint() == before


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "title__ic=a%00b", "%00=1", "label=%ed%a0%80", "cursor=%00"])
def test_addresses_that_are_no_text(world: World, client: Client, query: str) -> None:
    answer = client.get(f"{API}/deals/?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "unclean_bytes")


@pytest.mark.parametrize(
    "key", ["deal_", "deal_xyz", "deal_" + "g" * 32, "deal_" + "0" * 31, "party_" + "0" * 32, "1", "*", "deal_" + "٣" * 32, "a" * 3000]
)  # fmt: skip
def test_ids_that_are_none_are_absent(world: World, client: Client, key: str) -> None:
    for below in ("", "dossier/", "claims/?at=/roles/r1"):
        assert client.get(f"{API}/deals/{key}/{below}").status_code == 404


@pytest.mark.parametrize(
    "at",
    [
        "/",
        "//",
        "roles/r1",
        "/roles",
        "/nothing/r1/x",
        "/roles/r1/party/name",
        "/entries/n1",
        "/parties/x/kind",
        "/facilities/f1/colour",
        "/sites/t1/smell",
        "/roles/" + "x" * 999,
    ],
)
def test_paths_behind_which_there_is_nothing(world: World, client: Client, at: str) -> None:
    assert client.get(world.url("tokyo", "claims/"), {"at": at}).status_code == 404


@pytest.mark.parametrize("pattern", ["(a+)+$" * 20, "%" * 100, "_" * 100, "a" * 190 + "!", "\\" * 50])
def test_search_words_that_would_be_patterns_are_quick(world: World, client: Client, pattern: str) -> None:
    assert client.get(f"{API}/deals/", {"q": pattern[:200]}).json()["results"] == []
    assert client.get(f"{API}/deals/", {"title__ic": pattern}).json()["results"] == []
