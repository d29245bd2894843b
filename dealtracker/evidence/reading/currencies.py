"""Currency signs, codes and what "$" and "¥" mean in the paper at hand."""

from __future__ import annotations

import re
from functools import lru_cache

from dealtracker.evidence.reading.cues import Cue
from dealtracker.evidence.reading.vocabulary.shape import Vocabulary

DOLLAR, YEN_OR_YUAN = "$", "¥"
CODES = "usd eur gbp jpy cny rmb krw inr sgd aud cad hkd twd ntd nzd myr chf aed sar idr thb nok sek dkk brl mxn rub vnd php".split()
_SIGNS = {
    "us$": "USD", "u.s.$": "USD", "$us": "USD", "usd$": "USD", "s$": "SGD", "sg$": "SGD", "a$": "AUD", "au$": "AUD", "hk$": "HKD",
    "nt$": "TWD", "c$": "CAD", "ca$": "CAD", "can$": "CAD", "nz$": "NZD", "r$": "BRL", "mx$": "MXN", "€": "EUR", "£": "GBP",
    "jp¥": "JPY", "cn¥": "CNY", "rmb¥": "CNY", "₩": "KRW", "₹": "INR", "rs.": "INR", "rs": "INR", "rm": "MYR", "rp": "IDR",
    "$ ca": "CAD", "$ can": "CAD", "$ us": "USD", "₽": "RUB", "฿": "THB", "₫": "VND", "$": DOLLAR, "¥": YEN_OR_YUAN,
    **{code: {"rmb": "CNY", "ntd": "TWD"}.get(code, code.upper()) for code in CODES},
}  # fmt: skip
_ANY = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_BEFORE = re.compile(rf"(?<![a-z])({_ANY}|euro)\s{{0,2}}$")  # "Euro 85.000.000" of a contract
_WORDS_BEFORE = {
    "新台幣": "TWD",
    "新臺幣": "TWD",
    "新台币": "TWD",
    "台幣": "TWD",
    "人民币": "CNY",
    "人民幣": "CNY",
    "港币": "HKD",
    "港幣": "HKD",
    "日币": "JPY",
    "美金": "USD",
    "马币": "MYR",
    "馬幣": "MYR",
    "令吉": "MYR",
}
_AFTER = re.compile(rf"\.?\s{{0,2}}({_ANY})(?![a-z])")
# Who writes "$" for another dollar than that of the United States; looked for in the head and foot of a text.
_PAPERS = (
    ("SGD", Cue("straits times / business times / channel newsasia / sgx / all figures in singapore dollars")),
    (
        "AUD",
        Cue(
            "australian financial review / asx / the australian / sydney morning herald / (all )?(figures|amounts) in australian dollars"
        ),
    ),
    ("CAD", Cue("globe and mail / tsx / financial post / (all )?(figures|amounts) in canadian dollars")),
    ("NZD", Cue("nzx / (all )?(figures|amounts) in new zealand dollars")),
    ("HKD", Cue("(all )?(figures|amounts) in hong kong dollars")),
)
_JAPAN = re.compile(r"yen\b|japan|tokyo|tokio|токио|япон|円|日本|엔화|일본|giappone|japón|japão")
_CHINA = re.compile(r"yuan|renminbi|rmb|юан|人民币|人民幣|元|위안")


def sign_before(folded: str, at: int) -> tuple[str, int] | None:
    """The currency whose sign or code ends at `at`, with the offset where it starts."""
    for word, code in _WORDS_BEFORE.items():
        if folded.endswith(word, max(0, at - len(word)), at):
            return code, at - len(word)
        if folded.endswith(word + "约", max(0, at - len(word) - 1), at) or folded.endswith(
            word + "約", max(0, at - len(word) - 1), at
        ):
            return code, at
    window = max(0, at - 8)
    match = _BEFORE.search(folded[window:at])
    return (_SIGNS.get(match[1], "EUR"), window + match.start()) if match else None


def sign_after(folded: str, at: int) -> tuple[str, int] | None:
    match = _AFTER.match(folded, at)
    return (_SIGNS[match[1]], match.end()) if match else None


def words_after(folded: str, at: int, words: Vocabulary) -> tuple[str, int] | None:
    """The currency named in words right after `at`: "(di) dollari", "美元"; the earliest, then the longest."""
    link = words.compiled["links"].pattern.match(folded, at + _spaces(folded, at))
    starts = {at + _spaces(folded, at)} | ({link.end() + _spaces(folded, link.end())} if link else set())
    for start in sorted(starts):
        for code, cue in words.tables["currencies"]:
            if (match := cue.pattern.match(folded, start)) and (
                words.cjk or not folded[match.end() : match.end() + 1].isalpha()
            ):
                return code, match.end()
    return None


def _spaces(folded: str, at: int) -> int:
    return next((n for n in range(3) if not folded[at + n : at + n + 1].isspace()), 3)


def settle(code: str, *, folded: str, language: str) -> str:
    """ "$" and "¥" as an ISO code, by the paper and the words around; other codes as they are."""
    if code == DOLLAR:
        return _dollar_of(folded)
    if code == YEN_OR_YUAN:
        if language in ("ja", "zh"):
            return {"ja": "JPY", "zh": "CNY"}[language]
        return "CNY" if _CHINA.search(folded) and not _JAPAN.search(folded) else "JPY"
    return code


@lru_cache(maxsize=8)
def _dollar_of(folded: str) -> str:
    ends = f"{folded[:400]} \n {folded[-400:]}"
    return next((currency for currency, cue in _PAPERS if cue.first(ends)), "USD")
