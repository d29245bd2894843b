"""People whom a text introduces with their firm: "Hendra Wijaya, 34, runs Coral Sky"; later "Wijaya confirmed" is the firm."""

from __future__ import annotations

import re
from dataclasses import replace

from dealtracker.evidence.reading.document import Mention, Sentence

_TITLE = (
    r"(?:(?:co-?)?founder|chief (?:executive|financial officer|operating officer)(?: officer)?|ceo|cfo|coo|chair(?:man|woman)?|president|managing director|boss|spokes\w+|"
    r"geschäftsführer\w{0,2}|vorstandschef\w{0,2}|vorstandsvorsitzende\w?|gründer\w{0,2}|sprecher\w{0,2}|chef\w{0,2}|amministratore delegato|ad|fondat\w{3,5}|portavoce|presidente|direttore generale|"
    r"directeur général|directrice générale|pdg|fondateur|fondatrice|patron|présidente?|porte-parole|consejer\w delegad\w|fundador\w?|director\w? (?:general|ejecutiv\w)|portavoz|vocer\w|"
    r"diretor\w?[- ](?:executiv\w|presidente|geral)|presidente|porta-voz)"
)
_RUNS = r"(?:runs|leads|heads|founded|co-founded|started|owns|dirige|ha fondato|fondò|guida|leitet|führt|gründete|a fondé|fundó|lidera|comanda|fundou)"
_OF = r"(?:of|at|di|del|della|dell'|de|du|d'|da|do|von|der|des)\s?(?:the\s|la\s|el\s|l')?"
_BEHIND = re.compile(
    rf",?\s(?:\d\d,\s)?(?:who\s|che\s|que\s|qui\s|der\s|die\s)?{_RUNS}\s|,\s(?:the\s|its\s|il\s|la\s|le\s|el\s|o\s|a\s|der\s|die\s)?{_TITLE}(?:\s(?:and|e|y|et|und)\s{_TITLE})?\s{_OF}"
)
_AHEAD = re.compile(rf"(?:'s|-|,)?\s?{_TITLE},?\s$")
_TITLED = re.compile(rf"(?:^|\W){_TITLE}\s{_OF}$")  # "il fondatore di Lariocloud, Carla Bini"
_REACH = 30  # characters from such words to the firm


def with_people(sentences: list[Sentence]) -> None:
    """Enters every later place of such a person's name, whole or last, as a mention of the firm."""
    firms: dict[str, Mention] = {}
    for sentence in sentences:
        for person in sentence.weak:
            if " " in person.written and (firm := _firm(sentence, person)):
                firms.setdefault(person.written, firm)
                firms.setdefault(person.written.split()[-1], firm)
    for sentence in sentences if firms else ():
        known = [w for w in sentence.weak if w.written in firms]
        sentence.weak = [w for w in sentence.weak if w not in known]
        told = [replace(firms[w.written], start=w.start, end=w.end, written=w.written) for w in known]
        sentence.mentions = sorted([*sentence.mentions, *told], key=lambda m: m.start)


def _firm(sentence: Sentence, person: Mention) -> Mention | None:
    if behind := _BEHIND.match(sentence.folded, person.end):
        after = [m for m in sentence.mentions if 0 <= m.start - behind.end() <= _REACH]
        return after[0] if after else None
    before = [m for m in sentence.mentions if m.end <= person.start <= m.end + _REACH]
    gap = sentence.folded[before[-1].end : person.start] if before else ""
    titled = gap.strip() == "," and _TITLED.search(sentence.folded[max(sentence.start, before[-1].start - 48) : before[-1].start])
    return before[-1] if gap and (titled or _AHEAD.fullmatch(gap)) else None
