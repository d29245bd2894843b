"""Which columns a list shows: by the address, kept by a cookie, without scripts; its heads sort it."""

from __future__ import annotations

import re

import pytest

from deals.pages.deal_columns import COLUMNS
from tests import make
from tests.pages.markup import check, text
from tests.world import World

LISTS = (("/deals/", "chips", "Chips", "Replies"), ("/facilities/", "stage", "Stage", "Tenor"))


def _heads(page: bytes) -> list[str]:
    head = page.decode().split("<thead>", 1)[1].split("</thead>", 1)[0]
    return [text(cell.encode()).strip() for cell in re.findall(r'<th scope="col".*?</th>', head, re.S)]


@pytest.mark.parametrize(("address", "name", "head", "other"), LISTS)
def test_columns_are_chosen_by_the_address_and_kept_where_asked(
    world: World, address: str, name: str, head: str, other: str
) -> None:
    client = world.client("alice")
    usual = _heads(client.get(address).content)
    assert other in usual
    once = client.get(address, {"column": [name, "amount"], "q": "loan"})
    check(once.content)
    assert _heads(once.content)[1:] == (["Amount", head])
    assert _heads(client.get(address).content) == usual
    kept = client.get(address, {"column": [name], "keep": "1", "q": "loan"})
    assert kept["Location"] == f"{address}?column={name}&q=loan"
    assert _heads(client.get(address).content)[1:] == [head]
    assert _heads(client.get(address, {"column": "amount"}).content)[1:] == ["Amount"], (
        "an address comes before what was kept"
    )
    back = client.get(address, {"keep": "1"})
    assert back["Location"] == address and _heads(client.get(address).content) == usual


@pytest.mark.parametrize(("address", "name", "head", "other"), LISTS)
def test_a_column_that_there_is_not_is_named_and_a_stale_cookie_does_no_harm(
    world: World, address: str, name: str, head: str, other: str
) -> None:
    client = world.client("alice")
    refused = client.get(address, {"column": "colour"})
    assert refused.status_code == 400 and "column: &quot;colour&quot;" in refused.content.decode()
    assert client.get(address, {"column": "colour", "keep": "1"}).status_code == 400
    client.cookies["deal-columns"] = client.cookies["facility-columns"] = "colour.\x00.<b>"
    page = client.get(address)
    assert page.status_code == 200 and len(_heads(page.content)) > 3


def test_the_choice_keeps_the_filters_and_the_filters_keep_the_choice(world: World) -> None:
    page = (
        world.client("alice")
        .get("/deals/", {"stage": "talks", "column": ["amount"], "known_on": "2026-02-01"})
        .content.decode()
    )
    choice = page.split('class="sheet columns"', 1)[1].split("</form>", 1)[0]
    assert 'name="stage" value="talks"' in choice and 'name="known_on" value="2026-02-01"' in choice
    facets = page.split('id="facets"', 1)[1].split("</form>", 1)[0]
    assert '<input type="hidden" name="column" value="amount">' in facets
    assert 'href="/deals/?certainty=contested&amp;column=amount&amp;known_on=2026-02-01"' in page
    twin = re.search(r'href="(/api/v1/deals/[^"]*)"', page)
    assert twin and world.client("alice").get(twin[1].replace("&amp;", "&")).status_code == 200


def test_heads_sort_the_list_and_turn_it_round(world: World) -> None:
    make.save(make.dossier("aardvark", title="Aardvark loan"), make.dossier("zebra", title="Zebra loan"))
    client = world.client("alice")
    page = client.get("/deals/").content.decode()
    assert re.search(r'aria-sort="descending"><a href="/deals/\?ordering=last_report">Silent for', page)
    by_title = client.get("/deals/", {"ordering": "title"}).content.decode()
    assert by_title.index("Aardvark loan</a>") < by_title.index("Zebra loan</a>")
    turned = re.search(r'aria-sort="ascending"><a href="([^"]+)">Deal</a>', by_title)
    assert turned
    back = client.get(turned[1]).content.decode()
    assert back.index("Zebra loan</a>") < back.index("Aardvark loan</a>")


def test_every_column_is_drawn_for_a_deal_of_which_little_is_known(world: World) -> None:
    bare = make.dossier(
        "bare", title="Bare talks", hardware=[], facilities=[], replies=[], roles=[], sites=[], claims=[]
    )
    make.save(bare, make.dossier("full", title="Full loan"))
    page = world.client("alice").get("/deals/", {"column": [column.name for column in COLUMNS]})
    check(page.content)
    shown = text(page.content)
    assert "Full loan" in shown and "Harbour Bank" in shown and "Bare talks" in shown
