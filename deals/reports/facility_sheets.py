"""Sheets of several deals on one pair of dates, for lists of what stands in them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals.agreements.models import Deal
from deals.reports.deals_at import documents_with
from dealtracker.access.rules import Viewer

_STORED = "SELECT deal, body FROM deals_sheet WHERE deal = ANY(%s) AND valid_from <= %s AND valid_to > %s"


def facility_sheets(
    *, viewer: Viewer, deals: Collection[UUID], today: date, as_of: date, known_on: date, words: str = ""
) -> dict[UUID, dict[str, Any]]:
    """Deal → its sheet; those hidden, not yet published on `known_on`, or then without these words are left out.

    Two statements for today, when the list has looked for the words itself.
    """
    if (as_of, known_on) != (today, today):
        return documents_with(viewer=viewer, deals=sorted(deals), as_of=as_of, known_on=known_on, words=words)
    ids = list(Deal.objects.visible_to(viewer).filter(pk__in=deals).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [ids, today, today])
        return {deal: orjson.loads(bytes(body)) for deal, body in cursor.fetchall()}
