"""What a merge of two records would touch, before anybody judges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from dealtracker.access.models import Walled
from dealtracker.access.rules import PUBLIC, Viewer, may_change
from parties.ownership.models import Stake
from parties.register.judged import apart_words, judged_apart
from parties.register.models import Identifier, MergeJudgement, Party, PartyName
from parties.register.queries import records_of, resolve_for

# What differs between the two and a person should look at first.
_SAME_EXPECTED = {"kind": ("", "unknown"), "hq_country": ("",), "jurisdiction": ("",)}


@dataclass(frozen=True)
class Side:
    """One of the two as it is entered: all its names and numbers, and how many stakes name it."""

    id: UUID
    name: str
    kind: str
    country: str
    walled: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    stakes: int


@dataclass(frozen=True)
class MergePreview:
    """`party` would be read as `into`. `rows` counts the rows that name it, by table; `deals` are (id, title).

    `differences` are (field, of the party, of the other); `blocked` says why the merge would be refused, or "".
    """

    party: Party
    into: Party
    rows: dict[str, int]
    deals: tuple[tuple[UUID, str], ...]
    names: tuple[str, ...]
    differences: tuple[tuple[str, str, str], ...]
    stakes_between: int
    blocked: str
    sides: tuple[Side, ...] = ()


def merge_preview(*, viewer: Viewer, party: UUID, into: UUID) -> MergePreview | None:
    """What this viewer would see change; None when either record is not visible. A fixed number of statements."""
    found = {row.pk: row for row in Party.objects.visible_to(viewer).filter(pk__in={party, into})}
    if len(found) != 2:
        return None
    one, other = found[party], found[into]
    walls = {PUBLIC, one.compartment_id, other.compartment_id}
    records = records_of([party], walls=walls)
    rows, deals = _named(records, viewer)
    kept = set(PartyName.rows.filter(party=into).values_list("normalised", flat=True))
    gained = (
        PartyName.objects.visible_to(viewer).filter(party__in=records).exclude(normalised__in=kept).order_by("text")
    )
    between = Stake.objects.visible_to(viewer).filter(owner__in=(*records, into), owned__in=(*records, into))
    return MergePreview(
        one, other, rows, deals, tuple(dict.fromkeys(gained.values_list("text", flat=True))),
        tuple(_differences(one, other)), between.count(), _blocked(one, other, walls),
        tuple(_side(party, viewer) for party in (one, other)),
    )  # fmt: skip


def may_judge(*, viewer: Viewer, party: UUID) -> bool | None:
    """Whether this viewer may judge a record at all: in its own compartment, or in another against a public one.

    None where the party is hidden or absent.
    """
    found = Party.objects.visible_to(viewer).filter(pk=party).first()
    if found is None:
        return None
    return may_change(viewer, found.compartment_id) or (
        found.compartment_id == PUBLIC and bool(viewer.edits) and "write" in viewer.scopes
    )


def _side(party: Party, viewer: Viewer) -> Side:
    stakes = Stake.objects.visible_to(viewer).filter(Q(owner=party) | Q(owned=party)).count()
    names = tuple(dict.fromkeys(party.names.order_by("-primary", "text").values_list("text", flat=True)))
    identifiers = tuple(str(one) for one in party.identifiers.order_by("scheme", "value"))
    wall = "" if party.compartment_id == PUBLIC else party.compartment.name
    return Side(party.pk, party.name, party.get_kind_display(), party.hq_country, wall, names, identifiers, stakes)


def _named(records: set[UUID], viewer: Viewer) -> tuple[dict[str, int], tuple[tuple[UUID, str], ...]]:
    """Every table that refers to a party, asked by its own foreign keys: those of rooms above are found the same way."""
    rows: dict[str, int] = {}
    deals: set[UUID] = set()
    kind: Any = None
    for relation in Party._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if (
            not (relation.auto_created and relation.one_to_many and issubclass(model, Walled))
            or model is MergeJudgement
        ):
            continue
        of = {field.name: field for field in model._meta.concrete_fields}.get("deal")
        named = model.objects.visible_to(viewer).filter(**{f"{relation.field.name}__in": records})
        keys = list(named.values_list(of.attname if of else "pk", flat=True))
        if keys:
            title = str(model._meta.verbose_name)
            rows[title] = rows.get(title, 0) + len(keys)
        deals |= set(keys) if of else set()
        kind = of.related_model if isinstance(of, models.ForeignKey) else kind
    titles = kind.objects.visible_to(viewer).filter(pk__in=deals).values_list("pk", "title") if kind and deals else ()
    return rows, tuple(sorted(titles, key=lambda deal: (deal[1], deal[0])))


def _differences(one: Party, other: Party) -> list[tuple[str, str, str]]:
    found = []
    for field, unstated in _SAME_EXPECTED.items():
        a, b = getattr(one, field), getattr(other, field)
        if a != b and a not in unstated and b not in unstated:
            found.append((field, a, b))
    schemes: dict[str, dict[UUID, set[str]]] = {}
    for party, scheme, value in Identifier.rows.filter(party__in=(one, other)).values_list("party", "scheme", "value"):
        schemes.setdefault(scheme, {}).setdefault(party, set()).add(value)
    for scheme, values in sorted(schemes.items()):
        if len(values) == 2 and not values[one.pk] & values[other.pk]:
            found.append((scheme, ", ".join(sorted(values[one.pk])), ", ".join(sorted(values[other.pk]))))
    return found


def _blocked(one: Party, other: Party, walls: set[UUID]) -> str:
    stands = resolve_for((one.pk, other.pk), walls=walls)
    if stands[one.pk] == stands[other.pk]:
        return "the two records stand for one party already"
    if one.compartment_id == PUBLIC != other.compartment_id:
        return "a public record is not merged into a team's; the other way round is possible"
    apart = judged_apart(one.pk, other.pk, walls=walls)
    return f"the two were {apart_words(apart)}" if apart else ""
