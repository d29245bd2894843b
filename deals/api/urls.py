"""Addresses below /api/v1/ that belong to deals."""

from __future__ import annotations

from django.urls import path

from deals.api.deals import DealListView, DealView
from deals.api.sites import ModelListView, ModelView, SiteListView, SiteView

urlpatterns = [
    path("deals/", DealListView.as_view(), name="api-deals"),
    path("deals/<str:deal>/", DealView.as_view(), name="api-deal"),
    path("sites/", SiteListView.as_view(), name="api-sites"),
    path("sites/<str:site>/", SiteView.as_view(), name="api-site"),
    path("hardware-models/", ModelListView.as_view(), name="api-hardware-models"),
    path("hardware-models/<str:model>/", ModelView.as_view(), name="api-hardware-model"),
]
