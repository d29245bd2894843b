"""Malformed cases: each is refused with its pointer, what is wrong and what to do; nothing ever escapes as a traceback."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from deals.interchange.loan_case.answer import calculate
from deals.interchange.loan_case.as_csv import as_csv
from deals.interchange.loan_case.read_case import FIELDS

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "loan-cases"
PLAIN: dict[str, Any] = {
    "format": "loan_case/1",
    "id": "plain",
    "currency": "USD",
    "signing_date": "2026-01-15",
    "maturity_date": "2027-01-15",
    "commitment": "100.00",
    "interest": {"kind": "fixed", "rate": "0.08", "day_count": "ACT/360"},
}
TERM = {"kind": "term", "margin": "0.01", "day_count": "ACT/360", "fixings": {"2026-01-15": "0.04"}}


def problems(**changes: Any) -> list[tuple[str, str]]:
    case = {key: value for key, value in {**PLAIN, **changes}.items() if value != "absent"}
    found = calculate(json.dumps(case))
    assert not found.ok
    assert all(problem.do for problem in found.problems)
    return [(problem.pointer, problem.what) for problem in found.problems]


@pytest.mark.parametrize(
    ("changes", "pointer", "says"),
    [
        ({"commitment": 100.5}, "/commitment", "must be a decimal in quotes, not the number 100.5"),
        ({"commitment": 100}, "/commitment", "must be a decimal in quotes, not a number"),
        ({"commitment": float("nan")}, "/commitment", "must be a decimal in quotes, not the number NaN"),
        ({"commitment": "1e9"}, "/commitment", "is not a plain decimal"),
        ({"commitment": "-5.00"}, "/commitment", "the amount -5 USD is negative"),
        ({"commitment": "0.00"}, "/commitment", "the amount is zero"),
        ({"commitment": "1.005"}, "/commitment", "1.005 is finer than the smallest unit of USD"),
        ({"currency": "JPY", "commitment": "100.50"}, "/commitment", "100.5 is finer than the smallest unit of JPY"),
        ({"currency": "ABC"}, "/currency", "is not a currency of ISO 4217"),
        ({"fx": {"to": ["USB"]}}, "/fx/to/0", "is not a currency of ISO 4217"),
        ({"commitment": "9" * 40}, "/commitment", "has more than 18 digits before the point"),
        ({"commitment": "absent"}, "/commitment", "is missing"),
        ({"signing_date": "absent"}, "/signing_date", "is missing"),
        ({"maturity_date": "2026-01-14"}, "/maturity_date", "maturity 2026-01-14 is not after signing 2026-01-15"),
        ({"maturity_date": "2026-02-30"}, "/maturity_date", "is not a day of the calendar"),
        ({"maturity_date": "3026-01-01"}, "/maturity_date", "lies outside 1990 to 2100"),
        ({"commitmnet": "1.00"}, "/commitmnet", "is not a field of this object"),
        ({"interest": {**PLAIN["interest"], "day_count": "ACT/ACT_ICMA"}}, "/interest/day_count", "is not known"),
        ({"interest": {**PLAIN["interest"], "rate": "8.5"}}, "/interest/rate", "8.5 lies outside -1 to 2"),
        ({"interest": TERM}, "/interest/fixings", "no rate is given for 2026-04-15"),
        (
            {"default_interest": {"margin": "0.02", "periods": [{"from": "2026-03-01", "amount": "5.00"}]}},
            "/default_interest/periods/0/amount",
            "is not a field of this object",
        ),
        (
            {"pik": {"elections": [{"from": "2026-03-01", "share": "1", "amount": "5.00"}]}},
            "/pik/elections/0/amount",
            "is not a field of this object",
        ),
        ({"schedule": {"months": 5}}, "/schedule/months", "does not divide a year"),
        ({"schedule": {"calendar": "MARS"}}, "/schedule/calendar", 'calendar "MARS" is not known'),
        ({"schedule": {"calendar": {"weekend": "Sat"}}}, "/schedule/calendar/weekend", "must be a list"),
        ({"schedule": {"dates": ["2026-01-15", "2026-12-15"]}}, "/schedule/dates", "do not run from the start to maturity"),
        ({"lenders": [{"name": "A", "commitment": "99.99"}]}, "/lenders", "add to 99.99 USD, not 100"),
        ({"lenders": [{"name": "A", "share": "0.5"}]}, "/lenders", "the shares add to 0.5, not 1"),
        ({"lenders": [{"name": "=A", "share": "1"}]}, "/lenders/0/name", "cannot be used as a name"),
        ({"events": [{"kind": "draw", "date": "2026-03-31", "amount": "101.00"}]}, "/events/0", "over commitment by 1.00 USD on 2026-03-31"),
        ({"events": [{"kind": "draw", "date": "2027-03-31", "amount": "1.00"}]}, "/events/0/date", "is outside the loan's life"),
        ({"events": [{"kind": "gift", "date": "2026-03-31", "amount": "1.00"}]}, "/events/0/kind", '"gift" is not known'),
        ({"events": [{"kind": "transfer", "date": "2026-03-31", "from": "lender", "to": "B"}]}, "/events/0", "says 0 times how much moves"),
        ({"events": {"kind": "draw"}}, "/events", "must be a list, not an object"),
        ({"availability": {"from": "2026-05-01", "to": "2026-04-01"}}, "/availability/to", "is before"),
        ({"amortisation": {"kind": "custom"}}, "/amortisation", "needs its instalments"),
        ({"amortisation": {"kind": "level_principle"}}, "/amortisation/kind", "is not known"),
        ({"collateral": {"assets": []}}, "/collateral/assets", "no assets are given"),
        ({"receipts": [{"date": "2026-03-01", "amount": "1.00"}]}, "/receipts/0", "nothing falls due on 2026-03-01"),
        ({"lenders": []}, "/lenders", "the list is empty"),
        ({"principal": "60.00", "amortisation": {"kind": "custom", "amounts": ["50.00", "20.00"]}}, "/amortisation/amounts", "the instalments add to 70, 10 USD more than the principal 60"),
        ({"amortisation": {"kind": "bullet", "sweep": {"share": "0.5"}}}, "/cash_flows", "is missing, but a sweep takes part of it"),
        ({"coverage": {"minimum": "1.2"}, "cash_flows": []}, "/cash_flows", "is missing, but coverage is asked for"),
        ({"events": [{"kind": "transfer", "date": "2026-03-31", "from": "lender", "to": "B", "amount": "150.00"}]}, "/events/0", "transfer over the hold of lender by 50.00 USD on 2026-03-31: 100.00 USD is held"),
        ({"events": [{"kind": "cancellation", "date": "2026-03-31", "amount": "100.01"}]}, "/events/0", "cancellation over undrawn by 0.01 USD on 2026-03-31: 100.00 USD is undrawn"),
        ({"events": [{"kind": "prepayment", "date": "2026-03-31", "amount": "1.00"}]}, "/events/0", "prepayment over outstanding by 1.00 USD on 2026-03-31"),
        ({"events": [{"kind": "participation", "date": "2026-03-31", "from": "lender", "to": to, "share_of_hold": "0.7"} for to in "BC"]}, "/events/1", "participation over the hold of lender by 40.00 USD on 2026-03-31: 30.00 USD of it is kept"),
        ({"events": [{"kind": kind, "date": "2026-03-31", "from": "lender", "to": "B", "share_of_hold": "1"} for kind in ("transfer", "participation")]}, "/events/1", '"lender" holds nothing on 2026-03-31'),
        ({"principal": "60.00", "amortisation": {"kind": "annuity", "balloon": "60.01"}}, "/amortisation/balloon", "the balloon is 60.01, 0.01 USD more than the principal 60"),
        ({"amortisation": {"kind": "custom", "amounts": ["1.00"] * 5}}, "/amortisation/amounts", "5 instalments for 4 periods"),
        ({"amortisation": {"kind": "custom", "interest_only_periods": 2, "shares": ["0.1"] * 3}}, "/amortisation/shares", "3 instalments for 2 periods"),
        ({"format": "loan_case/9"}, "/format", "is not known"),
        ({"rounding": "CEILING"}, "/rounding", "is not known"),
        ({"revolving": "yes"}, "/revolving", "must be true or false, not text"),
    ],
)  # fmt: skip
def test_each_mistake_is_named(changes: dict[str, Any], pointer: str, says: str) -> None:
    found = problems(**changes)
    assert any(at == pointer and says in what for at, what in found), found


MOVE = {"date": "2026-03-01", "kind": "transfer", "from": "lender", "to": "B"}
SHARES = {"id": "v", "inputs": {"receipt": "1.00", "sharess": {"A": "1"}}}


@pytest.mark.parametrize(
    ("case", "field", "meant"),
    [
        ({**PLAIN, "interest": {**TERM, "margin": None, "margins": "0.01"}}, "margins", "margin"),
        ({**PLAIN, "commitment": None, "lenders": [{"name": "A", "shares": "1"}]}, "shares", "share"),
        ({**PLAIN, "lenders": [{"name": "A", "comitment": "100.00"}]}, "comitment", "commitment"),
        ({**PLAIN, "events": [{**MOVE, "share_of_holds": "0.5"}]}, "share_of_holds", "share_of_hold"),
        ({**PLAIN, "amortisation": {"kind": "custom", "amountss": ["1.00"]}}, "amountss", "amounts"),
        ({**PLAIN, "collateral": {"asset": [{"name": "a"}]}}, "asset", "assets"),
        ({**PLAIN, "fx": {"tos": ["EUR"]}}, "tos", "to"),
        (SHARES, "sharess", "shares"),
    ],
)
def test_a_field_that_is_missing_under_its_name_but_there_under_another(case: Any, field: str, meant: str) -> None:
    found = calculate(json.dumps(case)).problems
    assert any(problem.do.endswith(f', or rename "{field}" to "{meant}"') for problem in found)


def test_a_draw_outside_the_availability_period() -> None:
    draw = {"kind": "draw", "date": "2026-07-01", "amount": "1.00"}
    [(pointer, what)] = problems(events=[draw], availability={"to": "2026-06-30"})
    assert pointer == "/events/0"
    assert what == "the draw on 2026-07-01 is outside the availability period 2026-01-15 to 2026-06-30"


def test_a_case_that_nobody_could_read_is_refused() -> None:
    lenders = [{"name": f"L{index}", "commitment": "1.00"} for index in range(300)]
    [(pointer, what)] = problems(
        commitment="absent", lenders=lenders, maturity_date="2046-01-15", schedule={"months": 1}
    )
    assert (pointer, what) == ("", "300 lenders over 240 periods and events are 72000 rows, more than 50000")


def test_all_sections_complain_at_once() -> None:
    found = problems(commitment="x", interest={"kind": "fixed"}, rounding="UPWARDS", extra=1)
    assert {pointer for pointer, _ in found} == {
        "/commitment",
        "/interest/day_count",
        "/interest/rate",
        "/rounding",
        "/extra",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON: expecting value at line 1, column 1; correct it there"),
        ("{", "line 1, column 2"),
        ("\ufeff\ufeff{}", "is not JSON"),
        ("{}\x00", "NUL"),
        ("[]", "there is no case in the list"),
        ("5", "must be a case or a list of cases, not a number"),
        ("[" * 100_000, "is nested more than 24 levels deep; flatten it"),
        ('{"a": ' * 30 + "1" + "}" * 30, "is nested more than 24 levels deep; flatten it"),
        ('{"id": "a", "id": "b"}', '/id: "id" stands twice in one object; keep one'),
        ('{"id": "\\ud800"}', "/id: holds the character U+D800, which does not show; take it out"),
        (" " * 8_000_001, "has 8,000,001 bytes or more; at most 8,000,000 are read; split it"),
        ('{"id": "x", "inputs": {}}', "these inputs are of no known kind"),
        (json.dumps([5] * 501), "has 501 cases, more than 500"),
        ('{"commitment": ' + "9" * 5000 + "}", "/format"),
    ],
)
def test_what_is_no_case_at_all(text: str, says: str) -> None:
    outcome = calculate(text)
    assert outcome.cases == []
    assert says in str(outcome.problems[0])


def test_good_cases_of_a_list_run_beside_bad_ones() -> None:
    outcome = calculate(json.dumps([{**PLAIN, "id": ""}, PLAIN]))
    assert [case["id"] for case in outcome.cases] == ["plain"]
    assert [problem.pointer for problem in outcome.problems] == ["/0/id"]


JUNK: tuple[Any, ...] = (
    None, "", -1, 0, 10**30, 1.5, float("nan"), [], {}, "abc", "-5.00", "0", "0.001", "2026-02-30", "2100-12-31",
    True, "x" * 100, [[]], {"a": 1}, "\u0000", "\ud800", "1e5", "=cmd()", "EOM", "2026-03-31", "100000000000000000", "0.5",
)  # fmt: skip


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in children for found in _paths(item, (*path, key)))]


def _spoilt(document: Any, random: Random) -> Any:
    spoilt = copy.deepcopy(document)
    *way, last = random.choice(_paths(document)[1:])
    inside = spoilt
    for key in way:
        inside = inside[key]
    if random.random() < 0.2:
        del inside[last]
    else:
        inside[last] = random.choice(JUNK)
    return spoilt


def _documents() -> list[Any]:
    found = [json.loads(file.read_text()) for file in sorted(EXAMPLES.glob("*.json"))]
    listed = [document if isinstance(document, list) else document.get("vectors", [document]) for document in found]
    return [case for cases in listed for case in cases]


@pytest.mark.parametrize("seed", range(4))
def test_a_spoilt_case_is_answered_or_refused_never_thrown(seed: int) -> None:
    random, documents = Random(seed), _documents()
    for _ in range(120):
        outcome = calculate(json.dumps(_spoilt(random.choice(documents), random)))
        json.dumps(outcome.as_json())
        assert as_csv(outcome)
        assert len(outcome.cases) + len(outcome.problems) >= 1
        assert all(problem.pointer.startswith("/") or problem.pointer == "" for problem in outcome.problems)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"interest": {**PLAIN["interest"], "rate": "8.5"}}, "/interest/rate"),
        ({"lenders": [{"name": "A", "share": "0.5"}]}, "/lenders"),
        ({"schedule": {"months": 5}}, "/schedule/months"),
        ({"commitment": "1e9", "lenders": [{"name": "A", "share": "1"}]}, "/commitment"),
        ({"id": "", "title": "A loan", "notes": "of ours"}, "/id"),
    ],
)
def test_one_error_does_not_make_other_fields_unknown(changes: dict[str, Any], pointer: str) -> None:
    assert [at for at, _ in problems(principal="60.00", **changes)] == [pointer]


def test_an_error_in_the_principal_stands_beside_the_others() -> None:
    found = problems(principal="60.001", interest={**PLAIN["interest"], "rate": "8.5"})
    assert [at for at, _ in found] == ["/interest/rate", "/principal"]


def test_the_page_lists_every_field_of_a_case() -> None:
    page = (EXAMPLES.parents[1] / "loan-case.md").read_text()
    table = page.split("## A case\n")[1].split("\n### ")[0]
    listed = {
        name
        for line in table.splitlines()
        for name in re.findall(r"`(\w+)`", line.split("|")[1] if "|" in line else "")
    }
    assert listed == set(FIELDS)
    assert "a case needs `commitment` or `lenders`" in table
