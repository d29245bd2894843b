"""What holds for a pack as a whole: no gap, no overlap, and no group that some day does not have."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from deals.controls.rules.ladder import INFO, NOT_EVALUATED
from deals.controls.rules.pack import CountrySet, Rule
from deals.controls.rules.pack_trees import PackError
from dealtracker.periods import Period


def check_whole(root: Mapping[str, Any], rules: Sequence[Rule], sets: Sequence[CountrySet]) -> None:
    """Raises PackError: a part that is silently absent would read as "no match"."""
    if not any(rule.kind == "licence" and rule.outcome not in (INFO, NOT_EVALUATED) for rule in rules):
        raise PackError("holds no licence rule; an answer by it would say nothing", "/rules")
    if not sets:
        raise PackError("holds no country groups", "/country_sets")
    _check_sets(sets)
    for i, rule in enumerate(rules):
        if not (rule.citation or rule.url):
            raise PackError("has neither citation nor url; a rule must say where it stands", f"/rules/{i}")
        _check_states(rule, f"/rules/{i}/enforcement")
    _check_groups(root, sets)
    for name in root["items"]:
        _check_circle(root["items"], name, ())


def _check_circle(items: Mapping[str, Any], name: str, above: tuple[str, ...]) -> None:
    """An item test that leads back to itself would never end."""
    if name in above:
        raise PackError(f"leads back to itself: {' → '.join((*above, name))}", f"/items/{above[0]}")
    for inner in _items_in(items[name]["test"]):
        _check_circle(items, inner, (*above, name))


def _items_in(tree: Mapping[str, Any]) -> Iterator[str]:
    if "item" in tree:
        yield tree["item"]
    parts = [*tree.get("any_of", ()), *tree.get("all_of", ()), *([tree["not"]] if "not" in tree else [])]
    for part in parts:
        yield from _items_in(part)


def _check_sets(sets: Sequence[CountrySet]) -> None:
    """Each day from the first on has exactly one set of groups."""
    order = sorted(range(len(sets)), key=lambda i: sets[i].period.start)
    for one, other in pairwise(order):
        _check_follows(sets[one].period, sets[other].period, f"/country_sets/{other}", sets[one].id)


def _check_states(rule: Rule, at: str) -> None:
    """Each day of a rule has exactly one state of enforcement."""
    if not rule.enforcement:
        raise PackError("must say at least one state", at)
    for i, (one, other) in enumerate(pairwise(rule.enforcement)):
        _check_follows(one.period, other.period, f"{at}/{i + 1}", one.state)
    stated = Period(rule.enforcement[0].period.start, rule.enforcement[-1].period.end)
    if stated != rule.period:
        raise PackError("the states do not cover the rule's own days from the first to the last", at)


def _check_follows(one: Period, other: Period, at: str, name: str) -> None:
    if other.start < one.end:
        raise PackError(f'begins on {other.start}, before "{name}" has ended: they overlap', f"{at}/first_day")
    if other.start > one.end:
        last = other.start - timedelta(days=1)
        raise PackError(f"begins on {other.start}; the days from {one.end} to {last} have none", f"{at}/first_day")


def _check_groups(root: Mapping[str, Any], sets: Sequence[CountrySet]) -> None:
    for at, name in _groups_read(root):
        if lacking := [one.id for one in sets if name not in one.groups]:
            raise PackError(f'reads the group "{name}", which the set {lacking[0]} does not hold', at)


def _groups_read(root: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _groups_in(root["places"], "/places")
    for i, row in enumerate(root["rules"]):
        yield from _groups_in(row, f"/rules/{i}")


def _groups_in(value: object, at: str) -> Iterator[tuple[str, str]]:
    """Every group that a place anywhere inside reads, with where it stands."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            where = f"{at}/{str(name).replace('/', '~1')}"
            if name in ("groups", "less") and isinstance(part, list):
                yield from ((where, group) for group in part if isinstance(group, str))
            else:
                yield from _groups_in(part, where)
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _groups_in(part, f"{at}/{i}")
