"""Sums of what sources state in one deal: what a total differs by from its parts, what a facility has beyond its holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dealtracker.money import Amount

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One stated amount of a sum: where it stands in the deal's sheet, its row, and how often it counts."""

    at: str
    row: Row
    amount: Amount | None
    times: int = 1


@dataclass(frozen=True)
class StatedSum:
    """A sum of parts; None with the reason where it cannot be worked out. It is exact where every part is."""

    parts: tuple[Part, ...]
    amount: Decimal | None = None
    currency: str = ""
    why: str = ""

    @property
    def is_exact(self) -> bool:
        return all(one.amount is not None and one.amount.kind == "exact" for one in self.parts)


def read_amount(value: Any) -> Amount | None:
    """An amount of money as a sheet has it; None where it is absent or unknown."""
    is_known = isinstance(value, Mapping) and value.get("kind", "unknown") != "unknown"
    return Amount.from_json(value, money=True) if is_known else None


def part_of(name: str, row: Row, times: int = 1) -> Part:
    return Part(f"/{name}/{row.get('key', '')}/amount", row, read_amount(row.get("amount")), times)


def difference(document: Row, figure: Row) -> StatedSum | None:
    """A stated total less the parts that it says it includes; None where it names none, or has no figure of its own."""
    if not figure.get("includes") or not figure.get("amount"):
        return None
    rows = {row.get("key"): part_of(name, row, -1) for name in ("facilities", "figures") for row in document[name]}
    named = [rows[key] for key in figure["includes"] if key in rows]
    found = (part_of("figures", figure), *named)
    if len(named) < len(figure["includes"]) or not _have_points(found):
        return StatedSum(found, why="not every part is a single figure")
    return _summed(found) or StatedSum(found, why="not every part is in the currency of the total")


def remainder(document: Row, facility: Row) -> StatedSum:
    """What no named hold of a facility covers; holds and remainder are its amount where both have points."""
    whole = part_of("facilities", facility)
    holds = [part_of("holds", hold, -1) for hold in document["holds"] if hold["facility"] == facility["id"]]
    found = (whole, *holds)
    if not _have_points([whole]):
        return StatedSum(found, why="the amount is no single figure")
    if not holds:
        return StatedSum(found, why="no hold is disclosed")
    summed = _summed(found) if _have_points(holds) else None
    return summed or StatedSum(found, why="a hold has no figure in this currency")


def _have_points(parts: Iterable[Part]) -> bool:
    return all(one.amount is not None and one.amount.point is not None for one in parts)


def _summed(parts: tuple[Part, ...]) -> StatedSum | None:
    """None where they are not of one currency; every part has a point."""
    amounts = [(one.times, one.amount.point, one.amount.currency) for one in parts if one.amount and one.amount.point is not None]
    total = sum((times * point for times, point, _ in amounts), Decimal(0))
    codes = {code for _, _, code in amounts}
    return StatedSum(parts, total, codes.pop()) if len(codes) == 1 else None
