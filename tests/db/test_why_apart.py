"""Totals that are neither debt nor equity open to the stated amounts that they add, each with its claims; today and of a past day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from deals.reports.exposure_by import exposure_by
from deals.reports.filters import FilterError
from deals.reports.why_apart import APART, why_apart
from dealtracker.access.walls import as_viewer
from tests import cast, make
from tests.db.test_exposure_reports import AS_OF, TODAY, signed
from tests.db.test_why_collateral import by_leaves, ends
from tests.pages.markup import check, text

pytestmark = pytest.mark.django_db
DAYS = {"as_of": AS_OF, "known_on": TODAY, "today": TODAY}


def supported(key: str, **more: Any) -> make.Json:
    """A deal with a guarantee that steps down, an offtake contract with another under it, and a project cost that was revised."""
    lists: dict[str, Any] = {
        "supports": [{"key": "g1", "kind": "guarantee", "facility": "f1", "provider": "bo", "caps": [
            {"amount": make.money("40"), "to": "2025-12-31"}, {"amount": make.money("25.50"), "from": "2026-01-01"}]},
            {"key": "g2", "kind": "residual value", "facility": "f1", "provider": "le",
             "caps": [{"amount": {"kind": "at most", "high": "9", "currency": "USD"}}]}],
        "contracts": [
            {"key": "k1", "kind": "cloud capacity", "customer": "bo", "value": make.money("1000")},
            {"key": "k2", "kind": "cloud capacity", "customer": "bo", "under": "k1", "value": make.money("300")},
            {"key": "k3", "kind": "lease", "customer": "bo", "value": make.money("700", "JPY")}],
        "figures": [{"key": key, "measure": "project cost", "amount": make.money(amount), "as_of": day}
                    for key, amount, day in (("c1", "800", "2025-06-01"), ("c2", "900", "2025-10-01"))],
    }  # fmt: skip
    at = [f"/{name}/{row['key']}" for name, rows in lists.items() for row in rows]
    lists["sources"] = [make.source("s-terms", "Agent notice", kind="memo")]
    return signed(key, claims=[{"source": "s-terms", "at": at}], **lists, **more)


def why(measure: str, viewer: Any = make.SYSTEM, **more: Any) -> Any:
    with as_viewer(viewer):
        return why_apart(viewer=viewer, **{**DAYS, "measure": measure, "currency": "USD", **more})


@pytest.mark.parametrize("known_on", [TODAY, TODAY - timedelta(days=1)])
@pytest.mark.parametrize("as_of", [AS_OF, date(2025, 12, 1)])
def test_every_total_comes_again_from_the_amounts_below_it(as_of: date, known_on: date) -> None:
    make.save(supported("one"), supported("two"), signed("bare"))
    days = {"as_of": as_of, "known_on": known_on}
    with as_viewer(make.SYSTEM):
        told = exposure_by(viewer=make.SYSTEM, **{**DAYS, **days})["apart"]
    totals = {(row["measure"], row["currency"]): row for row in told}
    cap = "51" if as_of == AS_OF else "80"
    assert {key: row["point"] for key, row in totals.items()} == {
        ("contingent support", "USD"): cap, ("contract value", "JPY"): "1400", ("contract value", "USD"): "2000",
        ("project cost", "USD"): "1800",
    }  # fmt: skip
    for (measure, currency), row in totals.items():
        found = why(measure, currency=currency, **days)
        assert found["amount"] == found["recomputed"] == row["point"] and by_leaves(found) == Decimal(row["point"])
        assert found["rule"] == f"sum of {row['with_point']} parts with a known figure, of {row['rows']}"
        assert all(leaf["claims"] for leaf in ends(found))


def test_page_and_api_tell_the_tree_and_refuse_what_it_does_not_take() -> None:
    people = cast.gather()
    make.save(supported("one"), supported("kept", compartment=cast.TEAM))
    client, query = people.client("alice"), "as_of=2026-03-02"
    page = client.get(f"/exposure/?{query}").content.decode()
    for measure in APART:
        link = f"/exposure/why/?measure={measure.replace(' ', '+')}&of=USD&{query}"
        assert link.replace("&", "&amp;") in page
        tree = client.get(f"{link}&format=json").json()
        api = client.get(f"/api/v1/exposures/why/?measure={measure}&currency=USD&{query}").json()
        assert tree == api and len(tree["parts"]) == 1 and tree["amount"] == tree["recomputed"]
        shown = client.get(link)
        check(shown.content)
        assert "Worked out again from its leaves: the same." in text(shown.content) and "Agent notice" in text(shown.content)
    assert client.get("/exposure/why/?measure=contract+value&key=x").status_code == 400
    assert client.get("/api/v1/exposures/why/?measure=contract value&key=x").status_code == 400
    assert why("contract value", people.viewer("carol"))["amount"] == "2000"


def test_a_measure_that_does_not_stand_apart_is_told() -> None:
    with pytest.raises(FilterError, match="is not one of: contingent support, contract value, project cost"):
        why("debt")
