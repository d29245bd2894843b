"""Three-valued logic (Kleene): True, False, or None for "turns on something that is not known"."""
from __future__ import annotations

from collections.abc import Iterable

Tri = bool | None


def all_of(values: Iterable[Tri]) -> Tri:
    result: Tri = True
    for value in values:
        if value is False:
            return False
        result = None if value is None else result
    return result


def any_of(values: Iterable[Tri]) -> Tri:
    result: Tri = False
    for value in values:
        if value is True:
            return True
        result = None if value is None else result
    return result


def negate(value: Tri) -> Tri:
    return None if value is None else not value
