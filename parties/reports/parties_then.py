"""Parties as a past day had them: the names that they bore, the places that somebody had stated by then."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim, Standing
from parties.ownership.models import Stake
from parties.ownership.queries import headquarters
from parties.register.calc import normalise
from parties.register.models import Party, PartyName
from parties.reports.party_list import party_json
from parties.reports.party_standings import standings_of

_STATED = ("kind", "jurisdiction")


def spoken_of(known_on: date) -> Q:
    """Parties of which something was published by the day: of themselves, or of a stake that they hold or are held by."""
    said = Standing.rows.filter(_by(known_on))
    stakes = Stake.rows.filter(Exists(said.filter(target=OuterRef("pk"))))
    own = Exists(said.filter(subject=OuterRef("pk"), target=OuterRef("pk")))
    return Q(own) | Exists(stakes.filter(owner=OuterRef("pk"))) | Exists(stakes.filter(owned=OuterRef("pk")))


def sat_in(country: str, *, known_on: date) -> Q:
    """Parties whose headquarters, as `headquarters` of the day tells them, are in the country."""
    place = {"target": OuterRef("pk"), "field": "hq_country", "value": country}
    stood = Standing.rows.filter(_by(known_on), **place).exclude(certainty="withdrawn")
    said = Claim.rows.filter(
        state=Claim.State.ACCEPTED, stance=Claim.Stance.ASSERTS, source__withdrawn_on=None, source__published_to__lte=known_on,
        **place,
    ).exclude(relation=Claim.Relation.EARLIER_STATE)  # fmt: skip
    ever = Standing.rows.filter(target=OuterRef("pk"), field="hq_country", value=country)
    return Q(Exists(stood)) | Exists(said) | Q(~Exists(ever), hq_country=country)


def not_yet_called(words: str, *, found: QuerySet[Party], viewer: Viewer, day: date) -> list[UUID]:
    """Those of the parties found by these words that bore no such name by the day: what has the words is one of later."""
    dated = PartyName.objects.visible_to(viewer).filter(party__in=found.order_by().values("pk"))
    later = {name.party_id for name in dated.exclude(start=None) if _is_later(name, day)}
    wanted = normalise(words).split()
    borne = [name for name in dated.filter(party__in=later) if not _is_later(name, day)] if later else []
    called = {name.party_id for name in borne if all(word in name.searched.casefold() for word in wanted)}
    return sorted(later - called)


def names_by(party: Party, day: date) -> tuple[str, list[PartyName]]:
    """What the party was called by the day, and all names that it bore by then."""
    borne = [name for name in party.names.all() if not _is_later(name, day)]
    if any(name.text == party.name for name in borne) or not borne:
        return party.name, borne
    held = [name for name in borne if not (name.end and name.end.surely_by(day))] or borne
    return min(held, key=lambda name: (name.kind == PartyName.Kind.ALIAS, name.script != "Latn", name.text)).text, borne


def _is_later(name: PartyName, day: date) -> bool:
    return name.start is not None and not name.start.perhaps_by(day)


def parties_json_then(rows: Collection[Party], *, as_of: date, known_on: date) -> list[dict[str, Any]]:
    """In the shape of `party_json`, with standings: names borne by both days, the places and kind that stood.

    A place that somebody states is told from the first publication that does; one that nobody states is our own entry
    and always told, as are identifiers and members. Asks for parties that the reader sees.
    """
    keys = [party.pk for party in rows]
    seats, known = headquarters(keys, known_on=known_on), standings_of(keys, known_on=known_on)
    said = Standing.rows.filter(target__in=keys, field__in=_STATED)
    stated = set(said.values_list("target", "field"))
    stood = said.filter(_by(known_on)).exclude(certainty="withdrawn").values_list("target", "field", "value")
    values = {(target, field): value for target, field, value in stood}
    told = []
    for party in rows:
        row = party_json(party, named=names_by(party, min(as_of, known_on)))
        places = {name: values.get((party.pk, name)) for name in _STATED if (party.pk, name) in stated}
        places["hq_country"] = next(iter(seats.get(party.pk, ())), None)
        kept = {name: value for name, value in {**row, **places}.items() if value or name not in places}
        told.append({"kind": Party.Kind.UNKNOWN.value, **kept, "standings": known.get(party.pk, {})})
    return told


def _by(known_on: date) -> Q:
    return Q(known_from__lte=known_on, known_to__gt=known_on)
