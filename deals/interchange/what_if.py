"""Doorway: cases as JSON lines or an array in, one answer of the rules per case out. Needs no database.

All cases are read before the first is evaluated, so that a file with one slip gives no half of an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from deals.controls.rules import Case, CaseError, Pack, Result, case_from_json, evaluate
from deals.hardware.calc import Catalogue
from dealtracker.strictjson import StrictError, load

MOST_BYTES = 10_000_000
MOST_CASES = 10_000
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Problem:
    """One reason to refuse the input: `place` is a line or a JSON pointer, `field` may be empty."""

    place: str
    field: str
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.place}{f', field {self.field}' if self.field else ''}: {self.what}; {self.do}"


class WhatIfError(ValueError):
    """The input was refused as a whole; `problems` names every place that is wrong."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_cases(content: bytes) -> tuple[Case, ...]:
    """Cases from JSON lines, an array, or one object; raises WhatIfError with all problems found.

    A case without an id gets its place in the file, counted from 1.
    """
    if len(content) > MOST_BYTES:
        raise WhatIfError(Problem("the file", "", f"is over {MOST_BYTES:,} bytes", "split it"))
    rows = list(_rows(content.removeprefix(_BOM)))
    if not rows:
        raise WhatIfError(Problem("the file", "", "holds no case", "write one JSON object per line, or an array"))
    if len(rows) > MOST_CASES:
        raise WhatIfError(Problem("the file", "", f"holds over {MOST_CASES:,} cases", "split it"))
    cases: list[Case] = []
    problems: list[Problem] = []
    for place, (at, row) in enumerate(rows, start=1):
        try:
            case = case_from_json(row)
            cases.append(case if case.id is not None else replace(case, id=place))
        except CaseError as error:
            problems += [Problem(at, one.field, one.what, one.do) for one in error.errors]
    if problems:
        raise WhatIfError(*problems)
    return tuple(cases)


def answers(content: bytes, *, pack: Pack, catalogue: Catalogue) -> list[Result]:
    """One result per case, in the order of the file; raises WhatIfError before anything is evaluated."""
    return [evaluate(case, pack=pack, catalogue=catalogue) for case in read_cases(content)]


def as_line(result: Result) -> str:
    """The answer as one line of JSON; `id`, `step` and `policy` stand first."""
    shown = result.to_json()
    first = {name: shown.pop(name) for name in ("id", "step", "policy", "rules", "missing", "reasons", "read_up_to")}
    return json.dumps({**first, **shown}, ensure_ascii=False)


def _rows(content: bytes) -> Iterator[tuple[str, Any]]:
    """(place, value) of each case; lines are counted as an editor counts them, blank ones are skipped."""
    if content.lstrip()[:1] == b"[":
        listed = _load(content, "the file")
        yield from ((f"case {i + 1} (/{i})", row) for i, row in enumerate(listed))
        return
    lines = [(number, line) for number, line in enumerate(content.splitlines(), start=1) if line.strip()]
    if len(lines) > 1 and (whole := _one_object(content)) is not None:
        yield f"line {lines[0][0]}", whole
        return
    problems: list[Problem] = []
    rows: list[tuple[str, Any]] = []
    for number, line in lines:
        try:
            rows.append((f"line {number}", _load(line, f"line {number}")))
        except WhatIfError as error:
            problems += error.problems
    if problems:
        raise WhatIfError(*problems)
    yield from rows


def _one_object(content: bytes) -> dict[str, Any] | None:
    """A single case written over several lines."""
    try:
        value = load(content, largest=MOST_BYTES)
    except StrictError:
        return None
    return value if isinstance(value, dict) else None


def _load(content: bytes, place: str) -> Any:
    try:
        return load(content, largest=MOST_BYTES)
    except StrictError as error:
        faults = error.faults
    do = "mend it and run again"
    raise WhatIfError(*(Problem(f"{place}{fault.pointer}", "", fault.detail, do) for fault in faults))
