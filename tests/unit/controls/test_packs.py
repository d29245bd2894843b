"""The shipped pack, a malformed one, the dry run of a new one, and answers over time."""
from __future__ import annotations

import copy
import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from deals.controls import packs
from deals.controls.packs import read_pack
from deals.controls.rules import PackError, case_from_json, compare_packs, parse_pack, steps_over
from deals.controls.rules.kinds import KINDS
from deals.controls.rules.places import contains
from deals.controls.rules.tri import Tri
from tests.unit.controls.asking import CATALOGUE, CHINA, JAPAN, PACK, TOKYO, ask

DATA: dict[str, Any] = json.loads((Path(packs.__file__).parent / "export_rules.json").read_text(encoding="utf-8"))


def _changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    data = copy.deepcopy(DATA)
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return data


def _place(rule_id: str) -> int:
    return next(i for i, row in enumerate(DATA["rules"]) if row["id"] == rule_id)


def test_every_rule_has_citation_state_and_a_state_on_each_of_its_days() -> None:
    for rule in PACK.rules:
        assert rule.citation or rule.url, rule.id
        assert rule.confirmed, rule.id
        assert rule.kind in KINDS
        assert rule.enforcement[0].period.start == rule.period.start, rule.id
        assert rule.enforcement[-1].period.end == rule.period.end, rule.id
        for earlier, later in pairwise(rule.enforcement):
            assert earlier.period.end == later.period.start, rule.id


def test_country_groups_by_day() -> None:
    def stands(place: str, code: str, day: date) -> Tri:
        return contains(PACK.places[place], code, pack=PACK, day=day)

    days = [date(2024, 3, 14), date(2024, 3, 15), date(2026, 2, 3)]
    assert [tuple(stands("D5_or_macau", code, day) for code in ("NI", "KH", "MO")) for day in days] == [
        (False, True, True),
        (True, True, True),
        (True, False, True),
    ]
    assert [stands("advanced_computing", "AE", date(2026, 7, day)) for day in (9, 10)] == [True, False]
    assert not any(stands("advanced_computing", code, date(2026, 7, 10)) for code in ("IL", "CY", "JP"))


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (("schema",), "rule-pack/2", "/schema"),
        (("read_up_to",), "soon", "/read_up_to"),
        (("rules", 0, "kind"), "magic", "/rules/0/kind"),
        (("rules", 0, "outcome"), "CLEARED", "/rules/0/outcome"),
        (("rules", 0, "last_day"), "2022-01-01", "/rules/0/last_day"),
        (("rules", 0, "item"), "3A091", "/rules/0/item"),
        (("rules", 0, "destination"), {"place": "Mars"}, "/rules/0/destination/place"),
        (("rules", 0, "reach"), ["moon"], "/rules/0/reach/0"),
        (("rules", 0, "colour"), 1, "/rules/0/colour"),
        (("rules", 0, "reach"), [], "/rules/0"),
        (("rules", 0, "reach"), ["party"], "/rules/0"),
        (("questions", "model"), 7, "/questions/model"),
        (("treated_as", "HK"), {"as": "XX", "citation": ""}, "/treated_as/HK"),
        (("rules", _place("US-FI-2024"), "accompanies"), {}, f"/rules/{_place('US-FI-2024')}"),
        (("rules", _place("US-GUID-2026-05-31"), "accompanies", "rules"), ["US-X"], f"/rules/{_place('US-GUID-2026-05-31')}"),
        (("rules", 0, "enforcement", 0, "state"), "in force", "/rules/0/enforcement/0/state"),
        (("rules", 0, "policies", 0, "when"), {"mood": 1}, "/rules/0/policies/0/when"),
        (("items", "3A090.a", "test"), {"figure": "tpp", "over": "1"}, "/items/3A090.a/test"),
        (("items", "3A090.a", "test"), {"figure": "tpp", "at_least": 4800}, "/items/3A090.a/test/at_least"),
        (("country_sets", 0, "groups", "D:5"), ["CN", "XX"], "/country_sets/0/groups/D:5"),
        (("rules", 1, "id"), "US-AC-2022", "/rules/1/id"),
        (("rules", 0, "id"), "x" * 100_000, "/rules/0/id"),
        (("rules", 0, "id"), "", "/rules/0/id"),
        (("rules", 0, "id"), "a<b>", "/rules/0/id"),
        (("rules", 0, "version"), "", "/rules/0/version"),
        (("version",), "x" * 61, "/version"),
        (("rules", 0, "title"), "", "/rules/0/title"),
        (("rules", 0, "first_day"), "", "/rules/0/first_day"),
        (("rules", 0, "last_day"), 0, "/rules/0/last_day"),
        (("rules", 0, "policies", 0, "when"), {}, "/rules/0/policies/0/when"),
        (("rules", 0, "policies", 0, "when"), {"any_of": []}, "/rules/0/policies/0/when/any_of"),
        (("rules", 0, "policies", 0, "policy"), "", "/rules/0/policies/0/policy"),
        (("rules", _place("MY-STA-2025"), "asks"), ["mood"], f"/rules/{_place('MY-STA-2025')}/asks/0"),
        (("rules", _place("US-UAE-2026"), "recipients"), ["anybody"], f"/rules/{_place('US-UAE-2026')}/recipients/0"),
        (("places", "D5_or_macau", "groups"), [], "/places/D5_or_macau"),
        (("places", "outside_the_US", "any"), 1, "/places/outside_the_US/any"),
        (("country_sets", 0, "groups", "D:5"), [], "/country_sets/0/groups/D:5"),
        (("remarks", 0, "countries"), ["XX"], "/remarks/0/countries"),
    ],
)
def test_a_malformed_pack_is_refused_with_its_place(path: tuple[str | int, ...], value: object, pointer: str) -> None:
    with pytest.raises(PackError) as refusal:
        parse_pack(_changed(path, value))
    assert refusal.value.pointer == pointer


@pytest.mark.parametrize(
    "path", [("schema",), ("rules", 0, "notes"), ("places", "D5_or_macau", "groups", 0), ("country_sets", 0, "groups", "D:5", 0)]
)
def test_a_text_without_end_is_refused_in_a_short_sentence(path: tuple[str | int, ...]) -> None:
    with pytest.raises(PackError, match="100,000 characters") as refusal:
        read_pack(json.dumps(_changed(path, "x" * 100_000)).encode())
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff\xfe", b'{"a": 1, "a": 2}', b"null", b'{"schema": "rule-pack/1"}', b"[" * 100_000],
)
def test_a_file_that_is_no_pack_is_refused_whole(content: bytes) -> None:
    with pytest.raises(PackError):
        read_pack(content)


def test_parts_of_another_shape_are_refused_and_never_crash() -> None:
    for name, held in DATA.items():
        for value in (None, 7, 1.5, True, "x", [1], {"a": 1}, [{}], {"a": {}}):
            if isinstance(held, str) and isinstance(value, str):
                continue
            with pytest.raises(PackError):
                read_pack(json.dumps({**DATA, name: value}).encode())
    for name in DATA["rules"][0]:
        for value in (7, True, [1], {"a": 1}, [[]]):
            with pytest.raises(PackError):
                read_pack(json.dumps(_changed(("rules", 0, name), value)).encode())


def test_a_dry_run_shows_which_findings_would_change() -> None:
    raised = _changed(("items", "3A090.a", "test", "all_of", 0, "any_of", 0, "all_of", 0, "at_least"), "16000")
    raised["items"]["3A090.a"]["test"]["all_of"][0]["any_of"][1]["all_of"][1]["at_least"] = "20"
    raised["version"] = "trial"
    fields = [{**CHINA, "id": chip, "model": chip, "date": "2025-12-01"} for chip in ("H100 SXM5 80GB", "B200", "L20")]
    cases = [case_from_json(row) for row in fields]
    [change] = compare_packs(PACK, parse_pack(raised), cases, catalogue=CATALOGUE)
    assert (change.case_id, change.before.step, change.after.step) == (
        "H100 SXM5 80GB",
        "LICENCE_REQUIRED",
        "NEEDS_REVIEW",
    )
    assert {line[0] for line in change.new} == {"US-LETTER-H20-2025"}, "its bandwidth is near the H20's"
    assert {line[0] for line in change.gone} == {
        "US-AC-2023-A-DEST", "US-AC-2023-HQ", "US-DIFF-2025", "US-AC-2024-APR", "US-BILL-GAIN", "US-BILL-CHIPSEC",
    }  # fmt: skip
    assert change.to_json()["after"] == {"step": "NEEDS_REVIEW", "policy": None, "pack": "trial"}
    assert list(compare_packs(PACK, PACK, cases, catalogue=CATALOGUE)) == []


@pytest.mark.parametrize(
    ("fields", "steps"),
    [
        ({**CHINA, "model": "A800"}, {"NO_MATCH_ON_DATA", "LICENCE_REQUIRED"}),
        ({**TOKYO, "model": "B200"}, {"NEEDS_REVIEW"}),
        ({**JAPAN, "model": "H20", "listed_ownership": "0.6"},
         {"NO_MATCH_ON_DATA", "LICENCE_REQUIRED", "INFO", "LICENCE_REQUIRED_VERIFY"}),
    ],
)  # fmt: skip
def test_periods_give_what_each_day_gives(fields: dict[str, Any], steps: set[str]) -> None:
    found = list(steps_over(case_from_json(fields), start=date(2022, 1, 1), pack=PACK, catalogue=CATALOGUE))
    assert found[0][0].start == date(2022, 1, 1)
    for (earlier, _), (later, _) in pairwise(found):
        assert earlier.end == later.start
    assert {result.step for _, result in found} == steps
    for year in range(2022, 2028):
        for month in (1, 2, 5, 7, 10, 11):
            day = date(year, month, 10)
            [held] = [result for period, result in found if day in period]
            assert (held.step, held.policy) == ((asked := ask(fields, date=day.isoformat())).step, asked.policy), day
