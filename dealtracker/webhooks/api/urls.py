"""Addresses below /api/v1/ that belong to webhooks."""

from __future__ import annotations

from django.urls import path

from dealtracker.webhooks.api.deliveries import DeliveriesView, ReplayView
from dealtracker.webhooks.api.endpoints import WebhooksView, WebhookView

urlpatterns = [
    path("webhooks/", WebhooksView.as_view(), name="api-webhooks"),
    path("webhooks/<str:webhook>/", WebhookView.as_view(), name="api-webhook"),
    path("webhooks/<str:webhook>/deliveries/", DeliveriesView.as_view(), name="api-webhook-deliveries"),
    path("deliveries/<str:delivery>/replay/", ReplayView.as_view(), name="api-delivery-replay"),
]
