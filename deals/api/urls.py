"""Addresses below /api/v1/ that belong to deals."""

from __future__ import annotations

from django.urls import path

from deals.api.collateral import CollateralView, CollateralWhyView
from deals.api.controls import EvaluateView
from deals.api.deals import DealListView, DealView
from deals.api.dossier_schema import DossierSchemaView
from deals.api.entries import (
    BalancesView,
    EntriesView,
    HoldsView,
    ParticipationsView,
    ReverseView,
    TransfersView,
)
from deals.api.entry_list import EntryView
from deals.api.evidence import CompareView, DriftView
from deals.api.exposures import DealBalancesView, ExposuresView, MaturityWallView, WhyView
from deals.api.hardware import HardwareView
from deals.api.index import IndexView
from deals.api.jobs import CancelView, JobsView, JobView, JobWhyView
from deals.api.limits import LimitsView, LimitView, LimitWhyView
from deals.api.parties import PartyListView, PartyView
from deals.api.parts import ClaimsView, DossierView, PrivateViewsView
from deals.api.price_curves import PriceCurvesView
from deals.api.sites import ModelListView, ModelView, SiteListView, SiteView
from deals.api.why import DealWhyView

urlpatterns = [
    path("", IndexView.as_view(), name="api-index"),
    path("deals/", DealListView.as_view(), name="api-deals"),
    path("deals/<str:deal>/", DealView.as_view(), name="api-deal"),
    path("deals/<str:deal>/dossier/", DossierView.as_view(), name="api-deal-dossier"),
    path("deals/<str:deal>/hardware/", HardwareView.as_view(), name="api-deal-hardware"),
    path("deals/<str:deal>/why/", DealWhyView.as_view(), name="api-deal-why"),
    path("deals/<str:deal>/collateral/", CollateralView.as_view(), name="api-deal-collateral"),
    path("deals/<str:deal>/collateral/why/", CollateralWhyView.as_view(), name="api-deal-collateral-why"),
    path("parties/", PartyListView.as_view(), name="api-parties"),
    path("parties/<str:party>/", PartyView.as_view(), name="api-party"),
    path("price-curves/", PriceCurvesView.as_view(), name="api-price-curves"),
    path("deals/<str:deal>/claims/", ClaimsView.as_view(), name="api-deal-claims"),
    path("deals/<str:deal>/compare/", CompareView.as_view(), name="api-deal-compare"),
    path("deals/<str:deal>/drift/", DriftView.as_view(), name="api-deal-drift"),
    path("deals/<str:deal>/private-views/", PrivateViewsView.as_view(), name="api-deal-private-views"),
    path("deals/<str:deal>/balances/", DealBalancesView.as_view(), name="api-deal-balances"),
    path("entries/", EntriesView.as_view(), name="api-entries"),
    path("entries/<str:entry>/", EntryView.as_view(), name="api-entry"),
    path("entries/<str:entry>/reverse/", ReverseView.as_view(), name="api-entry-reverse"),
    path("facilities/<str:facility>/transfers/", TransfersView.as_view(), name="api-facility-transfers"),
    path("facilities/<str:facility>/participations/", ParticipationsView.as_view(), name="api-facility-participations"),
    path("facilities/<str:facility>/holds/", HoldsView.as_view(), name="api-facility-holds"),
    path("facilities/<str:facility>/balances/", BalancesView.as_view(), name="api-facility-balances"),
    path("exposures/", ExposuresView.as_view(), name="api-exposures"),
    path("exposures/why/", WhyView.as_view(), name="api-exposures-why"),
    path("limits/", LimitsView.as_view(), name="api-limits"),
    path("limits/<str:limit>/", LimitView.as_view(), name="api-limit"),
    path("limits/<str:limit>/why/", LimitWhyView.as_view(), name="api-limit-why"),
    path("jobs/", JobsView.as_view(), name="api-jobs"),
    path("jobs/<str:job>/", JobView.as_view(), name="api-job"),
    path("jobs/<str:job>/why/", JobWhyView.as_view(), name="api-job-why"),
    path("jobs/<str:job>/cancel/", CancelView.as_view(), name="api-job-cancel"),
    path("maturity-wall/", MaturityWallView.as_view(), name="api-maturity-wall"),
    path("deal-dossier.schema.json", DossierSchemaView.as_view(), name="api-dossier-schema"),
    path("sites/", SiteListView.as_view(), name="api-sites"),
    path("sites/<str:site>/", SiteView.as_view(), name="api-site"),
    path("hardware-models/", ModelListView.as_view(), name="api-hardware-models"),
    path("hardware-models/<str:model>/", ModelView.as_view(), name="api-hardware-model"),
    path("controls/evaluate/", EvaluateView.as_view(), name="api-controls-evaluate"),
]
