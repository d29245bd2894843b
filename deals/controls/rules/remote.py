"""Use of the computing power from afar: no export by itself, watched by policy and bills, never decided here."""
from __future__ import annotations

from deals.controls.rules.context import Context
from deals.controls.rules.finding import Finding, Settle
from deals.controls.rules.pack import Rule


def remote_access(rule: Rule, context: Context) -> Finding | None:
    """NEEDS_REVIEW where a D:5 or Macau party is a customer from afar, unless the chip is known to be outside."""
    item = context.meets(rule.table.get("item"))
    if not context.case.role.is_remote or item is False:
        return None
    lacks = context.lacks_for(rule.table["item"]) if item is None else ()
    says = rule.table.get("says") or f"turns on what the computing power serves, and on who knows it ({rule.title})"
    return context.finding(
        rule,
        rule.outcome,
        uses=("model", "end_user_hq", "ultimate_parent_hq", "role_of_china_party"),
        policy=rule.policies[0].policy if rule.policies else None,
        reasons=(f"{rule.id}: {says}",),
        missing=lacks,
        settles=tuple(Settle("open_by_nature", rule.id, text) for text in rule.settled_by),
    )
