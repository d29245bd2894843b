"""One site on a pair of dates: its place and capacities as known then, who has a part there, which machines, which deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.reports.deal_list import joined
from deals.reports.deal_sheet import deal_documents
from deals.reports.filters import visible
from deals.sites.models import DealSite
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id

Row = Mapping[str, Any]


@dataclass(frozen=True)
class AtSite:
    """A deal that names the site: its sheet, the site's row in it, and what of it belongs to this site."""

    document: Row
    row: Row
    roles: tuple[Row, ...]
    hardware: tuple[Row, ...]


@dataclass(frozen=True)
class SiteOn:
    """`row` is the site as the sheets of those dates have it; None where no deal names it (today only)."""

    row: Row | None
    deals: tuple[AtSite, ...]

    @property
    def last_report(self) -> date | None:
        """The latest first-hand report of any deal at the site."""
        days = [found for one in self.deals if (found := one.document["derived"].get("last_report"))]
        return date.fromisoformat(max(days)) if days else None

    @property
    def capacities(self) -> list[Row]:
        """Each once, in the order of the days by which they are to be there, those without a day last."""
        found = {one["id"]: one for at in self.deals for one in at.row.get("capacities", ())}
        return sorted(found.values(), key=_by)


def site_on(*, viewer: Viewer, site: UUID, today: date, as_of: date, known_on: date) -> SiteOn | None:
    """None where nothing that this viewer may see had named the site on `known_on`."""
    deals = list(DealSite.objects.visible_to(viewer).filter(site=site).values_list("deal_id", flat=True).distinct())
    is_today = as_of == known_on == today
    documents = _stored(viewer, deals, today) if is_today else _computed(viewer, deals, as_of, known_on)
    wanted = public_id("site", site)
    found = [at for document in documents if (at := _at(document, wanted))]
    if not found and not is_today:
        return None
    return SiteOn(found[0].row if found else None, tuple(sorted(found, key=lambda at: str(at.document["title"]))))


def _stored(viewer: Viewer, deals: Sequence[UUID], today: date) -> list[Row]:
    where, values = joined([visible(viewer, today)])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT s.body FROM deals_sheet s WHERE s.deal = ANY(%s) AND {where}", [list(deals), *values])
        return [orjson.loads(bytes(body)) for (body,) in cursor]


def _computed(viewer: Viewer, deals: Sequence[UUID], as_of: date, known_on: date) -> list[Row]:
    return list(deal_documents(viewer=viewer, deals=deals, as_of=as_of, known_on=known_on).values())


def _at(document: Row, site: str) -> AtSite | None:
    row = next((row for row in document["sites"] if row["id"] == site), None)
    if row is None:
        return None
    roles = tuple(role for role in document["roles"] if _stands(role, site))
    return AtSite(document, row, roles, tuple(line for line in document["hardware"] if _stands(line, site)))


def _stands(row: Row, site: str) -> bool:
    place = row.get("site")
    return isinstance(place, Mapping) and place.get("id") == site


def _by(capacity: Row) -> tuple[bool, str]:
    """Days and years sort by their first bound as text; {"by": …} and its like by the day inside."""
    by = capacity.get("by")
    text = str(next(iter(by.values()), "")) if isinstance(by, Mapping) else str(by or "")
    return not text, text
