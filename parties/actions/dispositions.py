"""Judge whether a party is an entry of a list; where the policy says so, a second person confirms before it counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dealtracker.access.rules import Viewer, may_change
from dealtracker.access.walls import set_reason
from parties.actions.screening import ScreeningRefused
from parties.register.models import Party
from parties.screening.models import Candidate, Disposition, ListedEntry
from parties.screening.queries import side_of
from parties.signals import parties_changed

# SCREENING_SECOND_PERSON → the judgements that a second person confirms.
SECOND_PERSON: dict[str, tuple[str, ...]] = {"none": (), "different": ("different",), "decided": ("same", "different")}


@transaction.atomic
def judge_candidate(
    *, party: UUID, watchlist: int, ref: str, verdict: str, reason: str, viewer: Viewer, at: datetime, seen: str | None = None
) -> Disposition:  # fmt: skip
    """Record whether a party is the entry; it holds until what was compared changes. Raises ScreeningRefused.

    `seen` is the candidate's hash of inputs as the person saw them: with other ones nothing is recorded.
    """
    found = Party.objects.visible_to(viewer).filter(pk=party).first()
    candidate = Candidate.rows.filter(party=party, watchlist=watchlist, ref=ref).first() if found else None
    if found is None or candidate is None:
        raise ScreeningRefused("there is no such candidate", code="gone")
    _may(found.compartment_id, viewer, reason)
    if verdict not in Disposition.Verdict.values:
        raise ScreeningRefused(f"a judgement is one of: {', '.join(Disposition.Verdict.values)}", field="verdict")
    if seen is not None and seen != candidate.inputs:
        raise ScreeningRefused("the candidate changed since you looked at it; look again", code="changed")
    for earlier in Disposition.rows.select_for_update().filter(
        party=found, watchlist=watchlist, ref=ref, undone_at=None
    ):
        earlier.undone_at = at
        earlier.save(update_fields=["undone_at"])
    set_reason(reason)
    made = Disposition.rows.create(
        compartment_id=found.compartment_id, party=found, watchlist_id=watchlist, ref=ref, verdict=verdict, reason=reason.strip(),
        inputs=candidate.inputs, seen=_seen(found, candidate), judged_by=viewer.user_id, judged_at=at,
        needs_second=verdict in SECOND_PERSON[settings.SCREENING_SECOND_PERSON],
    )  # fmt: skip
    parties_changed.send(Party, parties={found.pk}, cause="screening judged")
    return made


@transaction.atomic
def confirm_disposition(*, disposition: UUID, viewer: Viewer, at: datetime) -> Disposition:
    """The second person agrees, on the inputs on which the first one judged; raises ScreeningRefused."""
    found = _live(disposition, viewer)
    if not may_change(viewer, found.compartment_id):
        raise ScreeningRefused("you may read this party, not judge it", code="not_allowed")
    if not found.is_waiting:
        raise ScreeningRefused("this judgement does not wait for a second person", code="changed")
    if viewer.user_id is None or viewer.user_id == found.judged_by:
        raise ScreeningRefused("you judged this yourself; somebody else confirms it", code="not_allowed")
    candidate = Candidate.rows.filter(party=found.party_id, watchlist=found.watchlist_id, ref=found.ref).first()
    if candidate is None or candidate.inputs != found.inputs:
        raise ScreeningRefused("the candidate changed since it was judged; judge it anew", code="changed")
    set_reason(f"second person: {found.reason}")
    found.confirmed_by, found.confirmed_at = viewer.user_id, at
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    parties_changed.send(Party, parties={found.party_id}, cause="screening judged")
    return found


@transaction.atomic
def undo_disposition(*, disposition: UUID, viewer: Viewer, reason: str, at: datetime) -> Disposition:
    """Withdraw a judgement; the candidate is open again. Raises ScreeningRefused."""
    found = _live(disposition, viewer)
    _may(found.compartment_id, viewer, reason)
    set_reason(reason)
    found.undone_at = at
    found.save(update_fields=["undone_at"])
    parties_changed.send(Party, parties={found.party_id}, cause="screening judged")
    return found


def _live(disposition: UUID, viewer: Viewer) -> Disposition:
    found = Disposition.objects.visible_to(viewer).select_for_update().filter(pk=disposition, undone_at=None).first()
    if found is None:
        raise ScreeningRefused("there is no such judgement", code="gone")
    return found


def _seen(party: Party, candidate: Candidate) -> dict[str, Any]:
    entry = ListedEntry.rows.get(pk=candidate.entry)
    return {
        "party": side_of(party.pk).to_json(), "entry": entry.facts, "entry_digest": entry.digest, "version": entry.watchlist.active,
        "score": str(candidate.score), "reasons": candidate.reasons,
    }  # fmt: skip


def _may(wall: UUID, viewer: Viewer, reason: str) -> None:
    if not may_change(viewer, wall):
        raise ScreeningRefused("you may read this party, not judge it", code="not_allowed")
    if not reason.strip():
        raise ScreeningRefused("say why; the reason is kept with the judgement", field="reason")
