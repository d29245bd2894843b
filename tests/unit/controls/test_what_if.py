"""Files of cases: JSON lines, an array or one object in; one line each out, or a refusal that names every place."""
from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from deals.interchange.what_if import WhatIfError, answers, as_line, read_cases
from tests.unit.controls.asking import CATALOGUE, CHINA, JAPAN, PACK

CASE: dict[str, Any] = {**CHINA, "model": "H100", "date": "2024-06-01"}


def _bytes(*rows: object) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def test_lines_an_array_and_one_object_say_the_same() -> None:
    lines = answers(_bytes(CASE, {**CASE, "id": "b"}), pack=PACK, catalogue=CATALOGUE)
    array = answers(json.dumps([CASE, {**CASE, "id": "b"}], indent=2).encode(), pack=PACK, catalogue=CATALOGUE)
    assert [as_line(r) for r in lines] == [as_line(r) for r in array]
    assert [r.id for r in lines] == [1, "b"]
    [one] = answers(b"\xef\xbb\xbf" + json.dumps(CASE, indent=2).encode(), pack=PACK, catalogue=CATALOGUE)
    assert one.step == "LICENCE_REQUIRED"


def test_an_answer_is_one_line_with_all_that_was_promised() -> None:
    [result] = answers(_bytes(CASE), pack=PACK, catalogue=CATALOGUE)
    line = as_line(result)
    assert "\n" not in line
    told = json.loads(line)
    assert list(told)[:7] == ["id", "step", "policy", "rules", "missing", "reasons", "read_up_to"]
    assert told["read_up_to"] == "2026-07-23"
    rule = told["rules"][0]
    assert (rule["id"], rule["version"], rule["enforcement"]) == ("US-AC-2023-A-DEST", "2023-11-17", "enforced")
    assert rule["citation"].startswith("88 FR 73458")
    assert rule["inputs"] == {"model": "H100", "destination": "CN", "date": "2024-06-01"}
    assert set(rule["weakest"]) == {"input", "certainty"}


def test_fields_that_files_carry_along_are_ignored() -> None:
    carried = {**CASE, "expected": "LICENCE_REQUIRED", "expected_policy": None, "rules": ["x"], "note": "n", "why": "w"}
    assert read_cases(_bytes(carried))[0].model == "H100"


def test_a_country_by_name_is_the_country_by_code() -> None:
    names = {"destination": "Hong Kong", "end_user_hq": "prc", "ultimate_parent_hq": "Macau"}
    codes = {"destination": "HK", "end_user_hq": "CN", "ultimate_parent_hq": "MO"}
    named, coded = answers(_bytes({**CASE, **names, "id": 1}, {**CASE, **codes, "id": 1}), pack=PACK, catalogue=CATALOGUE)
    assert named.to_json() == coded.to_json()
    assert named.inputs["destination"] == "HK"


@pytest.mark.parametrize(
    ("content", "place", "field"),
    [
        (b"", "the file", ""),
        (b"\xef\xbb\xbf", "the file", ""),
        (b" \n \n", "the file", ""),
        (b"[]", "the file", ""),
        (b"\xff\xfe{", "line 1", ""),
        (b'{"model": "H100"', "line 1", ""),
        (b"null", "line 1", ""),
        (b'{"a": 1, "a": 2}', "line 1/a", ""),
        (_bytes(CASE, {**CASE, "date": "2025-02-29"}), "line 2", "date"),
        (_bytes(CASE, {**CASE, "date": "01/02/2025"}), "line 2", "date"),
        (_bytes(CASE, {**CASE, "date": 20250101}), "line 2", "date"),
        (_bytes(CASE, {**CASE, "destination": "Korea"}), "line 2", "destination"),
        (_bytes(CASE, {**CASE, "end_user_hq": "Q7"}), "line 2", "end_user_hq"),
        (_bytes(CASE, {**CASE, "ultimate_parent_hq": ["CN"]}), "line 2", "ultimate_parent_hq"),
        (_bytes(CASE, {**CASE, "model": 4090}), "line 2", "model"),
        (_bytes(CASE, {**CASE, "model": "x" * 301}), "line 2", "model"),
        (_bytes(CASE, {**CASE, "modle": "H100"}), "line 2", "modle"),
        (_bytes(CASE, {**CASE, "listed_ownership": "1.5"}), "line 2", "listed_ownership"),
        (_bytes(CASE, {**CASE, "figures": {"tpp": 4800}}), "line 2", "figures.tpp"),
        (_bytes(CASE, {**CASE, "figures": {"speed": "1"}}), "line 2", "figures.speed"),
        (_bytes(CASE, {**CASE, "transaction": "smuggle"}), "line 2", "transaction"),
        (json.dumps([CASE, {**CASE, "date": "soon"}]).encode(), "case 2 (/1)", "date"),
        (json.dumps([CASE, 7]).encode(), "case 2 (/1)", ""),
    ],
)
def test_bad_input_is_refused_with_place_field_and_remedy(content: bytes, place: str, field: str) -> None:
    with pytest.raises(WhatIfError) as refusal:
        answers(content, pack=PACK, catalogue=CATALOGUE)
    [problem] = refusal.value.problems
    assert (problem.place, problem.field) == (place, field)
    assert problem.what
    assert problem.do


@pytest.mark.parametrize(
    ("case", "field", "meant"),
    [({"modle": "H100"}, "modle", "model"), ({"ultimate_parent": "CN"}, "ultimate_parent", "ultimate_parent_hq"),
     ({"figures": {"tpps": "4800"}}, "figures.tpps", "tpp")],
)  # fmt: skip
def test_a_field_like_a_known_one_is_refused_with_that_one_named(case: object, field: str, meant: str) -> None:
    with pytest.raises(WhatIfError) as refused:
        read_cases(json.dumps(case).encode())
    assert [(p.field, p.do) for p in refused.value.problems] == [(field, f'did you mean "{meant}"? otherwise remove it')]


def test_all_bad_fields_of_a_case_are_named_at_once() -> None:
    with pytest.raises(WhatIfError) as refusal:
        read_cases(_bytes({**CASE, "date": "x", "destination": "Mars", "colour": "red"}))
    assert [problem.field for problem in refusal.value.problems] == ["colour", "date", "destination"]


def test_all_bad_lines_are_named_at_once() -> None:
    with pytest.raises(WhatIfError) as refusal:
        read_cases(_bytes({**CASE, "date": "x"}, CASE, {**CASE, "destination": "Mars"}))
    assert [problem.place for problem in refusal.value.problems] == ["line 1", "line 3"]


@pytest.mark.django_db
def test_the_command_prints_all_or_nothing(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_bytes(_bytes(CASE, {**JAPAN, "model": "L2", "date": "2024-06-01"}))
    out = io.StringIO()
    call_command("what_if", str(file), stdout=out)
    steps = [json.loads(line)["step"] for line in out.getvalue().splitlines()]
    assert steps == ["LICENCE_REQUIRED", "NO_MATCH_ON_DATA"]
    file.write_bytes(_bytes(CASE, {**CASE, "date": "x"}))
    silent = io.StringIO()
    with pytest.raises(CommandError, match="line 2, field date"):
        call_command("what_if", str(file), stdout=silent)
    assert silent.getvalue() == ""


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("what_if", str(tmp_path / "none.json"))


@pytest.mark.django_db
def test_the_command_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(_bytes(CASE)), encoding="utf-8"))
    out = io.StringIO()
    call_command("what_if", "-", stdout=out)
    assert json.loads(out.getvalue())["step"] == "LICENCE_REQUIRED"
