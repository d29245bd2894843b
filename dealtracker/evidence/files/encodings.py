"""Which encoding a text is in: its mark, then its own declaration, then UTF-8, then whichever reads like a language."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import pairwise

from dealtracker.evidence.files.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?i)(?:charset|encoding)\s{0,3}=\s{0,3}["']?([a-z0-9_:.-]{2,24})""")
_CANDIDATES = ("cp1252", "cp1251", "koi8-r", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "iso8859_2", "cp1250")
_SAFE = re.compile(
    r"(?i)(?:utf-?8|utf-?16(?:le|be)?|iso-?8859-?\d{1,2}|windows-125\d|cp125\d|latin-?1|koi8-[ru]|shift[_-]?jis|sjis"
    r"|euc-?(?:jp|kr)|gb(?:k|2312|18030)|big5(?:-?hkscs)?|us-ascii|cp949|ks_c_5601-1987|iso-2022-jp)"
)
# What a page declares and what its writers meant.
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "sjis": "cp932",
    "shift_jis": "cp932",
}
SAMPLE = 40_000
_CJK_COMMON = frozenset(
    "的是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去"
    "把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次"
    "品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收"
    "证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断"
    "深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严國會這"
    "個們來時後說對開過電機銀貸資據與為報導應銷買賣億萬關東業務體"
)


def decode(data: bytes, *, markup: bool = False) -> tuple[str, str]:
    """(text, encoding). Raises UnreadableFile for binary data or when no encoding gives a readable text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(name, "replace")), name
    if b"\x00" in data:
        if name := _unmarked_utf16(data):
            return _checked(data.decode(name, "replace")), name
        raise UnreadableFile("The file is binary (it contains NUL bytes): give TXT, HTML, EML, PDF or DOCX.")
    declared = _declared(data) if markup else ""
    for name in (declared, "utf-8"):
        if name and (text := _strict(data, name)) is not None:
            return _checked(text), name
    return _best(data)


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:3000])
    name = match[1].decode("ascii").lower() if match else ""
    return _ALIASES.get(name, name) if _SAFE.fullmatch(name) else ""


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of a Latin text is NUL."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 8:
        return ""
    if odd > 0.8 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.8 * half and odd < 0.05 * half:
        return "utf-16-be"
    scored = [(score, name) for name in ("utf-16-le", "utf-16-be") if (score := _sixteen(data, name)) is not None]
    score, name = max(scored, default=(0.0, ""))
    return name if score > 0.7 else ""


def _sixteen(data: bytes, name: str) -> float | None:
    """How much bytes with NULs read like a language that is not Latin, two bytes a letter."""
    sample = data[: SAMPLE // 2 * 2]
    text = sample.decode(name, "replace")
    return None if "\x00" in text or len(data) % 2 else _readable(sample, name)


def _best(data: bytes) -> tuple[str, str]:
    scored = [(score, name) for name in _CANDIDATES if (score := _readable(data[:SAMPLE], name)) is not None]
    score, name = max(scored, default=(0.0, ""))
    if score < 0.5:
        raise UnreadableFile("The file's encoding could not be told: save it as UTF-8.")
    return _checked(data.decode(name, "replace")), name


def _readable(sample: bytes, name: str) -> float | None:
    """How much the sample looks like language in this encoding: letters that belong together, no stray signs."""
    text = sample.decode(name, "replace")
    if text.count("\ufffd") > 2 + len(text) // 200:
        return None
    high = [char for char in text if ord(char) > 127]
    if not high:
        return 1.0
    points = sum(map(_point, high)) + _cases(text) + _mixed(text)
    return points / len(high) + (0.05 if name == "cp1252" else 0)


def _point(char: str) -> float:
    code = ord(char)
    if char in _CJK_COMMON or 0x3041 <= code <= 0x30FF or 0xAC00 <= code <= 0xD7A3 or char in "、。，「」（）：“”":
        return 1.0
    if 0x0410 <= code <= 0x044F or char in "àèéìòùáíóúñäöüßçãõâêôîûœ’‘–—«»€ÄÖÜÉÀ ":
        return 0.9
    if 0x4E00 <= code <= 0x9FFF:
        return 0.45
    return 0.3 if unicodedata.category(char)[0] == "L" and code < 0x250 else -0.5


def _cases(text: str) -> float:
    """Capitals inside words tell KOI8-R from CP1251 and accents from Cyrillic: each costs."""
    return -0.8 * sum(1 for a, b in pairwise(text) if a.islower() and b.isupper() and ord(b) > 127)


def _mixed(text: str) -> float:
    """Cyrillic inside a Latin word is an accent read wrongly."""
    return -1.5 * sum(1 for a, b in pairwise(text) if a.isalpha() and a < "\x80" <= b and "\u0400" <= b <= "\u04ff")


def _checked(text: str) -> str:
    head = text[:100_000]
    # A few letters of many may be damaged; of a handful, none
    stray = min(8, len(head) // 10)
    controls = sum(1 for char in head if ord(char) < 32 and char not in "\t\n\r\f\x0b")
    if "\x00" in text or controls > stray + len(head) // 100:
        raise UnreadableFile("The file is binary (it contains control bytes): give TXT, HTML, EML, PDF or DOCX.")
    if head.count("\ufffd") > stray + len(head) // 50:
        raise UnreadableFile("The file's encoding is damaged: save it as UTF-8.")
    return text.lstrip("\ufeff")
