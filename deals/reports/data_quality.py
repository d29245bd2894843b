"""What in the book needs mending, as far as a reader sees it: each flaw with its owner, its age, and where to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from deals.reports.quality_sql import (
    MISSING_OFFICE,
    OVER_PLEDGED,
    SET_ASIDE,
    UNSOURCED_OFFICE,
    UNSOURCED_STAKE,
    unsourced_rows,
)
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.desk.models import Task
from dealtracker.desk.reports import tasks_about
from dealtracker.ids import public_id
from parties.register.models import Party
from parties.register.queries import viewer_walls
from parties.reports.duplicates import duplicate_pairs
from parties.reports.ownership_tree import ownership_problems

MOST = 200
# kind → (title, what it means)
KINDS = {
    "ring": ("Ownership rings", "parties own each other in a ring"),
    "over": ("Shares over 100 %", "direct shares or votes of one party add to more than the whole, or a share is impossible"),
    "office": ("Head office missing", "a party of a deal without a head office; the most frequent first"),
    "unsourced": ("Facts without a source", "a head office, a stake or a row of a deal that no claim states"),
    "pledged": ("Collateral pledged beyond its line", "more units are pledged in one rank than the line has"),
    "aside": ("Deals set aside", "what is derived of the deal could not be worked out; its page shows an earlier state"),
    "twice": ("May be one party", "two records with an equal name or number, and nobody's judgement between them"),
}  # fmt: skip


@dataclass(frozen=True)
class Flaw:
    """`about` names it for tasks. `since` is when a row at fault was last changed. `rows` are those rows."""

    kind: str
    about: str
    title: str
    words: str
    url: str
    mend: str
    compartment: UUID
    deal: UUID | None = None
    rows: tuple[UUID, ...] = ()
    since: datetime | None = None
    task: Task | None = None


@dataclass(frozen=True)
class Asked:
    viewer: Viewer
    day: date
    walls: list[UUID]


def data_quality(*, viewer: Viewer, day: date, kinds: Iterable[str] = tuple(KINDS)) -> dict[str, list[Flaw]]:
    """Kind → its flaws, at most MOST and one more where there are further ones. A fixed number of statements a kind."""
    asked = Asked(viewer, day, sorted(viewer_walls(viewer)))
    found = {kind: _FOUND[kind](asked)[: MOST + 1] for kind in kinds}
    every = [flaw for flaws in found.values() for flaw in flaws]
    since = _since(key for flaw in every for key in flaw.rows)
    tasks = tasks_about(viewer=viewer, about=[flaw.about for flaw in every])
    return {kind: [_told(flaw, since, tasks) for flaw in flaws] for kind, flaws in found.items()}


def _told(flaw: Flaw, since: dict[str, datetime], tasks: dict[str, Task]) -> Flaw:
    moments = [since[str(key)] for key in flaw.rows if str(key) in since]
    return replace(flaw, since=flaw.since or max(moments, default=None), task=tasks.get(flaw.about))


def _since(rows: Iterable[UUID]) -> dict[str, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_id, max(at) FROM audit_change WHERE row_id = ANY(%s) GROUP BY 1", [list(map(str, rows))]
        )
        return dict(cursor.fetchall())


def _rows(sql: str, asked: Asked) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"walls": asked.walls, "most": MOST + 1})
        return list(cursor.fetchall())


def _ownership(asked: Asked, wanted: Callable[[str], bool], kind: str) -> list[Flaw]:
    found = ownership_problems(viewer=asked.viewer, as_of=asked.day, known_on=asked.day)
    chosen = [(one, names) for one, names in found if wanted(one.kind)]
    keys = {key for one, _ in chosen for key in one.parties}
    where = dict(Party.objects.visible_to(asked.viewer).filter(pk__in=keys).values_list("pk", "compartment"))
    flaws = []
    for one, names in chosen:
        walls = {where.get(key, PUBLIC) for key in one.parties} - {PUBLIC}
        at = f"/parties/{public_id('party', one.parties[0])}/ownership/"
        flaws.append(
            Flaw(kind, f"{kind} {one.parties[0].hex} {one.kind}"[:120], " → ".join(names) if kind == "ring" else names[0],
                 one.words, at, "stakes of the party", min(walls, default=PUBLIC), rows=one.parties)
        )  # fmt: skip
    return flaws


def _party(key: UUID) -> str:
    return f"/parties/{public_id('party', key)}/"


def _deal(key: UUID, below: str = "") -> str:
    return f"/deals/{public_id('deal', key)}/{below}"


def _head_office(kind: str, key: UUID, name: str, wall: UUID, words: str) -> Flaw:
    return Flaw(kind, f"{kind} {key.hex}", name, words, _party(key), "the party", wall, rows=(key,))


def _office(asked: Asked) -> list[Flaw]:
    return [
        _head_office("office", key, name, wall, f"named in {n} deal{'' if n == 1 else 's'}")
        for key, name, wall, n in _rows(MISSING_OFFICE, asked)
    ]


def _unsourced(asked: Asked) -> list[Flaw]:
    found = [
        _head_office("unsourced", key, name, wall, f"head office {code}: no claim states it")
        for key, name, wall, code in _rows(UNSOURCED_OFFICE, asked)
    ]
    found += [
        Flaw("unsourced", f"unsourced {key.hex}", f"{owner} in {owned}", "stake: no claim states it",
             f"{_party(of)}ownership/", "the stakes", wall, rows=(key,))
        for key, owner, owned, of, wall in _rows(UNSOURCED_STAKE, asked)
    ]  # fmt: skip
    found += [
        Flaw("unsourced", f"unsourced {key.hex}", title, f"{name} {row}: no claim states it",
             _deal(deal, f"claims/?at=/{name}/{row}"), "its claims", wall, deal, (key,))
        for key, name, row, deal, title, wall in _rows(unsourced_rows(), asked)
    ]  # fmt: skip
    return found


def _pledged(asked: Asked) -> list[Flaw]:
    return [
        Flaw("pledged", f"pledged {line.hex}", title, f"line {key}: {given:f} or more pledged, {held:f} on it",
             _deal(deal, f"amend/?at=/hardware/{key}/quantity"), "the line's quantity", wall, deal, (line,))
        for line, key, deal, title, wall, given, held in _rows(OVER_PLEDGED, asked)
    ]  # fmt: skip


def _aside(asked: Asked) -> list[Flaw]:
    return [
        Flaw("aside", f"aside {deal.hex}", title, error.splitlines()[-1][:300] if error.strip() else "no reason was kept",
             _deal(deal), "the deal", wall, deal, since=at)
        for deal, title, wall, error, at in _rows(SET_ASIDE, asked)
    ]  # fmt: skip


def _twice(asked: Asked) -> list[Flaw]:
    pairs = duplicate_pairs(viewer=asked.viewer, limit=MOST + 1)
    keys = {one.party for pair in pairs for one in pair}
    where = dict(Party.objects.visible_to(asked.viewer).filter(pk__in=keys).values_list("pk", "compartment"))
    return [
        Flaw("twice", f"twice {a.party.hex} {b.party.hex}", f"{a.name} · {b.name}", f"{a.score:.2f}: {'; '.join(a.reasons)}",
             f"{_party(a.party)}merge/?into={public_id('party', b.party)}", "compare the two",
             min({where[a.party], where[b.party]} - {PUBLIC}, default=PUBLIC), rows=(a.party, b.party))
        for a, b in pairs
    ]  # fmt: skip


_FOUND: dict[str, Callable[[Asked], list[Flaw]]] = {
    "ring": lambda asked: _ownership(asked, lambda kind: kind == "ring", "ring"),
    "over": lambda asked: _ownership(asked, lambda kind: kind in ("over 100 %", "outside 0 to 1"), "over"),
    "office": _office,
    "unsourced": _unsourced,
    "pledged": _pledged,
    "aside": _aside,
    "twice": _twice,
}
