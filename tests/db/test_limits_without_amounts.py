"""Limits on facilities of which no source states an amount."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dealtracker.access.walls import as_viewer
from parties.models import Party
from tests import cast, make
from tests.cast import Cast
from tests.db.test_exposure_reports import signed
from tests.db.test_limits_and_jobs import TODAY, editor, limited, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast.gather()


def bare(key: str, **facility: Any) -> make.Json:
    """A signed loan of which no source states an amount."""
    document = signed(key)
    document["facilities"][0] |= {"amount": {"kind": "unknown"}, "maturity_date": "2029-06", **facility}
    return document


@pytest.mark.parametrize(
    ("dimension", "key"), [("site.country", "JP"), ("maturity.year", "2029"), ("lender", "Harbour Bank")]
)
def test_a_committed_facility_without_an_amount_leaves_its_limit_incomplete(people: Cast, dimension: str, key: str) -> None:
    lists = make.ledger([], committed="30")
    known = signed("known", **lists)
    known["facilities"][0]["maturity_date"] = "2029"
    make.save(known, bare("bare"), bare("option", commitment="conditional"))
    with as_viewer(make.SYSTEM):
        stored = key if dimension != "lender" else str(Party.rows.get(name=key).pk)
    limited(people, dimension=dimension, key=stored)
    [row] = listed(editor(people))
    assert (row["state"], row["parts"], row["known"], row["at_most"]) == ("incomplete", 2, 1, row["used"])
    [then] = listed(editor(people), known_on=TODAY - timedelta(days=1))
    assert [then[name] for name in ("state", "parts", "known")] == ["incomplete", 2, 1], "of a past day too"
