"""What the rows of one deal must keep among themselves: days in order, no rings, no two caps for a day. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from dealtracker.periods import When

# Fields of one row, the first of which is not after the second.
IN_ORDER = (
    ("start", "end"), ("availability_start", "availability_end"), ("signing_date", "maturity_date"), ("occurred", "ended"),
)  # fmt: skip
# (list, field): rows that name others of their own list, and never come back to themselves.
CHAINS = (("facilities", "increases"), ("contracts", "under"), ("sites", "part_of"), ("entries", "reverses"))


def backwards(first: Any, last: Any, name: str) -> str:
    """What is wrong with `last`, where it surely lies before `first`, the field called `name`; else empty."""
    known = isinstance(first, When) and isinstance(last, When) and first.earliest and last.latest
    return f"({last}) lies before {name} ({first}); correct one of the two" if known and last.latest < first.earliest else ""


def backward_caps(caps: Sequence[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """(place, complaint) of each cap that ends before it begins."""
    for place, cap in enumerate(caps):
        if cap.get("from", "") > cap.get("to", "9999"):
            yield place, f"({cap['to']}) lies before from ({cap['from']})"


def double_caps(caps: Sequence[dict[str, Any]]) -> str:
    """Complaint where two caps hold for one day, else empty; both ends of a cap belong to it."""
    spans = sorted((cap.get("from", ""), cap.get("to", "9999")) for cap in caps)
    double = any(later[0] <= earlier[1] for earlier, later in pairwise(spans))
    return "hold for the same days twice; let each begin on the day after the one before it ends" if double else ""


def over_the_whole(purpose: Sequence[dict[str, Any]]) -> str:
    """Complaint where the shares of the purposes are more than the facility, else empty."""
    total = sum((Decimal(item["share"]["point"]) for item in purpose if "point" in item.get("share", {})), Decimal(0))
    return f"has shares that add up to {total}; together they cannot be more than 1" if total > 1 else ""


def in_a_ring(name: str, field: str, ring: Sequence[str]) -> str:
    """The complaint about rows of the list `name` that come back to themselves by `field`."""
    return f"{name} name each other in a ring: {' → '.join([*ring, ring[0]])}; take one {field} out"


def rings(steps: dict[str, list[str]]) -> Iterator[list[str]]:
    """One ring per knot of a graph, if it has any; a thousand nodes in a row are no trouble."""
    done: set[str] = set()
    for start in steps:
        path: dict[str, Iterator[str]] = {}
        node: str | None = start if start not in done else None
        while node is not None or path:
            if node is not None:
                path[node] = iter(steps.get(node, ()))
            last = next(reversed(path))
            node = next((n for n in path[last] if n not in done), None)
            if node in path:
                yield _from(path, node)
                done.update(path)
                path, node = {}, None
            elif node is None:
                done.add(last)
                del path[last]


def _from(path: Iterable[str], node: str) -> list[str]:
    names = list(path)
    return names[names.index(node) :]
