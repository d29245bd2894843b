"""The findings of a deal on a day, for its sheet; and all of them over time, for the list of findings."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from deals.controls.answers import Step, step_on
from deals.controls.queries import pack_in_force
from deals.controls.rules.ladder import rank
from deals.controls.strongest import strongest_steps
from deals.sheets.calc.bundle import Bundle, Row
from deals.sheets.calc.cases import cases_on, cases_over_time

Answers = list[tuple[Row, list[Step]]]


def answers_over_time(bundle: Bundle) -> Answers:
    """Each hardware line with its answers as half-open periods, from the pack's first rule on."""
    pack = pack_in_force()
    found = cases_over_time(bundle, since=pack.earliest_rule)
    return [(row, strongest_steps(periods, pack=pack)) for row, periods in found]


def findings_on(answers: Answers, as_of: date) -> list[Row]:
    """[{"line", "step", "policy", "rules", "missing", "questions", "read_up_to"}], one a hardware line."""
    held = ((row["key"], step) for row, found in answers for step in found if step.start <= as_of < step.end)
    return [_finding(line, step.step, result_of(step)) for line, step in held]


def findings_of_day(bundle: Bundle, as_of: date) -> list[Row]:
    """The same as `findings_on`, without working out the days before and after: for a reader of another date."""
    pack = pack_in_force()
    if as_of < pack.earliest_rule:
        return []
    told = ((row, [step_on(case, day=as_of, pack=pack) for case in cases]) for row, cases in cases_on(bundle, as_of))
    strongest = ((row["key"], min(steps, key=lambda step: rank(step.step))) for row, steps in told if steps)
    return [_finding(line, step.step, result_of(step)) for line, step in strongest]


def findings_stored(lines: Iterable[Row], held: Mapping[str, tuple[str, Row]]) -> list[Row]:
    """The same from rows of `Finding` that hold on the day, line → (step, result), for the lines of a sheet."""
    return [_finding(row["key"], *held[row["id"]]) for row in lines if row["id"] in held]


def _finding(line: str, step: str, result: Row) -> Row:
    pack = pack_in_force()
    asked = [pack.questions[name] for name in result["missing"] if name in pack.questions]
    told = {name: result[name] for name in ("policy", "rules", "missing")}
    return {"line": line, "step": step, **told, "questions": asked, "read_up_to": pack.read_up_to.isoformat()}


def result_of(step: Step) -> Row:
    """What is stored of an answer beside its step."""
    return {"policy": step.policy, "rules": list(step.rules), "missing": list(step.missing)}


def finding_rows(bundle: Bundle, answers: Answers) -> Iterable[tuple[Any, ...]]:
    """Rows of `Finding` in the order (compartment, deal, line, basis, step, start, end, result)."""
    for row, found in answers:
        for step in found:
            yield (
                bundle.deal["compartment_id"], bundle.deal["id"], row["id"], "use", step.step, step.start, step.end,
                result_of(step),
            )  # fmt: skip


def finding_days(answers: Answers) -> set[date]:
    """The days on which an answer changes."""
    return {step.start for _, found in answers for step in found}
