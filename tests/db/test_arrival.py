"""However the lists of a dossier are ordered, and however often it is brought again, every day's view is the same."""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deals.actions.dossiers import DossierRefused
from deals.reports.deal_sheet import deal_sheet
from dealtracker.access.walls import as_viewer
from tests import make
from tests.unit.interchange.random_dossiers import dossiers

pytestmark = pytest.mark.django_db
FOUNDING = Path(__file__).resolve().parents[2] / "deals" / "demo" / "palebluedot-xiaohongshu-tokyo.json"
_ID = re.compile(r"\b([a-z]+)_[0-9a-f]{32}\b")
_DAYS = [date(2025, 11, 30), date(2025, 12, 2), date(2026, 1, 16), date(2026, 7, 1)]


class Undone(Exception):
    """Ends a transaction without keeping what it did."""


def shuffled(document: make.Json, chance: random.Random) -> make.Json:
    return {name: chance.sample(rows, len(rows)) if isinstance(rows, list) else rows for name, rows in document.items()}


def views(*documents: make.Json) -> list[Any]:
    """What each day shows once these have come one after the other; nothing is kept."""
    found: list[Any] = []
    try:
        with transaction.atomic():
            for document in documents:
                (deal,) = make.save(document, update=True)
            with as_viewer(make.SYSTEM):
                found += [_view(deal, day) for day in [*_DAYS, timezone.now().date()]]
            raise Undone
    except Undone:
        return found


def _view(deal: Any, day: date) -> Any:
    today = timezone.now().date()
    seen = deal_sheet(
        viewer=make.SYSTEM, deal=deal, today=today, as_of=min(day + timedelta(days=30), today), known_on=day
    )
    return _without_ids(json.loads(seen.body)) if seen else None


def _without_ids(value: Any) -> Any:
    """Ids by their kind alone, lists in the order of what they hold: both are drawn anew with every import."""
    if isinstance(value, dict):
        return {name: _without_ids(inner) for name, inner in value.items() if name != "revision"}
    if isinstance(value, list):
        return sorted((_without_ids(inner) for inner in value), key=lambda inner: json.dumps(inner, sort_keys=True))
    return _ID.sub(r"\1", value) if isinstance(value, str) else value


def test_the_founding_deal_in_any_order_and_again() -> None:
    document = json.loads(FOUNDING.read_text(encoding="utf-8"))
    document = document[0] if isinstance(document, list) else document
    expected = views(document)
    assert expected[0] is None and expected[1] and expected[2]
    chance = random.Random(7)
    mixed = [shuffled(document, chance) for _ in range(3)]
    assert views(mixed[0]) == expected
    assert views(*mixed) == expected


@settings(
    max_examples=8, deadline=None, phases=[Phase.generate], derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(dossiers(), st.integers(0, 99))
def test_a_deal_at_random_in_any_order_and_again(document: make.Json, seed: int) -> None:
    other = shuffled(document, random.Random(seed))
    try:
        expected = views(document)
    except DossierRefused:
        with pytest.raises(DossierRefused):
            views(other)
        return
    assert views(other) == expected
    assert views(document, other) == expected
