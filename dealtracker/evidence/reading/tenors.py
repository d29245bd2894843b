"""How long a loan runs, in running text: "a five-year loan", "prestará a cinco años", "auf sechs Jahre", 期間は7年.

A duration is a tenor when it stands by a word for the loan's term, or in years after a preposition of time in a
sentence that lends. What lies in the past, how long talks have run and how long a lease or a contract runs are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.classes import classify
from dealtracker.evidence.reading.contract_terms import is_of_use
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Sentence
from dealtracker.evidence.reading.durations import Duration, durations

_FOR = {
    "en": r"(?:over|for|within|in|across|of|a|an)\s(?:a |an |the )?",
    "it": r"(?:su|in|a|entro|per|di)\s",
    "es": r"(?:a|en|por|de)\s",
    "fr": r"(?:sur|en|à|de|d')\s?",
    "de": r"(?:auf|für|über|binnen|innerhalb von|in|von)\s",
    "pt": r"(?:em|por|a|de|com)\s",
    "ru": r"(?:на|в течение|за|сроком на)\s",
}
_PAST = re.compile(
    r"\s?(?:ago|earlier|old|fa\b|atrás|antes|zuvor|plus tôt|назад|前|전)|\s(?:of (?:experience|operation)|di esperienza|de experiencia|d'expérience)"
)
_SINCE = re.compile(
    r"(?<!\w)(?:past|last|founded|for more than|ultimi|últimos|letzten|vergangenen|dernièr?e?s|depuis|seit|vor|il y a|hace|há|da(?!\s\w{2,14}[aei]re\b)|последни\w{1,2})\s(?:\S{1,12}\s){0,2}$|(?:过去|過去|지난|直近)\s?$"
)
_OTHER = re.compile(
    r"(?:\bdraws? (?:may|can|period|are)|drawdown|availab|erogazion|tirage|disponib|ziehung|выборк|提款|引出|인출|lease|leas|(?<!credit )(?<!loan )(?<!facility )agreement|(?<!credit )contract|offtake|rent|mietvertrag|vertrag|affitt|contratt|locazion|alquil|contrato|arrend|bail|loyer|contrat|alug|аренд|контракт|(?<!кредитный )(?<!кредитного )(?<!займа )договор|租|契約|合同|賃|임대|계약)"
)
_MOST = 30 * 12  # months; longer than any loan for hardware
_NEAR, _NEAR_CJK = 28, 10
_TALKS = 24  # months; talks last less


def tenors(sentence: Sentence, cues: list[Span]) -> Iterator[dict[str, int]]:
    """The tenors that `sentence` tells, each as {"months": 60} or with a bound; `cues` are its words for a term."""
    talks = sentence.spans("talks")
    reach = _NEAR_CJK if sentence.words.cjk else _NEAR
    lends = bool(cues) or any(key == "debt" for key, _ in sentence.rows("figures"))
    lends = lends or any(classify(sentence, index) == "debt" for index in range(len(sentence.money)))
    for duration in durations(sentence):
        if _is_past(sentence, duration) or _is_short(duration) or _is_sought(sentence, duration):
            continue
        if is_of_use(sentence, duration):
            continue
        bounded = any(key.startswith("at_least") for key in duration.value)
        if _tells_talks(duration, talks) and (bounded or not any(-2 <= duration.start - c.end <= 3 for c in cues)):
            continue
        near = any(-2 <= c.start - duration.end <= reach or -2 <= duration.start - c.end <= reach for c in cues)
        leased = _OTHER.search(
            sentence.folded, max(sentence.start, duration.start - 40), min(sentence.end, duration.end + 16)
        )
        if (
            near
            and not (leased and not _touches(duration, cues))
            or (lends and not leased and _led(sentence, duration))
        ):
            yield _plain(sentence, duration)


def _touches(duration: Duration, cues: list[Span]) -> bool:
    return any(-2 <= c.start - duration.end <= 12 or -2 <= duration.start - c.end <= 12 for c in cues)


def _months(duration: Duration) -> int:
    return next((n for key, n in duration.value.items() if key.endswith("months")), 0)


def _is_short(duration: Duration) -> bool:
    return not 1 <= _months(duration) <= _MOST


def _is_past(sentence: Sentence, duration: Duration) -> bool:
    return bool(_PAST.match(sentence.folded, duration.end) or since(sentence, duration))


def since(sentence: Sentence, duration: Duration) -> bool:
    """Whether a duration reaches from the past until now: "seit mindestens sechs Wochen"."""
    return bool(_SINCE.search(sentence.folded[max(sentence.start, duration.start - 30) : duration.start]))


def _is_sought(sentence: Sentence, duration: Duration) -> bool:
    """Whether it says how long somebody has been asking: "seit vier Monaten sucht"."""
    return _months(duration) < _TALKS and any(0 < verb.start - duration.end <= 2 for verb in sentence.spans("seeks"))


def _tells_talks(duration: Duration, talks: list[Span]) -> bool:
    """Months beside a word for talks: how long they have run, unless they are glued to the loan ("36-month")."""
    close = any(abs(t.end - duration.start) < 12 or abs(t.start - duration.end) < 12 for t in talks)
    bounded = any(not key.startswith("months") for key in duration.value)
    return bool(talks) and (close or (bounded and _months(duration) < _TALKS))


def _led(sentence: Sentence, duration: Duration) -> bool:
    """Whether years follow a preposition of time."""
    pattern = _FOR.get(sentence.words.code)
    years = _months(duration) % 12 == 0 or _months(duration) >= _TALKS
    before = sentence.folded[max(sentence.start, duration.start - 20) : duration.start]
    listed = any(sentence.folded[duration.end : m.start].strip() == "," for m in sentence.money)  # "six years, 60 million"
    return years and (listed or bool(pattern and re.search(rf"(?:^|[\s,(])(?:{pattern})$", before)))


def _plain(sentence: Sentence, duration: Duration) -> dict[str, int]:
    """ "over three years" says how long, and no bound."""
    before = sentence.folded[max(sentence.start, duration.start - 6) : duration.start].rstrip()
    if before.endswith(("over", "über")) and not before.endswith("just over"):
        return {key.removeprefix("at_least_"): n for key, n in duration.value.items()}
    return duration.value
