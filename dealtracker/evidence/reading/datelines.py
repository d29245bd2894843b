"""The dateline of a newsroom: "OULU, 3 March 2026 (Nordic Newswire) - ", 【東京=NNA】."""

from __future__ import annotations

import re

# In 【 】 stands a newsroom or the city alone: only what ends as newsrooms do is one where no "=" says so.
_NEWSROOM = re.compile(
    r"[A-Z]{2,}|(?:通信社?|新[聞闻报報]|[日时時]报|[日時]報|经济|経済|财经|財經|時事|共同|ニュース|ワイヤー|タイムズ|社|网|網|News|Wire|Post|Times)$"
)
FIRST = 4  # sentences among which a dateline is looked for

_WIRE = r"[^\W\d_][\w.&/ -]{1,30}"
_DATELINE = re.compile(
    rf"[^\n.;:!?()（]{{0,60}}(?:\.[^\n.;:!?()（]{{1,30}}){{0,2}}[(（]({_WIRE})[)）]\s{{0,2}}[-–—:：]|[【\[]([^\W\d_][^】\]\n]{{1,54}})[】\]]|"
    rf"[A-ZÀ-Þ][A-ZÀ-Þ .-]{{2,24}},[^\n;:!?()]{{4,36}}\s[-–—]{{1,2}}\s"
)


def dateline(text: str, index: int, start: int, end: int) -> re.Match[str] | None:
    """The dateline at the head of sentence number `index`, text[start:end], with the newsroom in it; None when it has none."""
    return _DATELINE.match(text, start, end) if index < FIRST else None


def newsroom(head: re.Match[str]) -> str:
    """The newsroom that a dateline names: NNA of 【東京=NNA】; empty where it names the city alone, as in 【リガ】."""
    *city, told = re.split(r"[=＝]", head[1] or head[2] or "")
    return " ".join(told.split()) if head[1] or city or _NEWSROOM.search(told.strip()) else ""
