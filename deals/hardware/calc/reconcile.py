"""Planned, ordered, licensed, delivered and pledged counts of one line side by side; differences are shown."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dealtracker.money import Amount

# A later count cannot be above an earlier one: what is installed was shipped, what is shipped was ordered. Each is held
# against the nearest of these that anybody stated; the first that left the maker, against the licences too.
EARLIER = {
    "licensed": ("ordered",),
    "shipped": ("ordered",),
    "installed": ("shipped", "ordered"),
    "energised": ("installed", "shipped", "ordered"),
    "pledged": ("ordered",),
}
LEFT = ("shipped", "installed", "energised")


@dataclass(frozen=True)
class Mismatch:
    """`count` is certainly above `limit` by `by` chips, or may be (`certain` False): a count is "about", or the bounds meet."""

    count: str
    limit: str
    by: Decimal
    certain: bool


def reconcile(counts: Mapping[str, Amount]) -> tuple[Mismatch, ...]:
    """Contradictions among counts of chips by state; a state that nobody stated contradicts nothing."""
    stated = {state for state, count in counts.items() if count.is_known}
    return tuple(found for count, limit in _pairs(stated) if (found := _compare(count, limit, counts)))


def _pairs(stated: set[str]) -> Iterator[tuple[str, str]]:
    """(count, limit) of what is to be compared, in the order of the states."""
    for count, earlier in EARLIER.items():
        if count in stated and (limit := next((state for state in earlier if state in stated), None)):
            yield count, limit
    if "licensed" in stated and (left := next((state for state in LEFT if state in stated), None)):
        yield left, "licensed"


def _compare(count: str, limit: str, counts: Mapping[str, Amount]) -> Mismatch | None:
    is_about = "approx" in (counts[count].kind, counts[limit].kind)
    low, _, high = counts[count].bounds
    limit_low, _, limit_high = counts[limit].bounds
    if low is not None and limit_high is not None and low > limit_high:
        return Mismatch(count, limit, low - limit_high, certain=not is_about)
    if high is not None and limit_low is not None and high > limit_low and (low != high or limit_low != limit_high):
        return Mismatch(count, limit, high - limit_low, certain=False)
    return None
