"""Sites by any part of their place, with the deals that stand there and how each is known."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from deals.reports.site_rows import site_rows
from deals.sites.models import Site
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


def row_standings(*, rows: list[UUID], known_on: date) -> dict[UUID, dict[str, dict[str, Any]]]:
    """Site or row of its capacity → field ("" is the row as a whole) → standing, as known on the day."""
    stored = Standing.rows.filter(target__in=rows, known_from__lte=known_on, known_to__gt=known_on)
    found: dict[UUID, dict[str, dict[str, Any]]] = {}
    for target, field, certainty, *counts in stored.values_list(
        "target", "field", "certainty", "sources", "origins", "newsrooms"
    ):
        numbers = dict(zip(("sources", "origins", "newsrooms"), counts, strict=True))
        found.setdefault(target, {})[field] = {"certainty": certainty, **numbers}
    return found
