"""Which sources a new one may go back to: scored with reasons from what the texts say, for a person to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from deals.agreements.models import Role
from deals.agreements.rules.proposed import Proposed
from deals.reports.stated_facts import Stated, canonical, stated_facts
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.evidence.models import Claim, Source, SourceLink
from dealtracker.evidence.rules.parents import TextValue, parent_suggestions
from dealtracker.evidence.rules.sameness import is_amount
from parties.register.models import PartyName

MOST_SOURCES = 300
_NAMES = ("party.name", "party.alias")
# Facts that are told of a party; of others the text alone does not say whose they are.
_OF_A_PARTY = ("role.", "reply", "hardware.vendor")


@dataclass(frozen=True)
class Parent:
    """A candidate with its score from 0 to 1 and what speaks for it; `link` is the link that is entered already."""

    source: Source
    score: Decimal
    reasons: tuple[str, ...]
    link: SourceLink | None = None


def text_value(source: Source, proposed: Iterable[Proposed]) -> TextValue:
    """What was read in a source, in words that are the same in every language, in the order of the text."""
    names, told, cites, translated, is_translation = list[str](), list[Stated](), set[str](), "", False
    for one in proposed:
        if one.party and one.read in _NAMES:
            names.append(one.party)
        elif one.read == "source.origin":
            cites.add(one.party)
        elif one.read == "source.kind" and one.value == "translation":
            is_translation, translated = True, str(one.more.get("from", ""))
        elif not one.read.startswith("source."):
            told += _read(one)
    return _text_value(source, names, told, cites, translated, is_translation)


def _read(one: Proposed) -> list[Stated]:
    if one.read == "site.place" and isinstance(one.value, dict):
        return [Stated(f"site {name}", str(one.value[name])) for name in ("city", "country") if one.value.get(name)]
    about = one.read.replace(".", " ").replace("_", " ")
    of = f", {one.party}" if one.party and one.read.startswith(_OF_A_PARTY) else ""
    value = one.value.get("stance") if one.read == "reply" and isinstance(one.value, dict) else one.value
    return [Stated(f"{about}{of}", canonical(value), is_figure=is_amount(value))]


def _text_value(
    source: Source, names: Iterable[str], told: Sequence[Stated], cites: Iterable[str], translated: str = "",
    is_translation: bool = False, in_order: bool = True,
) -> TextValue:  # fmt: skip
    return TextValue(
        source=source.pk, publisher=source.publisher, published_to=source.published_to, published_from=source.published_from,
        language=source.language, names=tuple(dict.fromkeys(names)),
        figures=tuple(dict.fromkeys(one.says for one in told if one.is_figure)),
        facts=tuple(dict.fromkeys((one.about, one.says) for one in told)), cites=frozenset(cites), translated_from=translated,
        is_translation=is_translation or source.kind == Source.Kind.MACHINE_TRANSLATION, in_order=in_order,
    )  # fmt: skip


def likely_parents(*, viewer: Viewer, source: UUID, most: int = 8) -> list[Parent]:
    """The most likely parents of a source that the viewer may review, best first, with links that are entered already.

    Compared are sources of the same compartment and public ones, up to 300: those of deals in which a party that the
    text names takes part, then the newest.
    """
    child: Source | None = Source.objects.editable_by(viewer).filter(pk=source).first()
    if child is None:
        return []
    others = _candidates(viewer, child)
    values = text_values([child, *others])
    links = {link.to_id: link for link in SourceLink.objects.visible_to(viewer).filter(source=source)}
    by_id = {s.pk: s for s in others}
    found = [
        Parent(by_id[s.source], s.score, s.reasons, links.pop(s.source, None))
        for s in parent_suggestions(values[source], (values[s.pk] for s in others))[:most]
    ]
    left = Source.objects.visible_to(viewer).in_bulk([to for to in links if to not in by_id])
    entered = [
        Parent({**by_id, **left}[to], Decimal(0), (), link) for to, link in links.items() if to in {**by_id, **left}
    ]
    return [*entered, *found]


def _candidates(viewer: Viewer, child: Source) -> list[Source]:
    walls = {PUBLIC, child.compartment_id}
    own = text_values([child])[child.pk]
    parties = PartyName.objects.visible_to(viewer).filter(text__in=own.names).values("party")
    deals = Role.objects.visible_to(viewer).filter(party__in=parties).values("deal")
    told = Claim.objects.visible_to(viewer).filter(subject__in=deals, state=Claim.State.ACCEPTED).values("source")
    # A page that says no first day may have come out a year before its last: only what surely came later is left out.
    rows = (
        Source.objects.visible_to(viewer).filter(compartment__in=walls).exclude(pk__in=_going_back_to(viewer, child.pk))
    )
    rows = rows.filter(Q(published_from__lte=child.published_to) | Q(published_from=None)).order_by(
        "-published_to", "pk"
    )
    near = list(rows.filter(pk__in=told)[:MOST_SOURCES]) if own.names else []
    rest = rows.exclude(pk__in=[row.pk for row in near])[: MOST_SOURCES - len(near)]
    return [*near, *rest]


def _going_back_to(viewer: Viewer, source: UUID) -> set[UUID]:
    """The source itself and all that is entered as going back to it: none of these can be its parent."""
    found, ahead = {source}, {source}
    while ahead:
        links = SourceLink.objects.visible_to(viewer).filter(to__in=ahead).values_list("source", flat=True)
        ahead = set(links) - found
        found |= ahead
    return found


def text_values(sources: Sequence[Source]) -> dict[UUID, TextValue]:
    """What each source says: from what was read in its text; for one without a text, from its claims and cited links."""
    claims = list(Claim.rows.filter(source__in=sources).order_by("recorded_at", "pk"))
    own: dict[UUID, list[Proposed]] = {}
    for claim in claims:
        if claim.subject == claim.source_id:
            own.setdefault(claim.source_id, []).append(Proposed.from_text(claim.words))
    stated = stated_facts(claim for claim in claims if claim.source_id not in own)
    cites = _cited(sources)
    return {
        source.pk: text_value(source, own[source.pk]) if source.pk in own else _from_claims(source, stated, cites)
        for source in sources
    }


def _cited(sources: Sequence[Source]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    links = SourceLink.rows.filter(source__in=sources, basis=SourceLink.Basis.CITED)
    for source, publisher in links.values_list("source", "to__publisher"):
        found.setdefault(source, set()).add(publisher)
    return found


def _from_claims(source: Source, stated: Mapping[UUID, list[Stated]], cites: Mapping[UUID, set[str]]) -> TextValue:
    """The order of claims is not the order of a text, so none is said."""
    told: Any = stated.get(source.pk, [])
    names = [one.party for one in told if one.party]
    return _text_value(source, names, told, cites.get(source.pk, set()), in_order=False)
