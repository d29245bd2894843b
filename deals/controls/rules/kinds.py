"""The predicates: each kind of rule is one function of a row and a context. Rows are data, kinds are code."""
from __future__ import annotations

from collections.abc import Callable

from deals.controls.rules.context import Context
from deals.controls.rules.finding import Finding
from deals.controls.rules.licence import exempt_recipient, gap, licence
from deals.controls.rules.other_countries import origin
from deals.controls.rules.ownership import ownership
from deals.controls.rules.pack import Rule
from deals.controls.rules.remote import remote_access

Predicate = Callable[[Rule, Context], Finding | None]


def _decided_later(rule: Rule, context: Context) -> None:
    """Modifiers and what stands by are read once the others have spoken (`after`)."""
    return


# Rules that never bear on a step.
BESIDE = frozenset({"accompanies", "not_applicable"})
KINDS: dict[str, Predicate] = {
    "licence": licence,
    "exempt_recipient": exempt_recipient,
    "gap": gap,
    "remote_access": remote_access,
    "ownership": ownership,
    "origin": origin,
    "policy_modifier": _decided_later,
    "accompanies": _decided_later,
    "not_applicable": _decided_later,
}
