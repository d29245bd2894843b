"""From a text to a Document: every sentence with what is named in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from dealtracker.evidence.reading.amounts import Money, money
from dealtracker.evidence.reading.bare_names import speaks
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.datelines import FIRST, dateline
from dealtracker.evidence.reading.defined import defined_terms
from dealtracker.evidence.reading.document import ChipHit, Document, Mention, PlaceHit, Sentence
from dealtracker.evidence.reading.folding import fold
from dealtracker.evidence.reading.gazetteer import Chip, Gazetteer, Party, Place
from dealtracker.evidence.reading.labels import label_of, mark_rows, role_label_end
from dealtracker.evidence.reading.language import language_of
from dealtracker.evidence.reading.names import is_introduced, short_forms, unknown_names
from dealtracker.evidence.reading.newspapers import with_newsrooms
from dealtracker.evidence.reading.people import with_people
from dealtracker.evidence.reading.sentences import LONGEST, sentences
from dealtracker.evidence.reading.subjects import joins
from dealtracker.evidence.reading.towns import with_towns
from dealtracker.evidence.reading.vocabulary import VOCABULARIES


def document(text: str, *, gazetteer: Gazetteer, language: str = "") -> Document:
    """`text` read once: language per sentence, then the parties its rules find, then every mention of anything."""
    folded = fold(text)
    main = VOCABULARIES[language] if language else language_of(folded)
    found = [_sentence(index, span, text, folded, main.code) for index, span in enumerate(sentences(text))]
    mark_rows(found)
    for sentence in found:
        _spot(sentence, text, gazetteer)
    sure = _unknown(text, found)
    sure |= _recurring(found)
    sure |= _speaking(found, sure)
    if sure:
        cases = _in_other_cases(sure)
        sure = {name: kind for name, kind in sure.items() if not any(name in forms for forms in cases.values())}
        local = Gazetteer(
            tuple(Party(name, (*short_forms(name), *cases.get(name, ())), kind) for name, kind in sure.items())
        )
        heads: dict[str, list[Party]] = {}
        for party in local.parties:
            heads.setdefault(party.name.split()[0], []).append(party)
        for sentence in found:
            _spot_unknown(sentence, text, local, heads)
    for sentence in found[:FIRST]:
        _without_dateline(sentence, text)
    for sentence in found:
        _without_label(sentence)
        sentence.mentions = with_newsrooms(sentence, text)
        sentence.weak = [w for w in sentence.weak if not _inside(sentence, w)]
        _join_lists(sentence)
        sentence.places = with_towns(sentence, text)
        sentence.mentions = _abbreviated(sentence)
        sentence.money = _money(sentence, text)
    with_people(found)
    defined = defined_terms(found, text)
    names = {m.party: m.kind for sentence in found for m in sentence.mentions}
    return Document(text, folded, main, found, names=names, defined=defined)


def _sentence(index: int, span: Span, text: str, folded: str, main: str) -> Sentence:
    words = language_of(folded[span.start : span.end], fallback=main)
    before = text[max(0, span.start - LONGEST) : span.start]
    heads_line = not before[before.rfind("\n") + 1 :].strip()
    return Sentence(index, span.start, span.end, words, folded, heads_line=heads_line)


def _spot(sentence: Sentence, text: str, gazetteer: Gazetteer) -> None:
    german = sentence.words.code == "de"
    for hit in gazetteer.find(text, sentence.folded, sentence.start, sentence.end, genitive=german):
        if isinstance(hit.entry, Party):
            written = " ".join(text[hit.start : hit.end].split())
            sentence.mentions.append(Mention(hit.start, hit.end, hit.entry.name, written, hit.entry.kind))
        elif isinstance(hit.entry, Place):
            sentence.places.append(PlaceHit(hit.start, hit.end, hit.entry))
        elif isinstance(hit.entry, Chip):
            sentence.chips.append(ChipHit(hit.start, hit.end, hit.entry))


def _taken(sentence: Sentence) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hits in (sentence.mentions, sentence.places, sentence.chips) for hit in hits]


def _unknown(text: str, found: list[Sentence]) -> dict[str, str]:
    """Names that the text itself introduces as parties; what only may be one is left with its sentence."""
    sure: dict[str, str] = {}
    for sentence in found:
        for mention, certain in unknown_names(text, Span(sentence.start, sentence.end), sentence.words):
            if certain:
                _absorb(sentence, mention)
                _outgrow(sentence, mention)
            if any(a < mention.end and mention.start < b for a, b in _taken(sentence)) and not _holds_place(sentence, mention):
                continue
            if certain:
                sure.setdefault(mention.party, mention.kind)
            elif not _is_title(text[sentence.start : sentence.end]):
                sentence.weak.append(mention)
    return _merged(sure)


def _holds_place(sentence: Sentence, mention: Mention) -> bool:
    """Whether only places stand within a name of more words: "Serra Azul"."""
    inside = [(a, b) for a, b in _taken(sentence) if a < mention.end and mention.start < b]
    places = [(p.start, p.end) for p in sentence.places]
    return all(pair in places and mention.start <= pair[0] and pair[1] < mention.end for pair in inside)


def _outgrow(sentence: Sentence, mention: Mention) -> None:
    """A known firm's short name that begins a longer one is not that firm: "Mistral Bleu Calcul"."""
    if len(mention.written.split()) > 2 or is_introduced(mention.written):
        inside = [m for m in sentence.mentions if mention.start <= m.start and m.end <= mention.end]
        if inside and all(m.kind in ("company", "platform") and " " not in m.written for m in inside):
            sentence.mentions = [m for m in sentence.mentions if m not in inside]


def _recurring(found: list[Sentence]) -> dict[str, str]:
    """Names of two words and more with capitals that come again: "Cerrado Nuvem"."""
    lone = [weak for s in found for weak in s.weak if not any(p.start < weak.end and weak.start < p.end for p in s.places)]
    counts = Counter(weak.party for weak in lone if " " in weak.party)
    kinds = {weak.party: weak.kind for sentence in found for weak in sentence.weak}
    return {name: kinds[name] for name, count in counts.items() if count > 1 and not any(c.isdigit() for c in name)}


def _speaking(found: list[Sentence], sure: dict[str, str]) -> dict[str, str]:
    """German names of one word that speak at the head of a sentence, unless one of two words begins so."""
    heads = {name.split()[0] for name in sure}
    told = [(s, w) for s in found if s.words.code == "de" for w in s.weak if w.start <= s.start + 1 and speaks(s.folded, w)]
    return {w.party: w.kind for _, w in told if w.party not in heads}


def _absorb(sentence: Sentence, mention: Mention) -> None:
    """The place within a name is no place: "Bodø Compute AS"."""
    inside = [p for p in sentence.places if mention.start <= p.start and p.end <= mention.end]
    if inside and mention.end - mention.start > inside[0].end - inside[0].start:
        sentence.places = [p for p in sentence.places if p not in inside]


def _is_title(line: str) -> bool:
    """A headline in which most words have a capital: capitals tell nothing there."""
    words = [word for word in line.split() if word[0].isalpha() and len(word) > 3]
    return not line.endswith(".") and len(words) > 3 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _in_other_cases(sure: dict[str, str]) -> dict[str, list[str]]:
    """Cyrillic names of which others are only another case: «Сибирские облака», в «Сибирских облаках»."""
    cases: dict[str, list[str]] = {}
    for name in (n for n in sure if "а" <= n[-1].lower() <= "я"):
        first = next((known for known in cases if _alike(known, name)), "")
        cases.setdefault(first or name, []).extend([name] if first else [])
    return cases


def _alike(one: str, other: str) -> bool:
    pairs = list(zip(one.lower().split(), other.lower().split(), strict=False))
    if len(one.split()) != len(other.split()):
        return False
    return all(a[:stem] == b[:stem] for a, b in pairs for stem in (max(3, min(len(a), len(b)) - 3),))


def _merged(sure: dict[str, str]) -> dict[str, str]:
    """Without names that are the short form of a longer one."""
    forms = {form.lower() for name in sure for form in short_forms(name)}
    return {name: kind for name, kind in sure.items() if name.lower() not in forms}


def _spot_unknown(sentence: Sentence, text: str, local: Gazetteer, heads: dict[str, list[Party]]) -> None:
    taken = _taken(sentence)
    for hit in local.find(text, sentence.folded, sentence.start, sentence.end):
        inside = [
            m
            for m in sentence.mentions
            if hit.start <= m.start and m.end <= hit.end and m.end - m.start < hit.end - hit.start
        ]
        sentence.mentions = [m for m in sentence.mentions if m not in inside]
        places = [p for p in sentence.places if hit.start <= p.start and p.end <= hit.end]
        spans = [(m.start, m.end) for m in inside] + [(p.start, p.end) for p in places]
        held = {(a, b) for a, b in spans if b - a < hit.end - hit.start}
        if isinstance(hit.entry, Party) and not any(
            a < hit.end and hit.start < b for a, b in taken if (a, b) not in held
        ):
            written = " ".join(text[hit.start : hit.end].split())
            sentence.mentions.append(Mention(hit.start, hit.end, hit.entry.name, written, hit.entry.kind, known=False))
            sentence.places = [p for p in sentence.places if (p.start, p.end) not in held]
    sentence.mentions.sort(key=lambda mention: mention.start)
    sentence.mentions += _shortened(sentence, heads) + _named_like_a_town(sentence, text, heads)
    sentence.mentions.sort(key=lambda mention: mention.start)
    sentence.weak = [w for w in sentence.weak if not _inside(sentence, w)]


def _inside(sentence: Sentence, weak: Mention) -> bool:
    """Whether a party is named where the word stands."""
    return any(m.start < weak.end and weak.start < m.end for m in sentence.mentions)


def _abbreviated(sentence: Sentence) -> list[Mention]:
    """A long name before the known short one in brackets is the same party: "Corporación … Internacional (IFC)"."""
    found = list(sentence.mentions)
    for at, (left, right) in enumerate(pairwise(sentence.mentions)):
        bracket = (
            sentence.folded[left.end : right.start].strip() == "(" and sentence.folded[right.end : right.end + 1] == ")"
        )
        if bracket and right.known and not left.known:
            found[at] = replace(left, party=right.party, kind=right.kind, known=True)
    return found


def _shortened(sentence: Sentence, heads: dict[str, list[Party]]) -> list[Mention]:
    """ "Tamarind" where the text has "Tamarind Compute GmbH" and no other name that begins so."""
    found = []
    for weak in sentence.weak:
        head = weak.written.split()[0]
        full = [p for p in heads.get(head, []) if f"{p.name} ".startswith(f"{weak.written} ")]
        free = not any(m.start < weak.end and weak.start < m.end for m in sentence.mentions)
        if len(full) == 1 and free and (len(weak.written) > 3 or weak.written.isupper()):
            found.append(Mention(weak.start, weak.end, full[0].name, weak.written, full[0].kind, known=False))
            sentence.places = [p for p in sentence.places if not (weak.start <= p.start and p.end <= weak.end)]
    return found


_SUBJECT = re.compile(r"(?:^|[.;,]\s|\s(?:e|y|and|et)\s)(?:[AO]|La|El|Il|Le|The|[ao]|la|el|il|le|the)\s$")


def _named_like_a_town(sentence: Sentence, text: str, heads: dict[str, list[Party]]) -> list[Mention]:
    """ "A Araucária não respondeu": the short name of Araucária Compute, though a town is called so too."""
    found = []
    for place in list(sentence.places):
        full = heads.get(text[place.start : place.end], [])
        if len(full) == 1 and _SUBJECT.search(text[max(sentence.start, place.start - 8) : place.start]):
            sentence.places.remove(place)
            written = text[place.start : place.end]
            found.append(Mention(place.start, place.end, full[0].name, written, full[0].kind, known=False))
    return found


def _without_dateline(sentence: Sentence, text: str) -> None:
    """Only newsrooms are parties in a dateline: "(Valor) -" is no fund."""
    if head := dateline(text, sentence.index, sentence.start, sentence.end):
        sentence.mentions = [m for m in sentence.mentions if m.start >= head.end() or m.kind == "media"]
        sentence.weak = [w for w in sentence.weak if w.start >= head.end()]


def _without_label(sentence: Sentence) -> None:
    """The label of a line is no party: "Valor: R$ 220.000.000"."""
    head = role_label_end(sentence)
    if label_of(sentence)[0] or head:
        sentence.mentions = [m for m in sentence.mentions if m.start > max(sentence.start, head - 1)]
        sentence.weak = [w for w in sentence.weak if w.start >= head]


def _join_lists(sentence: Sentence) -> None:
    """A capitalised word in a list with a bank is a bank: "con BBVA y Banorte"."""
    for _ in range(4):
        banks = [m for m in sentence.mentions if m.kind in ("bank", "fund")]
        found = [(w, b) for w in sentence.weak for b in banks if _in_list(sentence, w, b)]
        if not found:
            return
        weak, bank = found[0]
        sentence.weak.remove(weak)
        sentence.mentions.append(replace(weak, kind=bank.kind))
        sentence.mentions.sort(key=lambda mention: mention.start)


def _in_list(sentence: Sentence, weak: Mention, bank: Mention) -> bool:
    """Whether the two stand in one list; "Asked, the bank said" is none."""
    left, right = sorted((weak, bank), key=lambda m: m.start)
    heads = weak.start <= sentence.start + 1 and sentence.folded[left.end : right.start].strip() == ","
    return not heads and joins(sentence, left, right)


def _money(sentence: Sentence, text: str) -> list[Money]:
    if not (sentence.has_digit or sentence.words.numerals):
        return []
    return money(text, sentence.folded, sentence.start, sentence.end, sentence.words)
