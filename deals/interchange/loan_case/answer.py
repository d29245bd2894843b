"""From the text of a document to its answers: one case, an array of cases, or a file of published vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from deals.interchange.loan_case.case import FORMAT, Case
from deals.interchange.loan_case.compare import Compared, compare, summary
from deals.interchange.loan_case.cover import EXTRAS
from deals.interchange.loan_case.fields import kind_of
from deals.interchange.loan_case.figures import TABLES, Table
from deals.interchange.loan_case.problems import CaseError, Problem, join, load, wrong
from deals.interchange.loan_case.read_case import read_case
from deals.interchange.loan_case.vectors.kinds import run_vector
from deals.interchange.loan_case.vectors.shape import read_vector
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rulebook import RULES
from deals.ledger.calc.run import run as run_loan

MOST_CASES = 500


@dataclass
class Outcome:
    """All answers of a document, and all problems; `ok` when there are none and no expected figure differs."""

    cases: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def differing(self) -> int:
        return sum(case.get("summary", {}).get("differs", 0) for case in self.cases)

    @property
    def ok(self) -> bool:
        return not self.problems and not self.differing

    def as_json(self) -> dict[str, Any]:
        """The whole answer; `rules` explains every code used in it."""
        used = sorted({code for case in self.cases for code in _codes(case)})
        return {
            "format": FORMAT.replace("/", "_answer/"),
            "cases": self.cases,
            "problems": [problem.as_json() for problem in self.problems],
            "rules": {code: RULES[code] for code in used},
        }


def calculate(document: str | bytes) -> Outcome:
    """Runs every case of the document. Never raises for bad input: problems carry pointer, what and remedy."""
    outcome = Outcome()
    try:
        listed = _cases(load(document))
    except CaseError as error:
        outcome.problems += error.problems
        return outcome
    for value, pointer in listed:
        try:
            outcome.cases.append(_answer(value, pointer))
        except CaseError as error:
            outcome.problems += error.problems
    return outcome


def _cases(document: object) -> list[tuple[object, str]]:
    """The cases of a document with their pointers."""
    pointer, found = "", document
    if isinstance(document, dict) and "vectors" in document:
        pointer, found = "/vectors", document["vectors"]
    if isinstance(found, dict):
        return [(found, pointer)]
    if not isinstance(found, list):
        raise wrong(pointer, f"must be a case or a list of cases, not {kind_of(found)}", "write {…} or [{…}, …]")
    if not found:
        raise wrong(pointer, "there is no case in the list", "give at least one")
    if len(found) > MOST_CASES:
        raise wrong(pointer, f"has {len(found)} cases, more than {MOST_CASES}", "split the file")
    return [(value, join(pointer, index)) for index, value in enumerate(found)]


def _answer(value: object, pointer: str) -> dict[str, Any]:
    reading: Callable[[object, str], dict[str, Any]] = _loan_answer
    if isinstance(value, dict) and "format" not in value and "inputs" in value:
        reading = _vector_answer
    try:
        return reading(value, pointer)
    except Refused as refused:
        raise wrong(refused.where or pointer, refused.what, refused.do) from None


def _loan_answer(value: object, pointer: str) -> dict[str, Any]:
    case = read_case(value, pointer)
    tables = tables_of(case, pointer)
    answer = {"id": case.id, "kind": "loan", "title": case.title, "currency": case.loan.currency, "tables": tables}
    if case.expected is None:
        return answer
    return {**answer, **_compared(list(compare(case.expected, tables, join(pointer, "expected"))))}


def tables_of(case: Case, pointer: str = "") -> dict[str, Table]:
    """Every table of a case that has rows."""
    result = run_loan(case.loan)
    tables = {name: make(case, result) for name, make in TABLES.items()}
    try:
        tables |= {name: make(case, result) for name, make in EXTRAS.items()}
    except CaseError as error:
        inside = [
            problem
            if problem.pointer.startswith(pointer)
            else Problem(pointer + problem.pointer, problem.what, problem.do)
            for problem in error.problems
        ]
        raise CaseError(*inside) from None
    return {name: rows for name, rows in tables.items() if rows}


def _vector_answer(value: object, pointer: str) -> dict[str, Any]:
    vector = read_vector(value, pointer)
    kind, found = run_vector(vector)
    tables = tables_of(found.case, pointer) if found.case else found.tables
    answer = {
        "id": vector.id, "kind": kind, "title": vector.title, "currency": vector.inputs.currency,
        "figures": _without_given(found.shaped), "figure_rules": found.rules, "tables": tables,
    }  # fmt: skip
    if vector.expected is None:
        return answer
    return {**answer, **_compared(list(compare(vector.expected, found.shaped, join(pointer, "expected"))))}


def _without_given(shaped: Any) -> Any:
    if isinstance(shaped, dict):
        kept = {key: _without_given(item) for key, item in shaped.items()}
        return {key: item for key, item in kept.items() if item is not None}
    if isinstance(shaped, list):
        return [_without_given(item) for item in shaped]
    return shaped if isinstance(shaped, str) else None


def _compared(found: list[Compared]) -> dict[str, Any]:
    return {"summary": summary(found), "comparison": [item.as_json() for item in found]}


def _codes(case: dict[str, Any]) -> set[str]:
    rows = (row for rows in case["tables"].values() for row in rows)
    codes = {code for row in rows for rule in row["rules"].values() for code in rule.split()}
    return codes | {code for rule in case.get("figure_rules", {}).values() for code in rule.split()}
