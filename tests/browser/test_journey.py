"""One analyst's way through the site: sign in, find 小红书, open the deal, open a claim, change the day."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.conftest import PASSWORD, Visit

pytestmark = pytest.mark.browser


def test_an_analyst_goes_from_a_name_to_the_sentence_behind_a_number(visit: Visit) -> None:
    page = visit.page
    visit.go("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill("bob")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/deals/**")

    page.keyboard.press("/")
    page.keyboard.type("小红书")
    page.keyboard.press("Enter")
    page.wait_for_url("**/deals/?q=**")
    assert page.locator("#deals-table tbody tr").count() == 1
    page.get_by_role("link", name=re.compile("PaleBlueDot AI: loan sought")).click()
    page.wait_for_url("**/deals/deal_*/**")
    assert page.locator("h1").inner_text() == "PaleBlueDot AI: loan sought for Nvidia GPUs in Tokyo"
    assert "Nothing committed is known." in page.locator("#exposure").inner_text()

    page.locator(".lede a.mark").click()
    page.wait_for_selector("#claims")
    assert "claims=/facilities/f1/amount" in page.url
    assert "Bloomberg News" in page.locator("#claims").inner_text()
    assert page.evaluate("document.activeElement.id") == "claims-title"
    page.keyboard.press("Escape")
    assert page.locator("#claims").count() == 0
    assert "claims=" not in page.url

    page.locator("#strip-known-on").fill("2025-12-01")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**known_on=2025-12-01**")
    said = page.locator("main").inner_text()
    assert "ETtoday" in said
    assert "ServerNews" not in said
    assert visit.complaints == []


def test_filters_and_order_renew_the_list_in_place(visit: Visit) -> None:
    page = visit.page
    visit.go("/deals/")
    assert page.locator("#deals-table tbody tr").count() == 3
    page.locator("#facets").get_by_label(re.compile("^Talks")).check()
    page.wait_for_url("**stage=talks**")
    page.wait_for_function("document.querySelectorAll('#deals-table tbody tr').length === 1")
    assert page.locator("#facets").get_by_label(re.compile("^Talks")).is_checked()
    page.locator("#facets .on", has_text="1 chosen").wait_for()
    assert "PaleBlueDot" in page.locator("#deals-table").inner_text()
    page.get_by_role("link", name=re.compile("Take all out")).click()
    page.wait_for_function("document.querySelectorAll('#deals-table tbody tr').length === 3")
    page.get_by_label("Sort").select_option("title")
    page.get_by_role("button", name="Search").first.click()
    page.wait_for_url("**ordering=title**")
    first = page.locator("#deals-table tbody th a").first.inner_text()
    assert first.startswith("CoreWeave")
    assert visit.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [380, 1100, 1280])
def test_no_page_is_wider_than_its_window(chromium: Any, site: str, scheme: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site}/deals/?q=PaleBlueDot")
    deal = page.locator("#deals-table tbody th a").first.get_attribute("href")
    root = re.match(r"/deals/\w+/", str(deal))
    assert root
    addresses = ("/deals/", deal, f"{root[0]}claims/?at=/facilities/f1/amount", f"{root[0]}compare/", "/parties/", "/sites/", "/facilities/",
                 "/exposure/", "/search/?q=nvidia", "/docs/problems/", "/sign-in/", "/api/v1/", f"/deals/side-by-side/?id={root[0].split('/')[2]}")  # fmt: skip
    wide = {}
    for address in addresses:
        page.goto(f"{site}{address}")
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[address] = found
    context.close()
    assert wide == {}


def test_everything_is_there_without_scripts(chromium: Any, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/deals/")
    page.get_by_role("link", name="The filters, with counts").click()
    page.locator("#facets").get_by_label(re.compile("^Talks")).check()
    page.locator("#facets").get_by_role("button", name="Show").click()
    page.wait_for_url("**stage=talks**")
    page.get_by_role("link", name=re.compile("PaleBlueDot AI: loan sought")).click()
    page.locator(".lede a.mark").click()
    page.wait_for_url("**/claims/?at=/facilities/f1/amount**")
    assert "Claims: loan, amount" in page.locator("main").inner_text()
    assert "Bloomberg News" in page.locator("#claims").inner_text()
    context.close()


def test_on_a_narrow_screen_a_claim_has_a_page_of_its_own(chromium: Any, site: str) -> None:
    context = chromium.new_context(viewport={"width": 380, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/search/?q=PaleBlueDot")
    page.get_by_role("link", name=re.compile("PaleBlueDot AI: loan sought")).click()
    page.locator(".lede a.mark").click()
    page.wait_for_url("**/claims/?at=/facilities/f1/amount**")
    assert "about US$300m" in page.locator("#claims").inner_text()
    context.close()


def test_deals_are_ticked_with_the_keyboard_and_put_side_by_side(visit: Visit) -> None:
    page = visit.page
    visit.go("/deals/?ordering=title")
    assert page.locator("[data-bulk]").is_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-bulk]").inner_text().startswith("1 ticked")
    page.locator("tbody .sel input").nth(2).click(modifiers=["Shift"])
    page.get_by_role("button", name="Side by side").click()
    page.wait_for_url("**/deals/side-by-side/?id=**")
    assert page.locator("#compared thead th").count() >= 2
    page.go_back()
    page.get_by_role("button", name="Untick").click()
    page.wait_for_function("document.querySelector('[data-bulk]').hidden")
    assert visit.complaints == []


def test_columns_are_chosen_on_a_phone_and_stay(chromium: Any, site: str) -> None:
    context = chromium.new_context(viewport={"width": 380, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/deals/")
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("Chips", exact=True).check()
    page.get_by_label("Replies").uncheck()
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**column=chips**")
    page.goto(f"{site}/deals/")
    heads = (
        page.locator("tbody tr")
        .first.locator("td[data-h]")
        .evaluate_all("cells => cells.map((cell) => cell.dataset.h)")
    )
    assert "Chips" in heads and "Replies" not in heads
    context.close()


def test_the_timeline_of_a_deal_is_not_cut_beside_the_rail(visit: Visit) -> None:
    page = visit.page
    visit.go("/deals/?q=PaleBlueDot")
    page.locator("#deals-table tbody tr a").first.click()
    page.wait_for_url("**/deals/deal_*/**")
    for width in (1281, 1300, 1400, 1700):
        page.set_viewport_size({"width": width, "height": 900})
        hidden = page.locator("#timeline .figbox").evaluate("box => box.scrollWidth - box.clientWidth")
        assert hidden <= 0, width
