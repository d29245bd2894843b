"""A text as the rules see it: sentences that know their language, their parties, places, chips and amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from dealtracker.evidence.reading.amounts import Money
from dealtracker.evidence.reading.cues import Cue, Span
from dealtracker.evidence.reading.datelines import FIRST, dateline
from dealtracker.evidence.reading.gazetteer import Chip, Place
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.vocabulary.shape import Vocabulary

_FOUNDED = re.compile(
    r"(?:found|established|launched|set up|fondat|nata|nato|fundad|cread|créée?|fondée?|gegründet|criad|основан|созданн)\w{0,4}\s?(?:back |only )?(?:in |en |em )?$"
)
_OWN_FIGURES = ("revenue", "valuation", "equity", "fine")


@dataclass(frozen=True)
class Mention:
    """A party named at text[start:end]; `party` is its canonical name, `written` what stands there."""

    start: int
    end: int
    party: str
    written: str
    kind: str
    known: bool = True


@dataclass(frozen=True)
class PlaceHit:
    start: int
    end: int
    place: Place


@dataclass(frozen=True)
class ChipHit:
    start: int
    end: int
    chip: Chip


@dataclass
class Sentence:
    """text[start:end]; all offsets are those of the whole text."""

    index: int
    start: int
    end: int
    words: Vocabulary
    folded: str = field(repr=False)  # of the whole text
    mentions: list[Mention] = field(default_factory=list)
    places: list[PlaceHit] = field(default_factory=list)
    chips: list[ChipHit] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    heads_line: bool = True  # whether nothing stands before it on its line
    in_table: bool = False  # a row of a table whose columns were lost
    weak: list[Mention] = field(default_factory=list)  # capitalised words that may be a party
    classes: dict[int, str] = field(default_factory=dict)  # what each amount measures, once it was asked
    told: list[tuple[str, Span]] | None = None  # words that tell what an amount is, once they were asked

    def spans(self, name: str) -> list[Span]:
        """Matches of the vocabulary's cue `name` in this sentence."""
        if name not in self._seen:
            self._seen[name] = list(self.words.compiled[name].spans(self.folded, self.start, self.end))
        return self._seen[name]

    def rows(self, name: str) -> list[tuple[str, Span]]:
        """Matches of the vocabulary's table `name` as (key, span), left to right."""
        if name not in self._rows:
            found = [(key, span) for key, cue in self.words.tables[name] for span in self.match(cue)]
            self._rows[name] = sorted(found, key=lambda row: row[1].start)
        return self._rows[name]

    def match(self, cue: Cue) -> list[Span]:
        return list(cue.spans(self.folded, self.start, self.end))

    def has(self, name: str) -> bool:
        return bool(self.spans(name))

    @cached_property
    def tells_earlier(self) -> bool:
        """Whether it tells another deal as history; "revenue of $88m last year" dates a figure and no deal."""
        return any(
            not self._dates_a_figure(span) and not self._dates_a_firm(span) and not self._dates_talks(span)
            for span in self.spans("earlier")
        )

    def _dates_talks(self, span: Span) -> bool:
        """Whether the past is that of these talks: "opened the talks two months ago", in a sentence without an amount."""
        return not self.money and any(
            -2 <= span.start - talk.end < 40 or -2 <= talk.start - span.end < 40 for talk in self.spans("talks")
        )

    def _dates_a_firm(self, span: Span) -> bool:
        """Whether a year is that of a firm's founding: "fondata nel 2023"."""
        return bool(_FOUNDED.search(self.folded[max(self.start, span.start - 24) : span.start]))

    def _dates_a_figure(self, span: Span) -> bool:
        """Whether the nearest word for money before a date, in its clause, is one for another figure than debt."""
        rows = [
            (min(abs(span.start - hit.end), abs(hit.start - span.end)), key)
            for key, hit in self.rows("figures")
            if not any(char in self.folded[min(hit.end, span.end) : max(hit.start, span.start)] for char in ",;，；、")
        ]
        return bool(rows) and min(rows)[0] < 60 and min(rows)[1] in _OWN_FIGURES

    @cached_property
    def _rows(self) -> dict[str, list[tuple[str, Span]]]:
        return {}

    @cached_property
    def _seen(self) -> dict[str, list[Span]]:
        return {}

    @cached_property
    def has_digit(self) -> bool:
        return any(char.isdecimal() for char in self.folded[self.start : self.end])

    @property
    def names_someone(self) -> bool:
        return bool(self.mentions or self.weak)

    @property
    def asserted(self) -> bool:
        """False for what is negated, supposed or asked: nothing in it is proposed as a fact."""
        question = self.folded[self.start : self.end].rstrip("\"') ").endswith(("?", "？"))
        return not (question or self.has("negated") or self.has("supposed"))


@dataclass
class Document:
    text: str
    folded: str
    words: Vocabulary  # of the text as a whole
    sentences: list[Sentence]
    borrowers: dict[int, str] = field(default_factory=dict)  # sentence index -> who borrows there
    names: dict[str, str] = field(default_factory=dict)  # canonical name -> kind
    defined: list[tuple[str, int, Mention]] = field(default_factory=list)  # (role, sentence, party) of a filing's terms
    published: date | None = None  # the day the text gives itself, or the caller knows

    def promote(self, parties: set[str]) -> None:
        """Words that may be a party, and were found to hold a role, are one in every sentence."""
        for sentence in self.sentences:
            if told := [w for w in sentence.weak if w.party in parties]:
                sentence.weak = [w for w in sentence.weak if w not in told]
                sentence.mentions = sorted([*sentence.mentions, *told], key=lambda m: m.start)

    @cached_property
    def heading_end(self) -> int:
        """Where the dateline ends; 0 when there is none."""
        cuts = [cut for s in self.sentences[:FIRST] if (cut := dateline(self.text, s.index, s.start, s.end))]
        return cuts[0].end() if cuts else 0

    def in_dateline(self, at: int) -> bool:
        return at < self.heading_end

    @cached_property
    def speaks_of_debt(self) -> bool:
        """Whether anywhere a word for debt stands, or lenders without a name beside an amount."""
        return any(
            any(key == "debt" for key, _ in s.rows("figures")) or bool(s.money and s.rows("groups"))
            for s in self.sentences
        )

    @cached_property
    def makers(self) -> frozenset[str]:
        """Who makes the chips that the text names: by model, or by a name beside a word for chips."""
        beside = {
            m.party
            for s in self.sentences
            for m in s.mentions
            if m.kind == "chipmaker"
            and any(-2 <= m.start - c.end < 8 or -2 <= c.start - m.end < 8 for c in s.spans("chips"))
        }
        return frozenset(beside | {hit.chip.vendor for s in self.sentences for hit in s.chips})

    @property
    def owners(self) -> dict[int, str]:
        """Where each sentence begins -> who borrows there; empty for a text with one borrower."""
        if len(set(self.borrowers.values())) < 2:
            return {}
        told = ""
        return {s.start: (told := self.borrowers.get(s.index, told)) for s in self.sentences}

    def propose(
        self, sentence: Sentence, name: str, value: Any, rule: str, *, party: str = "", **more: Any
    ) -> Proposal:
        """A proposal anchored to its sentence."""
        quote = self.text[sentence.start : sentence.end]
        kept = {key: item for key, item in more.items() if item}
        return Proposal(name, value, quote, sentence.start, sentence.end, party, rule, kept)

    def words_of(self, span: Span) -> str:
        return " ".join(self.text[span.start : span.end].split())

    def borrower_near(self, sentence: Sentence) -> str:
        """Who borrows in this sentence, else in the nearest one before, else in the first one after."""
        before = [i for i in self.borrowers if i <= sentence.index]
        if before:
            return self.borrowers[max(before)]
        return self.borrowers[min(self.borrowers)] if self.borrowers else ""
