"""Why this number? A tree for each figure that a deal's own pages work out, down to entries, claims and versioned tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from deals.reports.why_claims import settled
from deals.reports.why_counts import UNITS, Stock, count_node
from deals.reports.why_covenant import test_node
from deals.reports.why_held import FIGURES as HELD
from deals.reports.why_held import held_node, left_node
from deals.reports.why_node import opened
from deals.reports.why_stated import difference_node, headline, remainder_node
from deals.reports.why_states import beyond_node, state_node
from dealtracker.access.rules import Viewer

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Which figure: of which row, on which day, by which table or beyond which state, which bound."""

    question: Question
    document: Row
    figure: str
    at: str = ""
    on: date | None = None
    by: str | None = None
    bound: str | None = None
    policy: tuple[str, ...] = ()


def _held(one: Asked) -> Row:
    return held_node(one.question, one.document, one.figure, one.at)


def _count(one: Asked) -> Row:
    return count_node(Stock(one.document, one.policy), one.figure, one.at, one.by, one.bound)


# figure → (its tree, what it takes beside the day)
_TREES: Mapping[str, tuple[Callable[[Asked], Row], tuple[str, ...]]] = {
    "headline": (lambda one: headline(one.document), ()),
    "difference": (lambda one: difference_node(one.document, one.at), ("at",)),
    "remainder": (lambda one: remainder_node(one.document, one.at), ("at",)),
    "remainder_by_entries": (lambda one: left_node(one.question, one.document, one.at), ("at",)),
    **dict.fromkeys(HELD, (_held, ("at",))),
    **dict.fromkeys(UNITS, (_count, ("at", "by", "bound", "policy"))),
    "in_state": (lambda one: state_node(Stock(one.document, one.policy), one.at, one.bound), ("at", "bound", "policy")),
    "beyond_state": (lambda one: beyond_node(Stock(one.document, one.policy), one.at, one.by), ("at", "by", "policy")),
    "test": (lambda one: test_node(one.document, one.at, one.on), ("at", "on")),
}  # fmt: skip
FIGURES = tuple(_TREES)


def why_deal(
    *, viewer: Viewer, document: Row, figure: str, as_of: date, known_on: date, today: date, at: str = "", on: date | None = None,
    by: str | None = None, bound: str | None = None, policies: Sequence[str] = (),
) -> Row:  # fmt: skip
    """{"figure", "at", "on", "by", "bound", "bounds", "currency", "unit", "amount", "recomputed", "rule", "how", "rounded",
    "lacks", "parts": [node]} for one figure of a deal's sheet.

    Nodes and leaves are those of `why_collateral`; a leaf of `kind` "table" is a factor of a policy or table with its
    version. `at` is the path of a row as claims have it, "/facilities/f1"; `on` the day of a covenant's test; `by` a
    version of a table, or the state beyond which chips are counted; `bound` is point, low or high. Raises FilterError.
    """
    asked = Asked(Question(viewer, as_of, today, known_on), document, figure, at, on, by, bound, tuple(policies))
    root = _tree(asked)
    settled(asked.question, [root])
    head = {"figure": figure, "at": at or None, "on": on.isoformat() if on else None, "by": by}
    head |= {"bound": root.get("bound"), "bounds": root.get("bounds", [])}
    return opened(root, **head, lacks=[leaf["lacks"] for leaf in root["leaves"] if "lacks" in leaf])


def _tree(asked: Asked) -> Row:
    if asked.figure not in FIGURES:
        raise FilterError("figure", f'"{asked.figure[:40]}" is not one of: {", ".join(FIGURES)}')
    tree, taken = _TREES[asked.figure]
    for name in ("at", "on", "by", "bound", "policy"):
        if getattr(asked, name) and name not in taken:
            raise FilterError(name, "is no part of this figure: leave it out")
    return tree(asked)
