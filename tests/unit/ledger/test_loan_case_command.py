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
    assert json.loads(out)["problems"][0]["pointer"] == "/currency"
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
    (tmp_path / "latin.json").write_bytes(b"\xff{}")
    with pytest.raises(CommandError, match="byte 0 is not UTF-8; save the file as UTF-8"):
        call_command("loan_case", str(tmp_path / "latin.json"))
