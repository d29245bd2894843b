"""Parties that own each other in a ring, found without recursion (Tarjan 1972). Plain Python."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

Next = Callable[[UUID], Iterable[UUID]]


def components(starts: Iterable[UUID], following: Next) -> list[list[UUID]]:
    """Strongly connected components of what the starts reach, each before those that lead to it."""
    index: dict[UUID, int] = {}
    low: dict[UUID, int] = {}
    stack: list[UUID] = []
    waiting: set[UUID] = set()
    found: list[list[UUID]] = []
    for start in starts:
        if start in index:
            continue
        walk: list[tuple[UUID, Iterator[UUID]]] = [_enter(start, index, low, stack, waiting, following)]
        while walk:
            node, ahead = walk[-1]
            nearest = next((n for n in ahead if n not in index or n in waiting), None)
            if nearest is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_leave(node, stack, waiting))
            elif nearest not in index:
                walk.append(_enter(nearest, index, low, stack, waiting, following))
            else:
                low[node] = min(low[node], index[nearest])
    return found


def _enter(
    node: UUID, index: dict[UUID, int], low: dict[UUID, int], stack: list[UUID], waiting: set[UUID], following: Next
) -> tuple[UUID, Iterator[UUID]]:
    index[node] = low[node] = len(index)
    stack.append(node)
    waiting.add(node)
    return node, iter(list(following(node)))


def _leave(node: UUID, stack: list[UUID], waiting: set[UUID]) -> list[UUID]:
    members = []
    while True:
        member = stack.pop()
        waiting.discard(member)
        members.append(member)
        if member == node:
            return members


def ring_path(members: Iterable[UUID], following: Next) -> tuple[UUID, ...]:
    """A shortest ring through the component's first party (by id), from it back to it: (a, b, c, a)."""
    inside = set(members)
    start = min(inside)
    before: dict[UUID, UUID] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for onward in sorted(set(following(node)) & inside):
            if onward == start:
                return _back(start, node, before)
            if onward not in before:
                before[onward] = node
                waiting.append(onward)
    return ()


def _back(start: UUID, last: UUID, before: dict[UUID, UUID]) -> tuple[UUID, ...]:
    path = [start, last] if last != start else [start]
    while path[-1] != start:
        path.append(before[path[-1]])
    return (start, *reversed(path[1:-1]), start) if last != start else (start, start)
