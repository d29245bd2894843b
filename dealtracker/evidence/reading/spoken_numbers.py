"""Numbers said in several words: "two hundred and fifty", "zweihundertfünfzig", "trescientos cincuenta", "двести пятьдесят".

Hundreds, tens and units of a vocabulary's numerals in falling order; what is said of no certain number
("several hundred million", "mehrere hundert") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from dealtracker.evidence.reading.vocabulary.shape import Vocabulary

_AND = r"(?:and\s|y\s|e\s|et\s)?"
_VAGUE = re.compile(
    r"(?:several|many|few|couple(?: of)?|mehrere\w?|einige\w?|varios|varias|unos pocos|algunos|vários|várias|alguns|plusieurs|quelques|alcun[ie]|vari[ei]|divers[ie]|нескольк\w{1,3})\s$"
)
_GLUED = ("de", "it")  # languages that write such a number in one word


def alternatives(names: Iterable[str]) -> str:
    """A pattern of `names`, the longest first."""
    return "|".join(re.escape(n).replace(r"\ ", r"\s{1,2}") for n in sorted(names, key=len, reverse=True))


@lru_cache(maxsize=16)
def spoken(words: Vocabulary) -> str:
    """A pattern for numbers of two and more words; empty where the vocabulary has none."""
    hundreds, tens, units = (alternatives(_names(words, *bounds)) for bounds in _STEPS)
    if words.cjk or not (hundreds and tens and units):
        return ""
    step = r"(?:\s{1,2}|-)" if words.code not in _GLUED else r"(?:\s{1,2}|-)?"
    below = rf"(?:{tens})(?:{step}{_AND}(?:{units})(?!\w))?|(?:{units})(?!\w)"
    small = rf"(?:{hundreds})(?:{step}{_AND}(?:{below}))?|{below}"
    thousand = alternatives(_thousand(words))
    head = rf"(?:{hundreds}|{tens}|{units})"
    return (
        rf"(?:{head}{step})?(?:{thousand}){step}{_AND}(?:{small})|"
        rf"(?:(?:{tens})(?:-(?:{units}))?|(?:{alternatives(_TEENS)}))\s{_HUNDRED}(?!\w)|"
        rf"(?:{hundreds}){step}{_AND}(?:{below})|(?:{tens})(?:\s|-){_AND}(?:{units})"
    )


_HUNDRED = "hundred"  # "twenty-five hundred" counts in hundreds
_TEENS = tuple("eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split())
_STEPS = ((100, 999), (20, 99), (1, 19))


def _names(words: Vocabulary, low: int, high: int) -> list[str]:
    whole = {name: value for name, value in words.numerals.items() if low <= value <= high}
    return [name for name, value in whole.items() if value % {100: 100, 20: 10, 1: 1}[low] == 0 and value.as_tuple().exponent == 0]


def _thousand(words: Vocabulary) -> list[str]:
    return [name for name, power in words.scales.items() if power == 3 and len(name) > 2]


def value_of(said: str, words: Vocabulary) -> Decimal:
    """What the parts of such a number add up to."""
    head, _, tail = said.rpartition(" ")
    if tail == _HUNDRED and 10 < (count := value_of(head, words)) < 100:
        return count * 100
    total = Decimal(0)
    for part in (" ".join(found.split()) for found in _parts(words).findall(said)):
        if words.scales.get(part) == 3:
            total = (total or 1) * 1000
        else:
            total += words.numerals[part]
    return total


@lru_cache(maxsize=16)
def _parts(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(alternatives([*_thousand(words), *(name for bounds in _STEPS for name in _names(words, *bounds))]))


def word_edge(words: Vocabulary) -> str:
    """What must follow a number in words: the end of the word, or in "quattromila" the scale."""
    glued = rf"|(?=(?:{alternatives(words.scales)})(?!\w))" if words.code in _GLUED else ""
    return rf"(?:(?!\w){glued})"


def is_vague(folded: str, at: int) -> bool:
    """Whether the number at `at` is said to be some of its kind: "several hundred", 数百億."""
    return folded[at - 1 : at] in tuple("数數几幾수") or bool(_VAGUE.search(folded, max(0, at - 16), at))
