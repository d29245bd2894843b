"""How the fields of parties are known: a value without its standing would read as a fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from dealtracker.evidence.models import Standing
from dealtracker.periods import OPEN_END

_SHOWN = ("certainty", "sources", "origins", "newsrooms", "contested")


def standings_of(parties: Iterable[UUID], *, known_on: date | None = None) -> dict[UUID, dict[str, dict[str, Any]]]:
    """Party → field → its standing on a day, by default with all that is known. One statement.

    Ask for parties that the reader sees; one of which nobody states anything is absent.
    """
    on = Q(known_to=OPEN_END) if known_on is None else Q(known_from__lte=known_on, known_to__gt=known_on)
    found: dict[UUID, dict[str, dict[str, Any]]] = {}
    for row in Standing.rows.filter(on, target__in=list(parties)).order_by("field").values("target", "field", *_SHOWN):
        found.setdefault(row["target"], {})[row["field"]] = {name: row[name] for name in _SHOWN}
    return found
