"""A dry run tells which new parties have near namesakes; a real import saves and says nothing of it."""

from __future__ import annotations

import pytest

from deals.actions.dossiers import ImportResult, import_dossiers
from deals.interchange.dossier.reading import read_values
from dealtracker.access.walls import as_viewer
from parties.models import Party
from tests import make
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")


def bring(name: str, *, dry_run: bool = True, wall: str = "Public") -> ImportResult:
    document = make.dossier("second", borrower=name, lender="Quite Another Bank", site="Elsewhere", compartment=wall)
    with as_viewer(make.SYSTEM):
        return import_dossiers(
            dossiers=read_values([document], name="test", today=None),
            viewer=make.SYSTEM,
            source_name="test",
            reason="a test",
            dry_run=dry_run,
        )


@pytest.mark.parametrize("name", ["Borealis Computes", "Borealis-Compute Japan KK", "BorealisCompute"])
def test_a_near_namesake_is_told_with_likeness_and_reason_and_nothing_is_saved(people: World, name: str) -> None:
    result = bring(name)
    [told] = [line for line in result.notices if "would be a new party" in line]
    assert told.startswith(f'second: "bo" would be a new party, {name}; it may be "Borealis Compute" (0.')
    with as_viewer(make.SYSTEM):
        assert not Party.rows.filter(name=name).exists()


def test_a_party_that_is_matched_or_like_nobody_is_not_told(people: World) -> None:
    for name in ("Borealis Compute", "Xylograph Mills"):
        assert not [line for line in bring(name).notices if "would be a new party" in line]
    assert not [line for line in bring("Borealis Computes", dry_run=False).notices if "would be a new party" in line]
