"""The command: what it prints, where, and its exit code; it never asks for the database."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "loan-cases"


def run(*arguments: str) -> tuple[int, str, str]:
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("loan_case", *arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, out.getvalue(), err.getvalue()


def test_json_and_the_tally_of_the_published_vectors() -> None:
    code, out, err = run(str(EXAMPLES / "published-vectors.json"))
    assert code == 0
    assert len(json.loads(out)["cases"]) == 6
    assert "V3_level_principal: 74 agrees" in err


def test_csv() -> None:
    code, out, _ = run(str(EXAMPLES / "annuity.json"), "--csv")
    assert code == 0
    assert out.startswith(
        "case,table,row,labels,figure,value,currency,rule,rule_text\r\nannuity,schedule,1,period=1,start,"
    )


def test_a_bad_case_is_one_line_and_exit_code_one(tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text('{"format": "loan_case/1", "currency": "usd"}')
    code, out, err = run(str(file))
    assert code == 1
    assert out == "", "nothing ran, so there is nothing to read"
    assert "error: /currency: must be a currency code of three capital letters, such as USD" in err
    assert "Traceback" not in err


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (EXAMPLES / "revolving.json").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    code, out, _ = run("-")
    assert (code, json.loads(out)["cases"][0]["id"]) == (0, "revolving")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory; give the path of a readable JSON file"):
        call_command("loan_case", str(tmp_path / "none.json"))
    with pytest.raises(CommandError, match="Is a directory"):
        call_command("loan_case", str(tmp_path))
    (tmp_path / "latin.json").write_bytes(b"{\n\xff}")
    said = "error: /: is not UTF-8: byte 0xff at offset 2 (line 2); save it as UTF-8\n"
    assert run(str(tmp_path / "latin.json")) == (1, "", said)


def test_good_cases_are_answered_beside_bad_ones_with_exit_code_one(tmp_path: Path) -> None:
    good = json.loads((EXAMPLES / "revolving.json").read_text())
    (tmp_path / "both.json").write_text(json.dumps([good, {**good, "commitment": 1.5}]))
    code, out, err = run(str(tmp_path / "both.json"))
    answer = json.loads(out)
    assert (code, [case["id"] for case in answer["cases"]]) == (1, ["revolving"])
    assert [problem["pointer"] for problem in answer["problems"]] == ["/1/commitment"]
    said = (
        'error: /1/commitment: must be a decimal in quotes, not the number 1.5; write it as "0.085" or "12000000.00"\n'
    )
    assert err == said
