"""Letters that a PDF's font gives in a compatibility form, as the letters they stand for: ﬁ, ⽇, ⻑."""

from __future__ import annotations

import unicodedata

_LIGATURES = range(0xFB00, 0xFB07)
_KANGXI = range(0x2F00, 0x2FE0)  # radicals with a code of their own
# Radicals that Unicode does not decompose, and one that Japanese writes differently.
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻫⻬⻭⻯⻰⻲⼾",
        "母民虎西见角贝车長长门青风飞食马骨鬼鱼鸟麦黄斉齐歯竜龙亀戸",
        strict=True,
    )
)
_PLAIN = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in (*_LIGATURES, *_KANGXI)},
    **{ord(radical): letter for radical, letter in _RADICALS.items()},
}


def plain_letters(text: str) -> str:
    return text.translate(_PLAIN)
