"""Who a sentence speaks of: the subject before a verb, those joined to it, and what "the company" points at."""

from __future__ import annotations

import re

from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.folding import is_cjk

NOT_SUBJECTS = ("media", "agency")
REACH = 260  # characters from a verb back to its subject
_LEGAL_FORM = re.compile(r"^,?\s(?:ltd|inc|llc|plc|ag|n\.v|s\.a|corp|co|cib|se|spa|s\.p\.a)\b\.?")
BEFORE = 45  # characters in which a preposition governs the name after it
PARTIES_OF = {
    "company": ("company", "spv", "unknown", "platform", "fund"),
    "bank": ("bank",),
    "chipmaker": ("chipmaker",),
    "platform": ("platform",),
    "fund": ("fund",),
    "anyone": ("company", "spv", "unknown", "platform", "fund", "bank", "chipmaker", "public body"),
}


def eligible(sentence: Sentence, *, weak: bool = False) -> list[Mention]:
    """Mentions that can act: no newsroom, no rating agency, no name that only says whose chips."""
    pool = sorted([*sentence.mentions, *(sentence.weak if weak else [])], key=lambda m: m.start)
    return [m for m in pool if m.kind not in NOT_SUBJECTS]


def subjects(document: Document, sentence: Sentence, at: int, *, start: int = 0, weak: bool = True) -> list[Mention]:
    """Those who do what the cue at `at` says: the last name before it that nothing governs, with all joined to it."""
    low = max(sentence.start, start, at - REACH)
    before = [m for m in eligible(sentence) if low <= m.start and m.end <= at]
    if before and (told := _relative(sentence, before[-1], at)):
        return [told] if _one_alone(sentence, told, at) else joined(sentence, told, before)
    free = [
        m for m in before if not governed(sentence, m) and not names_chips(sentence, m) and not _quoted(sentence, m, at)
    ]
    marked = [m for m in free if _marked(sentence, m)]
    if chosen := (marked or free):
        return joined(sentence, chosen[-1], before)
    if weak and (
        near := [
            m for m in sentence.weak if low <= m.start and m.end <= at and at - m.end < 30 and not governed(sentence, m)
        ]
    ):
        return [near[-1]]
    return antecedent(document, sentence, at) or ourselves(document, sentence, at)


_FIRST, _WE = 6, 60  # sentences in which the firm is named that says "we"; characters from "we" to its verb


def ourselves(document: Document, sentence: Sentence, at: int) -> list[Mention]:
    """Whom "we are seeking", 当社は means: who borrows, else the first firm that the text names."""
    if not any(at - _WE <= span.start <= at + 2 for span in sentence.spans("we")):
        return []
    known = set(document.borrowers.values())
    pool = [m for s in document.sentences[: sentence.index + 1] for m in s.mentions if m.party in known]
    head = [m for s in document.sentences[:_FIRST] for m in eligible(s) if m.kind in ("company", "unknown", "spv", "platform")]
    return (pool or head)[:1]


_WHO = re.compile(
    r"\s?,\s(?:which|who|that|che|que|qui|quien|o qual|a qual|(?:der|die|das|котор\w{2,3})(?=\s))(?:\s[^\s,;]{1,14}){0,2}\s?"
)


_ALONE = {"en": r"(?:is|was|has)", "pt": r"\w{2,}[^m\W]", "es": r"\w{2,}[^n\W]", "fr": r"\w{2,}(?<!nt)", "it": r"\w{2,}(?<!no)", "de": r"\w{2,}[^n\W]"}


def _one_alone(sentence: Sentence, last: Mention, at: int) -> bool:
    """Whether the verb of such a clause is singular: "com o BNDES e o Itaú, que coordena" speaks of one."""
    said = sentence.folded[last.end : at + 24].strip(" ,").split()[1:4]
    verb = next((word for word in said if word not in ("também", "también", "anche", "aussi", "auch", "also")), "")
    return bool(re.fullmatch(_ALONE.get(sentence.words.code, "(?!)"), verb))


_IN_ANOTHER_ROLE = re.compile(
    r"[\s,.]{1,3}(?:as|come|quale|como|comme|en qualité de|als)\s(?:the\s|an?\s|parent\s|its\s)?(?:guarantor|parent|sponsor|lender|(?:administrative |collateral |facility )?agent|garant\w*|fideiussore|avalista|fiador\w?|bürg\w*|prestamista|prêteur|kreditgeber\w*)"
)


def told_otherwise(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name is right away given another part: "X, as borrower, and Y, as guarantor, entered into …"."""
    return bool(_IN_ANOTHER_ROLE.match(sentence.folded, mention.end))


def _relative(sentence: Sentence, last: Mention, at: int) -> Mention | None:
    """The name that a clause goes on about: "with Jefferies, which is arranging …"."""
    return last if _WHO.fullmatch(sentence.folded, last.end, at) else None


def nearest_before(sentence: Sentence, at: int, *, start: int = 0, reach: int = REACH) -> list[Mention]:
    """The name closest before `at`, governed or not ("a spokesman for X"), with all joined to it."""
    before = [m for m in eligible(sentence) if max(sentence.start, start) <= m.start and m.end <= at]
    return joined(sentence, before[-1], before) if before and at - before[-1].start <= reach else []


def first_after(sentence: Sentence, at: int, *, end: int = 0, reach: int = 60, loose: bool = False) -> list[Mention]:
    """The first name after `at`, with all joined to it in a list; `loose`: whatever stands between."""
    limit = min(end or sentence.end, sentence.end)
    after = [m for m in eligible(sentence, weak=True) if m.start >= at and m.end <= limit]
    if (
        not after
        or after[0].start - at > reach
        or not loose
        and _breaks(sentence, sentence.folded[at : after[0].start])
    ):
        return []
    found = [after[0]]
    for mention in after[1:]:
        if not joins(sentence, found[-1], mention):
            break
        found.append(mention)
    return found


def _breaks(sentence: Sentence, gap: str) -> bool:
    """Whether what stands between a cue and a name parts them: a stop, a figure, another preposition, many words."""
    if any(char in gap for char in ";。!?") or " - " in gap or any(char.isdigit() for char in gap):
        return True
    if sentence.words.cjk:
        return any(char in gap for char in ",、，")
    if len(gap.split()) > 6:
        return True
    nouns = [span.end for span in sentence.words.compiled["appositions"].spans(gap)]
    # "the company of X", but not "the company of artificial intelligence X"
    return any(not nouns or span.start < nouns[0] or not gap[span.end :].strip() for span in sentence.words.compiled["governed"].spans(gap))


def joined(sentence: Sentence, last: Mention, pool: list[Mention]) -> list[Mention]:
    found = [last]
    for mention in reversed([m for m in pool if m.end <= last.start]):
        if not joins(sentence, mention, found[0]):
            break
        found.insert(0, mention)
    return found


def joins(sentence: Sentence, left: Mention, right: Mention) -> bool:
    """Whether only "and", "as well as", commas or short words stand between two names."""
    gap = _LEGAL_FORM.sub("", sentence.folded[left.end : right.start]).strip(" \"'")
    if sentence.words.code in ("ja", "zh") and gap == ",":
        return False  # lists are parted by 、
    if gap in ("", ",", ";", "、", "，", "&", "/", "·", "・"):
        return gap != ""
    span = sentence.words.compiled["joiners"].first(gap)
    if sentence.words.cjk and gap.startswith(("は", "が", "은", "는", "이 ", "가 ")):
        return False  # the name on the left is the subject of something else
    return (
        span is not None
        and len(gap) - (span.end - span.start) <= (4 if sentence.words.cjk else 16)
        and gap.count(",") <= 1
    )


_ARTICLES = ("der", "die", "das", "dem", "den", "einem", "einer")  # "mit der Isarbank und dem Fonds"


def governed(sentence: Sentence, mention: Mention) -> bool:
    """Whether a preposition before, or a particle after, makes this name an object ("for X", "Xの")."""
    words, folded = sentence.words, sentence.folded
    if words.after_object and words.compiled["after_object"].pattern.match(folded, mention.end):
        return not _marked(sentence, mention)
    window = folded[max(sentence.start, mention.start - BEFORE) : mention.start].rstrip(" \"'(")
    for span in words.compiled["governed"].spans(window):
        between = window[span.end :].strip()
        if not between or between in _ARTICLES or (not words.cjk and "," not in between and _is_apposition(sentence, between)):
            return True
    return _joined_to_governed(sentence, mention)


def _is_apposition(sentence: Sentence, between: str) -> bool:
    spans = list(sentence.words.compiled["appositions"].spans(between))
    return len(between.split()) <= 5 and bool(spans) and len(between) - spans[-1].end <= 24


def _joined_to_governed(sentence: Sentence, mention: Mention) -> bool:
    left = [m for m in sentence.mentions if m.end <= mention.start]
    if not left or sentence.words.code in ("ja", "ko"):
        return False
    gap = sentence.folded[left[-1].end : mention.start].strip()
    span = next((one for one in sentence.words.compiled["joiners"].spans(gap) if not one.start), None)
    rest = gap[span.end :].strip() if span else ""
    told = not rest or _is_apposition(sentence, rest) or rest in _ARTICLES
    return span is not None and told and governed(sentence, left[-1])


def _quoted(sentence: Sentence, mention: Mention, at: int) -> bool:
    """Whether a quotation that holds the name ends before `at`: its subject is not that of the verb outside."""
    return sentence.folded.count('"', mention.end, at) % 2 == 1


def _marked(sentence: Sentence, mention: Mention) -> bool:
    cue = sentence.words.compiled["after_subject"]
    return bool(sentence.words.after_subject and cue.pattern.match(sentence.folded, mention.end))


def names_chips(sentence: Sentence, mention: Mention) -> bool:
    """ "Nvidia chips", "Nvidia B200": the maker as an adjective."""
    tail = sentence.folded[mention.end : mention.end + 24]
    spans = list(sentence.words.compiled["chips"].spans(tail))
    chips = [c.start - mention.end for c in sentence.chips if mention.end <= c.start <= mention.end + 20]
    lead = [s.end for s in sentence.spans("chips") if mention.start - 6 <= s.end <= mention.start]
    if mention.kind == "chipmaker" and lead and not sentence.words.cjk:
        return True  # "chip Nvidia", "puces de Nvidia"
    starts = [s.start for s in spans] + chips
    return mention.kind == "chipmaker" and any(len(tail[:at].split()) <= 2 and "," not in tail[:at] for at in starts)


def sells_chips(document: Document, mention: Mention) -> bool:
    """Whether a maker's chips are what this text speaks of; Huawei may also be who uses those of another."""
    return mention.kind == "chipmaker" and mention.party in document.makers


_OF = frozenset(
    f" {word}"
    for word in ("", "da ", "de ", "do ", "di ", "della ", "del ", "du ", "d'", "von ", "от ", "made by ", "from ")
)


def sells_hardware(sentence: Sentence, mention: Mention) -> bool:
    """Whether a firm's name stands right beside the servers it makes: "1,600 Dell servers", "серверов Yadro"."""
    if mention.kind not in ("company", "unknown") or sentence.words.cjk:
        return False
    ahead = [s for s in sentence.spans("servers") if 0 < s.start - mention.end <= 2]
    behind = [
        s for s in sentence.spans("servers") if s.end < mention.start and sentence.folded[s.end : mention.start] in _OF
    ]
    counted = any(char.isdigit() for char in sentence.folded[max(sentence.start, mention.start - 12) : mention.start])
    return bool(behind) or (bool(ahead) and counted)


def antecedent(document: Document, sentence: Sentence, at: int) -> list[Mention]:
    """What "the company", "la banca", 同社 before `at` points at: the last fitting name in four sentences before."""
    rows = [(kind, span) for kind, span in sentence.rows("definite") if span.end <= at and at - span.end < 120]
    for kind, _ in reversed(rows):
        for earlier in reversed(document.sentences[max(0, sentence.index - 4) : sentence.index]):
            fitting = [
                m
                for m in eligible(earlier)
                if m.kind in PARTIES_OF.get(kind, ())
                and not names_chips(earlier, m)
                and not sells_hardware(earlier, m)
            ]
            free = [m for m in fitting if not governed(earlier, m)]
            if fitting:
                return [(free or fitting)[0]]
    return []


def is_bare(folded: str, at: int) -> bool:
    """Whether a character that is part of a word in a spaced script stands at `at`."""
    return at < len(folded) and folded[at].isalnum() and not is_cjk(folded[at])
