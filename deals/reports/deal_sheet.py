"""One deal as a reader sees it: stored bytes for today, computed for any other pair of dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from deals.agreements.models import Deal
from deals.reports.settled import Settled, settled_sheets
from deals.sheets.calc.bundle import Bundle, known_from, seen_on
from deals.sheets.calc.sheet import sheet
from deals.sheets.calc.tracks import stage_tracks
from deals.sheets.findings import findings_of_day
from deals.sheets.models import RefreshState, Sheet
from deals.sheets.queries import load
from deals.sheets.recompute import encode
from deals.sheets.summary import evidence_summary
from dealtracker.access.rules import Viewer, may_see
from dealtracker.ids import fingerprint


@dataclass(frozen=True)
class DealSheet:
    """The document's bytes, the tag that changes with them, and whether a rebuild is pending."""

    deal: UUID
    body: bytes
    digest: str
    revision: int
    pending: bool
    error: str = ""


_STORED = """
SELECT s.body, s.digest, d.revision, r.wanted > r.done, r.error FROM deals_sheet s
JOIN deals_deal d ON d.id = s.deal LEFT JOIN deals_refreshstate r ON r.deal = s.deal
WHERE s.deal = %s AND s.valid_from <= %s AND s.valid_to > %s
"""


def deal_sheet(
    *, viewer: Viewer, deal: UUID, today: date, as_of: date | None = None, known_on: date | None = None
) -> DealSheet | None:
    """The sheet, or None where the deal is hidden, absent, or not yet published on `known_on`."""
    if as_of in (None, today) and known_on in (None, today):
        return _stored(viewer, deal, today)
    found = deal_documents(viewer=viewer, deals=[deal], as_of=as_of or today, known_on=known_on or today)
    if deal not in found:
        return None
    body = encode(found[deal])
    return DealSheet(deal, body, fingerprint(body), found[deal]["revision"], pending=False)


def _stored(viewer: Viewer, deal: UUID, today: date) -> DealSheet | None:
    visible = Deal.objects.visible_to(viewer).filter(pk=deal).values_list("compartment_id", flat=True).first()
    if visible is None or not may_see(viewer, visible):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [deal, today, today])
        row = cursor.fetchone()
    return DealSheet(deal, bytes(row[0]), row[1], row[2], bool(row[3]), row[4] or "") if row else None


def is_being_made(*, viewer: Viewer, deal: UUID) -> bool:
    """Whether the deal is there for this viewer and its first sheet is still to come."""
    found = Deal.objects.visible_to(viewer).filter(pk=deal).exclude(pk__in=Sheet.rows.filter(deal=deal).values("deal"))
    return found.filter(pk__in=RefreshState.rows.filter(deal=deal, wanted__gt=F("done")).values("deal")).exists()


def deal_documents(*, viewer: Viewer, deals: Sequence[UUID], as_of: date, known_on: date) -> dict[UUID, dict[str, Any]]:
    """Sheets of several deals at any pair of dates, in a fixed number of statements."""
    settled = settled_then(viewer=viewer, deals=deals, as_of=as_of, known_on=known_on)
    others = [deal for deal in deals if deal not in settled]
    seen = seen_documents(viewer=viewer, deals=others, as_of=as_of, known_on=known_on) if others else {}
    return {deal: one.document for deal, one in settled.items()} | {deal: document for deal, (_, document) in seen.items()}


def settled_then(*, viewer: Viewer, deals: Sequence[UUID], as_of: date, known_on: date) -> dict[UUID, Settled]:
    """Those of them that need no working out."""
    return settled_sheets(_visible(viewer, deals), as_of=as_of, known_on=known_on)


def seen_documents(
    *, viewer: Viewer, deals: Sequence[UUID], as_of: date, known_on: date
) -> dict[UUID, tuple[Bundle, dict[str, Any]]]:
    """The same worked out, with the bundles as they were known, for whoever asks further."""
    found = load(_visible(viewer, deals))
    bundles = {deal: bundle for deal, bundle in found.items() if _was_known(bundle, known_on)}
    summaries = evidence_summary(bundles, known_on=known_on)
    return {deal: _document(bundle, summaries[deal], as_of, known_on) for deal, bundle in bundles.items()}


def _visible(viewer: Viewer, deals: Sequence[UUID]) -> list[UUID]:
    return list(Deal.objects.visible_to(viewer).filter(pk__in=deals).values_list("pk", flat=True))


def _was_known(bundle: Bundle, known_on: date) -> bool:
    first = known_from(bundle)
    return first is not None and first <= known_on


def _document(bundle: Bundle, evidence: dict[str, Any], as_of: date, known_on: date) -> tuple[Bundle, dict[str, Any]]:
    seen = seen_on(bundle, known_on)
    found = findings_of_day(seen, as_of)
    return seen, sheet(seen, stages=stage_tracks(seen), evidence=evidence, findings=found, as_of=as_of)
