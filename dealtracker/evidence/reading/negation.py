"""Replies that are denied in the same breath: "did not confirm", "bestätigte die Gespräche nicht", 認めていない.

A negation stands before the verb, with at most a word or two between, or behind it: in Japanese and Korean as the
verb's own ending, in German at the end of the clause.
"""

from __future__ import annotations

import re

from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Sentence

_BEFORE = {
    "en": r"\b(?:not|\w{2,7}n't|never|neither|nor|cannot|unable to|unwilling to|(?:refus|declin|fail)\w{0,3} to|stopped short of|nobody|no one|none)\b(?: \S{1,14}){0,2}",
    "it": r"\b(?:non|né|mai|nessun\w?|rifiut\w{1,4})\b(?: \S{1,12}){0,2}",
    "es": r"\b(?:no|ni|nunca|tampoco|rehus\w{1,3}|nadie|ningún \w{1,14})\b(?: \S{1,12}){0,2}",
    "fr": r"(?:\bn'|\b(?:ne|ni|jamais|refus\w{1,4} de)\b(?: \S{1,12}){0,2})",
    "pt": r"\b(?:não|nem|nunca|tampouco|ninguém|nenhum\w? \w{1,14})\b(?: \S{1,12}){0,2}",
    "ru": r"(?<!\w)(?:не|ни|нет|отказал\w{1,4})(?!\w)(?: (?!только)\S{1,14})?",
    "de": r"\b(?:nicht|nie|niemals|weder|keineswegs|kein\w{0,2} \w{1,16})\b(?: \S{1,16}){0,2}",
    "zh": r"(?:未|没有|沒有|没|沒|不|拒绝|拒絕|拒|无法|無法|避免|并非|並非)(?:[予作能愿願肯想便再曾有正面直接公开公開对對此就该該]{0,6})",
    "ja": r"(?!)",
    "ko": r"(?:안|못)",
}
_BEHIND = {
    "en": r" (?:nothing|neither|no)\b",
    "de": r"(?: [^.,;:!?]{1,120})? (?:nicht|keineswegs|nie|niemals)(?: (?:näher|weiter|ausdrücklich|offiziell))?\s?(?=[.,;:!?\n]|und\b|oder\b|aber\b|$)|(?: [^.,;:!?]{1,80})? weder\b",
    "fr": r" (?:ni|rien|aucun\w?)\b",
    "ja": r"(?:し)?(?:て|で)?(?:は|も)?(?:い|お(?:り)?)?(?:な(?:い|かっ|く|か)|ず(?!れ)|ませ)|わけでは|ことは?(?:な|避け|控え|拒)|という?事実はな",
    "ko": r"(?:지|지는|지도|은|는)?\s?(?:주지|줄 수|할 수)?(?:는|도)?\s?(?:않|못|없|아니)",
}
_PARTED = re.compile(r"[,;:.!?，、。；]|\b(?:and|but|y|pero|e|ma|mas|et|mais|und|aber|doch|и|но)\b")
_ONLY = re.compile(r"(?:not only|nicht nur|non solo|no sólo|no solo|não só|não apenas|не только|不仅|不僅)")
_WINDOW, _CLAUSE = 48, 140
_BEFORE_PATTERNS = {code: re.compile(f"(?:{pattern})[ -]{{0,2}}$") for code, pattern in _BEFORE.items()}
_BEHIND_PATTERNS = {code: re.compile(pattern) for code, pattern in _BEHIND.items()}


def is_negated(sentence: Sentence, span: Span) -> bool:
    """Whether the verb of reply at `span` is negated, so that nothing was confirmed or denied."""
    code, folded = sentence.words.code, sentence.folded
    before = _PARTED.split(folded[max(sentence.start, span.start - _WINDOW) : span.start])[-1]
    if _BEFORE_PATTERNS[code].search(before):
        return not _ONLY.search(before)
    behind = _BEHIND_PATTERNS.get(code)
    clause = folded[span.end : min(sentence.end + 1, span.end + _CLAUSE)]
    return bool(behind and behind.match(clause) and not _ONLY.match(clause.lstrip()))
