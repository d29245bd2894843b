"""The nightly check: damage to a row of any derived table is told with both values, and mended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from deals.controls.models import Finding
from deals.exposure.models import ExposurePeriod
from deals.jobs.models import BookCheck
from deals.sheets.models import Facet, SearchEntry, Sheet
from deals.tasks import check_book_part
from deals.timeline.models import StagePeriod
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Standing
from parties.ownership.models import Lineage
from parties.ownership.recompute import refresh_lineages
from tests import make
from tests.db.test_exposure_reports import signed

pytestmark = pytest.mark.django_db

# room → (table, column of whose it is, column that is damaged, what it is damaged to)
ROOMS: dict[str, tuple[Any, str, str, Any]] = {
    "exposure": (ExposurePeriod, "deal", "committed", 99),
    "timeline": (StagePeriod, "deal", "stage", "marketing"),
    "sheets": (Sheet, "deal", "digest", "0" * 32),
    "facets": (Facet, "deal", "value", "nowhere"),
    "findings": (Finding, "deal", "result", "INFO"),
    "standings": (Standing, "subject", "certainty", "withdrawn"),
    "search": (SearchEntry, "target", "text", "words of another deal"),
    "lineages": (Lineage, "party", "low", "0.1"),
}  # fmt: skip


@pytest.fixture
def deal() -> UUID:
    """A signed deal with its ledger, whose borrower is owned by another."""
    owned = {
        "parties": [make.party("owner", "Great Aurora Holdings")],
        "stakes": [{"key": "k1", "owner": "owner", "owned": "bo", "share": {"kind": "exact", "point": "0.8"}, "kind": "equity"}],
        "claims": [{"source": "s-one", "at": ["/stakes/k1"]}],
    }  # fmt: skip
    entries = make.ledger([("le", "commitment", "100", "2026-01-01")])
    both = {name: [*owned.get(name, []), *entries.get(name, [])] for name in {*owned, *entries}}
    (made,) = make.save(signed("one", **both))
    refresh_lineages(at=timezone.now())
    make.catch_up()
    check_book_part([str(made)])
    assert found(made) == [], "nothing was damaged yet"
    return made


def found(deal: UUID) -> list[dict[str, str | None]]:
    """What the last check that found anything told of this deal."""
    with as_viewer(make.SYSTEM):
        check = BookCheck.rows.get(deal=deal)
        told: list[dict[str, str | None]] = check.differences if check.differed_at == check.checked_at else []
        return told


def rows(room: str, deal: UUID) -> Any:
    model, owner, *_ = ROOMS[room]
    if room != "lineages":
        return model.rows.filter(**{owner: deal})
    return model.rows.filter(party__in=model.rows.values("party"))


def stored(room: str, deal: UUID) -> list[dict[str, Any]]:
    with as_viewer(make.SYSTEM):
        kept = [{name: value for name, value in row.items() if name != "id"} for row in rows(room, deal).values()]
    return sorted(kept, key=str)


@pytest.mark.parametrize("room", ROOMS)
def test_a_damaged_row_is_told_and_mended(deal: UUID, room: str) -> None:
    before = stored(room, deal)
    column, value = ROOMS[room][2:]
    with as_viewer(make.SYSTEM):
        chosen = rows(room, deal).exclude(**{column: value}).order_by("pk").first()
        assert chosen is not None, "there is a row to damage"
        type(chosen).rows.filter(pk=chosen.pk).update(**{column: value})
    check_book_part([str(deal)])
    told = [one for one in found(deal) if one["room"] == room]
    named = column in {one["figure"] for one in told} or {one["figure"] for one in told} == {"the row"}
    assert told and named, found(deal)
    make.catch_up()
    check_book_part([str(deal)])
    assert stored(room, deal) == before
    assert found(deal) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_lost_row_is_told_and_mended(deal: UUID, room: str) -> None:
    before = stored(room, deal)
    with as_viewer(make.SYSTEM):
        chosen = rows(room, deal).order_by("pk").first()
        type(chosen).rows.filter(pk=chosen.pk).delete()
    check_book_part([str(deal)])
    lost = [(one["figure"], one["stored"], one["found"]) for one in found(deal) if one["room"] == room]
    assert ("the row", None, "there") in lost, found(deal)
    make.catch_up()
    assert stored(room, deal) == before


@pytest.mark.parametrize("column", ["body", "brief"])
@pytest.mark.parametrize("damage", [b'{"title": "somebody else"}', b"{no json"])
def test_damaged_bytes_of_a_sheet_are_told(deal: UUID, column: str, damage: bytes) -> None:
    before = stored("sheets", deal)
    with as_viewer(make.SYSTEM):
        Sheet.rows.filter(deal=deal).update(**{column: damage})
    check_book_part([str(deal)])
    assert any(one["room"] == "sheets" for one in found(deal))
    assert stored("sheets", deal) == before
