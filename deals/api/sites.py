"""/api/v1/sites/ and /api/v1/hardware-models/."""

from __future__ import annotations

from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from deals.agreements import words as w
from deals.api.values import DECIMAL, QUANTITY, WHEN
from deals.hardware.models import HardwareModel
from deals.reports.named_then import Then
from deals.reports.site_rows import deals_at_sites, model_id, model_json, model_rows, site_json, site_rows
from deals.reports.sites_known import SitesThen
from deals.sites.calc.geojson import collection
from deals.sites.models import Site
from dealtracker.apikit.keyset import link, page_of
from dealtracker.apikit.listing import bad_parameter, read_listing
from dealtracker.apikit.lists import RowsView, list_schema, one_schema
from dealtracker.apikit.shapes import TEXT, Schema
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import days_asked
from dealtracker.countries import wrong_country
from dealtracker.ids import fingerprint

CAPACITY: Schema = {
    "type": "object",
    "required": ["id", "kind", "state"],
    "properties": {
        "id": TEXT,
        "mw": QUANTITY,
        "gpus": QUANTITY,
        "kind": TEXT,
        "state": TEXT,
        "phase": TEXT,
        "by": WHEN,
    },
    "additionalProperties": False,
}
_DEAL: Schema = {
    "type": "object",
    "required": ["id", "title"],
    "properties": {"id": TEXT, "title": TEXT},
    "additionalProperties": False,
}
POSITION: Schema = {
    "type": "object",
    "required": ["latitude", "longitude"],
    "properties": {"latitude": DECIMAL, "longitude": DECIMAL},
    "additionalProperties": False,
}
SITE: Schema = {
    "type": "object",
    "required": ["id"],
    "properties": {
        **dict.fromkeys(("id", "name", "country", "region", "city", "district", "part_of"), TEXT),
        "kind": {"enum": list(w.SITE_KINDS)}, "precision": {"enum": list(w.PRECISIONS)},
        "buildings": {"type": "integer", "minimum": 0}, "position": POSITION,
        "capacities": {"type": "array", "items": CAPACITY}, "deals": {"type": "array", "items": _DEAL},
    },
    "additionalProperties": False,
}  # fmt: skip
MODEL: Schema = {
    "type": "object",
    "required": ["id"],
    "properties": {
        **dict.fromkeys(("id", "slug", "vendor", "name"), TEXT), "aliases": {"type": "array", "items": TEXT},
        "figures": {"type": "object", "additionalProperties": True},
        "sources": {"type": "object", "additionalProperties": TEXT}, "tpp": DECIMAL, "performance_density": DECIMAL,
    },
    "additionalProperties": False,
}  # fmt: skip


class _Sites(RowsView):
    filters = {"country": "country", "q": "name", "precision": "precision"}
    choices: ClassVar[dict[str, tuple[str, ...]]] = {"precision": tuple(w.PRECISIONS)}
    faults = {"country": wrong_country}
    prefix = "site"
    days = ("as_of", "known_on")
    members = tuple(SITE["properties"])

    def rows(self, request: Request, **asked: str) -> QuerySet[Site]:
        then = _then(request)
        if then is None:
            return site_rows(viewer=request.viewer, **asked)
        return then.having(**asked) if asked else then.rows

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        if then := _then(request):
            return [one.told for one in then.told(rows)]
        deals = deals_at_sites(viewer=request.viewer, sites=rows)
        return [site_json(site, deals.get(site.pk, [])) for site in rows]


def _then(request: Request) -> SitesThen | None:
    """The sites of the days that are asked for; None for today's."""
    days = days_asked(request)
    return None if days.is_today else SitesThen(Then(request.viewer, days.today, days.known_on), days.as_of)


class SiteListView(_Sites):
    """Visible sites by name: those that were known on the day asked, as they were then.

    `format=geojson` gives the same page as a FeatureCollection (RFC 7946).
    """

    @list_schema(_Sites, "sites", SITE)
    def get(self, request: Request) -> HttpResponse:
        return self._geojson(request) if request.query_params.get("format") == "geojson" else self.page(request)

    def _geojson(self, request: Request) -> HttpResponse:
        asked = request.query_params.copy()
        asked["format"] = "json"
        listing = read_listing(asked)
        if listing.fields or listing.omit:
            raise bad_parameter("fields" if listing.fields else "omit", "is not a parameter of the GeoJSON form")
        found = page_of(
            self._filtered(request, listing), ordering=listing.ordering or self.column, limit=listing.limit, cursor=listing.cursor
        )
        ends = {name: link(request.path, request.query_params, getattr(found, name)) for name in ("next", "previous")}
        body = orjson.dumps(collection(self.to_json(request, found.rows), **ends))
        return tagged(request._request, body, digest=fingerprint(body), content_type="application/geo+json")


class SiteView(_Sites):
    """One site as it stands now, or as the deals that name it had it on a pair of dates."""

    @one_schema(_Sites, "sites", SITE, "site")
    def get(self, request: Request, site: str) -> HttpResponse:
        return self.one(request, site)


class _Models(RowsView):
    """A chip is found by its id, or by its slug, which is its key in the catalogue.

    On an earlier day those released by then are there, without a price of a later period; the catalogue's sources
    bear no day, so the other figures are those of the catalogue.
    """

    filters = {"vendor": "vendor", "q": "name"}
    days = ("known_on",)
    prefix = "model"
    members = tuple(MODEL["properties"])

    def rows(self, request: Request, **asked: str) -> QuerySet[HardwareModel]:
        return model_rows(known_on=days_asked(request).known_on, **asked)

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        known_on = days_asked(request).known_on
        return [model_json(model, known_on=known_on) for model in rows]


class ModelListView(_Models):
    """The chip catalogue: chips released by the day, without a price of a later period.

    Its sources bear no day of their own: other figures are those of the catalogue on every day.
    """

    @list_schema(_Models, "hardware_models", MODEL)
    def get(self, request: Request) -> HttpResponse:
        return self.page(request)


class ModelView(_Models):
    """One chip."""

    @one_schema(_Models, "hardware_models", MODEL, "model")
    def get(self, request: Request, model: str) -> HttpResponse:
        return self.one(request, model_id(model) or model)
