"""The findings of a deal on a day, for its sheet; and all of them over time, for the list of findings."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from deals.controls.answers import Step, steps
from deals.controls.packs import load_pack
from deals.sheets.calc.bundle import Bundle, Row
from deals.sheets.calc.cases import cases


def findings_on(bundle: Bundle, as_of: date) -> list[Row]:
    """[{"line", "step", "policy", "rules", "missing", "questions", "read_up_to"}], one a hardware line."""
    return [_finding(row, step) for row, case in cases(bundle) for step in steps(case) if step.start <= as_of < step.end]


def _finding(row: Row, step: Step) -> Row:
    return {
        "line": row["key"],
        "step": step.step,
        "policy": step.policy,
        "rules": list(step.rules),
        "missing": list(step.missing),
        "questions": [text for _, text in step.questions],
        "read_up_to": load_pack().read_up_to.isoformat(),
    }


def finding_rows(bundle: Bundle) -> Iterable[tuple[Any, ...]]:
    """Rows of `Finding` in the order (compartment, deal, line, basis, step, start, end, result)."""
    for row, case in cases(bundle):
        for step in steps(case):
            result = {"policy": step.policy, "rules": list(step.rules), "missing": list(step.missing)}
            yield (
                bundle.deal["compartment_id"], bundle.deal["id"], row["id"], "use", step.step, step.start, step.end, result
            )  # fmt: skip


def finding_days(bundle: Bundle) -> set[date]:
    """The days on which an answer changes."""
    return {step.start for _, case in cases(bundle) for step in steps(case)}
