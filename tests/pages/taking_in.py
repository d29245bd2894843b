"""Taking a text in as a person does, for the tests of review."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.test import Client

from dealtracker.access.rules import PUBLIC

ARTICLE = (
    "Borealis Compute is seeking to raise about US$300 million from Harbour Bank to buy Nvidia GPUs for a data centre in Tokyo.\n\n"
    "A spokesperson for Borealis Compute said the information is incorrect. <script>alert(1)</script>\n"
)  # fmt: skip
ABOUT = {
    "publisher": "Quayside Times", "kind": "newspaper", "compartment": str(PUBLIC), "published_from": "2026-01-10", "published_to": "2026-01-10",
    "title": "A loan for chips", "url": "https://example.org/loan", "language": "en",
}  # fmt: skip


def take(client: Client, text: str = ARTICLE, **about: Any) -> str:
    answer = client.post("/review/intake/", {**ABOUT, "text": text, **about})
    assert answer.status_code == 302, unescape(answer.content.decode())[:3000]
    return str(answer["Location"])


def card(page: Any, wanted: str) -> dict[str, Any]:
    return next(one for one in page.context["cards"] if wanted in f"{one['label']} {one['party']}")
