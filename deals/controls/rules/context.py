"""One case on one day against one pack: what a predicate may ask, and how it makes its finding."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from deals.controls.rules.case import Case
from deals.controls.rules.finding import Finding, Settle, Weakest
from deals.controls.rules.items import Item, test_item, unknown_names
from deals.controls.rules.pack import Pack, Rule
from deals.controls.rules.places import contains
from deals.controls.rules.tri import Tri, all_of, any_of, negate
from deals.controls.rules.weakest import weakest

PARTY_FIELDS = ("end_user_hq", "ultimate_parent_hq")


@dataclass(frozen=True)
class Context:
    case: Case
    item: Item
    pack: Pack
    day: date

    def meets(self, item_name: str | None) -> Tri:
        """Whether the item meets a named test of the pack; several rules ask the same, so answers are kept."""
        if item_name is None:
            return True
        met = self.item.met
        if item_name not in met:
            met[item_name] = test_item({"item": item_name}, self.item, self.pack.items)
        return met[item_name]

    def lacks_for(self, item_name: str) -> tuple[str, ...]:
        return unknown_names({"item": item_name}, self.item, self.pack.items)

    def lies_in(self, place: Mapping[str, Any], name: str) -> Tri:
        return contains(place, self.case.value(name), pack=self.pack, day=self.day)

    def party_in(self, place: Mapping[str, Any]) -> Tri:
        """Either headquarters: the end user's or its ultimate parent's."""
        return any_of(self.lies_in(place, name) for name in PARTY_FIELDS)

    def holds(self, condition: Mapping[str, Any]) -> Tri:
        """A condition of a policy or an exception."""
        [(name, part)] = condition.items()
        match name:
            case "any_of":
                return any_of(self.holds(c) for c in part)
            case "all_of":
                return all_of(self.holds(c) for c in part)
            case "not":
                return negate(self.holds(part))
            case "transaction":
                return self.case.movement in part
            case "party":
                return self.party_in(part)
            case "both_parties":
                return all_of(self.lies_in(part, field) for field in PARTY_FIELDS)
            case _:
                return self.lies_in(part, name)

    def unknown(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if self.case.value(name) is None)

    def finding(
        self,
        rule: Rule,
        step: str,
        *,
        uses: tuple[str, ...],
        policy: str | None = None,
        reasons: Iterable[str] = (),
        missing: Iterable[str] = (),
        settles: Iterable[Settle] = (),
        decides: bool = True,
    ) -> Finding:
        return Finding(
            rule, step, self, uses, policy, tuple(reasons), tuple(dict.fromkeys(missing)), tuple(settles), decides
        )

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """The case's inputs as JSON values."""
        return self.case.inputs()

    def weakest(self, rule: Rule, uses: tuple[str, ...]) -> Weakest:
        """Which of what a finding uses is known least."""
        return weakest(rule, uses=uses, case=self.case, item=self.item, pack=self.pack, day=self.day)
