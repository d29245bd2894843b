"""Names of other scripts in Latin letters, each by its own table: nothing is guessed of a script without one. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from parties.register.calc.han import ONLY_CHINESE, SIMPLIFIED
from parties.register.calc.names import script_of
from parties.register.calc.syllables import SYLLABLES, WORDS

# Cyrillic after BGN/PCGN without marks, Greek after ISO 843 without marks.
_SAID = {
    "абвгдезийклмнопрстуфы": "a b v g d e z i i k l m n o p r s t u f y",
    "іїєґўјљњћђџ": "i i e g u j lj nj c dj dz",
    "жхцчшщэюяё": "zh kh ts ch sh shch e yu ya e",
    "αβγδεζηθικλμ": "a v g d e z i th i k l m",
    "νξοπρσςτυφχψω": "n x o p r s s t y f ch ps o",
}
LATIN = str.maketrans(
    {letter: said for letters, row in _SAID.items() for letter, said in zip(letters, row.split(), strict=True)}
    | {"ъ": "", "ь": ""}
)

_KANA = """
ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu
テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya
ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu
ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu
キャ kya キュ kyu キョ kyo シャ sha シュ shu ショ sho チャ cha チュ chu チョ cho ニャ nya ニュ nyu ニョ nyo
ヒャ hya ヒュ hyu ヒョ hyo ミャ mya ミュ myu ミョ myo リャ rya リュ ryu リョ ryo ギャ gya ギュ gyu ギョ gyo
ジャ ja ジュ ju ジョ jo ビャ bya ビュ byu ビョ byo ピャ pya ピュ pyu ピョ pyo ファ fa フィ fi フェ fe フォ fo
ウィ wi ウェ we ウォ wo ヴァ va ヴィ vi ヴェ ve ヴォ vo ティ ti ディ di チェ che シェ she ジェ je デュ dyu
トゥ tu
""".split()
KANA = dict(zip(_KANA[::2], _KANA[1::2], strict=True))
_LONG = re.compile("aa|ee|ii|oo|ou|uu")
_WORDS_MEET = re.compile("(?<=[\u3041-\u3096])(?=[\u30a1-\u30fa])|(?<=[\u30a1-\u30fc])(?=[\u3041-\u3096])")

# Hangul syllables are put together from these (Revised Romanization, 2000).
HANGUL_FIRST = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")
HANGUL_VOWEL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")
HANGUL_LAST = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")


def latin(text: str) -> str:
    """Cyrillic, Greek, kana and Hangul in Latin letters, by table; other scripts are left, not guessed."""
    script = script_of(text)
    if script in ("Cyrl", "Grek"):
        return text.translate(LATIN)
    if script == "Kore":
        return "".join(map(_hangul, unicodedata.normalize("NFC", text)))
    return _kana(text) if script == "Jpan" else text


def _hangul(char: str) -> str:
    place = ord(char) - 0xAC00
    if not 0 <= place < 11_172:
        return char
    first, rest = divmod(place, 588)
    vowel, last = divmod(rest, 28)
    return HANGUL_FIRST[first] + HANGUL_VOWEL[vowel] + HANGUL_LAST[last]


def _kana(text: str, *, as_written: bool = False) -> str:
    """A long mark lengthens, a small tsu doubles: neither is heard in the names that lists write, but both may be typed."""
    text = "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in text)
    found, place, doubled = [""], 0, False
    while place < len(text):
        pair, one = text[place : place + 2], text[place]
        said = KANA.get(pair) or ("" if one in "ーッ" else KANA.get(one, one))
        if as_written and one == "ー" and found[-1][-1:] in tuple("aeiou"):
            said = found[-1][-1]
        found.append(("t" if said.startswith("ch") else said[:1]) + said if doubled and said.isascii() else said)
        doubled = as_written and one == "ッ"
        place += 2 if pair in KANA else 1
    return "".join(found)


def romaji(text: str) -> tuple[str, ...]:
    """Kana as people type it: Hepburn with its long vowels short, as under a macron left out, and as they are written.

    Where hiragana meets katakana a word ends: さくらインターネット is two.
    """
    if script_of(text) != "Jpan":
        return ()
    written = _kana(_WORDS_MEET.sub(" ", text), as_written=True)
    return tuple(dict.fromkeys((_LONG.sub(lambda vowels: vowels[0][0], written), written)))


@lru_cache(maxsize=10_000)
def pinyin(text: str, language: str = "") -> str:
    """Chinese characters as syllables of Hanyu Pinyin without tones, with spaces between; "" for what is not Chinese.

    A name is Chinese where its language says so, or where it has a character that only Chinese writes; the same
    characters are read otherwise in Japan and Korea.
    """
    tagged = language.partition("-")[0].lower() in ("zh", "cmn", "yue", "wuu", "nan", "hak")
    if script_of(text) not in ("Hans", "Hant") or not (tagged or (not language and ONLY_CHINESE & set(text))):
        return ""
    name = text.translate(SIMPLIFIED)
    for word, said in WORDS.items():
        name = name.replace(word, f" {said} ")
    return " ".join("".join(f" {SYLLABLES[char]} " if char in SYLLABLES else char for char in name).casefold().split())
