"""What the text says of itself: its date, its origin, whether it is a translation or a joke, who its people are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.datelines import FIRST, dateline, newsroom
from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.durations import dates
from dealtracker.evidence.reading.labels import label_of
from dealtracker.evidence.reading.proposals import Proposal


def is_satire(document: Document) -> Sentence | None:
    """The sentence by which a text calls itself satire: a short label, or a note at its head or foot."""
    edges = [*document.sentences[:3], *document.sentences[-3:]]
    return next((s for s in edges if s.end - s.start < 200 and s.has("satire")), None)


def origins(document: Document) -> Iterator[Proposal]:
    yield from published(document)
    cited: set[str] = set()
    for sentence in document.sentences:
        for mention in _newsrooms(sentence):
            if mention.party not in cited:
                cited.add(mention.party)
                yield document.propose(
                    sentence,
                    "source.origin",
                    mention.party,
                    "origin: newsroom named",
                    party=mention.party,
                    written=mention.written,
                )


def _newsrooms(sentence: Sentence) -> list[Mention]:
    return [m for m in sentence.mentions if m.kind == "media"]


def _dateline(document: Document) -> Iterator[Proposal]:
    """ "OULU, 3 March 2026 (Nordic Newswire) - …": the date, and the newsroom in brackets that no gazetteer knows."""
    for sentence in document.sentences[:FIRST]:
        cut = dateline(document.text, sentence.index, sentence.start, sentence.end)
        if not cut:
            continue
        if hit := next((d for d in dates(sentence) if d.end <= cut.end()), None):
            yield document.propose(sentence, "source.published", hit.text, "date: dateline")
        wire = newsroom(cut)
        if wire and not any(m.start < cut.end() and m.kind == "media" for m in sentence.mentions):
            yield document.propose(
                sentence, "source.origin", wire, "origin: newsroom of the dateline", party=wire, written=wire
            )
        return


_HEAD = re.compile(
    r"(?:date|published): (?:\w{3}, )?(?:(20\d\d-\d\d-\d\d)|(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) (20\d\d))(?!\d)"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def _heading(document: Document) -> Iterator[Proposal]:
    """The date line that an e-mail or a web page was given at its head, whatever language follows."""
    for sentence in document.sentences[:3]:
        if match := _HEAD.search(document.folded, sentence.start, sentence.end):
            day = match[1] or f"{match[4]}-{_MONTHS.index(match[3]) + 1:02d}-{int(match[2]):02d}"
            yield document.propose(sentence, "source.published", day, "date: head of the file")
            return


_PREPOSITION = 5  # characters: a longer cue is a word for publishing


def _date_alone(sentence: Sentence) -> bool:
    """A line at the head that holds a date and nothing else: 2026年4月24日."""
    hit = next(dates(sentence), None)
    return bool(hit) and sentence.index < 3 and hit.end - hit.start >= len(sentence.folded[sentence.start : sentence.end].strip(" .")) - 12 if hit else False


def _is_of_the_loan(sentence: Sentence) -> bool:
    """Whether a date is rather when a loan ends: "repayable in full on 31 March 2032"."""
    said = any(span.end - span.start > _PREPOSITION for span in sentence.spans("published"))
    return bool(label_of(sentence)[0]) or (sentence.has("tenor") and not said)


def _says_when(sentence: Sentence) -> bool:
    """A word for publishing, or in a short line a mere "on": "On 12 February 2026, X LLC entered into …" tells what happened."""
    spans = sentence.spans("published")
    short = len(sentence.folded[sentence.start : sentence.end].split()) <= 20
    return any(short or span.end - span.start > _PREPOSITION for span in spans)


def published(document: Document) -> Iterator[Proposal]:
    if dated := list(_heading(document)):
        yield from dated
        return
    if dated := list(_dateline(document)):
        yield from dated
    if any(proposal.field == "source.published" for proposal in dated):
        return
    for sentence in document.sentences[:6]:
        if (_says_when(sentence) or _date_alone(sentence)) and not _is_of_the_loan(sentence) and (hit := next(dates(sentence), None)):
            yield document.propose(sentence, "source.published", hit.text, "date: published on")
            break
    for sentence in (*document.sentences[:6], *document.sentences[-2:]):
        if sentence.has("translated"):
            yield document.propose(sentence, "source.kind", "translation", "origin: says it is a translation")
            return
