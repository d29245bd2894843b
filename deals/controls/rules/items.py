"""What a rule is asked about: a chip, several that one name may mean, bare figures, or something unknown."""
from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from deals.controls.rules.case import Case
from deals.controls.rules.pack import Pack, Remark
from deals.controls.rules.tri import Tri, all_of, any_of, negate
from deals.hardware.calc.chip import COMPUTED, Catalogue, Chip
from deals.hardware.calc.naming import NameMatch, resolve
from deals.hardware.calc.performance import BIT_LENGTHS, performance_density, tpp
from dealtracker.money import parse_decimal, plain

_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "at_least": operator.ge,
    "above": operator.gt,
    "at_most": operator.le,
    "below": operator.lt,
}
_bound = lru_cache(maxsize=1024)(parse_decimal)
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Option:
    """One thing that the line may be: a chip of the catalogue, or figures (which take the place of the chip's)."""

    chip: Chip | None
    figures: Mapping[str, Decimal] = field(default_factory=lambda: _NOTHING)
    flags: Mapping[str, bool] = field(default_factory=lambda: _NOTHING)

    def figure(self, name: str) -> Decimal | None:
        if name in self.figures:
            return self.figures[name]
        if name in COMPUTED and self.figures:
            return self._computed(name)
        return self.chip.figure(name) if self.chip else None

    def _computed(self, name: str) -> Decimal | None:
        if name == "tpp":
            rates = {n: v for n in BIT_LENGTHS if (v := self.figure(n)) is not None}
            return tpp(rates)
        return performance_density(self.figure("tpp"), self.figure("die_area_mm2"))

    def flag(self, name: str) -> bool | None:
        if name in self.flags:
            return self.flags[name]
        return self.chip.flag(name) if self.chip else None

    def is_confirmed(self, name: str) -> bool:
        entered = name in self.figures or name in self.flags or bool(self.figures and name in COMPUTED)
        return entered or (self.chip is not None and self.chip.is_confirmed(name))


@dataclass(frozen=True)
class Item:
    """`options` are all that the line may be; empty when it may be anything. `match` is how the name was read.

    An item is asked of one pack, on many days: `met` keeps which tests of the pack it meets, `as_chips` what it would be
    were it this chip, for neither turns on the day.
    """

    name: str
    options: tuple[Option, ...]
    match: NameMatch
    met: dict[str, Tri] = field(default_factory=dict, repr=False, compare=False)
    as_chips: dict[str, Item] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_unknown(self) -> bool:
        return not self.options


def item_of(case: Case, catalogue: Catalogue) -> Item:
    """The item a case speaks of. Figures win over a name; a vendor or a family alone leaves the item unknown."""
    match = resolve(case.model, catalogue)
    chips = match.chips if match.kind in ("chip", "variants") else ()
    if case.figures or case.flags:
        named: tuple[Chip | None, ...] = chips or ((None,) if case.figures else ())
        options = tuple(Option(chip, case.figures, case.flags) for chip in named)
        return Item(case.model or "the figures entered", options, match)
    return Item(case.model or "an unknown model", tuple(Option(chip) for chip in chips), match)


def test_item(tree: Mapping[str, Any] | None, item: Item, items: Mapping[str, Mapping[str, Any]]) -> Tri:
    """Whether the item meets a pack's item test: the same answer of all options, else None. No test is met by all."""
    if tree is None:
        return True
    answers = {_test(tree, option, items) for option in item.options}
    return answers.pop() if len(answers) == 1 else None


def unknown_names(tree: Mapping[str, Any], item: Item, items: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """What a test turns on: "model" when options disagree or there are none, else the figures that are not known."""
    if len(item.options) != 1:
        return ("model",)
    [option] = item.options
    names = [n for n in leaves(tree, items) if option.figure(n) is None and option.flag(n) is None]
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=512)
def read_by(item_name: str, pack: Pack) -> tuple[str, ...]:
    """Figures and flags that a named test of the pack reads, each once."""
    return tuple(dict.fromkeys(leaves({"item": item_name}, pack.items)))


def leaves(tree: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Names of all figures and flags that a test reads, in order."""
    if "item" in tree:
        return leaves(items[tree["item"]], items)
    if "not" in tree:
        return leaves(tree["not"], items)
    parts = tree.get("any_of") or tree.get("all_of")
    if parts:
        return [name for part in parts for name in leaves(part, items)]
    return [tree[key] for key in ("figure", "flag") if key in tree]


def _test(tree: Mapping[str, Any], option: Option, items: Mapping[str, Mapping[str, Any]]) -> Tri:
    if "item" in tree:
        return _test(items[tree["item"]], option, items)
    if "any_of" in tree:
        return any_of(_test(part, option, items) for part in tree["any_of"])
    if "all_of" in tree:
        return all_of(_test(part, option, items) for part in tree["all_of"])
    if "not" in tree:
        return negate(_test(tree["not"], option, items))
    if "model_in" in tree:
        return option.chip is not None and option.chip.key in tree["model_in"]
    if "flag" in tree:
        return option.flag(tree["flag"])
    return _bounded(tree, option.figure(tree["figure"]))


def _bounded(tree: Mapping[str, Any], value: Decimal | None) -> Tri:
    if value is None:
        return None
    return all(holds(value, _bound(tree[bound])) for bound, holds in _COMPARE.items() if bound in tree)


def chips_named(items: Mapping[str, Any], remarks: Iterable[Remark]) -> Iterator[tuple[str, str]]:
    """(place in the pack, key of a chip) wherever a pack names chips by key."""
    for name, tree in items.items():
        yield from ((f"/items/{name}", key) for key in _keys_in(tree))
    for remark in remarks:
        yield from ((f"/remarks/{remark.id}", key) for key in sorted(remark.models or ()))


def _keys_in(tree: Mapping[str, Any]) -> Iterator[str]:
    yield from tree.get("model_in", ())
    parts = [*tree.get("any_of", ()), *tree.get("all_of", ()), *([tree["not"]] if "not" in tree else [])]
    for part in parts:
        yield from _keys_in(part)


def figures_in_words(item: Item) -> str:
    """TPP and density as a reader wants them beside an answer; "figures unknown" where nothing is."""
    if len(item.options) != 1:
        names = ", ".join(o.chip.name for o in item.options if o.chip)
        return f"may be {names}" if names else "figures unknown"
    [option] = item.options
    performance, density = option.figure("tpp"), option.figure("performance_density")
    return f"TPP {_shown(performance)}, performance density {_shown(density)}"


def _shown(value: Decimal | None) -> str:
    return "unknown" if value is None else plain(round(value, 3))
