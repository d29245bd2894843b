"""Which sources a new one may go back to: scored with reasons from what the texts say, for a person to decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.agreements.rules.proposed import Proposed
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.evidence.models import Claim, Source, SourceLink
from dealtracker.evidence.reading import read
from dealtracker.evidence.rules.parents import TextValue, parent_suggestions
from dealtracker.evidence.rules.sameness import headline, is_amount
from dealtracker.money import plain

MOST_SOURCES = 300
_NAMES = ("party.name", "party.alias")


@dataclass(frozen=True)
class Parent:
    """A candidate with its score from 0 to 1 and what speaks for it; `link` is the link that is entered already."""

    source: Source
    score: Decimal
    reasons: tuple[str, ...]
    link: SourceLink | None = None


def text_value(source: Source, proposed: Iterable[Proposed]) -> TextValue:
    """What was read in a source, in words that are the same in every language, in the order of the text."""
    names, figures, told, cites, translated = [], [], [], set(), ""
    for one in proposed:
        if one.party and one.read in _NAMES:
            names.append(one.party)
        elif one.read == "source.origin":
            cites.add(one.party)
        elif one.read == "source.kind" and one.value == "translation":
            translated = str(one.more.get("from", ""))
        elif not one.read.startswith("source."):
            said = canonical(one.value)
            told.append(
                (f"{one.read.replace('.', ' ').replace('_', ' ')}{f', {one.party}' if one.party else ''}", said)
            )
            if is_amount(one.value):
                figures.append(said)
    return TextValue(
        source.pk, source.publisher, source.published_to, source.published_from, source.language, tuple(dict.fromkeys(names)),
        tuple(dict.fromkeys(figures)), tuple(dict.fromkeys(told)), frozenset(cites), translated,
    )  # fmt: skip


def text_value_of(source: Source, text: str) -> TextValue:
    """The same from a raw text, read anew."""
    return text_value(source, (Proposed(p.field, p.value, p.party, p.rule, p.more) for p in read(text)))


def canonical(value: Any) -> str:
    """ "300000000 USD", whatever words a language has for it; other values without their words."""
    if is_amount(value):
        point = headline(value)
        return f"{plain(point) if point is not None else 'unknown'} {value.get('currency', '')}".strip()
    if isinstance(value, dict):
        return ", ".join(
            canonical(value[name]) for name in sorted(value) if name not in ("words", "scope", "precision")
        )
    if isinstance(value, list):
        return "; ".join(map(canonical, value))
    return str(value)


def likely_parents(*, viewer: Viewer, source: UUID, most: int = 8) -> list[Parent]:
    """The most likely parents of a source that the viewer may review, best first, with links that are entered already.

    Compared are sources of the same compartment and public ones, the newest 300, that were read in or have claims.
    """
    child: Source | None = Source.objects.editable_by(viewer).filter(pk=source).first()
    if child is None:
        return []
    walls = {PUBLIC, child.compartment_id}
    others = list(
        Source.objects.visible_to(viewer)
        .filter(compartment__in=walls)
        .exclude(pk=source)
        .order_by("-published_to", "pk")[:MOST_SOURCES]
    )
    told = _told([child, *others])
    values = {s.pk: _value(s, told.get(s.pk, [])) for s in (child, *others)}
    links = {link.to_id: link for link in SourceLink.objects.visible_to(viewer).filter(source=source)}
    by_id = {s.pk: s for s in others}
    found = [
        Parent(by_id[s.source], s.score, s.reasons, links.pop(s.source, None))
        for s in parent_suggestions(values[source], (values[s.pk] for s in others))[:most]
    ]
    entered = [Parent(by_id[to], Decimal(0), (), link) for to, link in links.items() if to in by_id]
    return [*entered, *found]


def _told(sources: list[Source]) -> dict[UUID, list[Claim]]:
    found: dict[UUID, list[Claim]] = {}
    for claim in Claim.rows.filter(source__in=sources).select_related("speaker").order_by("recorded_at", "pk"):
        found.setdefault(claim.source_id, []).append(claim)
    return found


def _value(source: Source, claims: list[Claim]) -> TextValue:
    """From what was read in its text; for a source without one, from the values of its claims."""
    own = [Proposed.from_text(claim.words) for claim in claims if claim.subject == source.pk]
    if not own:
        own = [
            Proposed(f"{claim.target_kind}.{claim.field}", claim.value)
            for claim in claims
            if claim.state == Claim.State.ACCEPTED and claim.value is not None and claim.field
        ]
    return text_value(source, own)
