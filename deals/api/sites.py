"""/api/v1/sites/ and /api/v1/hardware-models/."""
from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from dealtracker.apikit.lists import RowsView
from dealtracker.apikit.shapes import JSON, TEXT, page, problems, query
from deals.hardware.models import HardwareModel
from deals.reports.site_rows import deals_at_sites, model_json, model_rows, site_json, site_rows
from deals.sites.models import Site

SITE: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "kind", "precision", "capacities", "deals"],
    "properties": {name: TEXT for name in ("id", "name", "kind", "country", "region", "city", "district", "precision", "part_of")}
    | {"buildings": {"type": "integer"}, "position": {"type": "object"}}
    | {name: {"type": "array", "items": {"type": "object"}} for name in ("capacities", "deals")},
}
MODEL: dict[str, Any] = {
    "type": "object",
    "required": ["id", "slug", "vendor", "name", "figures"],
    "properties": {name: TEXT for name in ("id", "slug", "vendor", "name", "tpp", "performance_density")}
    | {"aliases": {"type": "array", "items": TEXT}, "figures": {"type": "object"}},
}


class _Sites(RowsView):
    filters = {"country": "country", "q": "name", "precision": "precision"}
    prefix = "site"

    def rows(self, request: Request, **asked: str) -> QuerySet[Site]:
        return site_rows(viewer=request.viewer, **asked)

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        deals = deals_at_sites(viewer=request.viewer, sites=rows)
        return [site_json(site, deals.get(site.pk, [])) for site in rows]


class SiteListView(_Sites):
    """Visible sites by name."""

    @extend_schema(
        operation_id="sites_list", parameters=query("country", "q", "precision", "cursor", "limit"),
        responses={(200, JSON): page(SITE), **problems(400, 401)},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        return self.page(request)


class SiteView(_Sites):
    """One site."""

    @extend_schema(operation_id="sites_retrieve", responses={(200, JSON): SITE, **problems(400, 401, 404)})
    def get(self, request: Request, site: str) -> HttpResponse:
        return self.one(request, site)


class _Models(RowsView):
    filters = {"vendor": "vendor", "q": "name"}
    prefix = "model"

    def rows(self, request: Request, **asked: str) -> QuerySet[HardwareModel]:
        return model_rows(**asked)

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        return [model_json(model) for model in rows]


class ModelListView(_Models):
    """The chip catalogue."""

    @extend_schema(
        operation_id="hardware_models_list", parameters=query("vendor", "q", "cursor", "limit"),
        responses={(200, JSON): page(MODEL), **problems(400, 401)},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        return self.page(request)


class ModelView(_Models):
    """One chip."""

    @extend_schema(operation_id="hardware_models_retrieve", responses={(200, JSON): MODEL, **problems(400, 401, 404)})
    def get(self, request: Request, model: str) -> HttpResponse:
        return self.one(request, model)
