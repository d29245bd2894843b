"""Sites and chips as the API lists them."""
from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from deals.hardware.calc.known import catalogued_by, figures_by
from deals.hardware.catalogue import load_catalogue
from deals.hardware.models import HardwareModel
from deals.sites.models import DealSite, Site, SiteCapacity
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id

_PLAIN = ("name", "kind", "country", "region", "city", "district", "precision", "buildings")
SITE_MEMBERS = ("id", *_PLAIN, "position", "part_of")
CAPACITY_MEMBERS = ("id", "mw", "gpus", "kind", "state", "phase", "by")


def site_rows(*, viewer: Viewer, country: str = "", name: str = "", precision: str = "") -> QuerySet[Site]:
    """Visible sites, with what `site_json` needs fetched along."""
    found = Site.objects.visible_to(viewer).prefetch_related("capacities")
    if country:
        found = found.filter(country=country)
    if name:
        found = found.filter(name__icontains=name)
    if precision:
        found = found.filter(precision=precision)
    return found


def deals_at_sites(*, viewer: Viewer, sites: list[Site]) -> dict[Any, list[dict[str, str]]]:
    """Site → the visible deals that stand there, in one statement."""
    links = DealSite.objects.visible_to(viewer).filter(site__in=sites).select_related("deal").order_by("deal__title", "deal_id")
    found: dict[Any, list[dict[str, str]]] = {}
    for one in links:
        found.setdefault(one.site_id, []).append({"id": public_id("deal", one.deal_id), "title": one.deal.title})
    return found


def site_json(site: Site, deals: list[dict[str, str]]) -> dict[str, Any]:
    """{"id", "name", "kind", "country", …, "precision", "position", "capacities", "deals"}; what is not stated is absent."""
    plain = {n: getattr(site, n) for n in _PLAIN}
    position = {"latitude": str(site.latitude), "longitude": str(site.longitude)} if site.latitude is not None else None
    return {
        "id": public_id("site", site.pk),
        **{name: value for name, value in plain.items() if value not in ("", None)},
        **({"position": position} if position else {}),
        **({"part_of": public_id("site", site.part_of_id)} if site.part_of_id else {}),
        "capacities": [_capacity(c) for c in sorted(site.capacities.all(), key=lambda c: c.key)],
        "deals": deals,
    }


def _capacity(capacity: SiteCapacity) -> dict[str, Any]:
    amounts = {n: value.to_json() for n in ("mw", "gpus") if (value := getattr(capacity, n)) is not None}
    by = {"by": capacity.by.to_json()} if capacity.by else {}
    phase = {"phase": capacity.phase} if capacity.phase else {}
    return {"id": public_id("capacity", capacity.pk), **amounts, "kind": capacity.kind, "state": capacity.state, **phase, **by}


def model_rows(*, known_on: date, vendor: str = "", name: str = "") -> QuerySet[HardwareModel]:
    """The catalogue, the same for everyone: chips released by the day, all of it from the day on which it was made."""
    found = HardwareModel.rows.all()
    if not catalogued_by(load_catalogue().version, known_on):
        found = found.filter(figures__released__value__lte=known_on.isoformat())
    if vendor:
        found = found.filter(vendor__iexact=vendor)
    return found.filter(name__icontains=name) if name else found


def model_id(slug: str) -> str | None:
    """The public id of the chip with this slug; None for anything else."""
    key = HardwareModel.rows.filter(slug=slug[:60].lower()).values_list("pk", flat=True).first() if "\x00" not in slug else None
    return public_id("model", key) if key else None


def model_slug(key: Any) -> str | None:
    return HardwareModel.rows.filter(pk=key).values_list("slug", flat=True).first()


def _citations(figures: dict[str, Any]) -> dict[str, str]:
    """Key of a source → its citation, of all that the chip's figures name."""
    dated = [figures.get("released"), figures.get("price_usd")]
    rows = [*figures.get("figures", {}).values(), *figures.get("flags", {}).values(), *(row for row in dated if row)]
    known = load_catalogue().sources
    return {name: known[name] for row in rows for name in row["sources"] if name in known}


def model_json(model: HardwareModel, *, known_on: date) -> dict[str, Any]:
    """A chip with its figures, each as its source states it; TPP and performance density are computed."""
    figures = figures_by(model.figures, known_on)
    computed = {"tpp": model.tpp, "performance_density": model.performance_density}
    return {
        "id": public_id("model", model.pk), "slug": model.slug, "vendor": model.vendor, "name": model.name,
        "aliases": model.aliases, "figures": figures, "sources": _citations(figures),
        **{name: format(value.normalize(), "f") for name, value in computed.items() if value is not None},
    }  # fmt: skip
