"""What the deal list can be filtered by: counted after its rows, without scripts on a page of its own, the chosen always shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pages.markup import check, text
from tests.world import World


def _form(page: Any) -> str:
    return page.content.decode().split('id="facets"', 1)[1].split("</form>", 1)[0]


@pytest.mark.parametrize("address", ["/deals/", "/deals/?stage=talks&q=borealis"])
def test_the_rows_stand_before_anything_is_counted_by_value(world: World, address: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = world.client("alice").get(address)
    check(page.content)
    assert not [query["sql"] for query in asked if "GROUP BY" in query["sql"]]
    assert 'class="n"' not in _form(page) and f'href="{address.replace("/deals/", "/deals/filters/")}'.replace("&", "&amp;") in _form(page)


def test_what_is_chosen_stands_before_it_is_counted(world: World) -> None:
    page = world.client("alice").get("/deals/?stage=talks&chip=nvidia-gb200&column=amount")
    form = _form(page)
    assert form.count(" checked") == 2 and "1 chosen" in form
    assert '<input type="hidden" name="column" value="amount">' in form


def test_a_script_is_given_the_inside_of_the_form_with_counts(world: World) -> None:
    part = world.client("alice").get("/deals/filters/?stage=talks&column=amount&cursor=x", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<input type="hidden" name="column" value="amount">')
    assert "<form" not in part and "<html" not in part and "cursor" not in part
    assert 'value="talks" checked' in part and 'class="n">' in part


@pytest.mark.parametrize("days", ["", "known_on=2026-02-01"])
def test_without_scripts_the_filters_have_a_page_of_their_own(world: World, days: str) -> None:
    page = world.client("alice").get(f"/deals/filters/?{days}")
    check(page.content)
    form = _form(page)
    assert 'action="/deals/"' in form and "hx-get" not in form
    assert '<button class="btn">Show</button>' in form and 'class="n">' in form
    assert ('name="known_on" value="2026-02-01"' in form) is bool(days)


def test_a_chosen_value_that_no_deal_has_stays_and_says_so(world: World) -> None:
    page = world.client("alice").get("/deals/filters/?site.country=FR&group.money=party_" + "0" * 31 + "7")
    shown = {option["value"]: (option["n"], option["checked"]) for option in _offered(page)}
    assert shown["FR"] == (0, True) and shown["party_" + "0" * 31 + "7"] == (0, True)
    assert "France" in text(page.content)


def _offered(page: Any) -> list[dict[str, Any]]:
    groups = page.context["facet_groups"]
    return [option for group in groups for part in (group, *group.get("groups", ())) for option in part.get("options", ())]


def test_the_page_of_another_day_has_counted_already(world: World) -> None:
    form = _form(world.client("alice").get("/deals/?known_on=2026-02-01"))
    assert 'class="n">' in form and "/deals/filters/" not in form


def test_a_filter_that_the_list_does_not_take_is_refused_here_too(world: World) -> None:
    page = world.client("alice").get("/deals/filters/?stage=asleep")
    assert page.status_code == 400 and "stage" in text(page.content)
