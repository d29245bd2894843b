"""Keys of shared rows in an export: made from what they are, never from how they once were called. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

LONGEST = 60


def unique_keys(wanted: Iterable[tuple[UUID, str]], taken: Iterable[str] = ()) -> dict[UUID, str]:
    """Id → key. Rows that want one key share it out by id: the first has it plain, the others with -2, -3, …"""
    used = set(taken)
    by_key: dict[str, list[UUID]] = {}
    for pk, key in wanted:
        by_key.setdefault(key, []).append(pk)
    found: dict[UUID, str] = {}
    for key in sorted(by_key):
        if key not in used:
            first = min(by_key[key])
            found[first] = key
            used.add(key)
    for key in sorted(by_key):
        for pk in sorted(set(by_key[key]) - found.keys()):
            found[pk] = _next(key, used)
            used.add(found[pk])
    return found


def _next(key: str, used: set[str]) -> str:
    number = 2
    while (name := f"{key[: LONGEST - len(str(number)) - 1]}-{number}") in used:
        number += 1
    return name
