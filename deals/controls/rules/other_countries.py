"""Rules of the country that the hardware leaves: Malaysia, Japan, Singapore, Taiwan, the EU, the United Kingdom."""
from __future__ import annotations

from deals.controls.rules import ladder
from deals.controls.rules.context import Context
from deals.controls.rules.finding import Finding, Settle
from deals.controls.rules.items import figures_in_words
from deals.controls.rules.pack import Rule


def origin(rule: Rule, context: Context) -> Finding | None:
    """The rule's outcome for a movement out of its country; use inside the country, or inside the EU, is none."""
    leaves = context.case.moves_from
    if leaves not in rule.table["moves_from"] or context.case.destination in rule.table["moves_from"]:
        return None
    item = context.meets(rule.table.get("item"))
    if item is False:
        return None
    words = rule.table.get("item_words")
    return context.finding(
        rule,
        rule.outcome if item else ladder.weaker(rule.outcome, ladder.NEEDS_REVIEW),
        uses=("model", "moves_from", "destination"),
        reasons=(
            f"{rule.id}: a movement out of {leaves} of {context.item.name} ({figures_in_words(context.item)})"
            + (f"; {words}" if words else ""),
        ),
        missing=context.lacks_for(rule.table["item"]) if item is None else (),
        settles=tuple(Settle("open_by_nature", rule.id, text) for text in rule.settled_by),
    )
