"""The score of a match of two names: the strongest base, then what speaks for and against it. Plain Python.

Every feature is a function named in tables.BASES or tables.ADJUSTMENTS and carries its reason. The score is of the match
of names; it says nothing about a company.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from parties.register.calc.tables import SMALL
from parties.screening.rules.keys import core, is_generic, joined, ordered
from parties.screening.rules.likeness import likeness
from parties.screening.rules.places import places_of
from parties.screening.rules.tables import ADJUSTMENTS, BASES, LEAST_NEAR, THRESHOLD
from parties.screening.rules.values import Name, Side

_NUMBER = re.compile(r"\d+|\b[ivx]+\b")
_ALIKE = 700


@dataclass(frozen=True)
class Reason:
    """One feature, its points in thousandths, and what it means in words."""

    feature: str
    points: int
    words: str


@dataclass(frozen=True)
class Match:
    """A pair with its score (0 to 1, three places), its reasons, and the two names that were closest."""

    score: Decimal
    reasons: tuple[Reason, ...]
    party_name: str
    listed_name: str

    @property
    def is_candidate(self) -> bool:
        return self.score * 1000 >= THRESHOLD


@dataclass(frozen=True)
class _Pair:
    """Two names of two sides, each in one of its forms."""

    party: Side
    listed: Side
    mine: Name
    theirs: Name
    mine_key: str
    theirs_key: str
    how: str


def compare(party: Side, listed: Side) -> Match | None:
    """The best match of any name of one with any name of the other; None when nothing speaks for one."""
    best: tuple[int, list[Reason], _Pair] | None = None
    for pair, base in _bases(party, listed):
        reasons = [base, *(_reason(name) for name, holds in _ADJUST.items() if holds(pair, base.feature))]
        points = min(1000, max(0, sum(reason.points for reason in reasons)))
        if best is None or points > best[0]:
            best = points, reasons, pair
    if best is None:
        return None
    points, reasons, pair = best
    return Match(Decimal(points) / 1000, tuple(reasons), pair.mine.text, pair.theirs.text)


def _reason(feature: str) -> Reason:
    points, words = ADJUSTMENTS[feature]
    return Reason(feature, points, words)


def _bases(party: Side, listed: Side) -> Iterator[tuple[_Pair, Reason]]:
    """Every way in which the two may be one, each with the names it rests on."""
    shared = sorted(party.identifiers & listed.identifiers)
    for mine, mine_key, mine_how in party.forms:
        for theirs, theirs_key, theirs_how in listed.forms:
            pair = _Pair(party, listed, mine, theirs, mine_key, theirs_key, mine_how or theirs_how)
            base = _base(pair)
            if base:
                yield pair, base
            if shared:
                yield pair, Reason("identifier", BASES["identifier"][0], f"{BASES['identifier'][1]}: {_told(shared[0])}")
    yield from _by_initials(party, listed)


def _told(identifier: tuple[str, str]) -> str:
    return f"{identifier[0]} {identifier[1]}"


def _base(pair: _Pair) -> Reason | None:
    one, other = pair.mine_key, pair.theirs_key
    if one == other:
        return _named(pair.how or "equal")
    if joined(one) == joined(other):
        return _named(pair.how or "joined")
    if ordered(one) == ordered(other) and ordered(one):
        return _named(pair.how or "reordered")
    close = min(likeness(one, other), likeness(core(one), core(other)))
    if pair.how == "transliterated":
        close = min(close, BASES["transliterated"][0])
    if close >= LEAST_NEAR:
        points = min(close, BASES["near"][0])
        return Reason("near", points, f"similar names, {points / 1000:.2f} in common")
    return _named("contained") if _contains(one, other) else None


def _named(feature: str) -> Reason:
    points, words = BASES[feature]
    return Reason(feature, points, words)


def _contains(one: str, other: str) -> bool:
    """Whether all words of the shorter name are in the longer: two at least, one of them telling."""
    few, many = sorted((set(one.split()) - SMALL, set(other.split()) - SMALL), key=len)
    return len(few) >= 2 and few <= many and any(len(word) > 2 and not is_generic(word) for word in few)


def _by_initials(party: Side, listed: Side) -> Iterator[tuple[_Pair, Reason]]:
    for side, other, swapped in ((party, listed, False), (listed, party, True)):
        short = {joined(key): (name, key) for name, key, how in other.forms if not how}
        for word, name in side.acronyms.items():
            if word in short:
                theirs, key = short[word]
                mine, their = (theirs, name) if swapped else (name, theirs)
                yield _Pair(party, listed, mine, their, key, key, ""), _named("acronym")


def _same_form(pair: _Pair, _: str) -> bool:
    return bool(pair.party.legal_forms[pair.mine.text] & pair.listed.legal_forms[pair.theirs.text])


def _other_form(pair: _Pair, _: str) -> bool:
    mine, theirs = pair.party.legal_forms[pair.mine.text], pair.listed.legal_forms[pair.theirs.text]
    return bool(mine) and bool(theirs) and not mine & theirs


def _same_country(pair: _Pair, _: str) -> bool:
    return bool(pair.party.countries & pair.listed.countries)


def _other_country(pair: _Pair, base: str) -> bool:
    mine, theirs = pair.party.countries, pair.listed.countries
    return base != "identifier" and bool(mine) and bool(theirs) and not mine & theirs


def _other_identifier(pair: _Pair, base: str) -> bool:
    if base == "identifier":
        return False
    mine, theirs = dict(pair.party.identifiers), dict(pair.listed.identifiers)
    return any(theirs[scheme] != value for scheme, value in mine.items() if scheme in theirs and scheme in ("lei", "wikidata"))


def _other_kind(pair: _Pair, base: str) -> bool:
    apart = {"person", "vessel", "aircraft"}
    mine, theirs = pair.party.kind, pair.listed.kind
    return base != "identifier" and mine != theirs and "unknown" not in (mine, theirs) and bool({mine, theirs} & apart)


def _weak_alias(pair: _Pair, base: str) -> bool:
    return base != "identifier" and pair.theirs.weak


def _other_number(pair: _Pair, base: str) -> bool:
    if base in ("identifier", "acronym"):
        return False
    return sorted(_NUMBER.findall(pair.mine_key)) != sorted(_NUMBER.findall(pair.theirs_key))


def _other_place(pair: _Pair, base: str) -> bool:
    if base != "near":
        return False
    mine, theirs = places_of(pair.mine.text), places_of(pair.theirs.text)
    return bool(mine) and bool(theirs) and not mine & theirs


def _odd_word(pair: _Pair, base: str) -> bool:
    if base != "near":
        return False
    mine, theirs = ({word for word in key.split() if not is_generic(word)} for key in (pair.mine_key, pair.theirs_key))
    return _odd(mine, theirs) and _odd(theirs, mine)


def _odd(words: set[str], others: set[str]) -> bool:
    return any(all(likeness(word, other) < _ALIKE for other in others) for word in words - others)


_ADJUST: dict[str, Callable[[_Pair, str], bool]] = {
    "same_form": _same_form, "same_country": _same_country, "other_form": _other_form, "other_country": _other_country,
    "weak_alias": _weak_alias, "odd_word": _odd_word, "other_number": _other_number, "other_place": _other_place,
    "other_identifier": _other_identifier, "other_kind": _other_kind,
}  # fmt: skip
