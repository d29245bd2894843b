"""Keep a price curve of a chip: user data with its source, a new version each time its terms change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from deals.agreements.models import Deal
from deals.hardware.models import HardwareModel, PriceCurve
from deals.ledger.calc.price_curve import CurveError, read_curve
from dealtracker.access.rules import PUBLIC, Viewer, may_change
from dealtracker.evidence.models import Source
from dealtracker.strictjson import Fault


class CurveRefused(ValueError):
    """A curve that cannot be kept; `faults` name each field, the reason and what is taken."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer[1:]}: {fault.detail}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class CurveTerms:
    """Which chip (by slug), the curve's name, kind and terms; `deal` where it is that deal's own."""

    model: str
    name: str
    kind: str
    terms: Any
    source: UUID | None
    deal: UUID | None = None


@transaction.atomic
def add_curve(*, curve: CurveTerms, viewer: Viewer) -> PriceCurve:
    """The next version of the curve of that name, seen by those who see its deal, else its source; the same terms again
    give the version that stands. Raises CurveRefused, and then nothing was saved."""
    faults = _faults(curve)
    model = HardwareModel.rows.select_for_update().filter(slug=curve.model).first()
    if model is None:
        faults.append(Fault("/model", "unknown_model", f'"{curve.model[:60]}" is no chip of the catalogue'))
    deal = Deal.objects.visible_to(viewer).filter(pk=curve.deal).first() if curve.deal else None
    if curve.deal and deal is None:
        faults.append(Fault("/deal", "unknown_deal", "is not a deal that you see"))
    source = Source.objects.visible_to(viewer).filter(pk=curve.source).first()
    if source is None or (deal and source.compartment_id not in (PUBLIC, deal.compartment_id)):
        faults.append(Fault("/source", "unknown_source", "is not a source that this curve may cite (source_…)"))
    elif not may_change(viewer, (deal or source).compartment_id):
        faults.append(Fault("/deal" if deal else "/source", "not_allowed", "stands where you may read, not change"))
    if faults:
        raise CurveRefused(*faults)
    assert source is not None
    compartment = (deal or source).compartment_id
    same = PriceCurve.rows.filter(compartment=compartment, model=model, name=curve.name.strip())
    last = same.order_by("-version").first()
    if last and (last.kind, last.terms, last.source_id, last.deal_id) == (
        curve.kind,
        curve.terms,
        curve.source,
        curve.deal,
    ):
        return last
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    made: PriceCurve = PriceCurve.rows.create(
        compartment_id=compartment, model=model, name=curve.name.strip(), version=version, kind=curve.kind,
        terms=curve.terms, source=source, deal=deal,
    )  # fmt: skip
    return made


def _faults(curve: CurveTerms) -> list[Fault]:
    faults = []
    if not isinstance(curve.name, str) or not 0 < len(curve.name.strip()) <= 120:
        faults.append(Fault("/name", "required", "needs 1 to 120 characters"))
    try:
        read_curve(curve.kind, curve.terms)
    except CurveError as error:
        at = "/kind" if error.field == "kind" else "/terms" if error.field == "terms" else f"/terms/{error.field}"
        faults.append(Fault(at, "invalid_value", str(error)))
    return faults
