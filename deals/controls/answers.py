"""What the rules in force say of a case over time; equal cases are asked once of each pack."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from deals.controls.queries import pack_in_force
from deals.controls.rules.case import OPENS, Case
from deals.controls.rules.engine import decide, evaluate
from deals.controls.rules.finding import Decided, Result
from deals.controls.rules.items import item_of
from deals.controls.rules.over_time import days_of_steps
from deals.controls.rules.pack import Pack
from deals.controls.rules.roles import read_role
from deals.hardware.catalogue import load_catalogue
from dealtracker.money import Amount
from dealtracker.periods import OPEN_END

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
    return _steps(_deciding(case), pack or pack_in_force())


def step_on(case: Case, *, day: date, pack: Pack) -> Step:
    """The answer of one day alone, as a period of that day: for a reader who asks of no other."""
    return _step_on(_deciding(case), day, pack)


def _deciding(case: Case) -> CaseKey:
    """What a step depends on, but for the day: how well an input is known only where that keeps the answer open."""
    return key_of(replace(case, certainty={name: known for name, known in case.certainty.items() if known in OPENS}))


def answer(case: Case, *, day: date) -> Result:
    """The whole answer on one day, with every finding, citation and candidate."""
    return evaluate(replace(case, day=day), pack=pack_in_force(), catalogue=load_catalogue())


@lru_cache(maxsize=4096)
def _step_on(key: CaseKey, day: date, pack: Pack) -> Step:
    case = _case(key)
    return _step(day, day + timedelta(days=1), decide(case.on(day), item_of(case, load_catalogue()), pack=pack))


def _case(key: CaseKey) -> Case:
    model, destination, hq, parent, role, listed, known = key
    return Case(
        model, None, destination, hq, parent, read_role(role), listed_ownership=listed, certainty=MappingProxyType(dict(known))
    )


@lru_cache(maxsize=16_384)
def _steps(key: CaseKey, pack: Pack) -> tuple[Step, ...]:
    case = _case(key)
    found: list[Step] = []
    item = item_of(case, load_catalogue())
    for day in days_of_steps(pack):
        step = _step(day, OPEN_END, decide(case.on(day), item, pack=pack))
        if not found:
            found.append(step)
        elif replace(found[-1], start=day) != step:
            found[-1:] = [replace(found[-1], end=day), step]
    return tuple(found)


def _step(start: date, end: date, decided: Decided) -> Step:
    return Step(start, end, decided.step, decided.policy, decided.rules, decided.missing)
