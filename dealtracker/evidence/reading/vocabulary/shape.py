"""What a language must bring so that the rules can read it: words only, no logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from dealtracker.evidence.reading.cues import Cue

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RoleRow:
    """One way to say that a party holds a role.

    `side`: "<" the subject before the cue, ">" the party right after it, "=" the nearest party before it.
    `needs`: "debt" when an amount or a word for debt must stand near, "financier" when a bank or fund must be meant; `status` when the words carry one.
    """

    role: str
    side: str
    lines: str
    needs: str = ""
    status: str = ""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of one language, in the notation of `cues`; every pattern meets folded (lower-case) text."""

    code: str
    common: str  # frequent words, for telling languages of one script apart
    decimal: str = "."
    cjk: bool = False
    scales: Mapping[str, int] = field(default_factory=dict)  # word -> power of ten
    thousand: str = ""  # said between the thousands and the hundreds of a count of millions: "2 mil 500 millones"
    numerals: Mapping[str, Decimal] = field(default_factory=dict)
    currencies: Rows = ()  # (ISO code or "$", words after a number)
    qualifiers: Rows = ()  # (kind, words right before a figure)
    not_bounds: str = ""  # nouns after which such a word only means "of" ("Kredit über")
    trailing: Rows = ()  # (kind, words right after a figure)
    links: str = ""  # words between a figure and its currency, or between a count and what is counted
    between: str = ""  # what joins the two ends of a range, hyphens apart
    joiners: str = ""  # "and": between parties that share a verb
    equals: str = ""  # what may stand before a conversion in brackets
    figures: Rows = ()  # (class of figure, words near it)
    seeks: str = ""  # verbs whose subject borrows
    roles: tuple[RoleRow, ...] = ()
    frames: tuple[RoleRow, ...] = ()  # those that `frames` fills with this language's words
    groups: Rows = ()  # (group in English, words): lenders without a name
    approach: str = ""  # words that say such a group was asked
    asked: str = ""  # verbs by which lenders are asked, whoever they are
    governed: str = ""  # words that end right before a party which is not the subject
    after_object: str = ""  # particles right after a party which is not the subject
    after_subject: str = ""
    replies: Rows = ()  # (stance, words)
    no_reply: str = ""  # words that look like a reply and are none
    together: Rows = ()  # (how many, "both", "all three"): parties named before, "0" when the words give no number
    definite: Rows = ()  # (kind of party, "the company")
    we: str = ""  # who speaks: the firm that an interview or a notice is about
    appositions: str = ""  # "the startup", before a name
    legal_forms: str = ""  # at the end of a name
    negated: str = ""
    supposed: str = ""  # hypothetical or rhetorical
    earlier: str = ""  # another deal, told as background
    chips: str = ""  # generic words for accelerators
    servers: str = ""  # machines that carry their maker's name
    counters: str = ""  # words for units of hardware after a number
    sites: str = ""  # data centre
    talks: str = ""
    units: Rows = ()  # ("months" | "years" | "weeks" | "days", words)
    tenor: str = ""
    materials: str = ""
    helped: str = ""
    uncertain: str = ""
    unlikely: str = ""
    lenders: str = ""
    borrowers: str = ""
    stages: Rows = ()
    anonymous: str = ""  # people familiar with the matter
    months: str = ""  # twelve cues, parted by "|"
    published: str = ""
    translated: str = ""
    satire: str = ""
    alias: str = ""  # "known as", between two names of one party

    def cue(self, lines: str) -> Cue:
        return Cue(lines, self.cjk)

    @cached_property
    def compiled(self) -> Mapping[str, Cue]:
        """The single-cue fields as cues, by field name."""
        names = [
            n for n, v in vars(self).items() if isinstance(v, str) and n not in ("code", "common", "decimal", "months")
        ]
        return {name: self.cue(getattr(self, name)) for name in names}

    @cached_property
    def tables(self) -> Mapping[str, tuple[tuple[str, Cue], ...]]:
        """The fields of rows as (key, cue) pairs, by field name."""
        names = (
            "currencies",
            "qualifiers",
            "trailing",
            "figures",
            "groups",
            "replies",
            "together",
            "definite",
            "units",
            "stages",
        )
        return {name: tuple((key, self.cue(lines)) for key, lines in getattr(self, name)) for name in names}

    @cached_property
    def role_cues(self) -> tuple[tuple[RoleRow, Cue], ...]:
        return tuple((row, self.cue(row.lines)) for row in (*self.roles, *self.frames))

    @cached_property
    def month_cues(self) -> tuple[Cue, ...]:
        return tuple(self.cue(part) for part in self.months.split("|")) if self.months else ()
