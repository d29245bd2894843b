"""What is printed keeps its size: no list is wider than its sheet, and one of many columns lies on its side."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser

# Room for the text of an A4 sheet between margins of 14 mm, in CSS pixels
UPRIGHT, LYING = 688, 1017


@pytest.mark.parametrize(
    ("address", "room"),
    [("/deals/", UPRIGHT), ("/facilities/", LYING), ("/parties/", UPRIGHT), ("/sites/", UPRIGHT), ("/exposure/", UPRIGHT), ("/exposure/by/", UPRIGHT)],
)
def test_a_list_is_not_shrunk_on_paper(chromium: Any, site: str, address: str, room: int) -> None:
    context = chromium.new_context(viewport={"width": room, "height": 900})
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(f"{site}{address}")
    needed = page.evaluate("document.documentElement.scrollWidth")
    paper = page.pdf(prefer_css_page_size=True)
    context.close()
    assert needed <= room
    wide, high = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)[0]
    assert (float(wide) > float(high)) is (room == LYING)
