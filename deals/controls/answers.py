"""What the rules in force say of a case over time; equal cases are asked once of each pack."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from deals.controls.queries import pack_in_force
from deals.controls.rules.case import Case
from deals.controls.rules.engine import evaluate
from deals.controls.rules.finding import Result
from deals.controls.rules.over_time import steps_over
from deals.controls.rules.pack import Pack
from deals.controls.rules.roles import read_role
from deals.hardware.catalogue import load_catalogue
from dealtracker.money import Amount

CaseKey = tuple[str | None, str | None, str | None, str | None, str, Amount | None, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Step:
    """The answer on [start, end), as short as a list needs it."""

    start: date
    end: date
    step: str
    policy: str | None
    rules: tuple[str, ...]
    missing: tuple[str, ...]


def key_of(case: Case) -> CaseKey:
    """What the answer depends on, but for the day."""
    known = tuple(sorted(case.certainty.items()))
    return case.model, case.destination, case.end_user_hq, case.ultimate_parent_hq, case.role.words, case.listed_ownership, known


def steps(case: Case, *, pack: Pack | None = None) -> tuple[Step, ...]:
    """The answers from the pack's first rule on, as half-open periods; by the pack in force where none is given."""
    return _steps(key_of(case), pack or pack_in_force())


def step_on(case: Case, *, day: date, pack: Pack) -> Step:
    """The answer of one day alone, as a period of that day: for a reader who asks of no other."""
    return _step_on(key_of(case), day, pack)


def answer(case: Case, *, day: date) -> Result:
    """The whole answer on one day, with every finding, citation and candidate."""
    return evaluate(replace(case, day=day), pack=pack_in_force(), catalogue=load_catalogue())


@lru_cache(maxsize=4096)
def _step_on(key: CaseKey, day: date, pack: Pack) -> Step:
    result = evaluate(replace(_case(key), day=day), pack=pack, catalogue=load_catalogue())
    return _step(day, day + timedelta(days=1), result)


def _case(key: CaseKey) -> Case:
    model, destination, hq, parent, role, listed, known = key
    return Case(
        model, None, destination, hq, parent, read_role(role), listed_ownership=listed, certainty=MappingProxyType(dict(known))
    )


@lru_cache(maxsize=16_384)
def _steps(key: CaseKey, pack: Pack) -> tuple[Step, ...]:
    case = _case(key)
    found = steps_over(case, start=pack.earliest_rule, pack=pack, catalogue=load_catalogue())
    return tuple(_step(period.start, period.end, result) for period, result in found)


def _step(start: date, end: date, result: Result) -> Step:
    rules = tuple(finding.rule.id for finding in result.findings if finding.decides)
    return Step(start, end, result.step, result.policy, rules, result.missing)
