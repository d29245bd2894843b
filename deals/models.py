"""Contents page: every table of the deals app."""

from __future__ import annotations

from deals.agreements.models import (
    Contract,
    Covenant,
    Deal,
    DealRelation,
    Facility,
    Figure,
    Pledge,
    PricingTerm,
    Rating,
    Role,
    Support,
)
from deals.controls.models import Finding, RulePack
from deals.events.models import Event
from deals.exposure.models import ExposurePeriod
from deals.hardware.models import HardwareLine, HardwareModel, PriceCurve
from deals.jobs.models import BookCheck, Job
from deals.ledger.models import BalanceReport, FxRate, Hold, LedgerEntry
from deals.limits.models import Limit, LimitBreach
from deals.sheets.models import Facet, RefreshState, SearchEntry, Sheet
from deals.sites.models import DealSite, Site, SiteCapacity
from deals.timeline.models import StagePeriod

__all__ = [
    "BalanceReport", "BookCheck", "Contract", "Covenant", "Deal", "DealRelation", "DealSite", "Event", "ExposurePeriod", "Facet",
    "Facility", "Figure", "Finding", "FxRate", "HardwareLine", "HardwareModel", "Hold", "Job", "LedgerEntry", "Limit",
    "LimitBreach", "Pledge",
    "PriceCurve", "PricingTerm", "Rating", "RefreshState", "Role", "RulePack", "SearchEntry", "Sheet", "Site", "SiteCapacity",
    "StagePeriod", "Support",
]  # fmt: skip
