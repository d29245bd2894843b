"""docs/loan-case.md is held to the code: its words are understood, its tables come back, its examples are there."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from deals.interchange.loan_case.answer import calculate
from deals.ledger.holiday_sets import NAMES

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "loan-case.md").read_text()
EXAMPLES = DOCS / "examples" / "loan-cases"


def rows(heading: str) -> list[list[str]]:
    section = re.split(r"\n#+ ", PAGE.split(f"# {heading}\n", 1)[1], maxsplit=1)[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")
    ][2:]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_tables_of_the_answer_are_those_that_come_back() -> None:
    found: dict[str, tuple[set[str], set[str]]] = {}
    for file in EXAMPLES.glob("*.json"):
        for case in calculate(file.read_text()).cases:
            for table, listed in case["tables"].items() if case["kind"] == "loan" else ():
                labels, figures = found.setdefault(table, (set(), set()))
                for row in listed:
                    figures |= set(row["rules"])
                    labels |= set(row) - set(row["rules"]) - {"rules"}
    stated = {
        named(row[0])[0]: (set(named(row[2])), {n for n in named(row[3]) if "_40" not in n})
        for row in rows("The answer")
    }
    found["positions"] = (found["positions"][0], {name for name in found["positions"][1] if not name.endswith("_40")})
    assert stated.pop("payments") == (found.pop("payments")[0], {"amount"})
    assert stated == found


def test_every_example_stands_on_the_page_and_every_one_on_the_page_is_there() -> None:
    assert sorted(named(row[0])[0] for row in rows("Examples")) == sorted(file.name for file in EXAMPLES.glob("*.json"))


PLAIN: dict[str, Any] = {
    "format": "loan_case/1", "id": "words", "currency": "USD", "signing_date": "2026-01-15", "maturity_date": "2027-01-15",
    "commitment": "900.00", "principal": "400.00", "lenders": [{"name": "A", "commitment": "900.00"}],
    "schedule": {"calendar": "TARGET"}, "interest": {"kind": "fixed", "rate": "0.08", "day_count": "ACT/360"},
}  # fmt: skip
FIXINGS = {"2025-12-01": "0.04"}
_MOVE = {"from": "A", "to": "B", "share": "0.1"}


def _interest(word: str) -> dict[str, Any]:
    if word.lower() == "fixed":
        return PLAIN["interest"]
    return {"kind": word, "margin": "0.05", "day_count": "ACT/360", "fixings": FIXINGS, "missing_fixing": "previous"}


def _event(word: str) -> dict[str, Any]:
    moves = word in ("assignment", "novation", "sub-participation", "transfer", "participation")
    return {"kind": word, "date": "2026-03-02", **(_MOVE if moves else {"amount": "10.00"})}


# field → the part of a case in which a word of it stands
PLACES: dict[str, Any] = {
    "day_count": lambda word: {"interest": {**PLAIN["interest"], "day_count": word}},
    "convention": lambda word: {"schedule": {"calendar": "TARGET", "convention": word}},
    "calendar": lambda word: {"schedule": {"calendar": word}},
    "stub": lambda word: {"schedule": {"stub": word}},
    "interest.kind": lambda word: {"interest": _interest(word)},
    "amortisation.kind": lambda word: {"amortisation": {"kind": word}},
    "events.kind": lambda word: {"events": [_event(word)]},
    "fees.kind": lambda word: {
        "fees": [{"kind": word, **({"amount": "5.00"} if word.startswith("agen") else {"rate": "0.01"})}]
    },
}
STATED = [(named(row[0])[0], word) for row in rows("Other words") for word in named(row[1])]
PROPER = [
    *(("calendar", name) for name in [*NAMES, "NONE", "us_fed+jp+LONDON"]),
    *(("convention", word) for word in ("UNADJUSTED", "following", "Modified Following", "preceding", "modified-preceding")),
    *(("day_count", row) for row in ("act/360", "ACT/365F", "Act/Act ISDA", "30/360 US Bond Basis", "30/360_SIA_EOM", "30E/360", "30E/360-ISDA")),
    *(("stub", word) for word in ("Short First", "long_first", "short-last", "LONG LAST")),
    *(("interest.kind", word) for word in ("Fixed", "TERM", "compounded")),
    *(("amortisation.kind", word) for word in ("Bullet", "level principal", "Annuity", "none")),
    *(("events.kind", word) for word in ("draw", "prepayment", "write off", "cancellation", "increase", "transfer", "participation")),
    *(("fees.kind", word) for word in ("commitment", "upfront", "agency", "exit")),
]  # fmt: skip


@pytest.mark.parametrize(("field", "word"), [*STATED, *PROPER])
def test_the_words_of_the_page_are_understood(field: str, word: str) -> None:
    assert calculate(json.dumps({**PLAIN, **PLACES[field](word)})).problems == []


@pytest.mark.parametrize("field", [field for field in PLACES if field != "calendar"])
def test_any_other_word_is_refused_with_those_allowed(field: str) -> None:
    [problem] = calculate(json.dumps({**PLAIN, **PLACES[field]("floating")})).problems
    assert problem.what == '"floating" is not known'
    assert problem.do.startswith("use one of ") and problem.pointer.endswith(field.rpartition(".")[2])


@pytest.mark.parametrize(
    ("pik", "pointer"),
    [
        (
            {"elections": [{"from": "2026-04-15", "share": "1"}, {"from": "2026-07-15", "share": "0.5"}]},
            "/pik/elections",
        ),
        ({"elections": [{"from": "2026-04-15", "to": "2026-04-15"}]}, "/pik/elections/0/to"),
        ({"elections": [{"from": "2026-04-15", "shares": "1"}]}, "/pik/elections/0/shares"),
        ({"share": "1.5"}, "/pik/share"),
    ],
)
def test_elections_that_contradict_one_another_are_refused(pik: dict[str, Any], pointer: str) -> None:
    [problem] = calculate(json.dumps({**PLAIN, "pik": pik})).problems
    assert problem.pointer == pointer


def test_a_balloon_beside_a_fixed_instalment_is_refused() -> None:
    terms = {"kind": "level_principal", "amount": "100.00", "balloon": "100.00"}
    [problem] = calculate(json.dumps({**PLAIN, "amortisation": terms})).problems
    assert (problem.pointer, problem.what) == ("/amortisation/balloon", 'follows from "amount", which is given too')


def translated(**fx: Any) -> Any:
    return calculate(
        json.dumps({**PLAIN, "currency": "JPY", "commitment": "900", "principal": "400", "lenders": None, "fx": fx})
    )


def test_without_rates_those_that_ship_are_taken_with_their_date_and_source() -> None:
    [case] = translated(to=["USD", "AED"], dates=["2026-05-17", "2026-10-30"]).cases
    [weekend, _, last, _] = case["tables"]["fx"]
    assert weekend["rate_date"] == "2026-05-15", "a Sunday takes Friday's"
    assert last["translated"] == str(round(Fraction("1.1172") * 400 / Fraction("175.68") * 100) / 100), (
        "EUR/JPY 175.68, EUR/USD 1.1172"
    )
    assert "European Central Bank" in last["rates"] and "JPY 175.68 of 2026-10-30" in last["rates"]


@pytest.mark.parametrize(
    ("fx", "says"),
    [
        (
            {"to": ["USD"], "dates": ["2026-12-01"]},
            "missing: JPY/EUR, last known on 2026-10-30, more than 7 days before",
        ),
        ({"to": ["KZT"], "dates": ["2026-06-01"]}, "missing: EUR/KZT)"),
        ({"to": ["USD"], "dates": ["2014-06-01"]}, "no rate JPY/USD on or before 2014-06-01"),
        ({"to": ["USD"], "rates": []}, "no rates are given"),
        ({"to": ["USD"], "oldest_days": -1}, "must be a whole number from 0 to 3650"),
    ],
)
def test_a_missing_rate_is_said_with_the_last_that_is_known(fx: dict[str, Any], says: str) -> None:
    [problem] = translated(**fx).problems
    assert problem.pointer.startswith("/fx") and says in problem.what


def test_all_that_is_wrong_in_the_interest_is_said_at_once() -> None:
    found = calculate(
        json.dumps({**PLAIN, "interest": {"kind": "fixed", "rate": 8.5, "day_count": "ACT/361"}})
    ).problems
    assert [problem.pointer for problem in found] == ["/interest/day_count", "/interest/rate"]
