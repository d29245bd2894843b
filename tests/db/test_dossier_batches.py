"""Many dossiers at once: each row is looked for among its likes alone, and what is told is told once."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from deals.actions._dossiers import places
from deals.models import Site
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.bulk import uncollected
from dealtracker.evidence.models import Source
from parties.models import Stake
from tests.db.test_dossiers import bring
from tests.unit.interchange.dossiers import small

pytestmark = pytest.mark.django_db
MANY = 230  # more than are written at once


def placed(number: int) -> dict[str, Any]:
    """A small dossier with a site of its own, one that all share, and a stake between its own parties."""
    document = small(key=f"many-{number}")
    at = document["sources"][0]["key"]
    document["sites"] += [
        {"key": "own", "name": f"Campus {number}", "country": "JP", "city": "Tokyo"},
        {"key": "shared", "name": "Harbour Park", "country": "JP", "city": "Osaka"},
    ]
    document["parties"] += [
        {"key": "up", "kind": "company", "names": [{"text": f"Upper House {number}"}]},
        {"key": "down", "kind": "company", "names": [{"text": f"Lower House {number}"}]},
    ]
    document["stakes"] += [{"key": "s", "owner": "up", "owned": "down", "kind": "equity"}]
    document["hardware"] += [{"key": "h9", "model": "QX-77 Unheard", "site": "own"}]
    document["claims"].append({"source": at, "at": ["/sites/own", "/sites/shared", "/stakes/s", "/hardware/h9"]})
    return document


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many rows were compared, for each row looked for."""
    found: list[int] = []
    like = places.Known.like

    def counted(self: places.Known, *values: Any) -> list[Any]:
        rows = like(self, *values)
        found.append(len(rows))
        return rows

    monkeypatch.setattr(places.Known, "like", counted)
    yield found


def test_a_row_is_looked_for_among_its_likes_alone(looked_at: list[int]) -> None:
    documents = [placed(number) for number in range(MANY)]
    told = bring(*documents).notices
    assert len(looked_at) >= 3 * MANY
    assert max(looked_at) <= 2
    assert len(told) == len(set(told))
    assert sum("QX-77 Unheard" in line for line in told) == MANY
    with as_viewer(system_viewer("tests")):
        assert Site.rows.filter(name="Harbour Park").count() == 1
        assert Site.rows.filter(name__startswith="Campus ").count() == MANY
        assert Stake.rows.filter(owner__name__startswith="Upper House").count() == MANY
    assert bring(*documents).count("unchanged") == MANY


def test_the_command_leaves_the_collector_of_cycles_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "deals.ndjson"
    file.write_text("\n".join(json.dumps(placed(number)) for number in range(3)))
    assert gc.isenabled()
    call_command("import_deals", str(file), dry_run=True)
    assert gc.isenabled()
    with pytest.raises((SystemExit, CommandError)):
        call_command("import_deals", str(tmp_path / "none.json"))
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()


def test_a_source_without_address_that_speaks_of_parties_alone_is_found_again() -> None:
    def noted(number: int) -> dict[str, Any]:
        document = placed(number)
        document["parties"][-1]["hq_country"] = document["parties"][-2]["hq_country"] = "JP"
        document["parties"].append(
            {"key": "all", "kind": "company", "names": [{"text": "Known To All"}], "hq_country": "SG"}
        )
        document["sources"].append(
            {"key": "notes", "kind": "file", "publisher": "Own notes", "published": "2026-01-05"}
        )
        about = [f"/parties/{key}/hq_country" for key in ("up", "down", "all")]
        document["claims"].append({"source": "notes", "at": about, "attribution": "own inference"})
        return document

    documents = [noted(number) for number in range(4)]
    assert bring(*documents).count("created") == 4
    with as_viewer(system_viewer("tests")):
        before = Source.rows.filter(publisher="Own notes").count()
    assert bring(*documents).count("unchanged") == 4
    assert bring(documents[2]).count("unchanged") == 1
    documents[3]["parties"].append({"key": "more", "kind": "company", "names": [{"text": "More"}], "hq_country": "KR"})
    documents[3]["claims"][-1]["at"].append("/parties/more/hq_country")
    assert bring(documents[3], update=True).count("updated") == 1
    with as_viewer(system_viewer("tests")):
        assert Source.rows.filter(publisher="Own notes").count() == before
