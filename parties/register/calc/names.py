"""Names in the form in which they are compared, and identifiers by their check digits. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from parties.register.calc.han import SIMPLIFIED, VARIANTS
from parties.register.calc.tables import LEADING_FORMS, LEGAL_FORMS, LETTERS, SCRIPTS, SMALL

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"(?<=\b\w)[.·](?=\s?\w\b)")
_SLUG = re.compile(r"[a-z0-9]+", re.ASCII)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
# A single character counts only as a word of its own: it begins and ends many names (株洲, 광주).
_CJK_FORMS = sorted((form for form in LEGAL_FORMS if len(form) > 1 and _CJK.search(form)), key=len, reverse=True)
_LONGEST_FORM = max(len(form.split()) for form in LEGAL_FORMS)
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}", re.ASCII)
_LATIN_LIKE = ("Cyrl", "Grek")


def fold(name: str) -> str:
    """Width, case, accents of Latin letters, variants of Chinese characters and punctuation put aside (NFKC, casefold)."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(LETTERS)
    text = unicodedata.normalize("NFKC", text).translate(VARIANTS)
    text = "".join(c for c in _apart(text) if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", text).replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join(_WORD.findall(_JOINED.sub("", text)))


def _apart(text: str) -> Iterable[str]:
    """Accents taken off Latin, Greek and Cyrillic letters only: in kana a mark makes another letter."""
    for char in text:
        takes = char < "\u0530" or "\u1e00" <= char <= "\u1fff"
        yield from unicodedata.normalize("NFD", char) if takes else char


def split_forms(name: str) -> tuple[str, frozenset[str]]:
    """The folded name without its legal forms, and which forms it had, each by its canonical word."""
    words, forms = fold(name).split(), set()
    while found := _form_at_the_end(words) or _form_in_front(words):
        form, words = found
        forms.add(form)
        words = words[:-1] if len(words) > 1 and words[-1] == "and" else words
    bare, cjk = _strip_cjk(" ".join(words))
    return bare, frozenset(forms | cjk)


def _form_at_the_end(words: list[str]) -> tuple[str, list[str]] | None:
    for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if form := LEGAL_FORMS.get(" ".join(words[-length:])):
            return form, words[:-length]
    return None


def _form_in_front(words: list[str]) -> tuple[str, list[str]] | None:
    """Forms that stand before the name in some languages: "PT Indosat", "ООО Ромашка"."""
    for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if (front := " ".join(words[:length])) in LEADING_FORMS:
            return LEGAL_FORMS[front], words[length:]
    return None


def _strip_cjk(name: str) -> tuple[str, set[str]]:
    forms: set[str] = set()
    if name in LEGAL_FORMS:
        return name, forms
    for form in _CJK_FORMS:
        bare = name.removesuffix(form).removeprefix(form).strip()
        if bare and bare != name:
            name = bare
            forms.add(LEGAL_FORMS[form])
    return name, forms


def normalise(name: str) -> str:
    """The form two names are compared in: "PaleBlueDot AI, Inc." and "palebluedot ai" are equal, 紅 and 红 too."""
    bare, _ = split_forms(name)
    return bare or fold(name) or " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def initials(name: str) -> frozenset[str]:
    """The initials of a name of three to six words, with and without its legal form."""
    found = set()
    for text in (normalise(name), fold(name)):
        words = [word for word in text.split() if word not in SMALL]
        # Latin, Greek and Cyrillic: letters that words begin with.
        if 3 <= len(words) <= 6 and all(word < "\u0530" for word in words):
            found.add("".join(word[0] for word in words))
    return frozenset(found)


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one party's: equal when normalised, and no two different legal forms stated."""
    a, b = split_forms(one)[1], split_forms(other)[1]
    return normalise(one) == normalise(other) and (not a or not b or bool(a & b))


@lru_cache(maxsize=10_000)
def script_of(text: str) -> str:
    """The ISO 15924 code of the script most letters are in: Latn, Hans / Hant / Jpan / Kore, Cyrl …; "" without letters."""
    counts: dict[str, int] = {}
    for char in text:
        code = next((code for first, last, code in SCRIPTS if first <= char <= last), "")
        if code and char.isalpha():
            counts[code] = counts.get(code, 0) + 1
    if not counts:
        return ""
    if "Kana" in counts:
        return "Jpan"
    if "Hang" in counts:
        return "Kore"
    most = max(counts, key=lambda code: (counts[code], code))
    if most == "Hani":
        return "Hant" if any(char.translate(SIMPLIFIED) != char for char in text) else "Hans"
    return most


def mixes_look_alikes(text: str) -> bool:
    """Whether one word mixes Latin letters with Cyrillic or Greek ones, which look the same and are not."""
    for word in _WORD.findall(text):
        codes = {script_of(char) for char in word}
        if "Latn" in codes and codes & set(_LATIN_LIKE):
            return True
    return False


def slug(text: str, *, longest: int = 50) -> str:
    """Lower-case ASCII letters and digits with hyphens between; "" when the text has none."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).replace("'", "").replace("’", "")
    return "-".join(_SLUG.findall(plain))[:longest].strip("-")


def lei_is_valid(value: str) -> bool:
    """Twenty characters whose number, with letters as 10 to 35, leaves 1 when divided by 97 (ISO 17442, ISO 7064)."""
    if not _LEI.fullmatch(value):
        return False
    return int("".join(str(int(char, 36)) for char in value)) % 97 == 1
