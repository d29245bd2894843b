"""Where a report comes from: the roots of the graph of cited links, and whose newsroom stands behind them."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from dealtracker.evidence.rules.values import RETELLINGS, WEIGHTLESS, LinkValue, SourceValue

FOLLOWED = frozenset({"re-reports", "translates", "quotes"})
# How well a source carries the voice of its origin. Only a re-report carries none.
ROOT, COPY, MACHINE_COPY, RE_REPORT = 3, 2, 1, 0


class LinkCycle(ValueError):
    """Sources that cite each other in a ring; `path` names them in order, the first one again at the end."""

    def __init__(self, path: tuple[SourceValue, ...]) -> None:
        names = " → ".join(source.key or source.publisher for source in path)
        super().__init__(f"these sources cite each other in a ring: {names}; remove one of the links")
        self.path = tuple(source.id for source in path)


class UnknownSource(ValueError):
    """A link, claim or reply names a source that was not given."""


def newsroom(source: SourceValue) -> str:
    """Whose desk it is: two stories of one newsroom are one voice. Case and spacing do not count."""
    return " ".join((source.newsroom or source.publisher).casefold().split())


def origins(sources: Iterable[SourceValue], links: Iterable[LinkValue]) -> dict[UUID, frozenset[UUID]]:
    """For each source its roots: the sources it goes back to that cite nothing themselves.

    Follows cited re-reports, translates and quotes; an inferred link moves nothing. A root is its own root.
    Raises LinkCycle with the path, UnknownSource for a link to a source that is not given.
    """
    return Graph.of(sources, links).roots


@dataclass(frozen=True)
class Graph:
    """Sources with their followed links; everything else is worked out once and kept."""

    sources: Mapping[UUID, SourceValue]
    cited: Mapping[UUID, tuple[LinkValue, ...]]
    order: tuple[UUID, ...]

    @classmethod
    def of(cls, sources: Iterable[SourceValue], links: Iterable[LinkValue]) -> Graph:
        by_id = {source.id: source for source in sources}
        cited: dict[UUID, list[LinkValue]] = {}
        for link in links:
            if link.kind in FOLLOWED and link.basis == "cited":
                _check(by_id, link)
                cited.setdefault(link.source, []).append(link)
        frozen = {source: tuple(given) for source, given in cited.items()}
        return cls(by_id, frozen, _roots_first(by_id, frozen))

    @cached_property
    def numbers(self) -> dict[UUID, int]:
        """A small number for each source, quicker to count than its id."""
        return {source: number for number, source in enumerate(self.order)}

    @cached_property
    def roots(self) -> dict[UUID, frozenset[UUID]]:
        found: dict[UUID, frozenset[UUID]] = {}
        for source in self.order:
            links = self.cited.get(source)
            found[source] = frozenset().union(*(found[link.to] for link in links)) if links else frozenset({source})
        return found

    @cached_property
    def ancestors(self) -> dict[UUID, frozenset[UUID]]:
        """Everything a source goes back to, itself among them."""
        found: dict[UUID, frozenset[UUID]] = {}
        for source in self.order:
            found[source] = frozenset({source}).union(*(found[link.to] for link in self.cited.get(source, ())))
        return found

    @cached_property
    def fidelity(self) -> dict[UUID, int]:
        """ROOT, COPY, MACHINE_COPY or RE_REPORT; the weakest hop on the best way to an origin decides."""
        found: dict[UUID, int] = {}
        for source in self.order:
            links = self.cited.get(source)
            hops = (min(_hop(self.sources[source].kind, link.kind), found[link.to]) for link in links or ())
            found[source] = max(hops) if links else ROOT
        return found

    def carries_voice(self, source: UUID) -> bool:
        """Whether what it says counts as said at its origin. Satire and generated text never count."""
        return self.fidelity[source] > RE_REPORT and self.sources[source].kind not in WEIGHTLESS


def _hop(source_kind: str, link_kind: str) -> int:
    """A translation and a licensed copy are faithful; a rewrite is not, whatever it says of itself."""
    if source_kind in RETELLINGS:
        return RE_REPORT
    if source_kind == "machine translation":
        return MACHINE_COPY if link_kind == "translates" else RE_REPORT
    return COPY if source_kind == "licensed copy" or link_kind == "translates" else RE_REPORT


def _check(by_id: Mapping[UUID, SourceValue], link: LinkValue) -> None:
    for end in (link.source, link.to):
        if end not in by_id:
            raise UnknownSource(f"a link ({link.kind}) names the source {end}, which is not among those given")


def _roots_first(by_id: Mapping[UUID, SourceValue], cited: Mapping[UUID, tuple[LinkValue, ...]]) -> tuple[UUID, ...]:
    """Every source after all that it cites; depth first without recursion, so that a long chain is no error."""
    done: dict[UUID, None] = {}
    for start in by_id:
        path, stack = dict[UUID, None](), [(start, False)]
        while stack:
            source, leaving = stack.pop()
            if leaving:
                del path[source]
                done[source] = None
            elif source in path:
                ring = list(path)
                raise LinkCycle(tuple(by_id[s] for s in [*ring[ring.index(source):], source]))
            elif source not in done:
                path[source] = None
                stack.append((source, True))
                stack.extend((link.to, False) for link in cited.get(source, ()))
    return tuple(done)
