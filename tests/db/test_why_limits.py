"""What is used of a limit opens to the sums of exposure that it adds, and comes again from their leaves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from deals.actions.fx import save_rates
from deals.ledger.rate_files import Rate
from deals.limits.calc import FIGURES
from deals.reports.limit_uses import Days
from deals.reports.why_limit import why_limit
from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from parties.models import Party
from tests import cast, make
from tests.cast import Cast
from tests.db.test_exposure_laws import AS_OF, EARLY, booked
from tests.db.test_exposure_reports import signed
from tests.db.test_limits_and_jobs import TODAY, editor, limited, listed
from tests.db.test_why_collateral import by_leaves, ends

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    people = cast.gather()
    with as_viewer(make.SYSTEM):
        rates = [Rate(code, AS_OF, Decimal(per), "a bank") for code, per in (("USD", "1.0371"), ("JPY", "161.23"))]
        save_rates(rates=rates, reason="test")
    return people


def opened(people: Cast, limit: Any, name: str = "dan") -> Any:
    viewer = people.viewer(name)
    with as_viewer(viewer):
        return why_limit(viewer=viewer, limit=limit.pk, days=Days(AS_OF, TODAY, TODAY))


def test_what_is_used_comes_again_from_its_leaves_whatever_the_limit_counts(people: Cast) -> None:
    for seed in range(60, 66):
        booked(seed)
    yen, stated = signed("yen", currency="JPY", amount="7000003"), signed("stated", amount="77")
    for document in (yen, stated):
        document["events"][-1] = EARLY
    make.save(yen, stated)
    with as_viewer(make.SYSTEM):
        lender = Party.rows.filter(name__startswith="Lender ").order_by("name")[0]
    figures = rates = 0
    for dimension, key in (("site.country", "JP"), ("lender", str(lender.pk)), ("currency", "JPY")):
        for figure in FIGURES:
            limit = limited(people, dimension=dimension, key=key, figure=figure)
            [told] = listed(editor(people), as_of=AS_OF, only=limit.pk)
            found = opened(people, limit)
            assert found["amount"] == found["recomputed"] == told["used"], (dimension, figure)
            figures += found["amount"] is not None
            assert found["amount"] is None or by_leaves(found) == Decimal(found["amount"]), (dimension, figure)
            rates += sum("rate" in leaf for leaf in ends(found))
    assert figures > 8 and rates


def test_a_currency_without_a_rate_is_named_and_left_out(people: Cast) -> None:
    dollars, riyals = signed("one", amount="50"), signed("two", amount="20", currency="SAR")
    for document in (dollars, riyals):
        document["events"][-1] = EARLY
    make.save(dollars, riyals)
    found = opened(people, limited(people))
    assert found["amount"] == found["recomputed"] == "50"
    assert found["lacks"] == ["no rate of the day for SAR: left out of the sum"]
    assert [(part["name"], part.get("times"), part["amount"]) for part in found["parts"]] == [
        ("reported, SAR: no rate of the day, left out", "0", "20"), ("reported, USD", None, "50"),
    ]  # fmt: skip
    alone = opened(people, limited(people, dimension="currency", key="SAR"))
    assert (alone["amount"], alone["recomputed"], alone["parts"][0]["amount"]) == (None, None, "20")


def test_pages_and_api_tell_the_tree_to_those_who_see_the_limit_alone(people: Cast) -> None:
    document = signed("one", amount="50")
    make.save(document)
    limit = public_id("limit", limited(people).pk)
    client = people.client("dan")
    page = client.get(f"/exposure/limits/{limit}/")
    address = f"/exposure/limits/{limit}/why/"
    assert address in page.content.decode()
    api = client.get(f"/api/v1/limits/{limit}/why/").json()
    assert api == client.get(f"{address}?format=json").json() and api["amount"] == api["recomputed"] == "50"
    shown = client.get(address).content.decode()
    assert "Worked out again from its leaves: the same." in shown and "Borrower one" in shown
    assert "Used of the limit on Japan, committed" in shown
    assert "as stated" in client.get(f"{address}?format=csv").content.decode()
    outsider = people.client("alice")
    assert [outsider.get(one).status_code for one in (address, f"/api/v1/limits/{limit}/why/")] == [404, 404]
    assert client.get(f"{address}?colour=red").status_code == 400
