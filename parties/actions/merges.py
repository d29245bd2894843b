"""Judge whether two party records are one. Merging writes a judgement and nothing else; undoing it restores everything."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dealtracker.access.rules import PUBLIC, Viewer, may_change
from dealtracker.access.walls import set_reason
from parties.register.judged import apart_words, judged_apart
from parties.register.models import MergeJudgement, Party
from parties.register.queries import records_of, resolve_for
from parties.signals import parties_changed

LONGEST_REASON = 5_000


class MergeRefused(ValueError):
    """A judgement that cannot be made; the message says why and what to do.

    `cause`: "absent" (or hidden), "reader" (may not judge), "reason" (none given), or "conflict" with what stands.
    """

    def __init__(self, message: str, *, cause: str = "conflict") -> None:
        super().__init__(message)
        self.cause = cause


@transaction.atomic
def merge_parties(*, party: UUID, into: UUID, viewer: Viewer, reason: str, at: datetime) -> MergeJudgement:
    """Judge that `party` is the same as `into`, which stands for both from now on. Raises MergeRefused.

    Both are given by any of their records; what is judged are the records that stand for them now.
    """
    one, other = _locked(party, into, viewer)
    if one.pk == other.pk:
        raise MergeRefused(f'"{one.name}" and the other record stand for one party already')
    if one.compartment_id == PUBLIC != other.compartment_id:
        raise MergeRefused(f'"{one.name}" is public; merge the team\'s record "{other.name}" into it instead')
    if apart := judged_apart(one.pk, other.pk, walls=_walls(one.pk, other.pk, viewer)):
        said = apart_words(apart)
        raise MergeRefused(f'"{one.name}" and "{other.name}" were {said}; withdraw that judgement first')
    return _judge(one, other, MergeJudgement.Verdict.SAME, viewer, reason, at)


@transaction.atomic
def keep_apart(
    *, party: UUID, other: UUID, viewer: Viewer, reason: str, at: datetime, unsure: bool = False
) -> MergeJudgement:
    """Judge that two parties are not the same, or with `unsure` that it cannot be told. Raises MergeRefused.

    "Not the same" is remembered: the pair is no longer proposed, and merging it is refused until this is withdrawn.
    """
    one, two = _locked(party, other, viewer)
    if one.pk == two.pk:
        raise MergeRefused(f'"{one.name}" stands for both records; undo the merge first')
    return _judge(
        one, two, MergeJudgement.Verdict.UNSURE if unsure else MergeJudgement.Verdict.DIFFERENT, viewer, reason, at
    )


@transaction.atomic
def undo_judgement(*, judgement: UUID, viewer: Viewer, reason: str, at: datetime) -> MergeJudgement:
    """Withdraw a judgement; after a merge every record stands for itself again, byte for byte. Raises MergeRefused."""
    found = MergeJudgement.objects.visible_to(viewer).select_for_update().filter(pk=judgement).first()
    if found is None:
        raise MergeRefused("there is no such judgement", cause="absent")
    _may(found.compartment_id, viewer, reason)
    if found.undone_at:
        raise MergeRefused("this judgement was withdrawn before")
    set_reason(reason)
    found.undone_at = at
    found.save(update_fields=["undone_at"])
    _tell(found, viewer, "judgement withdrawn")
    return found


def _locked(party: UUID, other: UUID, viewer: Viewer) -> tuple[Party, Party]:
    """The records that stand for both, locked in one order, so that two merges at once cannot make a ring."""
    walls = _walls(party, other, viewer)
    given = set(Party.objects.visible_to(viewer).filter(pk__in={party, other}).values_list("pk", flat=True))
    if not {party, other} <= given:
        raise MergeRefused("there is no such party", cause="absent")
    if party == other:
        raise MergeRefused("a record is judged against another one, not against itself; name the other one")
    everybody = records_of({party, other}, walls=walls)
    rows = {row.pk: row for row in Party.rows.select_for_update().filter(pk__in=everybody).order_by("pk")}
    stands = resolve_for({party, other}, walls=walls)
    if not {stands[party], stands[other]} <= set(rows):
        raise MergeRefused("the records were judged by someone else just now; look again")
    return rows[stands[party]], rows[stands[other]]


def _walls(party: UUID, other: UUID, viewer: Viewer) -> set[UUID]:
    """Public judgements, and those of the compartments that the two are in."""
    seen = Party.objects.visible_to(viewer).filter(pk__in={party, other})
    return {PUBLIC, *seen.values_list("compartment_id", flat=True)}


def _judge(one: Party, other: Party, verdict: str, viewer: Viewer, reason: str, at: datetime) -> MergeJudgement:
    wall = other.compartment_id if one.compartment_id == PUBLIC else one.compartment_id
    _may(wall, viewer, reason)
    reason = unicodedata.normalize("NFC", reason.replace("\x00", "")).strip()
    if one.compartment_id != other.compartment_id and PUBLIC not in (one.compartment_id, other.compartment_id):
        raise MergeRefused("the two records belong to different teams")
    for earlier in MergeJudgement.rows.select_for_update().filter(
        a__in=(one, other), b__in=(one, other), undone_at=None
    ):
        if earlier.verdict == verdict:
            raise MergeRefused("this was judged before, with the same answer")
        earlier.undone_at = at
        earlier.save(update_fields=["undone_at"])
    set_reason(reason)
    made = MergeJudgement.rows.create(
        compartment_id=wall,
        a=one,
        b=other,
        verdict=verdict,
        reason=reason.strip(),
        judged_by=viewer.user_id,
        judged_at=at,
    )
    _tell(made, viewer, f"judged {verdict}")
    return made


def _may(wall: UUID, viewer: Viewer, reason: str) -> None:
    if not may_change(viewer, wall):
        raise MergeRefused("you may read these records, not judge them", cause="reader")
    if not reason.strip():
        raise MergeRefused("say why; the reason is kept with the judgement", cause="reason")
    if len(reason) > LONGEST_REASON:
        raise MergeRefused(f"a reason has at most {LONGEST_REASON:,} characters", cause="reason")


def _tell(judgement: MergeJudgement, viewer: Viewer, cause: str) -> None:
    """All deals that name any record of the two rest on this, not only those that name the pair itself."""
    walls = {PUBLIC, judgement.compartment_id}
    parties_changed.send(Party, parties=records_of({judgement.a_id, judgement.b_id}, walls=walls), cause=cause)
