"""What is read once the licence rules have spoken: changes of policy, and what stands by without deciding."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deals.controls.rules import ladder
from deals.controls.rules.context import Context
from deals.controls.rules.finding import Finding, Settle
from deals.controls.rules.items import figures_in_words
from deals.controls.rules.licence import policy_of
from deals.controls.rules.pack import Rule


def modify_policies(rule: Rule, context: Context, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, with the policy of those that the rule modifies replaced where its item and place are met.

    The licence stays required; only how an application is reviewed changes (91 FR 1684).
    """
    touched = [f for f in findings if f.rule.id in rule.modifies and ladder.at_least(f.step, ladder.EXCEPTION_POSSIBLE)]
    if not touched or not context.lies_in(rule.table["destination"], "destination"):
        return list(findings)
    item = context.meets(rule.table["item"])
    policy, words, _ = policy_of(rule, context)
    if item and policy:
        changed = [replace(f, policy=policy) if f in touched else f for f in findings]
        return [*changed, _beside(rule, context, f"{rule.id}: {policy}; {words}", policy=policy)]
    why = "the movement is not an export from the US" if item else _outside(rule, context)
    lacks = context.lacks_for(rule.table["item"]) if item is None else ()
    return [*findings, _beside(rule, context, f"{rule.id}: {why}; the policy of the other rules stays", lacks=lacks)]


def accompanies(rule: Rule, context: Context, findings: Sequence[Finding]) -> Finding | None:
    """Guidance, corrections, bills and reports that a reader should see beside the findings; they decide nothing."""
    tied = rule.table["accompanies"]
    applies = (
        tied.get("any", False)
        or any(f.decides and f.rule.id in tied.get("rules", ()) for f in findings)
        or (tied.get("remote", False) and context.case.role.is_remote)
        or ("item" in tied and context.meets(tied["item"]) is True)
        or ("destination" in tied and context.case.destination in tied["destination"]["countries"])
    )
    if not applies:
        return None
    reason = f"{rule.id}: {rule.title}" + (f" ({rule.notes})" if rule.notes else "")
    return context.finding(rule, rule.outcome, uses=("model",), reasons=(reason,), decides=False)


def _beside(
    rule: Rule, context: Context, reason: str, *, policy: str | None = None, lacks: tuple[str, ...] = ()
) -> Finding:
    settles = tuple(Settle("open_by_nature", rule.id, text) for text in rule.settled_by) if policy else ()
    asked = (*rule.asks, *(("transaction",) if context.case.movement == "unknown" else ())) if policy else lacks
    return context.finding(
        rule,
        rule.outcome,
        uses=("model", "destination", "transaction"),
        policy=policy,
        reasons=(reason,),
        missing=asked,
        settles=settles,
        decides=False,
    )


def _outside(rule: Rule, context: Context) -> str:
    title = context.pack.item_titles[rule.table["item"]]
    return f"{context.item.name} ({figures_in_words(context.item)}) is not known to be within: {title}"
