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
    rf"[A-ZÀ-Þ][A-ZÀ-Þ .-]{{2,24}},[^\n;:!?()]{{4,36}}\s[-–—]{{1,2}}\s|"
    r"[(（]([^\W\d_][^()（）=\n]{0,14}=[^()（）\n]{1,16})[)）](?:\s?[가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,3}\s(?:[가-힣]{2,6}\s)?(?:기자|특파원)\s?=?)?|"
    r"[^\W\d_][\w.' -]{1,30}(?:,\s[A-Z][\w .]{1,20})?,\s(?:le\s|den\s|il\s|a\s)?"
    r"(?:\d{1,2}(?:er|º|\.)?\s(?:de\s)?[^\W\d]{3,10}\.?(?:,?\s(?:de\s)?20\d\d)?|[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,\s20\d\d)?)\s?\.?\s?[-–—]{1,2}\s?|"
    r"(?:[一-龥]{2,6}社|本报|本報|本刊)[一-龥]{0,4}\d{1,2}月\d{1,2}日(?:电|電|讯|訊)"
)


def dateline(text: str, index: int, start: int, end: int) -> re.Match[str] | None:
    """The dateline at the head of sentence number `index`, text[start:end], with the newsroom in it; None when it has none."""
    return _DATELINE.match(text, start, end) if index < FIRST else None


def newsroom(head: re.Match[str]) -> str:
    """The newsroom that a dateline names: NNA of 【東京=NNA】; empty where it names the city alone, as in 【リガ】."""
    *city, told = re.split(r"[=＝]", head[1] or head[2] or head[3] or "")
    return " ".join(told.split()) if head[1] or city or _NEWSROOM.search(told.strip()) else ""
