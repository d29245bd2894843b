"""Addresses below /api/v1/ that belong to parties."""

from __future__ import annotations

from django.urls import path

from parties.api.parties import PartyListView, PartyView

urlpatterns = [
    path("parties/", PartyListView.as_view(), name="api-parties"),
    path("parties/<str:party>/", PartyView.as_view(), name="api-party"),
]
