"""The collateral of a deal: page, API and files say the same; what is not known is said, and curves are kept by a form."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from deals.actions.fx import save_rates
from deals.hardware.models import PriceCurve
from deals.ledger.rate_files import Rate
from dealtracker.evidence.models import Source
from dealtracker.ids import public_id
from tests import make
from tests.pages.markup import check, text
from tests.world import World

DAY = "2026-02-27"
ON = f"as_of={DAY}&known_on={DAY}"
CHIP = "nvidia-b200"


def line(key: str, price: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "key": key, "model": CHIP, "basis": "stated", "quantity": {"kind": "exact", "point": "100"}, "unit": "GPU",
        "unit_price": price, "by": "2025-02-27", "state": "installed", **more,
    }  # fmt: skip


def pledge(key: str, line: str, count: str = "100", **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "facility": "f1",
        "kind": "hardware line",
        "line": line,
        "quantity": {"kind": "exact", "point": count},
        "rank": 1,
        **more,
    }


@pytest.fixture
def chips(people: World, alone: None) -> Iterator[str]:
    """A loan of US$5m on chips priced in dollars and in yen; the deal's id."""
    call_command("load_catalogue", verbosity=0)
    rates = [
        Rate(code, date(2026, 2, 26), Decimal(per), "a central bank") for code, per in (("USD", "1.20"), ("JPY", "180"))
    ]
    save_rates(rates=rates, reason="test")
    lists: dict[str, Any] = {
        "hardware": [line("w1", make.money("30000")), line("w2", make.money("4500000", "JPY"))],
        "pledges": [pledge("l1", "w1"), pledge("l2", "w2")],
        "balances": [{"key": "b1", "facility": "f1", "measure": "outstanding", "amount": make.money("4000000"), "as_of": "2026-01-31"}],
        "covenants": [{"key": "c1", "facility": "f1", "kind": "loan to value", "test": "at most", "value": {"kind": "exact", "point": "0.6"}},
                      {"key": "c2", "facility": "f1", "kind": "advance rate", "test": "at most", "value": {"kind": "exact", "point": "0.7"}}],
        "sources": [make.source("s-terms", "Agent notice", kind="memo")],
        "claims": [{"source": "s-terms", "at": ["/hardware/w1", "/hardware/w2", "/pledges/l1", "/pledges/l2", "/balances/b1",
                                                "/covenants/c1", "/covenants/c2"]}],
    }  # fmt: skip
    (deal,) = make.save(make.dossier("secured", **lists))
    yield public_id("deal", deal)


def keep(people: World, **fields: str) -> Any:
    source = public_id("source", Source.rows.get(key="s-terms").pk)
    given = {
        "model": CHIP, "name": "Half in two years", "kind": "table", "points": "0 1\n24 0.5", "between": "linear", "source": source,
        "deal": "", "life_months": "", "residual": "", "yearly_rate": "", **fields,
    }  # fmt: skip
    return people.client("bob").post("/price-curves/", given)


def facility(people: World, deal: str, query: str = ON) -> dict[str, Any]:
    answer = people.client("alice").get(f"/api/v1/deals/{deal}/collateral/?{query}")
    assert answer.status_code == 200, answer.content
    (one,) = answer.json()["facilities"]
    return one  # type: ignore[no-any-return]


def test_hardware_priced_in_another_currency_is_converted_at_the_dated_rate(people: World, chips: str) -> None:
    assert keep(people).status_code == 302
    one = facility(people, chips)
    # 100 × 30,000 and 100 × ¥4,500,000 × 1.20 ÷ 180; both a year old, so three quarters of each is left
    assert [row["cost"] for row in one["hardware"]] == ["3000000", "3000000"]
    assert one["hardware"][1]["cost_by"] == "quantity × price each, 450000000 JPY at 0.006667 USD of 2026-02-26"
    assert one["fx"]["rates"] == [
        {"currency": "JPY", "rate": "0.006667", "date": "2026-02-26", "source": "a central bank"}
    ]
    assert (one["cost"], one["value"], one["outstanding"]) == ("6000000", "4500000", "4000000")
    assert (one["ltv"], one["borrowing_base"], one["headroom"]) == ("0.888889", "3150000", "-850000")
    page = people.client("alice").get(f"/deals/{chips}/collateral/?{ON}")
    check(page.content)
    said = text(page.content)
    assert "1 JPY = 0.006667 USD on 26 Feb 2026, a central bank" in said and "about 89 %" in said


def test_what_rests_on_a_curve_is_about_so_much_on_the_page_and_whole_in_the_json(people: World, chips: str) -> None:
    keep(people, points="0 1\n7 0.333\n35 0.1")
    one = facility(people, chips)
    assert one["value"].split(".")[1] and len(one["value"]) > 7, "a sum with cents, to begin with"
    page = people.client("alice").get(f"/deals/{chips}/collateral/?{ON}")
    said = text(page.content)
    millions = round(Decimal(one["value"]) / 10**6, 2)
    assert f"about US${millions}m" in said and f"about {Decimal(one['ltv']) * 100:.0f} %" in said
    assert not re.search(r"\d,\d{3}\.\d\d", said), "nothing to the cent"
    lines = people.client("alice").get(f"/deals/{chips}/collateral/?{ON}&format=csv").content.decode()
    assert f",{DAY},{one['value']}," in lines


def test_without_a_rate_of_the_week_the_line_has_no_cost_and_that_is_said(people: World, chips: str) -> None:
    keep(people)
    one = facility(people, chips, "as_of=2026-03-20&known_on=2026-03-20")
    assert (one["cost"], one["value"], one["ltv"]) == (None, None, None)
    said = "its price is in JPY, and no rate to USD a week old or less on 2026-03-20 is known"
    assert any(said in why for why in one["lacks"]) and one["fx"]["missing"] == ["JPY"]
    assert said in text(
        people.client("alice").get(f"/deals/{chips}/collateral/?as_of=2026-03-20&known_on=2026-03-20").content
    )


def test_without_a_curve_there_is_a_cost_and_no_value(people: World, chips: str) -> None:
    one = facility(people, chips)
    assert (one["cost"], one["value"], one["borrowing_base"]) == ("6000000", None, None)
    assert any("no price curve of" in why for why in one["lacks"])


def test_page_api_and_csv_say_the_same_under_the_curve_that_is_chosen(people: World, chips: str) -> None:
    keep(people)
    keep(people, name="Worth nothing", points="0 0")
    curves = {
        row["name"]: row["id"] for row in people.client("bob").get("/price-curves/?format=json").json()["results"]
    }
    query = f"{ON}&curve={curves['Worth nothing']}"
    one = facility(people, chips, query)
    assert (one["value"], one["ltv"]) == ("0", None), "nothing is worth nothing; a ratio to it is not computable"
    page = f"/deals/{chips}/collateral/?{query}"
    assert people.client("alice").get(f"{page}&format=json").json()["facilities"] == [one]
    lines = people.client("alice").get(f"{page}&format=csv").content.decode().splitlines()
    assert any(row.startswith("f1,") or ",2026-02-27,0,0,4000000," in row for row in lines)
    for wrong in ("curve_" + "0" * 32, "x"):
        assert people.client("alice").get(f"/deals/{chips}/collateral/?curve={wrong}").status_code == 400
        assert people.client("alice").get(f"/api/v1/deals/{chips}/collateral/?curve={wrong}").status_code == 400
    assert people.client("alice").get(f"/deals/{chips}/collateral/?colour=red").status_code == 400
    assert people.client("alice").get(f"/api/v1/deals/{chips}/collateral/?colour=red").status_code == 400


def test_every_figure_of_the_page_opens_to_its_tree_and_the_api_gives_the_same(people: World, chips: str) -> None:
    keep(people)
    client = people.client("alice")
    page = client.get(f"/deals/{chips}/collateral/?{ON}").content.decode()
    links = [html.unescape(one) for one in re.findall(r'href="(/deals/[^"]+/collateral/why/[^"]+)"', page)]
    one = facility(people, chips)
    alone = [link for link in links if "pledge=" in link]
    assert len(alone) == 2 * len(one["hardware"]) == 4, "cost and value of each pledge"
    assert len(links) == 8 + 4 + 5 * len(one["path"]) and len(set(links)) == len(links) > 100
    for link in links[:12] + links[-5:]:
        tree = client.get(f"{link}&format=json").json()
        api = client.get(f"/api/v1{link}").json()
        assert tree == api and tree["amount"] == tree["recomputed"], link
        shown = client.get(link)
        check(shown.content)
        said = text(shown.content)
        assert "Why this number?" in said and ("the same" in said or tree["amount"] is None)
    ltv = client.get(f"/deals/{chips}/collateral/why/?facility={one['facility']}&figure=ltv&{ON}")
    assert f"at=%2Fpledges%2Fl1%2Fquantity&amp;known_on={DAY}&amp;as_of={DAY}" in ltv.content.decode(), "claims as then known"
    said = text(ltv.content)
    for part in ("88.89 %", "US$4m", "÷ Value under the curve", "1 EUR = 180 JPY", "¥4.5m", "Half in two years v1", "Agent notice"):
        assert part in said, part
    lines = client.get(f"/deals/{chips}/collateral/why/?facility={one['facility']}&figure=ltv&{ON}&format=csv").content.decode()
    assert "rate,2026-02-26,180,,a central bank,-1" in lines.replace("\r", "")


def test_what_a_tree_of_collateral_does_not_take_is_told_by_page_and_api(people: World, chips: str) -> None:
    client, key = people.client("alice"), facility(people, chips)["facility"]
    wrong = (
        "figure=all", "figure=ltv", f"figure=cost&on=2026-01-01&facility={key}", f"figure=ltv&on=soon&facility={key}",
        f"figure=ltv&curve=x&facility={key}", f"figure=ltv&pledge=l1&facility={key}", f"figure=cost&pledge=x&facility={key}", "figure=over_pledged&line=w1&rank=1", f"figure=ltv&colour=red&facility={key}",
    )  # fmt: skip
    for query in wrong:
        for root in ("", "/api/v1"):
            assert client.get(f"{root}/deals/{chips}/collateral/why/?{query}").status_code == 400, (root, query)


def test_a_hidden_deal_has_no_tree(people: World, world: World) -> None:
    query = "collateral/why/?figure=over_pledged&line=h1"
    for address in (f"/deals/{world.id('hidden')}/{query}", world.url("hidden", query)):
        assert people.client("alice").get(address).status_code == 404


def test_a_hidden_deal_has_no_collateral(people: World, world: World) -> None:
    for address in (f"/deals/{world.id('hidden')}/collateral/", world.url("hidden", "collateral/")):
        assert people.client("alice").get(address).status_code == 404


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": " "}, "1 to 120 characters"),
        ({"model": "abacus"}, "is no chip of the catalogue"),
        ({"kind": "cubic"}, "is not one of: straight-line, declining, table"),
        ({"points": ""}, "must be a list of 1 to 601 pairs"),
        ({"points": "0 1\n12"}, "must be pairs of month and part"),
        ({"points": "3 1"}, "must begin at month 0"),
        ({"points": "0 1\n12 1.5"}, "must lie between 0 and 1"),
        ({"points": "0 1\n12 NaN"}, "is not a plain decimal"),
        ({"kind": "straight-line", "life_months": "five"}, "must be a whole number of months"),
        ({"kind": "straight-line", "life_months": "60", "residual": "-0.1"}, "must lie between 0 and 1"),
        ({"kind": "declining", "yearly_rate": ""}, "is not a plain decimal"),
        ({"source": "source_" + "0" * 32}, "is not a source that this curve may cite"),
        ({"deal": "my deal"}, "must be the id or the address of a deal"),
    ],
)
def test_a_curve_that_is_none_is_refused_and_what_was_typed_stays(
    people: World, chips: str, fields: dict[str, str], says: str
) -> None:
    refused = keep(people, **fields)
    assert refused.status_code == 400
    check(refused.content)
    assert says in text(refused.content)
    assert 'value="Half in two years"' in refused.content.decode() or "name" in fields
    assert not PriceCurve.rows.filter(name="Half in two years").exists()


def test_versions_of_a_curve_and_who_keeps_them(people: World, chips: str) -> None:
    keep(people)
    keep(people)
    keep(people, points="0 1\n24 0.4")
    kept = PriceCurve.rows.filter(name="Half in two years").order_by("version")
    assert [row.version for row in kept] == [1, 2], "the same terms again are the version that stands"
    source = public_id("source", kept[0].source_id)
    body = {"model": CHIP, "name": "By the API", "kind": "declining", "terms": {"yearly_rate": "0.3"}, "source": source}
    assert people.client("alice").post("/price-curves/", body).status_code == 403
    for role, status in (("alice", 400), ("bob", 201)):
        answer = people.client(role).post("/api/v1/price-curves/", json.dumps(body), content_type="application/json")
        assert answer.status_code == status, answer.content
    wrong = {**body, "terms": {"yearly_rate": 0.3, "colour": "red"}}
    refused = people.client("bob").post("/api/v1/price-curves/", json.dumps(wrong), content_type="application/json")
    assert refused.status_code in (400, 422) and "/terms" in refused.content.decode()
