"""A line told in another currency opens to its sum and the rates of the day, and comes again from their leaves."""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from deals.actions.fx import save_rates
from deals.ledger.calc.rounding import rounded
from deals.ledger.rate_files import Rate
from deals.reports.filters import FilterError
from deals.reports.why_number import why_number
from dealtracker.access.walls import as_viewer
from dealtracker.money import plain
from tests import cast, make
from tests.db.test_exposure_reports import AS_OF, TODAY, asked, signed
from tests.db.test_why_collateral import by_leaves, ends
from tests.pages.markup import check, text

pytestmark = pytest.mark.django_db
PER = (("USD", "1.2511"), ("JPY", "183.37"))


def yen(key: str, amount: str) -> make.Json:
    held = make.ledger([], committed=str(int(amount) // 3))
    held["holds"][0]["amount"]["currency"] = "JPY"
    return signed(key, currency="JPY", amount=amount, **held)


@pytest.fixture
def rates() -> None:
    make.save(yen("one", "15001"), yen("two", "777"), signed("three"))
    with as_viewer(make.SYSTEM):
        save_rates(rates=[Rate(code, date(2026, 2, 27), Decimal(per), "a bank") for code, per in PER], reason="test")


def why(**more: Any) -> Any:
    given: Any = {
        "dimension": "lender", "key": None, "weight": "committed", "currency": "JPY", "figure": "point", "into": "USD",
        "as_of": AS_OF, "known_on": TODAY, "today": TODAY, "viewer": make.SYSTEM, **more,
    }  # fmt: skip
    with as_viewer(make.SYSTEM):
        return why_number(**given)


@pytest.mark.usefixtures("rates")
def test_what_is_told_in_another_currency_comes_again_from_its_leaves() -> None:
    answer = asked("lender", currency="USD")
    [(group, line)] = [(one, row) for one in answer["groups"] for row in one["amounts"] if row["currency"] == "JPY"]
    [rest] = [row for row in answer["undisclosed"] if row["currency"] == "JPY"]
    told = {
        line["in_currency"]["point"]: why(key=group["key"], basis=line["basis"]),
        rest["in_currency"]: why(figure="undisclosed", basis=None),
    }  # fmt: skip
    assert len(told) == 2
    for amount, found in told.items():
        again = by_leaves(found)
        assert again is not None and found["amount"] == found["recomputed"] == plain(rounded(again, 20)) == amount
        assert [leaf["rate"]["quote"] for leaf in ends(found) if "rate" in leaf] == ["JPY", "USD"]
    assert why(key=group["key"], basis=line["basis"], into="JPY")["amount"] == line["point"]


@pytest.mark.usefixtures("rates")
def test_page_and_api_tell_it_and_say_where_there_is_no_rate() -> None:
    client = cast.gather().client("alice")
    days = f"as_of={AS_OF}"
    page = client.get(f"/exposure/by/?dimension=currency&currency=USD&{days}").content.decode()
    link = f"/exposure/why/?dimension=currency&key=JPY&weight=committed&basis=reported&of=JPY&figure=point&{days}&into=USD"
    assert link.replace("&", "&amp;") in page
    tree = client.get(f"{link}&format=json").json()
    assert tree == client.get(f"/api/v1{link.replace('exposure/', 'exposures/').replace('&of=', '&currency=')}").json()
    shown = client.get(link)
    check(shown.content)
    assert "Worked out again from its leaves: the same." in text(shown.content) and "1 EUR = 183.37 JPY" in text(shown.content)
    for wrong in ("TWD", "yen"):
        assert client.get(link.replace("into=USD", f"into={wrong}")).status_code == 400
    with pytest.raises(FilterError, match="no rate from JPY to TWD of the week up to 2026-03-02"):
        why(dimension="currency", key="JPY", basis="reported", into="TWD")


@pytest.mark.usefixtures("rates")
def test_what_matures_on_no_stated_day_leads_to_what_states_its_amount() -> None:
    make.save(signed("booked", **make.ledger([("le", "commitment", "100", "2026-01-02")])))
    client = cast.gather().client("alice")
    page = client.get(f"/exposure/maturities/?as_of={AS_OF}").content.decode()
    found = [html.unescape(one) for one in re.findall(r'href="(/deals/[^"]+/(?:why|claims)/[^"]+)"', page)]
    assert len(found) == 4 and sum("/why/?figure=committed" in one for one in found) == 1
    for address in found:
        shown = client.get(address)
        assert shown.status_code == 200 and ("Northern Wire" in text(shown.content) or "Agent notice" in text(shown.content))
