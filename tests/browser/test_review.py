"""A reviewer's way: files dropped on the intake form, then proposals rejected, edited and accepted by key."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import PASSWORD, Visit

pytestmark = pytest.mark.browser
TEXTS = {
    "one.txt": "Kelp Forge Compute, a data centre operator, is in talks to borrow about $450 million from private credit funds to buy"
    " Nvidia H200 chips for a site in Osaka, people familiar with the matter said. Kelp Forge Compute declined to comment.",
    "two.html": "<html><body><p>Osprey Bank is arranging the loan of up to $1.2 billion.</p><script>alert(1)</script></body></html>",
}
DROP = """texts => {
  const moved = new DataTransfer();
  for (const [name, text] of Object.entries(texts)) moved.items.add(new File([text], name));
  document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", { dataTransfer: moved, bubbles: true, cancelable: true }));
}"""


def signed_in(visit: Visit) -> Any:
    visit.go("/sign-in/?next=/review/intake/")
    page = visit.page
    page.get_by_label("Username").fill("bob")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/review/intake/")
    return page


def walk_to(page: Any, wanted: str) -> None:
    """By key to the proposal of that name."""
    for _ in range(40):
        if wanted in page.locator(".card.chosen .of").inner_text():
            return
        page.keyboard.press("j")
    raise AssertionError(f"no proposal {wanted}: {page.locator('.card .of').all_inner_texts()}")


def waiting(page: Any) -> int:
    return int(page.locator(".proposals > header h2").inner_text().split()[0])


def test_files_are_dropped_and_proposals_decided_by_key(visit: Visit) -> None:
    page = signed_in(visit)
    page.evaluate(DROP, TEXTS)
    page.get_by_label("Publisher").fill("Harbour Ledger")
    page.get_by_label("Published on or after").fill("2026-01-20")
    page.get_by_label("Published on or before").fill("2026-01-20")
    page.get_by_role("button", name="Read and propose").click()
    page.wait_for_url("**/review/")
    assert {"one.txt", "two.html"} <= set(page.locator("tbody .sub").all_inner_texts())

    page.get_by_role("row", name="one.txt").get_by_role("link").click()
    page.get_by_label("Enter a new deal").fill("Kelp Forge loan")
    page.get_by_role("button", name="Enter the deal").click()
    page.wait_for_url("**?deal=deal_*")
    before = waiting(page)
    walk_to(page, "stage")
    with page.expect_navigation():
        page.keyboard.press("x")
    assert waiting(page) == before - 1

    for _ in range(before):
        page.keyboard.press("k")
    walk_to(page, "amount")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "value"
    page.keyboard.press("Control+a")
    page.keyboard.type("about 460000000 USD")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('chosen')")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert waiting(page) == before - 2 and page.locator(".has-error").count() == 0
    page.get_by_text("2 decided").click()
    assert page.locator(".card.is-accepted .of").all_inner_texts() == ["facility: amount"]
    assert visit.complaints == []
