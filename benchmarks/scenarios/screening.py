"""S11: every party of the book against fifty times as many listed names, against an exhaustive cdist of the same names."""

from __future__ import annotations

import multiprocessing
import random
import resource
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.measure import Ratio, in_turn, seconds

NAME, NAMES_A_PARTY, UPDATE = "S11", 50, 100
_PARTIES, _BLOCK, _SEED, _NEAR = 2048, 8192, 11, 200
# Names as varied as those of a register: a word is two or three of some seven hundred syllables.
_SYLLABLES = [a + b + c for a in "bdfghjklmnprstvwz" for b in "aeiou" for c in ("", "l", "m", "n", "r", "s", "t", "x")]
_FORMS = ("", " Ltd", " LLC", " GmbH", " Co., Ltd.", " S.A.", " Trading", " Holdings", " Technology", " Group")


def run(rounds: int) -> list[Ratio]:
    """Index, look-ups and the rules' own comparison of every pair found; then a hundredth of the names; then memory."""
    sides = _sides()
    count = len(sides) * NAMES_A_PARTY
    entries = list(_searched(sides, count))
    ours, floor = in_turn(
        lambda: seconds(lambda: _full(sides, entries)), lambda: seconds(lambda: _cdist(sides, entries)), rounds=rounds
    )
    some = [pair for pair in entries if pair[0] // _NEAR % UPDATE == 0]
    update, full = in_turn(
        lambda: seconds(lambda: _full(sides, some)), lambda: seconds(lambda: _full(sides, entries)), rounds=rounds
    )
    _check(sides, entries)
    large, small = in_turn(lambda: _peak(count), lambda: _peak(count // 5), rounds=1)
    return [
        Ratio(f"{NAME} {len(sides):,} parties, {count:,} names", ours, floor, "s", 1.2, False, "exhaustive cdist"),
        Ratio(f"{NAME} a hundredth of the names anew", update, full, "s", 0.02, False, "all names"),
        Ratio(f"{NAME} memory at its highest", large, small, "MB", 1.1, False, "a fifth of the names"),
    ]


def _sides() -> dict[Any, Any]:
    from dealtracker.access.rules import system_viewer
    from dealtracker.access.walls import as_viewer
    from parties.screening.queries import sides_of

    with as_viewer(system_viewer("benchmark")):
        return dict(sides_of())


def _searched(sides: dict[Any, Any], count: int) -> Iterator[tuple[int, str]]:
    """(entry, word it is looked up by) of names made up, one in `_NEAR` of them near a party's own name."""
    from parties.screening.rules import Listed, Name, Side

    chance = random.Random(_SEED)
    known = [side.names[0].text for side in sides.values() if side.names]
    for entry in range(count):
        text = _altered(chance.choice(known), chance) if entry % _NEAR == 0 else made_up(chance)
        yield from ((entry, word) for word in Listed(str(entry), Side("company", (Name(text),))).searched())


def made_up(chance: random.Random) -> str:
    words = ("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).title() for _ in range(chance.randint(2, 3)))
    return " ".join(words) + chance.choice(_FORMS)


def _altered(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return chance.choice((name, name[:at] + name[at + 1 :], name[:at] + "x" + name[at:], f"{name} Ltd")) or name


def _full(sides: dict[Any, Any], entries: Any) -> set[tuple[Any, int]]:
    """As the program does it: pairs that could be, then the rules on each."""
    from dealtracker.bulk import uncollected
    from parties.screening.matching import PartyIndex
    from parties.screening.rules import Name, Side, compare

    names: dict[int, str] = {}
    found = set()
    with uncollected():
        for block in PartyIndex(sides).matches(_noted(entries, names)):
            for party, entry in block:
                match = compare(sides[party], Side("company", (Name(names[int(entry)]),)))  # type: ignore[call-overload]
                if match and match.is_candidate:
                    found.add((party, int(entry)))  # type: ignore[call-overload]
            for known in sorted(names)[:-1]:
                del names[known]
    return found


def _noted(entries: Any, names: dict[int, str]) -> Iterator[tuple[int, str]]:
    for entry, word in entries:
        if word[0] == "=":
            names.setdefault(entry, word[1:])
        yield entry, word


def _cdist(sides: dict[Any, Any], entries: Any) -> int:
    return sum(int(np.count_nonzero(ratios)) for _, _, ratios in _blocks(sides, entries))


def _blocks(sides: dict[Any, Any], entries: Any) -> Iterator[tuple[list[Any], list[Any], Any]]:
    from parties.screening.rules import LEAST_NEAR

    mine = [(key, party) for party, side in sides.items() for _, key, _ in side.forms]
    stream = (pair for pair in entries if pair[1][0] == "=")
    while block := list(islice(stream, _BLOCK)):
        theirs = [word[1:] for _, word in block]
        for start in range(0, len(mine), _PARTIES):
            some = mine[start : start + _PARTIES]
            keys = [key for key, _ in some]
            yield (
                some,
                block,
                process.cdist(
                    keys, theirs, scorer=fuzz.ratio, score_cutoff=LEAST_NEAR / 10, dtype=np.uint8, workers=-1
                ),
            )


def _check(sides: dict[Any, Any], entries: Any) -> None:
    """Recall: every pair that the exhaustive way and the rules make a candidate is among ours."""
    from parties.screening.rules import Name, Side, compare

    found, missed = _full(sides, entries), 0
    for some, block, ratios in _blocks(sides, entries):
        for row, column in zip(*np.nonzero(ratios), strict=True):
            party, (entry, word) = some[row][1], block[column]
            match = compare(sides[party], Side("company", (Name(word[1:]),)))
            missed += bool(match and match.is_candidate and (party, entry) not in found)
    if missed:
        raise RuntimeError(f"{missed} candidates of the exhaustive comparison were missed; recall is not 1.000")


def _peak(count: int) -> float:
    """The most memory that a process of its own takes for so many names, in MB."""
    with multiprocessing.get_context("spawn").Pool(1, initializer=_begin) as pool:
        return float(pool.apply(_measured, (count,)))


def _begin() -> None:
    import django

    django.setup()


def _measured(count: int) -> float:
    sides = _sides()
    _full(sides, _searched(sides, count))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
