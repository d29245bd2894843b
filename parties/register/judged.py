"""Judgements about two records as people made them: who, when, why, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from dealtracker.access.models import User
from dealtracker.periods import day_words
from parties.register.models import MergeJudgement
from parties.register.queries import records_of


def judged_apart(one: UUID, other: UUID, *, walls: Collection[UUID]) -> MergeJudgement | None:
    """The live judgement that any record of one and any of the other are not the same, whichever came first."""
    ones, others = records_of([one], walls=walls), records_of([other], walls=walls)
    live = MergeJudgement.rows.filter(
        verdict=MergeJudgement.Verdict.DIFFERENT, undone_at=None, compartment__in=list(walls)
    )
    return live.filter(Q(a__in=ones, b__in=others) | Q(a__in=others, b__in=ones)).order_by("judged_at", "pk").first()


def apart_words(judgement: MergeJudgement) -> str:
    """Who judged two records not to be the same, when and why."""
    by = judges([judgement]).get(judgement.judged_by, "")
    day = day_words(judgement.judged_at.date())
    return f"judged not to be the same{f' by {by}' if by else ''} on {day} (“{judgement.reason}”)"


def judges(judgements: Iterable[MergeJudgement]) -> dict[UUID | None, str]:
    """The names of those who judged, by key."""
    keys = {one.judged_by for one in judgements} - {None}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "username")) if keys else {}
