"""What a party answered: to a publisher, as a source tells it, or to us. Our own enquiries stay with our team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from deals import facts
from deals.actions._changed import changed, lock_deal
from deals.agreements.models import Deal
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.desk.actions import fall_due
from dealtracker.evidence.actions import state_claim
from dealtracker.evidence.models import Claim, Reply, Source
from dealtracker.periods import When
from parties.register.models import Party


class ReplyRefused(ValueError):
    """A reply that cannot be kept; `field` says which part of the form."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class ReplyEntry:
    """Whom, what they answered about what, when, and who put it: a source, or we by `channel`, on which day,
    with an answer due `until`.

    `listed` are paths such as "/facilities/f1/amount"; they go with the scope "listed".
    """

    party: UUID
    stance: str
    scope: str = Reply.Scope.UNSPECIFIED.value
    listed: tuple[str, ...] = ()
    words: str = ""
    replied_on: When | None = None
    source: UUID | None = None
    channel: str = ""
    asked_on: date | None = None
    until: date | None = None


@transaction.atomic
def record_reply(*, deal: UUID, entry: ReplyEntry, viewer: Viewer, today: date, revision: int | None = None) -> Reply:
    """Store the reply and a claim of its source for it; an own enquiry puts its deadline into the calendar.

    Raises NotFound, NotAllowed, Outdated or ReplyRefused.
    """
    found = lock_deal(_whose(deal, entry, viewer), viewer=viewer, revision=revision)
    party = (
        Party.objects.visible_to(viewer).filter(pk=entry.party, compartment__in={PUBLIC, found.compartment_id}).first()
    )
    if party is None:
        raise ReplyRefused("there is no such party that this deal may name", field="party")
    source = _source(entry, found, viewer)
    _check(entry, today)
    reply: Reply = Reply.rows.create(
        compartment_id=found.compartment_id, key=free_key(found.pk, "reply"), deal=found.pk, party=party, source=source,
        channel=entry.channel, asked_on=_asked_on(entry, today),
        until=entry.until, stance=entry.stance, scope=entry.scope, words=entry.words,
        listed=[_listed(found, path) for path in entry.listed], replied_on=entry.replied_on,
    )  # fmt: skip
    if source:
        claim = Claim(
            compartment_id=found.compartment_id, source=source, subject_kind="deal", subject=found.pk, target_kind="reply",
            target=reply.pk, speaker=party if source.publisher_party_id == party.pk else None,
        )  # fmt: skip
        state_claim(claim, cause="reply recorded")
    if entry.until:
        words = f"answer of {party.name} due, asked by {entry.channel}"
        fall_due(deal=found.pk, compartment=found.compartment_id, kind="answer due", words=words, on=entry.until)
    changed([found.pk], viewer=viewer, kind="reply.recorded", cause="reply")
    return reply


def _whose(deal: UUID, entry: ReplyEntry, viewer: Viewer) -> UUID:
    """The deal itself; for an own enquiry the team's deal or its own view of the public one, never the public deal."""
    if not entry.channel:
        return deal
    walls = Deal.objects.visible_to(viewer).filter(pk=deal).values_list("compartment_id", flat=True)
    if not walls or walls[0] != PUBLIC:
        return deal
    views = Deal.objects.editable_by(viewer).filter(private_view_of=deal).exclude(compartment=PUBLIC)
    found = list(views.values_list("pk", flat=True)[:2])
    if len(found) != 1:
        raise ReplyRefused(
            "an enquiry of ours is for our team only: record it in the team's own view of this deal, and make one first"
            if not found else "several teams of yours have a view of this deal: record the enquiry in one of them",
            field="channel",
        )  # fmt: skip
    return UUID(str(found[0]))


def _source(entry: ReplyEntry, deal: Deal, viewer: Viewer) -> Source | None:
    if bool(entry.source) == bool(entry.channel):
        raise ReplyRefused(
            "say who put the question: a source that tells of it, or we with the channel", field="source"
        )
    if not entry.source:
        return None
    walls = {PUBLIC, deal.compartment_id}
    found: Source | None = Source.objects.visible_to(viewer).filter(pk=entry.source, compartment__in=walls).first()
    if found is None:
        raise ReplyRefused("there is no such source that this deal may cite", field="source")
    return found


def _check(entry: ReplyEntry, today: date) -> None:
    if entry.stance not in Reply.Stance.values:
        raise ReplyRefused(f"must be one of: {', '.join(Reply.Stance.values)}", field="stance")
    if entry.scope not in Reply.Scope.values:
        raise ReplyRefused(f"must be one of: {', '.join(Reply.Scope.values)}", field="scope")
    if (entry.scope == Reply.Scope.LISTED) != bool(entry.listed):
        raise ReplyRefused("name the fields that the answer is about, with the scope “listed claims”", field="listed")
    if entry.replied_on and entry.replied_on.earliest and entry.replied_on.earliest > today:
        raise ReplyRefused(f"{entry.replied_on} is a day to come", field="replied_on")
    if entry.asked_on and not entry.channel:
        raise ReplyRefused("only an enquiry of ours has a day on which we asked", field="asked_on")
    if entry.asked_on and entry.asked_on > today:
        raise ReplyRefused(f"{entry.asked_on} is a day to come", field="asked_on")
    answered = entry.replied_on and (entry.replied_on.latest or entry.replied_on.earliest)
    if entry.asked_on and answered and answered < entry.asked_on:
        raise ReplyRefused(f"{entry.replied_on} lies before the day on which we asked, {entry.asked_on}", field="replied_on")
    if entry.until and entry.until < (entry.asked_on or entry.until):
        raise ReplyRefused(f"{entry.until} lies before the day on which we asked, {entry.asked_on}", field="until")
    if entry.until and not entry.channel:
        raise ReplyRefused("only an enquiry of ours waits for an answer", field="until")
    if len(entry.channel) > 80:
        raise ReplyRefused(f"has {len(entry.channel)} characters; at most 80 are kept", field="channel")


def _asked_on(entry: ReplyEntry, today: date) -> date | None:
    """As stated; an enquiry that waits, recorded without a day, was made today at the latest."""
    return entry.asked_on or (today if entry.channel and not entry.replied_on else None)


def _listed(deal: Deal, path: str) -> dict[str, Any]:
    """ "/facilities/f1/amount" as it is stored; raises ReplyRefused for a row or field that is not there."""
    parts = path.split("/")
    entity = facts.BY_LIST.get(parts[1]) if len(parts) in (3, 4) and not parts[0] else None
    row = entity and entity not in facts.SHARED and entity.model.rows.filter(deal=deal.pk, key=parts[2]).first()
    field = parts[3] if len(parts) == 4 else ""
    if not entity or not row or (field and entity.field(field) is None):
        raise ReplyRefused(f'"{path[:80]}" is no row or field of this deal', field="listed")
    return {"target_kind": entity.name, "target": str(row.pk), "field": field}


def free_key(deal: UUID, start: str, taken: Sequence[str] = ()) -> str:
    """A key that no reply of this deal has."""
    used = {*Reply.rows.filter(deal=deal).values_list("key", flat=True), *taken}
    return next((key for n in range(1, 200) if (key := f"{start}-{n}") not in used), f"{start}-{uuid4().hex[:8]}")
