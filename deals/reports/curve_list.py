"""Price curves that a viewer may use, and the sources that a new one may cite."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from deals.hardware.models import HardwareModel, PriceCurve
from deals.ledger.calc.price_curve import read_curve
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Source
from dealtracker.ids import public_id

MOST = 500


def curves(*, viewer: Viewer, **asked: str) -> QuerySet[PriceCurve]:
    """All versions, by name; of one chip, by its slug, where `model` names it."""
    found: QuerySet[PriceCurve] = PriceCurve.objects.visible_to(viewer).select_related("model", "source", "deal")
    if "model" in asked:
        found = found.filter(model__slug=asked["model"])
    return found.filter(name=asked["name"]) if "name" in asked else found


def curves_for(*, viewer: Viewer, deal: UUID, models: set[UUID], known_on: date) -> list[PriceCurve]:
    """Those of these chips whose sources were published by then: the deal's own first, then by name, latest first."""
    found = curves(viewer=viewer).filter(Q(deal=deal) | Q(deal=None), model__in=models)
    known = found.filter(source__published_to__lte=known_on).order_by("name", "-version", "pk")[:MOST]
    return sorted(known, key=lambda row: row.deal_id is None)


def curve_json(row: PriceCurve) -> dict[str, Any]:
    """{"id", "model", "model_name", "name", "version", "kind", "terms", "deal", "invented", "source", "source_words"}."""
    return {
        "id": public_id("curve", row.pk), "model": row.model.slug, "model_name": str(row.model), "name": row.name,
        "version": row.version, "kind": row.kind, "terms": row.terms,
        "deal": public_id("deal", row.deal_id) if row.deal_id else None,
        "invented": bool(row.deal and row.deal.demo == "invented"),
        "source": public_id("source", row.source_id), "source_words": f"{row.source.publisher}: {row.source.title}",
    }  # fmt: skip


def curve_words(row: PriceCurve) -> str:
    """How the curve is named beside every figure by it."""
    return f"{row.name} v{row.version}"


def as_curve(row: PriceCurve) -> Any:
    return read_curve(row.kind, row.terms, name=curve_words(row))


def chips() -> list[tuple[str, str]]:
    """(slug, name) of the catalogue, by name."""
    return [(row.slug, str(row)) for row in HardwareModel.rows.order_by("vendor", "name")]


def recent_sources(*, viewer: Viewer) -> list[tuple[str, str]]:
    """(id, words) of the memos, files and contracts that were entered last: what curves rest on."""
    kinds = ("memo", "file", "contract", "filing")
    found = Source.objects.visible_to(viewer).filter(kind__in=kinds).order_by("-published_to", "pk")[:MOST]
    return [(public_id("source", row.pk), f"{row.publisher}: {row.title}"[:160]) for row in found]
