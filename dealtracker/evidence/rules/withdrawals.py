"""When a source or a claim stops counting: corrected or retracted at its root, from the correcting source's date."""
from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from dealtracker.evidence.rules.graph import Graph, UnknownSource
from dealtracker.evidence.rules.values import SECOND_HAND, LinkValue
from dealtracker.periods import OPEN_END


def withdrawn_sources(graph: Graph, links: Iterable[LinkValue], *, stating: Collection[UUID]) -> dict[UUID, date]:
    """The day from which each source is withdrawn; sources that stand are absent.

    A source falls with its own withdrawal, a cited retraction, or a cited correction that is not among those `stating`
    something (which field it corrects is then not known, so all are marked); a copy or re-report falls when all its
    roots have.
    """
    own = {source.id: source.withdrawn_on or OPEN_END for source in graph.sources.values()}
    for link in corrections(graph, links):
        if link.kind == "retracts" or link.source not in stating:
            own[link.to] = min(own[link.to], graph.sources[link.source].published_to)
    fallen = {s: min(own[s], max(own[root] for root in graph.roots[s])) for s in graph.order}
    return {source: day for source, day in fallen.items() if day < OPEN_END}


def corrections(graph: Graph, links: Iterable[LinkValue]) -> list[LinkValue]:
    """Cited corrections and retractions by sources that speak for themselves: a rewrite corrects nobody."""
    found = [link for link in links if link.kind in ("corrects", "retracts") and link.basis == "cited"]
    for link in found:
        for end in (link.source, link.to):
            if end not in graph.sources:
                raise UnknownSource(f"a link ({link.kind}) names the source {end}, which is not among those given")
    return [link for link in found if _speaks_for_itself(graph, link.source)]


def _speaks_for_itself(graph: Graph, source: UUID) -> bool:
    return graph.carries_voice(source) and graph.sources[source].kind not in SECOND_HAND
