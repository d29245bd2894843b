"""A rule pack as frozen values: rules, items, places and country groups, each with its own dates and citation."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from dealtracker.periods import OPEN_END, Period

Tree = Mapping[str, Any]


@dataclass(frozen=True)
class Enforcement:
    """State of a rule in a period: enforced, codified_not_enforced, suspended, not_verified, bill or informational."""

    state: str
    period: Period
    citation: str
    note: str


@dataclass(frozen=True)
class Policy:
    """How an application is reviewed when its condition holds; no `source`: the rule's citation covers it."""

    policy: str
    when: Tree | None
    period: Period
    source: str
    words: str


@dataclass(frozen=True)
class LicenceException:
    name: str
    item: str
    where: Tree
    period: Period
    words: str


@dataclass(frozen=True)
class Rule:
    """One row. `kind` names the predicate that reads it (see `kinds`); `table` holds what only that kind reads."""

    id: str
    version: str
    kind: str
    jurisdiction: str
    authority: str
    title: str
    period: Period
    enforcement: tuple[Enforcement, ...]
    outcome: str
    reach: tuple[str, ...]
    policies: tuple[Policy, ...]
    exceptions: tuple[LicenceException, ...]
    modifies: tuple[str, ...]
    asks: tuple[str, ...]
    settled_by: tuple[str, ...]
    citation: str
    url: str
    confirmed: str
    notes: str
    table: Tree

    def state_on(self, day: date) -> Enforcement | None:
        return next((state for state in self.enforcement if day in state.period), None)


@dataclass(frozen=True)
class CountrySet:
    """The country groups of Supplement No. 1 to Part 740 in one period."""

    id: str
    period: Period
    groups: Mapping[str, frozenset[str]]
    citation: str
    url: str
    confirmed: str
    notes: str


@dataclass(frozen=True)
class Remark:
    """Something a reader must know on some days, for some chips or countries; it decides nothing."""

    id: str
    period: Period
    models: frozenset[str] | None
    countries: frozenset[str] | None
    text: str


def _bounds(periods: Iterable[Period]) -> set[date]:
    return {day for period in periods for day in (period.start, period.end) if date.min < day < OPEN_END}


@dataclass(frozen=True, eq=False)
class Pack:
    """All that the engine knows of the law, and the last day up to which it was read.

    A pack is itself alone: answers are kept by the very pack that gave them.
    """

    version: str
    title: str
    read_up_to: date
    read_up_to_basis: str
    earliest_rule: date
    treated_as: Mapping[str, tuple[str, str]]
    questions: Mapping[str, str]
    items: Mapping[str, Tree]
    item_titles: Mapping[str, str]
    places: Mapping[str, Tree]
    country_sets: tuple[CountrySet, ...]
    remarks: tuple[Remark, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def tests_met(self) -> dict[int, tuple[Any, tuple[bool | None, ...]]]:
        """Identity of a chip → the chip, so that its identity stays its own, and which item tests it meets."""
        return {}

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        return MappingProxyType({rule.id: rule for rule in self.rules})

    def rules_on(self, day: date) -> tuple[Rule, ...]:
        """The rules of that day."""
        return self._in_force[bisect_right(self.boundaries, day)][0]

    def country_set(self, day: date) -> CountrySet | None:
        """The groups of that day; before the first set the first one, since no older list was read."""
        return self._in_force[bisect_right(self.boundaries, day)][1]

    @cached_property
    def _in_force(self) -> list[tuple[tuple[Rule, ...], CountrySet | None]]:
        """Rules and groups from one boundary to the next, beginning with the days before the first."""
        first = min(self.country_sets, key=lambda s: s.period.start, default=None)
        return [
            (
                tuple(rule for rule in self.rules if day in rule.period),
                next((groups for groups in self.country_sets if day in groups.period), first),
            )
            for day in (date.min, *self.boundaries)
        ]

    @cached_property
    def boundaries(self) -> tuple[date, ...]:
        """All days on which an answer may change: where a rule, state, policy, group set or remark begins or ends."""
        periods = [r.period for r in self.remarks] + [e.period for rule in self.rules for e in rule.enforcement]
        return tuple(sorted({*_bounds(periods), *self.turns(self.rules)}))

    def turns(self, rules: Iterable[Rule]) -> tuple[date, ...]:
        """The days on which a step may change by these rules: their own, those of their policies and of groups and places."""
        periods = [s.period for s in self.country_sets]
        for rule in rules:
            periods += [rule.period, *(p.period for p in rule.policies), *(e.period for e in rule.exceptions)]
        return tuple(sorted({*_bounds(periods), *self._place_days}))

    @property
    def _place_days(self) -> list[date]:
        own = [rule.table.get(name) for rule in self.rules for name in ("destination", "party")]
        trees = [*self.places.values(), *own]
        plus = [entry for tree in trees if tree for entry in tree.get("plus", ())]
        return [entry["first_day"] for entry in plus if entry.get("first_day")]
