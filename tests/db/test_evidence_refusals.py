"""Rings of links, claims about fields that do not exist, days to come: refused by import with path and reason, nothing saved."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from deals.actions.dossiers import DossierRefused, import_dossiers
from deals.agreements.models import Deal
from deals.interchange.dossier.reading import read_values
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from tests import make
from tests.world import World


def refusal(document: Any) -> str:
    """What is said of the document; nothing of it is saved."""
    with as_viewer(make.SYSTEM):
        before = (Deal.rows.count(), Source.rows.count())
        with pytest.raises(DossierRefused) as error:
            read = read_values([document], name="test.json", today=date(2026, 11, 23))
            import_dossiers(dossiers=read, viewer=make.SYSTEM, source_name="test", reason="a test", demo="")
        assert (Deal.rows.count(), Source.rows.count()) == before
    return " ".join(f"{p.pointer} {p.message}" for p in error.value.problems)


def document() -> dict[str, Any]:
    return copy.deepcopy(make.dossier("refused", title="Refused"))


def test_a_ring_of_links_names_its_path(people: World) -> None:
    one = document()
    first = one["sources"][0]["key"]
    one["sources"].append({**make.source("ring", "Ring Post"), "links": [{"to": first, "kind": "re-reports"}]})
    one["sources"][0]["links"] = [{"to": "ring", "kind": "re-reports"}]
    said = refusal(one)
    assert "ring" in said and first in said and "/sources/" in said


def test_a_claim_about_a_field_that_does_not_exist_is_named(people: World) -> None:
    one = document()
    one["claims"].append({"source": one["sources"][0]["key"], "at": "/facilities/f1/colour", "value": "blue"})
    said = refusal(one)
    assert "/claims/" in said and "colour" in said


def test_a_day_to_come_is_named(people: World) -> None:
    one = document()
    one["sources"][0]["published"] = "2999-01-01"
    said = refusal(one)
    assert "/sources/" in said and "2999-01-01" in said
