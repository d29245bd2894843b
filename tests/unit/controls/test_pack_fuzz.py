"""A pack with one part changed at random is refused with its place, or answers; it never breaks."""
from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from deals.controls.packs import read_pack, shipped_bytes
from deals.controls.rules import PackError, case_from_json, evaluate
from tests.unit.controls.asking import CATALOGUE, CHINA, TOKYO

DATA: dict[str, Any] = json.loads(shipped_bytes())
VALUES: list[Any] = [
    None, 0, -1, 1.5, True, "", "x", "CN", [], {}, ["CN"], {"a": 1}, [[]], "2026-02-30", "2024-01-01", ["x", 1], "9" * 400,
    {"place": "D5_or_macau"}, {"item": "3A090"}, {"any_of": []}, {"not": {"item": "3A090.a"}},
]  # fmt: skip
CASES = [
    case_from_json({**CHINA, "model": "H100", "date": "2024-06-01"}),
    case_from_json({**TOKYO, "model": "L40", "destination": "AE", "date": "2026-08-01"}),
    case_from_json({"model": "H20", "date": "2025-05-20", "moves_from": "JP", "listed_ownership": "0.6"}),
]


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*above, key)
        yield from paths(part, (*above, key))


@pytest.mark.parametrize("seed", range(8))
def test_a_part_changed_at_random_never_breaks_the_engine(seed: int) -> None:
    choose, places = random.Random(seed), list(paths(DATA))
    for _ in range(60):
        data, path = copy.deepcopy(DATA), choose.choice(places)
        inner: Any = data
        for key in path[:-1]:
            inner = inner[key]
        if choose.random() < 0.2:
            del inner[path[-1]]
        else:
            inner[path[-1]] = choose.choice(VALUES)
        try:
            pack = read_pack(json.dumps(data).encode())
        except PackError as refused:
            assert "\n" not in str(refused) and str(refused).startswith("/"), path
            continue
        for case in CASES:
            json.dumps(evaluate(case, pack=pack, catalogue=CATALOGUE).to_json())


@pytest.mark.parametrize(
    ("name", "test"),
    [("3A090", {"item": "3A090"}), ("3A090.a", {"any_of": [{"flag": "prc_designed"}, {"not": {"item": "NAC"}}]})],
)
def test_an_item_that_leads_back_to_itself_is_refused(name: str, test: dict[str, Any]) -> None:
    data = copy.deepcopy(DATA)
    data["items"][name]["test"] = test
    with pytest.raises(PackError, match="leads back to itself"):
        read_pack(json.dumps(data).encode())


@pytest.mark.parametrize(("written", "reason"), [
    ("9" * 5000, "cannot be kept exactly"), ('"a\\u0000b"', "U+0000"), ('"\\ud800"', "U+D800"), ('"a\\u202eb"', "U+202E"),
])  # fmt: skip
def test_what_no_table_can_hold_is_refused_with_its_place(written: str, reason: str) -> None:
    data = copy.deepcopy(DATA)
    data["rules"][3]["citation"] = "here"
    with pytest.raises(PackError, match=re.escape(reason)) as refused:
        read_pack(json.dumps(data).replace('"here"', written).encode())
    assert written.isdigit() or str(refused.value).startswith("/rules/3/citation")
