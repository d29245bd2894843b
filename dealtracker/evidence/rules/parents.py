"""Likely parents of a new report: scored with reasons, for a person to decide. A suggestion moves nothing by itself."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import log
from uuid import UUID


@dataclass(frozen=True)
class TextValue:
    """What was read in one report, in words that are the same in every language.

    `names` and `figures` are canonical (a party's id or key; "300000000 USD"), `facts` pairs of path and value
    ("facility amount", "300000000 USD"), all in the order of the text unless `in_order` is not set. `cites` are
    publishers that the text names as its source; `translated_from` a language that it says it was translated from,
    `is_translation` where it only says that it was translated.
    """

    source: UUID
    publisher: str
    published_to: date
    published_from: date | None = None
    language: str = ""
    names: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    facts: tuple[tuple[str, Hashable], ...] = ()
    cites: frozenset[str] = frozenset()
    translated_from: str = ""
    is_translation: bool = False
    in_order: bool = True


@dataclass(frozen=True)
class Suggestion:
    """A candidate with its score from 0 to 1 (three decimals) and what speaks for it, strongest first."""

    source: UUID
    score: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Pair:
    child: TextValue
    parent: TextValue
    rarity: Rarity
    departures: frozenset[tuple[str, Hashable]]

    @property
    def is_named(self) -> bool:
        return _names_it(self.child, self.parent)

    @property
    def translation(self) -> float:
        """1 for the same publisher's page in the language it says it was translated from, half for another's; where it
        does not say which language, 1 for the same publisher's page in any other."""
        said, spoken = self.child.translated_from.split("-")[0], self.parent.language.split("-")[0]
        own = _folded(self.child.publisher) == _folded(self.parent.publisher)
        if not said:
            other = bool(spoken) and spoken != self.child.language.split("-")[0]
            return float(self.child.is_translation and own and other)
        return 0.0 if said != spoken else 1.0 if own else 0.5

    @property
    def chance_earlier(self) -> float:
        """How likely the candidate appeared by the child's day, any day of their intervals being as likely.

        A page that says it was translated is surely later than its own publisher's page in that language.
        """
        if self.translation == 1:
            return 1.0
        (first, last), (start, end) = _days(self.parent), _days(self.child)
        spans = (max(0, end - max(day, start) + 1) for day in range(first, last + 1))
        return sum(spans) / ((last - first + 1) * (end - start + 1))


@dataclass(frozen=True)
class Rarity:
    """How telling a shared item is: an item in every report of the story tells nothing, one in two tells most."""

    counts: Counter[Hashable]
    reports: int

    @classmethod
    def of(cls, texts: Sequence[TextValue]) -> Rarity:
        items = (item for text in texts for item in {*text.names, *text.figures, *text.facts})
        return cls(Counter(items), len(texts))

    def weight(self, item: Hashable) -> float:
        """0 for what all have, 1 for what at most two of many have."""
        if self.reports < 3:
            return 1.0
        return max(0.0, min(1.0, log(self.reports / max(2, self.counts[item])) / log(self.reports / 2)))

    def shared(self, one: Iterable[Hashable], other: Iterable[Hashable]) -> tuple[float, list[Hashable]]:
        """The part of the child's rarity that the parent has too, and the telling items, rarest first."""
        mine, theirs = set(one), set(other)
        whole = sum(self.weight(item) for item in mine)
        telling = (item for item in mine & theirs if self.weight(item) > 0)
        both = sorted(telling, key=lambda item: (-self.weight(item), str(item)))
        return (sum(self.weight(item) for item in both) / whole if whole else 0.0), both


def parent_suggestions(
    child: TextValue, candidates: Iterable[TextValue], *, least: Decimal = Decimal("0.1")
) -> list[Suggestion]:
    """Likely parents of `child`, best first, those below `least` left out.

    A candidate that surely appeared later than the child is no parent. Ties go to the earlier, then to the id.
    """
    others = [text for text in candidates if text.source != child.source and not _surely_later(text, child)]
    rarity = Rarity.of([child, *others])
    departures = _departures(child, others)
    scored = [(text, _score(_Pair(child, text, rarity, departures))) for text in others]
    scored.sort(key=lambda found: (-found[1].score, found[0].published_to, str(found[0].source)))
    return [suggestion for _, suggestion in scored if suggestion.score >= least]


def _surely_later(text: TextValue, child: TextValue) -> bool:
    return text.published_from is not None and text.published_from > child.published_to


def _departures(child: TextValue, others: Sequence[TextValue]) -> frozenset[tuple[str, Hashable]]:
    """What the child shares with some report but with none of the sources it names: errors with another parent."""
    named = [text for text in others if _names_it(child, text)]
    shared = frozenset(child.facts) & frozenset(fact for text in others for fact in text.facts)
    return shared.difference(*(text.facts for text in named)) if named else frozenset()


def _names_it(child: TextValue, parent: TextValue) -> bool:
    desk = _folded(parent.publisher)
    return any(desk.startswith(name) or name.startswith(desk) for name in map(_folded, child.cites) if name)


def _score(pair: _Pair) -> Suggestion:
    found = [(weight * share, reason) for weight, feature in FEATURES for share, reason in [feature(pair)] if share > 0]
    found.sort(key=lambda part: -part[0])
    total = min(1.0, sum(part for part, _ in found))
    return Suggestion(pair.parent.source, Decimal(str(round(total, 3))), tuple(reason for _, reason in found))


def _cited(pair: _Pair) -> tuple[float, str]:
    return float(pair.is_named), f"the text names {pair.parent.publisher}"


def _same_errors(pair: _Pair) -> tuple[float, str]:
    """Shared departures from the source that is named: the strongest inner sign of a hop in between.

    Less where the candidate may be the later of the two, since then it may as well have copied the child.
    """
    share, both = pair.rarity.shared(pair.departures, pair.parent.facts)
    return share * pair.chance_earlier, f"the same departures from the source named ({_told(both)})"


def _rare_facts(pair: _Pair) -> tuple[float, str]:
    share, both = pair.rarity.shared(pair.child.facts, pair.parent.facts)
    return share, f"the same uncommon statements ({_told(both)})"


def _told(facts: Sequence[Hashable]) -> str:
    return ", ".join(f"{fact[0]}: {fact[1]}" for fact in facts[:3] if isinstance(fact, tuple))


def _figures(pair: _Pair) -> tuple[float, str]:
    share, both = pair.rarity.shared(pair.child.figures, pair.parent.figures)
    return share, f"the same uncommon figures ({', '.join(map(str, both[:3]))})"


def _names(pair: _Pair) -> tuple[float, str]:
    share, both = pair.rarity.shared(pair.child.names, pair.parent.names)
    return share, f"the same uncommon names ({', '.join(map(str, both[:3]))})"


def _order(pair: _Pair) -> tuple[float, str]:
    """Share of pairs of common facts that come in the same order (Kendall), from three common facts on."""
    if not (pair.child.in_order and pair.parent.in_order):
        return 0.0, ""
    place = {path: index for index, (path, _) in reversed(list(enumerate(pair.parent.facts)))}
    common = [place[path] for path, _ in dict(pair.child.facts).items() if path in place]
    if len(common) < 3:
        return 0.0, ""
    pairs = [(a, b) for i, a in enumerate(common) for b in common[i + 1 :]]
    agreeing = sum(a < b for a, b in pairs) / len(pairs)
    return max(0.0, 2 * agreeing - 1), "the facts come in the same order"


def _translated(pair: _Pair) -> tuple[float, str]:
    if pair.child.translated_from:
        return pair.translation, f"said to be translated from the language of {pair.parent.publisher}"
    return pair.translation, f"said to be translated, and {pair.parent.publisher} has a page in another language"


def _nearness(pair: _Pair) -> tuple[float, str]:
    """Closeness in time when both days are known: full on the same day, none after six weeks."""
    if pair.child.published_from is None or pair.parent.published_from is None:
        return 0.0, ""
    days = (pair.child.published_from - pair.parent.published_from).days
    return max(0.0, 1 - days / 42) if days >= 0 else 0.0, _days_before(days)


def _days_before(days: int) -> str:
    return "published on the same day" if days == 0 else f"published {days} day{'s' if days > 1 else ''} before"


# Weights add to 1. A shared error outweighs being named: many name the origin, few have the same error.
FEATURES: tuple[tuple[float, Callable[[_Pair], tuple[float, str]]], ...] = (
    (0.40, _same_errors),
    (0.20, _cited),
    (0.10, _rare_facts),
    (0.10, _translated),
    (0.05, _figures),
    (0.05, _names),
    (0.05, _order),
    (0.05, _nearness),
)


def _days(text: TextValue) -> tuple[int, int]:
    """First and last possible day; without a first one, a year before the last."""
    last = text.published_to.toordinal()
    return text.published_from.toordinal() if text.published_from else last - 365, last


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
