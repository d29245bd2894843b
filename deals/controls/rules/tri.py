"""Three-valued logic (Kleene): True, False, or None for "turns on something that is not known"."""
from __future__ import annotations

from collections.abc import Iterable

Tri = bool | None


def all_of(values: Iterable[Tri]) -> Tri:
    seen = list(values)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(values: Iterable[Tri]) -> Tri:
    seen = list(values)
    if True in seen:
        return True
    return None if None in seen else False


def negate(value: Tri) -> Tri:
    return None if value is None else not value
