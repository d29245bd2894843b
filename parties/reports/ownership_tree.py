"""Who owns whom around one party on one day: parents, shares with bounds, the way up by countries, what does not add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim
from parties.ownership.calc import (
    Bounds,
    Holding,
    Lineage,
    Problem,
    StakeValue,
    View,
    country_chain,
    country_code,
    effective_shares,
    lineage,
    problems,
    view_on,
)
from parties.ownership.calc.shares import held_shares
from parties.ownership.models import Stake
from parties.ownership.queries import headquarters, load_book, owned_below, owners_above
from parties.register.models import Party
from parties.register.queries import resolve_for, viewer_walls


@dataclass(frozen=True)
class Node:
    """One party of the tree; several headquarters where several are stated. `owns` bounds its share of the asked party,
    `owned` the asked party's share of it; None where no ownership leads from one to the other."""

    party: UUID
    name: str
    kind: str
    headquarters: tuple[str, ...]
    owns: Bounds | None
    owned: Bounds | None


@dataclass(frozen=True)
class StakeSource:
    """A source that states a stake: its key, who published it, its title and the last day on which it appeared."""

    source: UUID
    publisher: str
    title: str
    published: date


@dataclass(frozen=True)
class Aside:
    """A relation that is neither ownership nor control: a manager, a holder of warrants."""

    owner: UUID
    owned: UUID
    kind: str
    stake: UUID


@dataclass(frozen=True)
class Way:
    """A way from the party up to an ultimate parent: its headquarters step by step, as a chain and as a code."""

    ultimate: UUID
    countries: tuple[tuple[str, ...], ...]
    code: str


@dataclass(frozen=True)
class OwnershipTree:
    """`party` is the record that stands. `up` and `down` are holdings above and below it, nearest first; `cut` says that
    there are more than are shown. `stakes` are those behind the holdings shown, `sources` who states each."""

    party: UUID
    as_of: date
    known_on: date
    lineage: Lineage
    ways: tuple[Way, ...]
    nodes: dict[UUID, Node]
    up: tuple[Holding, ...]
    down: tuple[Holding, ...]
    aside: tuple[Aside, ...]
    problems: tuple[Problem, ...]
    cut: bool
    stakes: dict[UUID, StakeValue]
    sources: dict[UUID, tuple[StakeSource, ...]]


def ownership_tree(
    *, viewer: Viewer, party: UUID, as_of: date, known_on: date, most: int = 500
) -> OwnershipTree | None:
    """The tree around a party as this viewer sees it; None for a party that is not visible.

    A fixed number of statements; rings are shown with their path and never followed twice.
    """
    if not Party.objects.visible_to(viewer).filter(pk=party).exists():
        return None
    walls = viewer_walls(viewer)
    standing = resolve_for([party], walls=walls)[party]
    above, below = owners_above([party, standing], walls=walls), owned_below([party, standing], walls=walls)
    book = load_book(above | below, walls=walls, known_on=known_on)
    view = view_on(book.stakes, as_of)
    shares, found = effective_shares(view, standing), lineage(view, standing)
    up, down = (tuple(found) for found in (_upwards(view, standing), _downwards(view, standing)))
    near = {standing, *(key for h in (*up[:most], *down[:most]) for key in (h.owner, h.owned)), *_on_ways(found)}
    aside = tuple(_aside(view, near))
    shown = near | {one.owner for one in aside}
    stakes = {stake.id: stake for stake in book.stakes if {stake.owner, stake.owned} <= shown}
    hq = headquarters(shown, known_on=known_on)
    ways = tuple(_way(u.party, u.path, hq) for u in found.ultimate)
    return OwnershipTree(
        party=standing, as_of=as_of, known_on=known_on, lineage=found, ways=ways,
        nodes=_nodes(shown, shares, held_shares(view, standing), hq, viewer), up=up[:most], down=down[:most], aside=aside,
        problems=tuple(one for one in problems(view, stakes.values()) if set(one.parties) <= near),
        cut=max(len(up), len(down)) > most, stakes=stakes, sources=_sources(stakes, viewer, known_on),
    )  # fmt: skip


def _upwards(view: View, party: UUID) -> Iterable[Holding]:
    return _along(view.into, party, lambda h: h.owner)


def _downwards(view: View, party: UUID) -> Iterable[Holding]:
    return _along(view.out_of, party, lambda h: h.owned)


def _on_ways(found: Lineage) -> Iterable[UUID]:
    return (key for path in (*(u.path for u in found.ultimate), *found.rings) for key in path)


def _sources(stakes: Iterable[UUID], viewer: Viewer, known_on: date) -> dict[UUID, tuple[StakeSource, ...]]:
    """Stake → those who state it by that day, the earliest first; a stake entered by hand has none."""
    claims = Claim.objects.visible_to(viewer).filter(
        target__in=list(stakes), state=Claim.State.ACCEPTED, source__published_to__lte=known_on
    )
    cells = claims.order_by("source__published_to", "source_id").values_list(
        "target", "source_id", "source__publisher", "source__title", "source__published_to"
    )
    found: dict[UUID, dict[UUID, StakeSource]] = {}
    for target, *cell in cells:
        found.setdefault(target, {}).setdefault(cell[0], StakeSource(*cell))
    return {target: tuple(sources.values()) for target, sources in found.items()}


def ownership_problems(*, viewer: Viewer, as_of: date, known_on: date) -> list[tuple[Problem, tuple[str, ...]]]:
    """Rings, sums over 100 % and impossible shares among all visible stakes, each with the names of its parties."""
    walls = viewer_walls(viewer)
    owned = set(Stake.objects.visible_to(viewer).values_list("owned_id", flat=True))
    book = load_book(owned, walls=walls, known_on=known_on)
    found = problems(view_on(book.stakes, as_of), book.stakes)
    keys = {key for one in found for key in one.parties}
    names = dict(Party.objects.visible_to(viewer).filter(pk__in=keys).values_list("pk", "name"))
    return [(one, tuple(names.get(key, "?") for key in one.parties)) for one in found]


def _along(holdings: dict[UUID, list[Holding]], start: UUID, end: Callable[[Holding], UUID]) -> Iterable[Holding]:
    """Holdings reached from a party in one direction, nearest first, each once."""
    seen, waiting = {start}, [start]
    while waiting:
        ahead: list[UUID] = []
        for node in waiting:
            for holding in holdings.get(node, ()):
                yield holding
                other = end(holding)
                if other not in seen:
                    seen.add(other)
                    ahead.append(other)
        waiting = ahead


def _aside(view: View, near: set[UUID]) -> Iterable[Aside]:
    for owned in sorted(near):
        for stake in view.aside.get(owned, ()):
            yield Aside(stake.owner, owned, stake.kind, stake.id)


def _way(ultimate: UUID, path: tuple[UUID, ...], hq: dict[UUID, tuple[str, ...]]) -> Way:
    chain = country_chain(path, hq)
    return Way(ultimate, chain, country_code(chain))


def _nodes(
    parties: set[UUID],
    owns: dict[UUID, Bounds],
    owned: dict[UUID, Bounds],
    hq: dict[UUID, tuple[str, ...]],
    viewer: Viewer,
) -> dict[UUID, Node]:
    rows = Party.objects.visible_to(viewer).filter(pk__in=parties).values_list("pk", "name", "kind")
    return {key: Node(key, name, kind, hq.get(key, ()), owns.get(key), owned.get(key)) for key, name, kind in rows}
