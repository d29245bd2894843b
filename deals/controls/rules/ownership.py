"""The BIS Affiliates Rule (export controls), not to be taken for the OFAC 50 Percent Rule (sanctions)."""
from __future__ import annotations

from decimal import Decimal

from deals.controls.rules import ladder
from deals.controls.rules.context import Context
from deals.controls.rules.finding import Finding, Settle
from deals.controls.rules.pack import Rule
from deals.controls.rules.tri import Tri
from dealtracker.money import Amount, plain

# 90 FR 47201: 50 per cent or more in the aggregate, direct or indirect, by listed parties.
THRESHOLD = Decimal("0.5")


def reaches(share: Amount) -> Tri:
    """Whether a share of listed owners is at or above the threshold; None when its bounds leave that open."""
    low, _, high = share.bounds
    if low is not None and low >= THRESHOLD:
        return True
    return False if high is not None and high < THRESHOLD else None


def ownership(rule: Rule, context: Context) -> Finding | None:
    """The outcome of that day's state of the rule; below the threshold a listed owner is a red flag for a person."""
    share = context.case.listed_ownership
    if share is None or share.bounds[2] == 0:
        return None
    match = reaches(share)
    step = rule.outcome if match else ladder.weaker(rule.outcome, ladder.NEEDS_REVIEW)
    return context.finding(
        rule,
        step,
        uses=("listed_ownership",),
        policy=rule.policies[0].policy if match and rule.policies else None,
        reasons=(f"{rule.id}: {_says(share, match)}", *filter(None, (rule.table.get("says"),))),
        missing=() if match is not None else ("listed_ownership",),
        settles=tuple(Settle("rule_not_verified", rule.id, text) for text in rule.settled_by),
    )


def _says(share: Amount, match: Tri) -> str:
    if match is None:
        return "the share of listed owners is not known well enough (Red Flag 29)"
    if share.point is None:
        bounds = "at or above the threshold of 0.5" if match else "below the threshold of 0.5"
        return f"the share of listed owners is {bounds}"
    where = "reaches the threshold of 0.5" if match else "is below the threshold of 0.5: a red flag"
    return f"listed parties own {plain(share.point)}, which {where}"
