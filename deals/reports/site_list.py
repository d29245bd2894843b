"""Sites by any part of their place, with the deals that stand there and how each is known."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from deals.reports.deal_list import joined
from deals.reports.filters import visible
from deals.reports.site_rows import site_rows
from deals.sites.models import DealSite, Site
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Standing


def site_list(*, viewer: Viewer, words: str = "", country: str = "", precision: str = "") -> QuerySet[Site]:
    """Visible sites whose name or place has all of `words`."""
    found = site_rows(viewer=viewer, country=country, precision=precision)
    for word in words.split()[:8]:
        places = ("name", "city", "district", "region")
        either = Q()
        for place in places:
            either |= Q(**{f"{place}__icontains": word})
        found = found.filter(either)
    return found


def site_countries(*, viewer: Viewer) -> list[tuple[str, int]]:
    """Country → how many visible sites, for the filter."""
    counted = Site.objects.visible_to(viewer).exclude(country="").values("country").annotate(n=Count("pk"))
    return [(row["country"], row["n"]) for row in counted.order_by("-n", "country")]


def site_standings(*, sites: list[UUID], known_on: date) -> dict[UUID, dict[str, dict[str, Any]]]:
    """Site → field ("" is the site as a whole) → standing, as known on the day."""
    rows = Standing.rows.filter(target__in=sites, known_from__lte=known_on, known_to__gt=known_on)
    found: dict[UUID, dict[str, dict[str, Any]]] = {}
    for target, field, certainty, *counts in rows.values_list(
        "target", "field", "certainty", "sources", "origins", "newsrooms"
    ):
        numbers = dict(zip(("sources", "origins", "newsrooms"), counts, strict=True))
        found.setdefault(target, {})[field] = {"certainty": certainty, **numbers}
    return found


def deals_at_site(*, viewer: Viewer, site: UUID, day: date) -> list[tuple[bytes, str]]:
    """(brief sheet, key of the site in that deal) of the visible deals that name the site."""
    linked = DealSite.objects.visible_to(viewer).filter(site=site).values_list("deal_id", "key")
    keys = dict(linked)
    where, values = joined([visible(viewer, day)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.deal, s.brief FROM deals_sheet s WHERE s.deal = ANY(%s) AND {where} ORDER BY s.title",
            [list(keys), *values],
        )
        return [(bytes(brief), keys[deal]) for deal, brief in cursor]
