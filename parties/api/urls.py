"""Addresses below /api/v1/ that belong to parties."""

from __future__ import annotations

from django.urls import path

from parties.api.ownership import OwnershipView
from parties.api.parties import PartyListView, PartyView

urlpatterns = [
    path("parties/", PartyListView.as_view(), name="api-parties"),
    path("parties/<str:party>/", PartyView.as_view(), name="api-party"),
    path("parties/<str:party>/ownership/", OwnershipView.as_view(), name="api-party-ownership"),
]
