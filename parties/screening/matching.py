"""Who may be whom among very many names, in blocks of one size, so that memory stays flat.

Near names come from all pairs by their telling words, then by the whole names; equal, joined, reordered and contained
names, initials and identifiers from look-ups. Together they miss no pair that rules.compare would make a
candidate; a test holds that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations, islice

from rapidfuzz import fuzz

from parties.register.calc.tables import SMALL
from parties.screening.near import Written, alike
from parties.screening.rules import LEAST_NEAR, Side
from parties.screening.rules.keys import core, is_generic, joined, ordered

# One block is so many names of a list.
_NAMES = 32_768
# A shade under the rules' own bound: the ratio there is rounded down, here it is not.
_CUTOFF = LEAST_NEAR / 10 - 0.05


class PartyIndex:
    """The parties of one run, ready to be asked for every name of a list. `sides` are party → what is compared of it."""

    def __init__(self, sides: Mapping[Hashable, Side]) -> None:
        self.found: dict[str, set[Hashable]] = defaultdict(set)
        # Words of a name by two of them: by its most telling two, and by any two.
        self.telling: dict[tuple[str, str], list[tuple[frozenset[str], Hashable]]] = defaultdict(list)
        self.any_two: dict[tuple[str, str], list[tuple[frozenset[str], Hashable]]] = defaultdict(list)
        self.words: set[str] = set()
        # Telling words → the whole names that have them, each with its party.
        self.near: dict[str, list[tuple[str, Hashable]]] = defaultdict(list)
        for party, side in sides.items():
            for _, key, _ in side.forms:
                self.near[core(key)].append((key, party))
                self._enter(party, key)
            for word in side.acronyms:
                self.found[f"~{word}"].add(party)
            for scheme, value in side.identifiers:
                self.found[f"#{scheme}:{value}"[:300]].add(party)
        self.written = Written(self.near)

    def _enter(self, party: Hashable, key: str) -> None:
        self.found[f"={joined(key)}"].add(party)
        self.found[f"o{ordered(key)}"].add(party)
        words = frozenset(key.split()) - SMALL
        self.words |= words
        if most := _most_telling(words):
            self.telling[most].append((words, party))
            for pair in _pairs(words):
                self.any_two[pair].append((words, party))

    def matches(self, searched: Iterable[tuple[Hashable, str]]) -> Iterator[set[tuple[Hashable, Hashable]]]:
        """For (entry, "=key", "~initials" or "#identifier") sets of (party, entry), a set per block; some of them twice."""
        stream = iter(searched)
        while block := list(islice(stream, _NAMES)):
            found = {(party, entry) for entry, word in block for party in self._looked_up(word)}
            names: dict[str, list[tuple[str, Hashable]]] = defaultdict(list)
            for entry, word in block:
                if word[0] == "=":
                    names[core(word[1:])].append((word[1:], entry))
            found.update(self._near(names))
            if found:
                yield found

    def _looked_up(self, word: str) -> Iterable[Hashable]:
        kind, text = word[0], word[1:]
        if kind != "=":
            return self.found.get(f"={text}" if kind == "~" else word, ())
        words, found, close = frozenset(text.split()) - SMALL, self.found, joined(text)
        parties = [*found.get(f"={close}", ())]
        if len(close) <= 6:
            parties += found.get(f"~{close}", ())
        shared = words & self.words
        if shared == words:
            parties += found.get(f"o{ordered(text)}", ())
        if len(shared) > 1:
            parties += self._contained(shared, words)
        return parties

    def _contained(self, shared: frozenset[str], words: frozenset[str]) -> Iterator[Hashable]:
        """Parties whose words are all in these, and those that have all of these; `shared` are those that any party has."""
        for pair in _pairs(shared):
            if pair in self.telling:
                yield from (party for mine, party in self.telling[pair] if mine <= words)
        most = _most_telling(words) if shared == words else None
        if most:
            yield from (party for mine, party in self.any_two.get(most, ()) if words <= mine)

    def _near(self, names: Mapping[str, list[tuple[str, Hashable]]]) -> Iterator[tuple[Hashable, Hashable]]:
        for mine, other in alike(self.written, Written(names), least=_CUTOFF):
            for key, party in self.near[mine]:
                yield from ((party, entry) for name, entry in names[other] if fuzz.ratio(key, name, score_cutoff=_CUTOFF))


def _most_telling(words: frozenset[str]) -> tuple[str, str] | None:
    """The longest telling word and the longest other one, in order; None for a name that contains nobody's."""
    ranked = sorted(words, key=_by_length, reverse=True)
    telling = next((word for word in ranked if len(word) > 2 and not is_generic(word)), None)
    if telling is None or len(ranked) < 2:
        return None
    other = ranked[telling == ranked[0]]
    return (telling, other) if telling < other else (other, telling)


def _pairs(words: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    return combinations(sorted(words), 2)


def _by_length(word: str) -> tuple[int, str]:
    return len(word), word

