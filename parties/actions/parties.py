"""Enter and amend parties: their kind and places, names, identifiers and stakes. Every change has a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dealtracker.access.rules import PUBLIC, Viewer, may_change, may_see
from dealtracker.access.walls import set_reason
from dealtracker.evidence.actions import state_claim
from dealtracker.evidence.models import Claim, Source
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.standing import weigh
from dealtracker.periods import OPEN_END
from parties.ownership.models import Stake
from parties.register.calc import lei_is_valid, normalise, script_of
from parties.register.models import Identifier, Party, PartyName
from parties.signals import parties_changed

# A place that is stated about a party needs somebody who states it.
_CLAIMED = ("hq_country", "jurisdiction")


class PartyRefused(ValueError):
    """A change that cannot be made; `field` says which part of the form."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def save_party(*, party: Party, viewer: Viewer, reason: str, source: Source | None = None) -> Party:
    """Store a new or amended party; a new head office or jurisdiction becomes a claim of `source`, and the winner among
    the claims is what is stored.

    Raises PartyRefused, where nobody states that place too: one's own reason is no source of it. The caller saves names
    afterwards; a party is never without one.
    """
    _check(party.compartment_id, viewer, reason)
    if not party.name.strip():
        raise PartyRefused("a party needs a name", field="name")
    set_reason(reason)
    before = Party.rows.select_for_update().filter(pk=party.pk).first()
    party.revision = before.revision + 1 if before else 1
    if before is None:
        party.save(force_insert=True)
    for field in _CLAIMED:
        value, held = getattr(party, field), getattr(before, field) if before else ""
        if value and value != held:
            _state(party, field, value, _stating(source, party, viewer))
            # What stands is stored, also where what was just stated weighs less.
            setattr(party, field, _standing(party, field) or value)
        elif held and not value and _standing(party, field):
            raise PartyRefused(f"a source states {held}; to change the place, name the source that states another", field=field)
    if before is not None:
        party.save()
    _keep_primary_name(party)
    parties_changed.send(Party, parties={party.pk}, cause="party amended")
    return party


@transaction.atomic
def enter_party(
    *, party: Party, names: Sequence[str], identifiers: Sequence[tuple[str, str]], viewer: Viewer, reason: str,
    source: Source | None = None,
) -> Party:  # fmt: skip
    """A new party with further names and numbers (scheme, value), all or nothing. Raises PartyRefused."""
    save_party(party=party, viewer=viewer, reason=reason, source=source)
    rows: list[PartyName | Identifier] = [
        PartyName(party=party, text=text, kind=PartyName.Kind.ALIAS)
        for text in dict.fromkeys(names)
        if text != party.name
    ]
    rows += [Identifier(party=party, scheme=scheme, value=value) for scheme, value in dict.fromkeys(identifiers)]
    if rows:
        save_rows(party=party, rows=rows, removed=[], viewer=viewer, reason=reason)
    return party


@transaction.atomic
def save_rows(
    *, party: Party, rows: Sequence[PartyName | Identifier | Stake], removed: Sequence[Any], viewer: Viewer, reason: str
) -> None:  # fmt: skip
    """Store and remove names, identifiers and stakes of one party; raises PartyRefused and saves nothing."""
    _check(party.compartment_id, viewer, reason)
    set_reason(reason)
    for row in removed:
        if isinstance(row, PartyName) and row.primary:
            raise PartyRefused(f'"{row.text}" is the primary name; rename the party instead of removing it')
        row.delete()
    for row in rows:
        _prepare(row, party)
        if isinstance(row, PartyName):
            # Which name is the primary one may have changed since the row was read.
            row.primary = PartyName.rows.filter(pk=row.pk, primary=True).exists()
        row.save()
    _keep_primary_name(Party.rows.get(pk=party.pk))
    Party.rows.filter(pk=party.pk).update(revision=F("revision") + 1)
    parties_changed.send(Party, parties={party.pk}, cause="names, identifiers or stakes")


def _prepare(row: PartyName | Identifier | Stake, party: Party) -> None:
    row.compartment_id = party.compartment_id
    if isinstance(row, PartyName):
        row.text = row.text.strip()
        row.normalised, row.script = normalise(row.text)[:300], row.script or script_of(row.text)
    elif isinstance(row, Identifier):
        row.value = row.value.strip().upper() if row.scheme == Identifier.Scheme.LEI else row.value.strip()
        if row.scheme == Identifier.Scheme.LEI and not lei_is_valid(row.value):
            raise PartyRefused(
                f'"{row.value}" is not an LEI: its check digits do not fit (ISO 17442, ISO 7064 mod 97-10)'
            )
    elif row.owner_id == row.owned_id:
        raise PartyRefused("a party cannot hold a stake in itself")
    elif row.share is not None and any(bound is not None and not 0 <= bound <= 1 for bound in row.share.bounds):
        raise PartyRefused("a share lies between 0 and 1 (0 % and 100 %)")


def _keep_primary_name(party: Party) -> None:
    """The name of the party and its primary name are one; a former primary name stays as an alias."""
    PartyName.rows.filter(party=party, primary=True).exclude(text=party.name).update(primary=False)
    if PartyName.rows.filter(party=party, text=party.name).update(primary=True):
        return
    name = PartyName(party=party, text=party.name, primary=True)
    _prepare(name, party)
    name.save()


def _stating(source: Source | None, party: Party, viewer: Viewer) -> Source:
    """The source of a place: one that this viewer reads, and that the party's wall lets be cited."""
    if source is None:
        raise PartyRefused("a head office or jurisdiction needs the source that states it", field="source")
    if not may_see(viewer, source.compartment_id) or source.compartment_id not in (PUBLIC, party.compartment_id):
        raise PartyRefused("there is no such source that this party may rest on", field="source")
    if source.kind == Source.Kind.MEMO:
        raise PartyRefused("a note of one's own states no head office; name the text that does", field="source")
    return source


def _state(party: Party, field: str, value: str, source: Source) -> None:
    claim = Claim(
        compartment_id=party.compartment_id, source=source, subject_kind="party", subject=party.pk, target_kind="party",
        target=party.pk, field=field, value=value,
    )  # fmt: skip
    state_claim(claim, cause="party amended")


def _standing(party: Party, field: str) -> str:
    """What stands among the claims of a place with all that is known; "" where nobody states it."""
    evidence = evidence_of({party.pk}).get(party.pk)
    view = weigh(evidence).view((party.pk, field), OPEN_END) if evidence else None
    return str(view.winner.value or "") if view else ""


def _check(compartment: UUID, viewer: Viewer, reason: str) -> None:
    if not may_change(viewer, compartment):
        raise PartyRefused("you may read this party, not change it")
    if not reason.strip():
        raise PartyRefused("say why; the reason is kept with the change", field="reason")
