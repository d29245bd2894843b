"""Why this number? on the pages of a deal: each figure worked out there leads to its tree; page, API and file agree."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.management import call_command

from deals.pages.deal.why import WORDS
from deals.reports.why_deal import FIGURES
from dealtracker.ids import public_id
from tests import make
from tests.db.test_why_deal import COVENANTS, exact
from tests.pages.markup import check, text
from tests.world import World

PAGES = ("", "ledger/", "covenants/", "hardware/?policy=nvl72-rack")


@pytest.fixture
def deal(people: World, alone: None) -> str:
    call_command("load_catalogue", verbosity=0)
    lines = [
        {"key": "w1", "model": "nvidia-gb200", "basis": "stated", "quantity": exact(10), "unit": "rack", "state": "ordered", "site": "t1"},
        {"key": "w2", "model": "nvidia-gb200", "basis": "stated", "quantity": exact(999), "unit": "GPU", "state": "installed", "site": "t1"},
    ]  # fmt: skip
    moves = [("le", "commitment", "60000000", "2025-01-02"), ("le", "drawdown", "12345678.37", "2025-03-31"),
             ("le", "underwriting", "50", "2025-03-31")]  # fmt: skip
    ledger = make.ledger(moves, committed="60000000")
    own = {
        "hardware": lines, "covenants": COVENANTS,
        "facilities": [{"key": "f2", "kind": "loan", "amount": make.money("17"), "commitment": "proposed"}],
        "figures": [{"key": "g1", "measure": "project cost", "amount": make.money("70000000"), "includes": ["f1", "f2"]}],
    }  # fmt: skip
    at = [f"/{name}/{row['key']}" for name, rows in own.items() for row in rows]
    [made] = make.save(make.dossier(
        "asked", amount="60000000", **own, **{**ledger, "claims": [*ledger["claims"], {"source": "s-ledger", "at": at}]}
    ))  # fmt: skip
    return public_id("deal", made)


THEN = "as_of=2025-12-31&known_on=2026-02-01"


def ways(page: Any) -> set[str]:
    """Addresses of the trees that a page leads to."""
    return {html.unescape(url) for url in re.findall(r'href="(/deals/[^"/]*/why/\?[^"]*)"', page.content.decode())}


def test_each_figure_worked_out_on_the_pages_of_a_deal_leads_to_its_tree(people: World, deal: str) -> None:
    client = people.client("alice")
    now = {url for page in PAGES for url in ways(client.get(f"/deals/{deal}/{page}"))}
    then = {url for page in PAGES for url in ways(client.get(f"/deals/{deal}/{page}{'&' if '?' in page else '?'}{THEN}"))}
    assert all("as_of=2025-12-31" in url and "known_on=2026-02-01" in url for url in then)
    found = now | {min(url for url in then if f"figure={figure}" in url) for figure in FIGURES if figure != "headline"}
    for url in found:
        page, tree = client.get(url), client.get(f"{url}&format=json").json()
        check(page.content)
        assert "Why this number?" in text(page.content) and "Worked out again from its leaves: the same." in text(page.content)
        assert tree["amount"] is not None and tree["amount"] == tree["recomputed"], url
        [twin] = re.findall(r'<a href="(/api/v1/[^"]*)">JSON', page.content.decode())
        assert client.get(html.unescape(twin)).json() == tree
        assert client.get(f"{url}&format=csv").content.decode().count("\n") > 1
    assert {url.split("figure=")[1].split("&")[0] for url in found} == set(FIGURES) == set(WORDS)


def test_the_lists_of_facilities_lead_there_too(people: World, deal: str) -> None:
    client = people.client("alice")
    [facility, _] = client.get(f"/api/v1/deals/{deal}/").json()["facilities"]
    assert any("figure=remainder&at=/facilities/f1" in url for url in ways(client.get(f"/facilities/compare/?id={facility['id']}")))


def test_an_amount_that_a_source_states_opens_to_its_claims(people: World) -> None:
    client, plain = people.client("alice"), public_id("deal", make.save(make.dossier("plain"))[0])
    tree = client.get(f"/deals/{plain}/why/?format=json").json()
    [leaf] = tree["parts"][0]["leaves"]
    assert (tree["figure"], tree["amount"], leaf["at"]) == ("headline", "300000000", "/facilities/f1/amount")
    assert [claim["source"]["publisher"] for claim in leaf["claims"]] == ["Northern Wire"]


def test_a_figure_of_several_bounds_leads_to_each(people: World) -> None:
    call_command("load_catalogue", verbosity=0)
    line = {"key": "w1", "model": "nvidia-gb200", "basis": "stated", "quantity": {"kind": "range", "low": "4", "high": "9"}, "unit": "GPU"}
    claims = [{"source": "s-ranged", "at": ["/hardware/w1"]}]
    [made] = make.save(make.dossier("ranged", hardware=[line], claims=claims))
    page = people.client("alice").get(f"/deals/{public_id('deal', made)}/why/?figure=chips&at=/hardware/w1")
    check(page.content)
    assert "9 chips" in text(page.content) and any("bound=low" in url for url in ways(page))


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("figure=none", "figure"), ("figure=test&at=/covenants/c1", "on"), ("figure=test&at=/covenants/c1&on=2025", "on"),
     ("figure=remainder", "at"), ("figure=chips&at=/hardware/w1&policy=none", "policy"), ("figure=headline&line=x", "line")],
)  # fmt: skip
def test_what_is_asked_wrongly_is_told_by_page_and_api(people: World, deal: str, query: str, parameter: str) -> None:
    page = people.client("alice").get(f"/deals/{deal}/why/?{query}")
    assert page.status_code == 400 and parameter in text(page.content)
    told = people.client("alice").get(f"/api/v1/deals/{deal}/why/?{query}")
    assert told.status_code == 400 and parameter in told.content.decode()
