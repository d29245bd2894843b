"""The claims under the leaves of a tree of "why this number?", and the figure as the claim that stands tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from deals.reports.claims_behind import claims_behind_each
from deals.reports.exposure_question import Question
from deals.reports.why_again import again
from dealtracker.ids import private_key
from dealtracker.money import Amount, plain

Row = dict[str, Any]
BOUNDS = ("low", "point", "high")


def stated_leaf(at: str, amount: Amount | None, bound: str = "point", **more: Any) -> Row:
    """A stated value as a leaf: one bound of the amount at a path; "claims" are what `settled` puts there."""
    value = dict(zip(BOUNDS, amount.bounds, strict=True))[bound] if amount else None
    return {"at": at, "bound": bound, "amount": None if value is None else plain(value), **more, "claims": []}


def settled(question: Question, nodes: Sequence[Row]) -> Sequence[Row]:
    """The same nodes with the claims of their leaves, worked out again from these; a deal's claims are asked once."""
    by_deal: dict[str, list[Row]] = defaultdict(list)
    for deal, leaf in _stated(nodes):
        by_deal[deal].append(leaf)
    for deal, leaves in by_deal.items():
        key = private_key("deal", deal)
        assert key is not None
        ats = dict.fromkeys(leaf["at"] for leaf in leaves)
        found = claims_behind_each(viewer=question.viewer, deal=key, ats=ats, known_on=question.known_on)
        for leaf in leaves:
            _tell(leaf, found[leaf["at"]]["claims"] if leaf["at"] in found else [])
    for node in nodes:
        again(node)
    return nodes


def _stated(nodes: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    for node in nodes:
        yield from ((node["deal"], leaf) for leaf in node.get("leaves", ()) if "claims" in leaf)
        yield from _stated(node.get("of", ()))


def _tell(leaf: Row, claims: list[Row]) -> None:
    """The stored figure stays where the claim that stands is about the whole row, and tells none."""
    leaf["claims"] = claims
    told = next((one["value"] for one in claims if one["part"] == "stands"), None)
    if "bound" in leaf and isinstance(told, dict) and "kind" in told:
        value = dict(zip(BOUNDS, Amount.from_json(told, money="currency" in told).bounds, strict=True))[leaf["bound"]]
        leaf["amount"] = None if value is None else plain(value)
