"""Decide about what texts proposed: accepted, it becomes a claim of a deal's field; rejected, it is kept and moves nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from deals import facts
from deals.actions._changed import NotAllowed, NotFound, changed, lock_deal
from deals.actions._pledges import pledge_faults
from deals.actions._review.decision import NEW_ROW, Case, Decision, NewParty
from deals.actions._review.parties import keep_alias, party_of
from deals.actions._review.refused import ReviewRefused
from deals.actions._review.rows import keep_capacity, keep_field, keep_role, keep_scope, keep_site
from deals.actions._review.stating import state
from deals.actions._sound import sound_faults
from deals.actions.claims import settle
from deals.actions.replies import free_key
from deals.actions.source_records import SourceRefused, amend_source
from deals.agreements.models import Deal
from deals.agreements.rules import readings
from deals.agreements.rules.proposed import ENTERED_FOR, Proposed
from deals.agreements.rules.readings import NotAFact, Reading, reading
from deals.sheets.stale import mark_stale_for
from dealtracker.access.rules import PUBLIC, Viewer, may_change
from dealtracker.access.walls import set_reason
from dealtracker.evidence.models import Anchor, Claim, Reply
from dealtracker.money import AmountError, parse_currency
from dealtracker.periods import DateError, parse_day
from parties.register.calc import slug

__all__ = [
    "NEW_ROW",
    "Decision",
    "NewParty",
    "ReviewRefused",
    "accept_claim",
    "make_deal",
    "reject_claim",
    "settle_relation",
]


@transaction.atomic
def accept_claim(*, claim: UUID, decision: Decision, viewer: Viewer, today: date) -> UUID | None:
    """Make what was proposed a claim of the deal's field, with its quote; the deal, None for what concerns the source.

    The row is created where there is none, the winner of the field settled, the deal marked as changed. Raises
    NotFound, NotAllowed or ReviewRefused; nothing is saved then.
    """
    case = _case(claim, decision, viewer, today)
    try:
        found = reading(case.proposed.read)
    except NotAFact as error:
        raise ReviewRefused(str(error), field="value") from error
    if found.entity == readings.SOURCE:
        _keep_about_source(case, found)
    elif found.entity == readings.PARTY:
        _keep_party(case)
    else:
        _keep_in_deal(case, found)
    # Who the name was taken for serves every other proposal of the text that has it.
    who = {"who": str(case.who)} if case.who else {}
    done = replace(case.proposed, made=tuple(str(made.pk) for made in case.made), more={**case.proposed.more, **who})
    Claim.rows.filter(pk=claim).update(state=Claim.State.ACCEPTED, words=done.to_text())
    return case.found_deal.pk if case.found_deal else None


def _case(claim: UUID, decision: Decision, viewer: Viewer, today: date) -> Case:
    found = _proposal(claim, viewer)
    anchors = tuple(Anchor.rows.filter(claim=found))
    return Case(found, Proposed.from_text(found.words), found.source, decision, viewer, today, anchors)


def _proposal(claim: UUID, viewer: Viewer) -> Claim:
    rows = Claim.objects.visible_to(viewer).select_for_update(of=("self",)).select_related("source")
    found: Claim | None = rows.filter(pk=claim).first()
    if found is None or found.subject != found.source_id:
        raise NotFound("there is no such proposal")
    if not may_change(viewer, found.compartment_id):
        raise NotAllowed("you may not review this source")
    if found.state != Claim.State.PROPOSED:
        raise ReviewRefused(f"this proposal was {found.state} already; reload the page")
    return found


def _keep_in_deal(case: Case, found: Reading) -> None:
    if case.decision.deal is None:
        raise ReviewRefused("say which deal this belongs to", field="deal")
    case.found_deal = deal = lock_deal(case.decision.deal, viewer=case.viewer)
    if case.source.compartment_id not in (PUBLIC, deal.compartment_id):
        raise ReviewRefused(
            "a team's source cannot support a deal outside its wall: choose the team's own view of this deal",
            field="deal",
        )
    if case.proposed.read.startswith("other_deal.") and str(deal.pk) == case.proposed.more.get("deal"):
        raise ReviewRefused("the text tells this of another deal: choose that one", field="deal")
    set_reason(f"accepted in review of {case.source}")
    keep = _KEEPERS.get(found.entity, keep_field) if found.entity != readings.ROLE else _role_keeper(found)
    keep(case, found)
    if over := pledge_faults([deal.pk]):
        raise ReviewRefused(over[deal.pk][0].detail, field="value")
    lists = [facts.BY_NAME[found.entity].list] if found.entity in facts.BY_NAME else []
    for fault in sound_faults(deal, lists):
        raise ReviewRefused(f"{fault.pointer.rpartition('/')[2]} {fault.detail}", field="value")
    changed([deal.pk], viewer=case.viewer, kind="claim.accepted", cause="accepted in review")


def _role_keeper(found: Reading) -> Callable[[Case, Reading], None]:
    return (lambda case, _: keep_scope(case)) if found.field == "scope" else (lambda case, _: keep_role(case))


def _keep_site(case: Case, found: Reading) -> None:
    keep_site(case)
    mark_stale_for("site", {made.subject for made in case.made}, cause="accepted in review")


def _keep_capacity(case: Case, found: Reading) -> None:
    keep_capacity(case, found)
    mark_stale_for("site", {made.subject for made in case.made}, cause="accepted in review")


def _keep_reply(case: Case, found: Reading) -> None:
    """An answer as the text tells it; the same answer of the same party in the deal is a further claim, not a second row."""
    party = party_of(case, case.deal.compartment_id)
    value = case.decision.value if isinstance(case.decision.value, dict) else case.proposed.value
    stance, scope = str(value.get("stance", "")), str(value.get("scope", "unspecified"))
    if stance not in Reply.Stance.values or scope not in (Reply.Scope.WHOLE, Reply.Scope.UNSPECIFIED):
        raise ReviewRefused(f"a reply must be one of: {', '.join(Reply.Stance.values)}", field="value")
    row = Reply.rows.filter(deal=case.deal.pk, party=party, source=case.source, stance=stance).first()
    if row is None:
        row = Reply.rows.create(
            compartment_id=case.deal.compartment_id, key=free_key(case.deal.pk, "reply"), deal=case.deal.pk, party=party,
            source=case.source, stance=stance, scope=scope, words=str(value.get("words", "")),
            replied_on=f"by {case.source.published_to}",
        )  # fmt: skip
    state(case, kind="reply", row=row)


_KEEPERS: dict[str, Callable[[Case, Reading], None]] = {
    readings.SITE: _keep_site, "capacity": _keep_capacity, readings.REPLY: _keep_reply,
}  # fmt: skip


def _keep_party(case: Case) -> None:
    """Who a name is, for the register; nothing is said about a deal."""
    wall = case.source.compartment_id
    party = party_of(case, wall)
    if party.compartment_id == wall:
        keep_alias(case, party)


def _keep_about_source(case: Case, found: Reading) -> None:
    """What the text says about itself: its kind or its day. Whom it names as its origin is settled by a link."""
    value = case.decision.value if case.decision.value is not None else case.proposed.value
    if not found.field:
        raise ReviewRefused(
            "link the source to the one it names, under likely parents; then reject this", field="value"
        )
    try:
        day = parse_day(value) if found.field == "published_from" else None
    except DateError as error:
        raise ReviewRefused(str(error), field="value") from error
    values: dict[str, Any] = (
        {"published_from": day, "published_to": day, "date_basis": "stated in the text"} if day
        else {"kind": readings.SOURCE_KINDS.get(str(value), str(value))}
    )  # fmt: skip
    try:
        amend_source(
            source=case.source.pk, values=values, viewer=case.viewer, today=case.today, reason="accepted in review"
        )
    except SourceRefused as error:
        raise ReviewRefused(str(error), field="value") from error


@transaction.atomic
def reject_claim(*, claim: UUID, viewer: Viewer, reason: str = "") -> None:
    """Kept as rejected, with the reason if one is given; raises NotFound, NotAllowed or ReviewRefused."""
    _proposal(claim, viewer)
    set_reason(reason or "rejected in review")
    Claim.rows.filter(pk=claim).update(state=Claim.State.REJECTED, reason=reason[:2000])


@transaction.atomic
def reopen_claim(*, claim: UUID, viewer: Viewer) -> None:
    """A rejected proposal waits again; raises NotFound, NotAllowed or ReviewRefused."""
    found: Claim | None = Claim.objects.visible_to(viewer).select_for_update().filter(pk=claim).first()
    if found is None or found.subject != found.source_id:
        raise NotFound("there is no such proposal")
    if not may_change(viewer, found.compartment_id):
        raise NotAllowed("you may not review this source")
    if found.state != Claim.State.REJECTED:
        raise ReviewRefused("only a rejected proposal can wait again")
    Claim.rows.filter(pk=claim).update(state=Claim.State.PROPOSED, reason="")


@transaction.atomic
def make_deal(*, title: str, currency: str, compartment: UUID, viewer: Viewer, told_by: Collection[UUID] = ()) -> UUID:
    """An empty deal for what the proposals `told_by` tell of, which they remember; in no list before a claim of it is accepted."""
    if not may_change(viewer, compartment):
        raise ReviewRefused("you may not enter deals there", field="compartment")
    title = " ".join(title.split())
    if not title or len(title) > 300:
        raise ReviewRefused("a deal needs a title of 1 to 300 characters", field="title")
    try:
        code = parse_currency(currency) if currency else ""
    except AmountError as error:
        raise ReviewRefused(str(error), field="currency") from error
    ref = f"{slug(title)[:60].strip('-') or 'deal'}-{uuid4().hex[:6]}"
    deal = Deal.rows.create(compartment_id=compartment, title=title, currency=code, external_ref=ref)
    _meant_for(UUID(str(deal.pk)), told_by, viewer)
    changed([deal.pk], viewer=viewer, kind="deal.created", cause="entered in review")
    return UUID(str(deal.pk))


def _meant_for(deal: UUID, proposals: Collection[UUID], viewer: Viewer) -> None:
    """Keep with each proposal the deal that was entered for it, so that whoever comes back finds it."""
    found = Claim.objects.editable_by(viewer).filter(pk__in=proposals, subject=F("source")).select_for_update(of=("self",))
    for claim in found:
        told = Proposed.from_text(claim.words)
        words = replace(told, more={**told.more, ENTERED_FOR: str(deal)}).to_text()
        Claim.rows.filter(pk=claim.pk).update(words=words)


@transaction.atomic
def settle_relation(*, claim: UUID, relation: str, rank: int, reason: str, viewer: Viewer) -> None:
    """How an accepted claim stands to the value that stands (same, rounds, converts, …), and its rank with a reason.

    Raises NotFound, NotAllowed or ReviewRefused.
    """
    found: Claim | None = Claim.objects.visible_to(viewer).filter(pk=claim, subject_kind="deal").first()
    if found is None or found.state != Claim.State.ACCEPTED or found.subject == found.source_id:
        raise NotFound("there is no such claim")
    lock_deal(found.subject, viewer=viewer)
    if relation not in Claim.Relation.values:
        raise ReviewRefused(f"must be one of: {', '.join(Claim.Relation.values)}", field="relation")
    if rank not in (-1, 0, 1) or (rank and not reason.strip()):
        raise ReviewRefused("say why it ranks above or below the others", field="reason")
    set_reason(reason or "relation settled")
    Claim.rows.filter(pk=claim).update(relation=relation, rank=rank, reason=reason.strip())
    entity = facts.BY_NAME.get(found.target_kind)
    field = entity.field(found.field) if entity else None
    row = entity.model.rows.filter(pk=found.target).first() if entity else None
    if field and row:
        settle(found.subject, row, field)
    changed([found.subject], viewer=viewer, kind="claim.settled", cause="relation settled")
