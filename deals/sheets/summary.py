"""What the evidence says of each deal as a whole on a day: counts, certainty, the last first-hand report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from deals.sheets.calc.bundle import Bundle, Row, known_days, known_from
from dealtracker.evidence.recompute import weighed
from dealtracker.evidence.rules.deal import days_of_change, deal_certainty, deal_counts, silence
from dealtracker.evidence.rules.standing import Fields
from dealtracker.ids import public_id


def evidence_summary(
    bundles: Mapping[UUID, Bundle], *, known_on: date, evidence: Mapping[UUID, Fields] | None = None
) -> dict[UUID, Row]:
    """Deal → {"certainty", "counts", "known_from", "last_report"}; reads the evidence where it is not given, weighed."""
    found = weighed(set(bundles)) if evidence is None else evidence
    return {
        deal: _summary(found[deal], bundle, known_on) if deal in found else _nothing() for deal, bundle in bundles.items()
    }


def settled_on(bundle: Bundle, fields: Fields | None, *, today: date) -> date | None:
    """The last day on which anything became known: the deal reads the same whatever later day it is asked to be known on.

    None where something is to become known yet, and where a facility is called as the deal is in the sheet's stages.
    """
    if any(row["key"] == "deal" for row in bundle.rows["facilities"]):
        return None
    last = max(known_days(bundle) | (days_of_change(fields) if fields else set()), default=None)
    return last if last and last <= today else None


def _summary(fields: Fields, bundle: Bundle, known_on: date) -> Row:
    counts, found, first = (
        deal_counts(fields, known_on=known_on),
        deal_certainty(fields, known_on=known_on),
        known_from(bundle),
    )
    certainty: Row = {"code": found.code, "reason": found.reason} if found else {"code": "reported", "reason": ""}
    if found and found.stated_by:
        certainty["by"] = public_id("party", found.stated_by)
    if found and found.contested:
        certainty["contested"] = found.contested
    return {
        "certainty": certainty,
        "counts": {"sources": counts.sources, "origins": counts.origins, "newsrooms": counts.newsrooms},
        "known_from": first.isoformat() if first else None,
        "last_report": counts.last.isoformat() if counts.last else None,
        "last_report_earliest": _earliest(fields, known_on),
    }


def _earliest(fields: Fields, known_on: date) -> str | None:
    """The earliest day on which the last first-hand report can have appeared; an undated page has none."""
    source = silence(fields, known_on=known_on).source
    day = fields.weighed.graph.sources[source].published_from if source else None
    return day.isoformat() if day else None


def _nothing() -> Row:
    return {
        "certainty": {"code": "reported", "reason": "no claim is recorded"},
        "counts": {"sources": 0, "origins": 0, "newsrooms": 0}, "known_from": None, "last_report": None,
        "last_report_earliest": None,
    }  # fmt: skip
