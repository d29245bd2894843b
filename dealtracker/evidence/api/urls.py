"""Addresses below /api/v1/ that belong to evidence."""

from __future__ import annotations

from django.urls import path

from dealtracker.evidence.api.sources import SourceListView, SourceView

urlpatterns = [
    path("sources/", SourceListView.as_view(), name="api-sources"),
    path("sources/<str:source>/", SourceView.as_view(), name="api-source"),
]
