"""Addresses below /api/v1/ that belong to deals."""

from __future__ import annotations

from django.urls import path

from deals.api.deals import DealListView, DealView

urlpatterns = [
    path("deals/", DealListView.as_view(), name="api-deals"),
    path("deals/<str:deal>/", DealView.as_view(), name="api-deal"),
]
