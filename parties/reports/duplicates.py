"""Parties that may be one: proposed at entry, and among those that are there; with score and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from dealtracker.access.rules import Viewer
from parties.register.calc import initials
from parties.register.models import Identifier, MergeJudgement, Party, PartyName
from parties.register.queries import records_with_initials, resolve_for, viewer_walls
from parties.screening.queries import sides_of
from parties.screening.rules import Name, Side, compare
from parties.screening.rules.keys import forms

# How close a name has to be in trigrams to be looked at; what is proposed is decided by the rules of screening.
_CLOSE, _MOST = 0.3, 200


@dataclass(frozen=True)
class Proposal:
    """A party that may be the one being entered; the score is of the match, `reasons` are its words, strongest first.

    `unsure` says that somebody looked and could not tell.
    """

    party: UUID
    name: str
    matched: str
    score: Decimal
    reasons: tuple[str, ...]
    unsure: bool = False


def proposed_duplicates(
    *, viewer: Viewer, names: Sequence[str], country: str = "", identifiers: Iterable[tuple[str, str]] = (),
    kind: str = "company", party: UUID | None = None, limit: int = 10,
) -> list[Proposal]:  # fmt: skip
    """Visible parties that a party about to be entered may be, best first.

    With `party`, an entered one, those judged not to be the same as it are left out. Identifiers are (scheme, value).
    """
    numbers = frozenset((scheme, "".join(value.split()).upper()) for scheme, value in identifiers)
    kind = kind if kind in ("person", "unknown") else "company"
    side = Side(kind, tuple(Name(name) for name in names if name.strip()), frozenset({country} - {""}), numbers)
    near = _near(side, viewer)
    visible = {row.pk: row for row in Party.objects.visible_to(viewer).filter(pk__in=near)}
    stands = resolve_for(visible, walls=viewer_walls(viewer))
    apart, unsure = _judged(party, viewer) if party else (set[UUID](), set[UUID]())
    own = resolve_for([party], walls=viewer_walls(viewer))[party] if party else None
    found: dict[UUID, Proposal] = {}
    for key, other in sides_of(visible.keys()).items():
        standing = stands[key]
        if standing == own or {key, standing} & apart:
            continue
        match = compare(side, other)
        if match and match.is_candidate and (standing not in found or found[standing].score < match.score):
            reasons = tuple(reason.words for reason in match.reasons)
            label = visible[standing].name if standing in visible else visible[key].name
            found[standing] = Proposal(
                standing, label, match.listed_name, match.score, reasons, bool({key, standing} & unsure)
            )
    return sorted(found.values(), key=lambda p: (-p.score, p.name, p.party))[:limit]


def duplicates_of(*, viewer: Viewer, party: UUID, limit: int = 10) -> list[Proposal]:
    """The same for a party that is there; empty for one that is not visible."""
    found = Party.objects.visible_to(viewer).filter(pk=party).first()
    side = sides_of([party]).get(party) if found else None
    if found is None or side is None:
        return []
    return proposed_duplicates(
        viewer=viewer, names=[name.text for name in side.names], country=found.hq_country, identifiers=side.identifiers,
        kind=side.kind, party=party, limit=limit,
    )  # fmt: skip


def _near(side: Side, viewer: Viewer) -> set[UUID]:
    """Parties worth comparing: close in trigrams in any form, with equal initials, or with an equal identifier."""
    keys = {key for _, key, _ in side.forms}
    found: set[UUID] = set()
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute("SELECT party FROM near_party_names(%s, %s, %s)", [key, _CLOSE, _MOST])
            found |= {party for (party,) in cursor}
    found |= records_with_initials(keys)
    short = {word for name in side.names for word in initials(name.text)}
    exact = PartyName.objects.visible_to(viewer).filter(normalised__in=keys | short | _latin_forms(side))
    found |= set(exact.values_list("party_id", flat=True))
    values = [value for _, value in side.identifiers]
    numbers = Identifier.objects.visible_to(viewer).filter(value__in=values) if values else Identifier.rows.none()
    return found | set(numbers.values_list("party_id", flat=True))


def _latin_forms(side: Side) -> set[str]:
    return {key for name in side.names for key, how in forms(name.text, person=side.kind == "person") if how}


def _judged(party: UUID, viewer: Viewer) -> tuple[set[UUID], set[UUID]]:
    """Those that somebody judged different from a party, and those of whom it could not be told."""
    kept: dict[str, set[UUID]] = {MergeJudgement.Verdict.DIFFERENT: set(), MergeJudgement.Verdict.UNSURE: set()}
    live = MergeJudgement.objects.visible_to(viewer).filter(undone_at=None)
    for a, b, verdict in (live.filter(a=party) | live.filter(b=party)).values_list("a_id", "b_id", "verdict"):
        kept.get(verdict, set()).add(b if a == party else a)
    return kept[MergeJudgement.Verdict.DIFFERENT], kept[MergeJudgement.Verdict.UNSURE]


def duplicate_pairs(*, viewer: Viewer, limit: int = 200) -> list[tuple[Proposal, Proposal]]:
    """Pairs of visible parties with an equal name or identifier, nobody's judgement between them; for the board."""
    sql = """
        SELECT DISTINCT least(a.party_id, b.party_id), greatest(a.party_id, b.party_id) FROM (
            SELECT party_id, compartment_id, normalised AS said FROM parties_partyname
            UNION ALL SELECT party_id, compartment_id, scheme || ':' || value FROM parties_identifier) a
        JOIN (SELECT party_id, compartment_id, normalised AS said FROM parties_partyname
            UNION ALL SELECT party_id, compartment_id, scheme || ':' || value FROM parties_identifier) b
            ON a.said = b.said AND a.party_id < b.party_id
        WHERE a.compartment_id = ANY(%(walls)s) AND b.compartment_id = ANY(%(walls)s) AND NOT EXISTS (
            SELECT 1 FROM parties_mergejudgement j WHERE j.undone_at IS NULL
                AND j.a_id IN (a.party_id, b.party_id) AND j.b_id IN (a.party_id, b.party_id))
        ORDER BY 1, 2 LIMIT %(limit)s
    """
    walls = sorted(viewer_walls(viewer))
    with connection.cursor() as cursor:
        cursor.execute(sql, {"walls": walls, "limit": limit})
        pairs = cursor.fetchall()
    keys = {key for pair in pairs for key in pair}
    parties = {row.pk: row for row in Party.objects.visible_to(viewer).filter(pk__in=keys)}
    sides, found = sides_of(keys), []
    for a, b in pairs:
        match = compare(sides[a], sides[b]) if a in sides and b in sides and a in parties and b in parties else None
        if match and match.is_candidate:
            reasons = tuple(reason.words for reason in match.reasons)
            one = Proposal(a, parties[a].name, match.party_name, match.score, reasons)
            found.append((one, Proposal(b, parties[b].name, match.listed_name, match.score, reasons)))
    return sorted(found, key=lambda pair: (-pair[0].score, pair[0].name, pair[0].party))
