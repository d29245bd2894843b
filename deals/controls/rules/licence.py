"""Licence rules of the US Export Administration Regulations: item, and destination or headquarters."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deals.controls.rules import ladder
from deals.controls.rules.context import PARTY_FIELDS, Context
from deals.controls.rules.finding import Finding, Settle
from deals.controls.rules.items import figures_in_words
from deals.controls.rules.pack import Rule
from deals.controls.rules.tri import Tri, all_of, any_of

UNDETERMINED = "undetermined"
_OWN_SEAT = Settle(
    "open_by_nature",
    "role_of_china_party",
    "where the party that passes the items on, and its ultimate parent, have their headquarters",
)
_PARTY_WORDS = {
    "end_user_hq": "the end user's headquarters",
    "ultimate_parent_hq": "the ultimate parent's headquarters",
}


def licence(rule: Rule, context: Context) -> Finding | None:
    """The rule's outcome when item and reach are met; NEEDS_REVIEW at most when that turns on something unknown."""
    match = _match(rule, context)
    if match is False:
        return _near_miss(rule, context)
    if match is None:
        return _open(rule, context, rule.table.get("item"))
    exception = _exception(rule, context)
    step = ladder.EXCEPTION_POSSIBLE if exception else rule.outcome
    policy, policy_words, lacks = policy_of(rule, context)
    return context.finding(
        rule,
        step,
        uses=_uses(rule),
        policy=policy,
        reasons=(
            _why(rule, context),
            *(f"{rule.id}: {words}" for words in (exception, policy_words, _state(rule, context)) if words),
            *_contradiction(rule, context),
        ),
        missing=lacks,
        settles=_rule_settles(rule) if step != rule.outcome or step == ladder.NEEDS_REVIEW else (),
    )


def exempt_recipient(rule: Rule, context: Context) -> Finding | None:
    """A licence unless the recipient is of a named kind (UAE government, Supplement No. 8 to Part 740)."""
    match = _match(rule, context)
    if match is False:
        return None
    if match is None:
        return _open(rule, context, rule.table["item"])
    status = context.case.recipient_status
    step = rule.outcome if status else ladder.EXCEPTION_POSSIBLE
    step = ladder.INFO if status in rule.table["recipients"] else step
    exempt = step == ladder.INFO
    words = "the recipient is of a kind that the rule exempts" if exempt else "unless the recipient is exempt"
    return context.finding(
        rule,
        step,
        uses=(*_uses(rule), "recipient_status"),
        reasons=(f"{_why(rule, context)}; {words}",),
        missing=() if status else rule.asks,
        settles=() if status else _rule_settles(rule),
    )


def gap(rule: Rule, context: Context) -> Finding | None:
    """A country whose rules the pack does not hold: a person reviews, whatever the chip."""
    if _reach(rule, context, by_role=False) is not True:
        return None
    return context.finding(
        rule, rule.outcome, uses=_uses(rule), reasons=(rule.table["says"],), settles=_rule_settles(rule)
    )


def policy_of(rule: Rule, context: Context) -> tuple[str | None, str, tuple[str, ...]]:
    """(policy of review, words, missing fields): the first row whose condition holds on that day."""
    for row in rule.policies:
        if context.day not in row.period:
            continue
        holds: Tri = context.holds(row.when) if row.when else True
        if holds is None:
            lacks = context.unknown((*PARTY_FIELDS, "destination"))
            return UNDETERMINED, f"which policy of review applies turns on {_join(lacks)}", lacks
        if holds:
            return row.policy, "; ".join(filter(None, (row.words, row.source and f"policy by {row.source}"))), ()
    return None, "", ()


def _match(rule: Rule, context: Context) -> Tri:
    """Item and reach; where something else is dealt in nobody asks where to."""
    item = context.meets(rule.table.get("item"))
    return item if item is False else all_of((item, _reach(rule, context)))


def _reach(rule: Rule, context: Context, *, by_role: bool = True) -> Tri:
    table = rule.table
    within: Tri = context.lies_in(table["within"], "destination") if "within" in table else True
    parts: dict[str, Tri] = {"anywhere": True}
    if "destination" in rule.reach:
        parts["destination"] = context.lies_in(table["destination"], "destination")
    if "party" in rule.reach:
        parts["party"] = _party(table["party"], context, by_role)
    return all_of((within, any_of(parts[part] for part in rule.reach)))


def _party(place: Mapping[str, Any], context: Context, by_role: bool) -> Tri:
    """Either headquarters, if the items are for that party: not known for a customer from afar or an unknown role.

    Nor for who passes the items on: its own headquarters is not among the inputs.
    """
    named = context.party_in(place)
    role = context.case.role
    if by_role and (role.kind == "remote" or (role.between and named is False)):
        return None
    return None if by_role and role.kind == "unknown" and named is True else named


def _open(rule: Rule, context: Context, item_name: str | None) -> Finding:
    lacks: tuple[str, ...] = ()
    if item_name and context.meets(item_name) is None:
        lacks += context.lacks_for(item_name)
    lacks += context.unknown(_uses(rule)[1:])
    remote = "party" in rule.reach and context.case.role.kind == "remote"
    between = "party" in rule.reach and context.case.role.between
    reasons = [f"{rule.id} ({rule.title}) turns on {_join(lacks)}"] if lacks else []
    if remote:
        reasons.append(f"{rule.id}: the party uses the computing power from afar; open whether the items are for it")
    if between:
        reasons.append(f'{rule.id}: "{context.case.role.words}" is not the end user, and its own headquarters is not an input')
    return context.finding(
        rule,
        ladder.weaker(rule.outcome, ladder.NEEDS_REVIEW),
        uses=_uses(rule),
        reasons=reasons,
        missing=lacks,
        settles=_rule_settles(rule) if remote else (_OWN_SEAT,) if between else (),
    )


def _near_miss(rule: Rule, context: Context) -> Finding | None:
    """A threshold that is not public is never computed: what comes near it goes to a person."""
    name = rule.table.get("review_item")
    if not name or not all_of((context.meets(name), _reach(rule, context))):
        return None
    near = f"{rule.id} names models, and its threshold is not public; {context.item.name} comes near the named ones"
    settle = Settle("open_by_nature", "model", "whether a letter to its maker covers this model")
    return context.finding(rule, ladder.NEEDS_REVIEW, uses=_uses(rule), reasons=(near,), settles=(settle,))


def _exception(rule: Rule, context: Context) -> str:
    for row in rule.exceptions:
        if context.day in row.period and context.meets(row.item) and context.holds(row.where) is not False:
            return f"{row.name} may be open ({row.words})"
    return ""


def _state(rule: Rule, context: Context) -> str:
    state = rule.state_on(context.day)
    if state is None or state.state == "enforced":
        return ""
    return f"{state.state.replace('_', ' ')} on that day ({'; '.join(filter(None, (state.citation, state.note)))})"


def _why(rule: Rule, context: Context) -> str:
    named = rule.table.get("item")
    parts = [f"{context.item.name} ({figures_in_words(context.item)}) is within {named}"] if named else []
    if "destination" in rule.reach and context.lies_in(rule.table["destination"], "destination"):
        parts.append(f"destination {context.case.destination}")
    if "party" in rule.reach:
        hits = [name for name in PARTY_FIELDS if context.lies_in(rule.table["party"], name)]
        parts += [f"{_PARTY_WORDS[name]} {context.case.value(name)}" for name in hits]
    return f"{rule.id}: {'; '.join(parts)}"


def _contradiction(rule: Rule, context: Context) -> tuple[str, ...]:
    if "party" not in rule.reach or context.case.role.kind != "none":
        return ()
    if "CN" not in {context.case.end_user_hq, context.case.ultimate_parent_hq}:
        return ()
    return ("the role says that no Chinese party takes part, the headquarters entered say CN: check which holds",)


def _rule_settles(rule: Rule) -> tuple[Settle, ...]:
    return tuple(Settle("open_by_nature", rule.id, text) for text in rule.settled_by)


def _uses(rule: Rule) -> tuple[str, ...]:
    party = (*PARTY_FIELDS, "role_of_china_party") if "party" in rule.reach else ()
    place = ("destination",) if "destination" in rule.reach or "within" in rule.table else ()
    return ("model", *place, *party)


def _join(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "how the items are used"
