"""Webhooks as whoever runs the site sees them: where is told, and what could not be."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from dealtracker.access.reading import ReadOnlyAdmin
from dealtracker.webhooks.models import Delivery, Endpoint


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyAdmin):
    """Endpoints of all people, without what they are signed with."""

    list_display = ("url", "owner", "disabled_at", "disabled_reason")
    list_filter = (("disabled_at", admin.EmptyFieldListFilter),)
    fields = ("owner", "url", "kinds", "disabled_at", "disabled_reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Endpoint.objects.select_related("owner").order_by("url")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Deliveries of changes that the viewer sees; those given up are the dead letters."""

    list_display = ("event", "endpoint", "attempts", "last_status", "next_at", "delivered_at", "given_up_at")
    list_filter = (("given_up_at", admin.EmptyFieldListFilter), ("delivered_at", admin.EmptyFieldListFilter))
    list_select_related = ("event", "endpoint")
    ordering = ("-event__written_at",)
