"""Who owns whom on a day: effective shares, parents, rings, and the two rules about listed owners. Plain Python."""

from __future__ import annotations

from parties.ownership.calc.checks import PROBLEMS, Problem, problems
from parties.ownership.calc.listed import BIS_RULE, OFAC_RULE, Ownership, bis_affiliates_rule, ofac_50_percent_rule
from parties.ownership.calc.over_time import LineagePeriod, country_chain, country_code, lineages_over_time
from parties.ownership.calc.parents import BASES, Lineage, Parent, Ultimate, lineage, parents_of
from parties.ownership.calc.shares import effective_shares
from parties.ownership.calc.values import CERTAINTIES, KINDS, Bounds, StakeValue, percent, weakest
from parties.ownership.calc.view import Holding, View, view_on

__all__ = [
    "BASES", "BIS_RULE", "CERTAINTIES", "KINDS", "OFAC_RULE", "PROBLEMS", "Bounds", "Holding", "Lineage", "LineagePeriod",
    "Ownership", "Parent", "Problem", "StakeValue", "Ultimate", "View", "bis_affiliates_rule", "country_chain",
    "country_code", "effective_shares", "lineage", "lineages_over_time", "ofac_50_percent_rule", "parents_of", "percent",
    "problems", "view_on", "weakest",
]  # fmt: skip
