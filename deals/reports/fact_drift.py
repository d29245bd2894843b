"""One fact through its re-reports: what each source says of it, whom it has it from, and where it first goes wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from deals.agreements.models import Deal
from deals.reports.value_path import named_value, names_of, quote_brief, source_brief, target_at
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Anchor, Claim, Source
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.history import AmountStep, amount_history
from dealtracker.evidence.rules.hops import Hop, drift
from dealtracker.evidence.rules.sameness import is_amount
from dealtracker.evidence.rules.standing import weigh, why
from dealtracker.ids import public_id


def fact_drift(*, viewer: Viewer, deal: UUID, at: str, known_on: date) -> dict[str, Any] | None:
    """{"at", "certainty", "reason", "wrong", "hops": [{"claim", "source", "depth", "place", "value", "words", "quote",
    "verdict", "from", "inferred", "first_wrong", "slip"}], "history": [{"claim", "source", "known_from", "value",
    "change", "slip", "place", "from"}]}, each hop below the one it has the fact from.

    `at` is a path as for `claims_behind`; what has no claims of its own is followed through those of its row,
    or a row through those of its field that stands longest.
    `wrong` counts the hops that drifted; `history` tells how an amount came to be, and is empty for other fields.
    None where deal, row or claims are not there for this viewer on the day.
    """
    if not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return None
    found = target_at(viewer, deal, at)
    evidence = evidence_of({found[0]}).get(found[0]) if found else None
    if found is None or evidence is None:
        return None
    fields, (_, target, field) = weigh(evidence), found
    for key in fields.behind((target, field), known_on):
        hops = drift(fields, target=key[0], field=key[1], known_on=known_on)
        if hops:
            known = why(fields, key, known_on)
            is_figure = any(is_amount(hop.value) for hop in hops)
            steps = amount_history(fields, target=key[0], field=key[1], known_on=known_on) if is_figure else []
            return {
                "at": at, "certainty": known.code if known else None, "reason": known.reason if known else "",
                "wrong": sum(hop.verdict == "drift" for hop in hops), "hops": _told(hops), "history": _steps(steps, hops),
            }  # fmt: skip
    return None


def in_order(hops: Sequence[Hop]) -> list[tuple[int, Hop]]:
    """(depth, hop): each below the one it has the fact from, as far as that source says something of it; a ring of
    inferred links is broken at its first hop."""
    told = {hop.source for hop in hops}
    below: dict[UUID | None, list[Hop]] = {}
    for hop in hops:
        below.setdefault(hop.parent if hop.parent in told else None, []).append(hop)
    placed: list[tuple[int, Hop]] = []
    _place(below.get(None, ()), 0, below, placed, set())
    left = [hop for hop in hops if all(hop is not one for _, one in placed)]
    return placed + [(0, hop) for hop in left]


def _place(
    hops: Iterable[Hop], depth: int, below: dict[UUID | None, list[Hop]], placed: list[tuple[int, Hop]], seen: set[UUID]
) -> None:
    ahead = [(depth, hop) for hop in hops][::-1]
    while ahead:
        level, hop = ahead.pop()
        placed.append((level, hop))
        # A source that states two values has its re-reports below the first of them.
        if hop.source not in seen:
            seen.add(hop.source)
            ahead += [(level + 1, child) for child in below.get(hop.source, ())][::-1]


def _told(hops: Sequence[Hop]) -> list[dict[str, Any]]:
    claims = Claim.rows.in_bulk([hop.claim for hop in hops])
    sources = Source.rows.in_bulk({hop.source for hop in hops} | {hop.parent for hop in hops if hop.parent})
    quotes = {anchor.claim_id: anchor for anchor in Anchor.rows.filter(claim__in=claims)}
    names = names_of(hop.value for hop in hops)
    return [
        {
            "claim": public_id("claim", hop.claim), "source": source_brief(sources[hop.source]), "depth": depth,
            "place": hop.place, "value": named_value(hop.value, names), "words": claims[hop.claim].words or None,
            "quote": quote_brief(quotes.get(hop.claim)), "verdict": hop.verdict,
            "from": source_brief(sources[hop.parent]) if hop.parent else None, "inferred": hop.inferred,
            "first_wrong": hop.first_wrong, "slip": hop.slip,
        }
        for depth, hop in in_order(hops)
    ]  # fmt: skip


def _steps(steps: Sequence[AmountStep], hops: Sequence[Hop]) -> list[dict[str, Any]]:
    """A faithful copy states what its root did, rounded or converted: "place" and "from" say that it is one, and of what."""
    of = {hop.claim: hop for hop in hops}
    behind = {step.claim: of[step.claim].parent for step in steps if step.claim in of}
    sources = Source.rows.in_bulk({step.source for step in steps} | {source for source in behind.values() if source})
    return [
        {
            "claim": public_id("claim", step.claim), "source": source_brief(sources[step.source]),
            "known_from": step.known_from.isoformat(), "value": step.value, "change": step.change, "slip": step.slip,
            "place": of[step.claim].place if step.claim in of else "origin",
            "from": source_brief(sources[parent]) if (parent := behind.get(step.claim)) else None,
        }
        for step in steps
    ]  # fmt: skip
