"""What one would write first: nested model serializers over the facts, their rows fetched beforehand, no sign-in."""
# ruff: noqa: E402 — Django is set up before models can be imported.

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dealtracker.settings")

import django

django.setup()

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from deals import facts
from deals.agreements.models import Deal
from deals.sites.models import DealSite
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Claim, Source

# Ledger entries are left out, as the stored document leaves them out.
_LISTS = [entity for entity in facts.ENTITIES if entity.list != "entries"]


def _nested(model: Any, *, leave: tuple[str, ...] = ("compartment", "deal")) -> serializers.BaseSerializer[Any]:
    names = [f.name for f in model._meta.concrete_fields if f.name not in leave]
    found = {"Meta": type("Meta", (), {"model": model, "fields": names})}
    for field in model._meta.concrete_fields:
        if field.get_internal_type() in ("JSONField", "AmountField", "WhenField") or "Amount" in type(field).__name__:
            found[field.name] = serializers.CharField()
    made: Any = type(f"{model.__name__}Serializer", (serializers.ModelSerializer,), found)
    return made(many=True, read_only=True)


class DealSerializer(serializers.ModelSerializer[Deal]):
    """A deal with its lists, its sources and its claims."""

    class Meta:
        model = Deal
        fields: list[str] = ["id", "title", "external_ref", "currency", "labels", "revision"]

    def get_fields(self) -> dict[str, Any]:
        lists = {f"{entity.model._meta.model_name}_rows": _nested(entity.model) for entity in _LISTS}
        return {**super().get_fields(), **lists, "dealsite_rows": _nested(DealSite)}

    def to_representation(self, instance: Deal) -> dict[str, Any]:
        claims = self.context["claims"].get(instance.pk, [])
        sources = {claim.source_id: claim.source for claim in claims}.values()
        told = [{"target": str(c.target), "field": c.field, "value": c.value} for c in claims]
        return {**super().to_representation(instance), "claims": told, "sources": self.context["source"](sources)}


def deals(request: HttpRequest) -> HttpResponse:
    with as_viewer(system_viewer("benchmark")):
        names = [f"{entity.model._meta.model_name}_rows" for entity in _LISTS]
        found = list(Deal.rows.prefetch_related(*names, "dealsite_rows").order_by("-external_ref")[:100])
        claims: dict[Any, list[Claim]] = {}
        for claim in Claim.rows.filter(subject__in=[deal.pk for deal in found]).select_related("source"):
            claims.setdefault(claim.subject, []).append(claim)
        told = _nested(Source, leave=("compartment", "publisher_party")).child  # type: ignore[attr-defined]
        context = {"claims": claims, "source": lambda rows: [told.to_representation(row) for row in rows]}
        data = DealSerializer(found, many=True, context=context).data
    return HttpResponse(JSONRenderer().render({"results": data}), content_type="application/json")


urlpatterns = [path("deals/", deals)]
settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []
application = get_wsgi_application()
