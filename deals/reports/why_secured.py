"""The figures of one secured facility on a day as nodes; amounts are those of its report, parts are what they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from deals.ledger.calc.collateral import Standing
from deals.ledger.calc.curves import LTV_PLACES
from deals.reports.collateral_lines import Pledged
from deals.reports.exposure_question import Question
from deals.reports.secured import ADVANCE, Secured
from deals.reports.why_claims import stated_leaf
from deals.reports.why_factors import curve_leaf, factor_leaf, rate_leaf
from deals.reports.why_leaves import Place, from_entries
from deals.reports.why_node import named, worked
from dealtracker.ids import private_key
from dealtracker.money import Amount, minor_units

Row = dict[str, Any]


@dataclass(frozen=True)
class Tree:
    """Builds nodes for one facility on one day; `question` asks the ledger for the day whose loan counts."""

    question: Question
    one: Secured
    day: date

    @cached_property
    def standing(self) -> Standing:
        return self.one.on(self.day)

    def cost(self) -> Row:
        return self._sum_of_cost("sum of the first cost of what is pledged", self.one.cost(), self.one.lines)

    def eligible_cost(self) -> Row:
        lines = [line for line in self.one.lines if line.charged.eligible]
        return self._sum_of_cost("sum of the first cost of what is eligible", self.one.cost(eligible=True), lines)

    def value(self) -> Row:
        return self._sum_of_value("sum of the value of what is pledged on the day", self.standing.value, eligible=False)

    def eligible_value(self) -> Row:
        return self._sum_of_value("sum of the value of what is eligible on the day", self.standing.eligible_value, eligible=True)

    def pledged(self, figure: str, line: Pledged) -> Row:
        """The first cost of one pledge, or its value on the day."""
        return self._cost(line) if figure == "cost" else self._worth(line)

    def outstanding(self) -> Row:
        amount = self.standing.outstanding
        if self.one.owed.entries:
            rule, leaves = from_entries(self.question, self._place(), "outstanding")
            return self._node(rule + self._kept(), amount, leaves=leaves)
        found = self.one.owed.report_on(self.question.as_of)
        if found is None:
            return self._node("no entry and no balance of the whole facility", None)
        rule = f"balance as reported for {found.day}{self._kept()}"
        return self._node(rule, amount, leaves=[stated_leaf(f"/balances/{found.key}/amount", found.amount)])

    def ltv(self) -> Row:
        parts = [named("Outstanding", self.outstanding()), named("Value under the curve", self.value(), power="-1")]
        return self._node("outstanding ÷ value of all that is pledged", self.standing.ltv, how="product", currency="",
                          places=LTV_PLACES, of=parts)  # fmt: skip

    def borrowing_base(self) -> Row:
        parts = [named("Advance rate", self._advance()), named("Eligible value under the curve", self.eligible_value())]
        return self._node("advance rate × value of what is eligible", self.standing.borrowing_base, how="product",
                          places=minor_units(self.one.currency), rounding="DOWN", of=parts)  # fmt: skip

    def headroom(self) -> Row:
        parts = [
            named("Borrowing base", self.borrowing_base()),
            named("Less outstanding", self.outstanding(), times="-1"),
        ]
        return self._node("borrowing base − outstanding", self.standing.headroom, of=parts)

    def _advance(self) -> Row:
        found = self.one.ratio(ADVANCE, self.day)
        if found is None or found["value"] is None:
            return self._node("no advance rate is entered as a covenant", None, currency="")
        leaf = stated_leaf(f"/covenants/{found['covenant']}/value", Amount.exact(found["value"]), currency="")
        return self._node(f"covenant {found['covenant']}: {found['words']}", Decimal(found["value"]), currency="", leaves=[leaf])

    def _sum_of_cost(self, rule: str, amount: Decimal | None, lines: Iterable[Pledged]) -> Row:
        return self._node(rule, amount, of=[named(line.charged.name, self._cost(line)) for line in lines])

    def _sum_of_value(self, rule: str, amount: Decimal | None, *, eligible: bool) -> Row:
        lines = [
            one for one in self.one.lines
            if one.charged.holds_on(self.day) and (one.charged.eligible or not eligible)
        ]  # fmt: skip
        return self._node(rule, amount, of=[named(line.charged.name, self._worth(line)) for line in lines])

    def _worth(self, line: Pledged) -> Row:
        amount, cost = self.one.worth(line, self.day), named("First cost", self._cost(line))
        if line.charged.asset() is None:
            missing = [{"lacks": why, "amount": None} for why in line.charged.lacks if why != line.cost.lacks]
            return self._node("first cost × what the curve leaves", None, how="product", leaves=missing, of=[cost])
        return self._node("first cost × what the curve leaves", amount, how="product", places=minor_units(self.one.currency),
                          leaves=[self._left(line)], of=[cost])  # fmt: skip

    def _left(self, line: Pledged) -> Row:
        assert line.charged.since is not None and line.curve is not None
        return curve_leaf(line.curve, line.charged.since, self.day, f"/hardware/{line.line['key']}/by")

    def _cost(self, line: Pledged) -> Row:
        cost = line.cost
        if cost.amount is None:
            return self._node(cost.lacks, None)
        leaves = [*map(factor_leaf, cost.factors), *map(rate_leaf, cost.legs)]
        return self._node(cost.by, cost.amount, how="product", places=minor_units(self.one.currency), leaves=leaves)

    def _kept(self) -> str:
        return f", as it stands on {self.one.as_of}" if self.day > self.one.as_of else ""

    def _place(self) -> Place:
        deal, facility = private_key("deal", self.one.document["id"]), private_key("facility", self.one.row["id"])
        assert deal is not None and facility is not None
        return Place(deal, facility, None, self.one.currency)

    def _node(self, rule: str, amount: Decimal | None, *, currency: str | None = None, **more: Any) -> Row:
        code = self.one.currency if currency is None else currency
        return worked(self.one.document["id"], self.one.row["id"], rule, amount, currency=code, **more)
