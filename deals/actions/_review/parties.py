"""Who a name of a text is: a party that the reviewer picks, or one that they enter with a reason. Never by itself."""

from __future__ import annotations

from uuid import UUID

from deals.actions._review.decision import Case, NewParty
from deals.actions._review.refused import ReviewRefused
from dealtracker.access.rules import PUBLIC, Viewer
from parties.actions.parties import PartyRefused, save_party, save_rows
from parties.register.calc import normalise, script_of
from parties.register.models import Party, PartyName
from parties.reports.duplicates import proposed_duplicates


def party_of(case: Case, wall: UUID) -> Party:
    """The party that was picked or is to be entered behind this wall; raises ReviewRefused where neither is said."""
    party = _party_of(case, wall)
    case.who = party.pk
    return party


def _party_of(case: Case, wall: UUID) -> Party:
    decision = case.decision
    if decision.new_party:
        return _entered(case, decision.new_party, wall)
    if decision.party is None:
        name = case.proposed.party or str(case.proposed.value)
        raise ReviewRefused(f"say who “{name[:80]}” is: pick a party, or enter a new one with a reason", field="party")
    found: Party | None = (
        Party.objects.visible_to(case.viewer).filter(pk=decision.party, compartment__in={PUBLIC, wall}).first()
    )
    if found is None:
        raise ReviewRefused("there is no such party that this deal may name", field="party")
    return found


def _entered(case: Case, new: NewParty, wall: UUID) -> Party:
    if same := _of_that_name(new.name, wall, case.viewer):
        raise ReviewRefused(f"a party called “{same.name}” is entered already; pick it", field="party")
    if new.kind not in Party.Kind.values:
        raise ReviewRefused(f"the kind must be one of: {', '.join(Party.Kind.values)}", field="new_kind")
    if len(new.name) > 300:
        raise ReviewRefused("a name has at most 300 characters", field="new_name")
    _look_for_namesakes(case, new)
    try:
        return save_party(
            party=Party(compartment_id=wall, kind=new.kind, name=new.name.strip()), viewer=case.viewer, reason=new.reason
        )  # fmt: skip
    except PartyRefused as error:
        raise ReviewRefused(str(error), field=f"new_{error.field}" if error.field else "new_name") from error


def _look_for_namesakes(case: Case, new: NewParty) -> None:
    if new.anyway or new.kind == Party.Kind.UNNAMED_GROUP:
        return
    near = proposed_duplicates(viewer=case.viewer, names=[new.name], kind=new.kind, limit=3)
    told = "; ".join(f"“{one.name}” ({one.score:.2f}: {one.reasons[0]})" for one in near)
    if told:
        raise ReviewRefused(
            f"it may be one that is entered: {told}. Pick it, or say that it is none", field="new_anyway"
        )


def _of_that_name(name: str, wall: UUID, viewer: Viewer) -> Party | None:
    names = PartyName.objects.visible_to(viewer).filter(compartment__in={PUBLIC, wall}, text__iexact=name.strip())
    first = names.select_related("party").first()
    return first.party if first else None


def keep_alias(case: Case, party: Party) -> None:
    """A further name of a known party, as the text has it; a name that it has already is left."""
    text = str(case.decision.value or case.proposed.value).strip()[:300]
    if not text or PartyName.rows.filter(party=party, normalised=normalise(text), text__iexact=text).exists():
        return
    name = PartyName(party=party, text=text, kind=PartyName.Kind.ALIAS, script=script_of(text))
    try:
        save_rows(party=party, rows=[name], removed=[], viewer=case.viewer, reason=f"named so by {case.source}")
    except PartyRefused as error:
        raise ReviewRefused(str(error), field="party") from error
