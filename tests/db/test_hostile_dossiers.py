"""The shipped dossiers, spoilt at random places: each is taken or refused with its places, nothing else happens."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from deals.actions.dossiers import DossierRefused, import_dossiers
from deals.agreements.models import Deal
from deals.interchange.dossier.reading import read_files
from dealtracker.evidence.models import Claim, Source
from tests import make

FULL = bool(os.environ.get("DEALTRACKER_FULL"))
ROUNDS = 4_000 if FULL else 60
SHIPPED = [
    json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[2] / "deals" / "demo").rglob("*.json"))
]
DOSSIERS = [one for one in SHIPPED if isinstance(one, dict) and one.get("schema") == "deal-dossier/1"]
# What stands where it should not: wrong types, numbers past every end, text that does not show, references to nowhere.
HOSTILE: list[Any] = [
    None, True, 0, -1, 10**17, 10**30, 1.5, "", " ", "x" * 100_000, "\u202eabc", "a\x00b", "\ud800", "\u200b", "2025-02-30",
    "9999-12-31", "0001-01-01", {}, [], {"a": 1}, [[[]]], "NaN", {"ref": "x"}, {"words": "x"}, {"by": "2025"}, "deal", "/deal/title",
    {"kind": "exact", "point": "1e400", "currency": "USD"}, {"kind": "exact", "point": "NaN", "currency": "USD"},
    {"kind": "range", "low": "5", "high": "1", "currency": "USD"}, {"from": "2025-01-01", "to": "2024-01-01"}, "<script>", "=1+1",
    "00000000-0000-4000-8000-000000000001", "𝟙𝟚", "usd", "XX", {"latitude": "91", "longitude": "0"}, "9" * 5_000, ["a"] * 300,
    {"refs": ["f1"]}, "f1", "r1", float("nan"), float("inf"), 1e308,
]  # fmt: skip
Place = tuple[Any, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every place in a document, by the steps that lead to it."""
    if at:
        yield at
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from places(inner, (*at, step))


def spoilt(document: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The document with one to three places changed, taken out, doubled or swapped."""
    found = copy.deepcopy(document)
    for _ in range(dice.choice((1, 1, 2, 3))):
        every = list(places(found))
        *way, last = dice.choice(every)
        inside: Any = found
        for step in way:
            inside = inside[step]
        chance = dice.random()
        if chance < 0.55:
            inside[last] = copy.deepcopy(dice.choice(HOSTILE))
        elif chance < 0.7:
            del inside[last]
        elif chance < 0.85 and isinstance(inside, dict):
            inside[dice.choice(("id", "key", "source", "zzz", "a/b~c", ""))] = copy.deepcopy(dice.choice(HOSTILE))
        else:
            inside[last] = [copy.deepcopy(inside[last])] * 2
    return found


def counted() -> tuple[int, ...]:
    with make.as_viewer(make.SYSTEM):
        return Deal.rows.count(), Claim.rows.count(), Source.rows.count()


@pytest.mark.django_db
def test_a_spoilt_dossier_is_taken_or_refused_with_its_places() -> None:
    dice, before, refused = random.Random(20251201), counted(), 0
    for _ in range(ROUNDS):
        data = json.dumps(spoilt(dice.choice(DOSSIERS), dice), ensure_ascii=dice.random() < 0.5).encode(
            "utf-8", "surrogatepass"
        )
        try:
            with transaction.atomic(), make.as_viewer(make.SYSTEM):
                dossiers = read_files([("spoilt.json", data)], today=make.DAY.replace(year=2027))
                import_dossiers(dossiers=dossiers, viewer=make.SYSTEM, source_name="s", reason="s", dry_run=True)
        except DossierRefused as error:
            refused += 1
            assert error.problems
            for one in error.problems:
                assert one.file.startswith("spoilt.json") and one.code and one.message.isprintable(), one
                assert one.pointer.startswith("/") or not one.pointer
    assert counted() == before, "nothing of it stays"
    assert refused > ROUNDS // 2, "or it was hardly spoilt"
    assert connection.is_usable()


LARGE: list[tuple[str, bytes, str]] = [
    ("deep", b'{"schema":' + b"[" * 100_000, "too-deep"), ("deep and closed", b"[" * 5_000 + b"]" * 5_000, "too-deep"),
    ("million rows", b'{"schema":"deal-dossier/1","deal":{"key":"a","title":"b"},"labels":[' + b"1," * 1_000_000 + b"1]}", ""),
    ("one name many times", b'{"schema":"deal-dossier/1","deal":{' + b'"key":"a",' * 100_000 + b'"title":"b"}}', "repeated-name"),
    ("twenty megabytes", b" " * 20_000_001, "too-large"), ("long name", b'{"' + b"x" * 100_000 + b'": 1}', ""),
    ("lone surrogate", b'{"schema":"deal-dossier/1","deal":{"key":"a","title":"\\ud800"}}', "text"),
    ("override", '{"schema":"deal-dossier/1","deal":{"key":"a","title":"a\u202eb"}}'.encode(), "text"), ("nothing", b"", "empty"),
    ("NaN", b'{"schema":"deal-dossier/1","deal":{"key":"a","title":NaN}}', "number"), ("half", b'{"schema":', "not-json"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code"), LARGE, ids=[name for name, _, _ in LARGE])
def test_a_file_of_no_use_is_refused_at_once(name: str, data: bytes, code: str) -> None:
    with pytest.raises(DossierRefused) as refused:
        read_files([("hostile.json", data)], today=make.DAY)
    codes = {one.code.replace("_", "-") for one in refused.value.problems}
    assert code in codes or not code, codes
    assert len(refused.value.problems) <= 50 and all(len(str(one)) < 2_000 for one in refused.value.problems)
