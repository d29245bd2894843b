"""Of which deals each source tells, so that sources of one title can be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from deals.reports.deal_names import deal_titles
from deals.reports.deal_sheet import deal_documents
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim
from dealtracker.ids import public_id


def deals_told_of(
    *, viewer: Viewer, sources: Collection[UUID], today: date, known_on: date, most: int = 3
) -> dict[UUID, list[dict[str, Any]]]:  # fmt: skip
    """Source → [{"id", "title"}] of at most so many visible deals, those first of which it states most.

    On an earlier day they are called as they were known then. A fixed number of statements.
    """
    claims = Claim.objects.visible_to(viewer).filter(source__in=sources, state=Claim.State.ACCEPTED, subject_kind="deal")
    stated = claims.order_by().values("source", "subject").annotate(stated=Count("pk")).order_by("-stated", "subject")
    told: dict[UUID, list[UUID]] = defaultdict(list)
    for source, deal, _ in stated.values_list("source", "subject", "stated"):
        if len(told[source]) < most:
            told[source].append(deal)
    wanted = {deal for deals in told.values() for deal in deals}
    names = titles_then(viewer=viewer, deals=wanted, today=today, known_on=known_on)
    return {
        source: [{"id": public_id("deal", deal), "title": names[deal]} for deal in deals if deal in names]
        for source, deals in told.items()
    }


def titles_then(*, viewer: Viewer, deals: Collection[UUID], today: date, known_on: date) -> dict[UUID, str]:
    """Deal → what it was called as known on the day, of those that the viewer sees and that were known then."""
    if known_on == today:
        return deal_titles(viewer=viewer, keys=deals)
    known = deal_documents(viewer=viewer, deals=sorted(deals), as_of=known_on, known_on=known_on)
    return {deal: document["title"] for deal, document in known.items()}
