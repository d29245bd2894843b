"""One part of a stress run as a node for each of its figures: down to entries, claims, rates, curves and the shocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.agreements.words import TAKERS
from deals.exposure.dimensions import parents
from deals.reports.stress_chips import Chips
from deals.reports.stress_parts import Position, StressBook
from deals.reports.why_again import again, told
from deals.reports.why_factors import curve_leaf, factor_leaf, part_leaf, rate_leaf, shock_leaf
from deals.reports.why_leaves import Place
from deals.reports.why_node import named, node_of, worked
from deals.stress.calc import AMOUNT, BPS, CHIPS, FIXED, INTEREST, RESTING, UNCOVERED, Exact, Part
from dealtracker.ids import public_id
from dealtracker.money import minor_units

Row = dict[str, Any]
BarredRoles = Mapping[tuple[UUID, UUID | None], list[str]]  # where, → keys of roles
_USES = f"""SELECT DISTINCT r.deal, r.id AS facility, r.party::text AS key, '' AS name FROM role_seen r
WHERE r.status = 'active' AND r.role IN ({", ".join(f"'{role}'" for role in ("end beneficiary", *TAKERS))})"""
_BARRED = f"""SELECT r.deal, r.facility, o.key FROM ({_USES} UNION {parents(_USES)}) b JOIN role_seen r ON r.id = b.facility
JOIN deals_role o ON o.id = r.id WHERE b.key = %(barred)s GROUP BY 1, 2, 3 ORDER BY 3"""


def barred_roles(book: StressBook) -> BarredRoles:
    """(deal, facility or None) → keys of the roles by which the barred party, or one of its group, has a part in it."""
    found: dict[tuple[UUID, UUID | None], list[str]] = defaultdict(list)
    if book.scenario.barred is not None:
        for deal, facility, key in book.question.ask(_BARRED, barred=book.scenario.barred):
            found[deal, facility].append(key)
    return found


@dataclass(frozen=True)
class Stressed:
    """Builds nodes for one part, before the shocks or after them; `barred` is what `barred_roles` gives."""

    book: StressBook
    row: Position
    part: Part
    barred: BarredRoles
    after: bool

    def node(self, figure: str, exact: Exact) -> Row:
        """The figure as the run has it for this part, with what it comes from."""
        hold = None if self.row.place == self.row.facility else public_id("hold", self.row.place)
        return {**_TREES[figure](self), "hold": hold, "amount": told(exact)}

    def amount(self) -> Row:
        base = self._in_reporting(self._own("point"))
        move = self.book.scenario.fx
        if not self.after or move is None or self.row.currency == self.book.scenario.currency:
            return base
        return self._product("the amount × the shock", [_move("fx", move)], [named("The amount", base)])

    def chips(self) -> Row:
        base, move = self._chips(), self.book.scenario.chips
        if not self.after or move is None:
            return base
        return self._product("the chips × the shock", [_move("chips", move)], [named("Chips behind it", base)])

    def uncovered(self) -> Row:
        parts = [named(*self._owed()), named("Less chips behind it", self.chips(), times="-1")]
        return self._worked("what is owed − the chips, not below 0", how="excess", of=parts)

    def resting(self) -> Row:
        base = self._in_reporting(self._own("point"))
        if not self.after or not self.part.rests_on_barred:
            return base
        roles = [key for at in ((self.row.deal, self.row.facility), (self.row.deal, None)) for key in self.barred.get(at, ())]
        leaves = [part_leaf(f"/roles/{key}", "part that does not rest on the barred", "0") for key in roles]
        return self._product("its end beneficiary is barred, or of the barred group", leaves, [named("The amount", base)])

    def interest(self) -> Row:
        terms = self.book.pricing.get(self.row.facility, ())
        if self.part.interest == FIXED:
            return self._product("its rate is fixed", [part_leaf(one.at, "part that floats", "0") for one in terms])
        if not self.after:
            return self._worked("what the shock adds, before it")
        floats = [part_leaf(one.at, "part that floats", "1") for one in terms]
        bps = self.book.scenario.rate_bps or Decimal(0)
        shock = shock_leaf("rate_bps", f"{bps} basis points", bps / BPS)
        return self._product("what is owed × basis points ÷ 10,000", [*floats, shock], [named(*self._owed())])

    def _owed(self) -> tuple[str, Row]:
        """What is outstanding, else all of the amount, in the reporting currency."""
        if self.part.outstanding is None:
            return "The amount, as nothing outstanding is known", self._in_reporting(self._own("point"))
        return "Outstanding", self._in_reporting(self._own("outstanding"))

    def _own(self, figure: str) -> Row:
        row = self.row
        units, rests = (row.point, row.basis) if figure == "point" else (row.outstanding, row.outstanding_basis)
        return self._place(row, None if row.place == row.facility else row.place, figure, units, rests)

    def _place(self, row: Position, hold: UUID | None, figure: str, units: Any, rests: str | None) -> Row:
        found = node_of(
            self.book.question, row.weight, Place(row.deal, row.facility, hold, row.currency), figure, rests, units
        )
        assert found is not None
        return {**found, "currency": row.currency}

    def _in_reporting(self, own: Row) -> Row:
        legs = self._legs(own["currency"])
        return self._product("at the rate of the day", map(rate_leaf, legs), [named("In its own currency", own)]) if legs else own

    def _legs(self, currency: str) -> Sequence[Any]:
        converter = self.book.converter
        return converter.rates.path(currency, converter.currency, converter.day)

    def _chips(self) -> Row:
        """Of a facility the sum over its lines; of a hold its share of that."""
        lines = [named(f"Hardware line {one.line.key}", self._behind(one)) for one in self.book.chips.behind[self.row.facility]]
        whole = self._worked("sum of the chips that it finances", of=lines)
        if self.row.place == self.row.facility:
            return whole
        facility = self._place(self.row, None, "point", self.row.whole, self.row.whole_basis)
        parts = [named("Chips behind the facility", whole), named("The hold", self._own("point")),
                 named("The facility", facility, power="-1")]  # fmt: skip
        return self._product("its share of the chips behind the facility", (), parts)

    def _behind(self, one: Chips) -> Row:
        """The line's value; where several facilities finance it, this one's share, pro rata to their amounts."""
        if len(one.behind) == 1:
            return self._value(one)
        amounts = {facility: self._facility(self.book.wholes[facility]) for facility in one.behind}
        whole = self._worked("sum of the amounts", of=[named("A facility", amount) for amount in amounts.values()])
        parts = [named("Value of the line", self._value(one)), named("This facility", amounts[self.row.facility]),
                 named("All that finance it", whole, power="-1")]  # fmt: skip
        return self._product("its share of the line, pro rata to the amounts", (), parts)

    def _facility(self, row: Position) -> Row:
        return self._in_reporting(self._place(row, None, "point", row.point, row.basis))

    def _value(self, one: Chips) -> Row:
        """First cost, under its curve where it has one, at the rate of the day."""
        code, legs = one.line.currency, self._legs(one.line.currency)
        rule = "as stated" if len(one.line.factors) == 1 else "quantity × price each"
        node = self._product(rule, map(factor_leaf, one.line.factors), currency=code)
        if one.aged:
            left = curve_leaf(*one.aged, self.book.question.as_of, f"/hardware/{one.line.key}/by")
            node = self._product("first cost × what the curve leaves", [left], [named("First cost", node)], currency=code,
                                 places=minor_units(code))  # fmt: skip
        return self._product("at the rate of the day" if legs else f"in {code} already", map(rate_leaf, legs),
                             [named("In its own currency", node)], places=minor_units(self.book.scenario.currency))  # fmt: skip

    def _product(self, rule: str, leaves: Iterable[Row], of: Sequence[Row] = (), **more: Any) -> Row:
        return self._worked(rule, how="product", leaves=list(leaves), of=of, **more)

    def _worked(self, rule: str, *, currency: str = "", **more: Any) -> Row:
        deal, facility = public_id("deal", self.row.deal), public_id("facility", self.row.facility)
        node = worked(deal, facility, rule, None, currency=currency or self.book.scenario.currency, **more)
        return {**node, "amount": told(again(node))}


def _move(shock: str, move: Decimal) -> Row:
    return shock_leaf(shock, f"1 {'−' if move < 0 else '+'} {abs(move)}", 1 + move)


_TREES: Mapping[str, Callable[[Stressed], Row]] = {
    CHIPS: Stressed.chips, UNCOVERED: Stressed.uncovered, RESTING: Stressed.resting, AMOUNT: Stressed.amount,
    INTEREST: Stressed.interest,
}  # fmt: skip
