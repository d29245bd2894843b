"""The dateline of a newsroom: "OULU, 3 March 2026 (Nordic Newswire) - ", 【東京=NNA】."""

from __future__ import annotations

import re

FIRST = 4  # sentences among which a dateline is looked for

_WIRE = r"[^\W\d_][\w.&/ -]{1,30}"
_DATELINE = re.compile(
    rf"[^\n.;:!?()（]{{0,60}}(?:\.[^\n.;:!?()（]{{1,30}}){{0,2}}[(（]({_WIRE})[)）]\s{{0,2}}[-–—:：]|[【\[]({_WIRE})[^】\]\n]{{0,24}}[】\]]|"
    rf"[A-ZÀ-Þ][A-ZÀ-Þ .-]{{2,24}},[^\n;:!?()]{{4,36}}\s[-–—]{{1,2}}\s"
)


def dateline(text: str, index: int, start: int, end: int) -> re.Match[str] | None:
    """The dateline at the head of sentence number `index`, text[start:end], with the newsroom in its group 1 or 2; None when it has none."""
    return _DATELINE.match(text, start, end) if index < FIRST else None
