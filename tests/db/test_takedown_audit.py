"""The audit after a takedown."""

from __future__ import annotations

import pytest

from deals.actions.takedown import takedown
from dealtracker.access.walls import as_viewer
from dealtracker.audit.models import Seal
from dealtracker.audit.seal import verify
from tests import make
from tests.intake import TODAY, take
from tests.seals import seal_all


@pytest.mark.django_db(transaction=True)
def test_the_audit_verifies_after_a_takedown() -> None:
    with as_viewer(make.SYSTEM):
        source = take(make.SYSTEM)
    seal_all(least=1)
    with as_viewer(make.SYSTEM):
        takedown(source=source, on=TODAY, viewer=make.SYSTEM, reason="asked by its publisher")
    seal_all(least=1)
    assert Seal.rows.count() > 1
    assert verify() is None
