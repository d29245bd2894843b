"""Looking at every pair in blocks misses nobody that comparing each pair by itself would find."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from parties.screening import matching
from parties.screening.matching import PartyIndex
from parties.screening.near import Written, alike
from parties.screening.rules import Listed, Name, Side, compare
from tests.unit.screening.labelled import labelled

WORDS = (
    "alder birch cedar dogwood elm firth gorse hazel ivory juniper kestrel larch maple oak poplar quince rowan sorrel micro optics"
    " marine vision cloud bank trading technology group international systems semiconductor институт берёза связь 红柳 电子 ヤナギ 삼나무"
).split()
FORMS = ["", " Ltd", " GmbH", " Co., Ltd.", " LLC", " ООО", " AG"]


def _name(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 5))) + chance.choice(FORMS)


def _worn(name: str, chance: random.Random) -> str:
    """The name with a letter lost, doubled or replaced, its words turned round, joined, cut, or made initials."""
    place, words = chance.randrange(len(name)), name.split()
    ways = [
        name[:place] + name[place + 1 :], name[:place] + name[place] + name[place:], name[:place] + "x" + name[place + 1 :],
        " ".join(reversed(words)), "".join(words), " ".join(words[:2]), f"{name} {chance.choice(WORDS)}",
        "".join(word[0] for word in words), name.replace("a", "а"), name.upper(),
    ]  # fmt: skip
    return chance.choice(ways) or name


def _sides(chance: random.Random, count: int) -> Iterator[Side]:
    for _ in range(count):
        names = tuple(Name(_name(chance)) for _ in range(chance.randint(1, 3)))
        numbers = frozenset({("registry", str(chance.randrange(200)))} if chance.random() < 0.3 else ())
        yield Side(chance.choice(["company", "company", "person", "unknown"]), names, frozenset({chance.choice(["CN", "US", "RU"])}), numbers)


def _found(parties: dict[Any, Side], entries: dict[Any, Listed]) -> set[tuple[Any, Any]]:
    index = PartyIndex(parties)
    searched = ((key, word) for key, entry in entries.items() for word in entry.searched())
    pairs = set().union(*index.matches(searched))
    return {(p, e) for p, e in pairs if (match := compare(parties[p], entries[e].side)) and match.is_candidate}


def _expected(parties: dict[Any, Side], entries: dict[Any, Listed]) -> set[tuple[Any, Any]]:
    return {
        (p, e)
        for p, side in parties.items()
        for e, entry in entries.items()
        if (match := compare(side, entry.side)) and match.is_candidate
    }


@pytest.mark.parametrize("seed", range(3))
def test_no_candidate_is_missed(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "_NAMES", 53)
    chance = random.Random(seed)
    parties = dict(enumerate(_sides(chance, 90)))
    worn = [Side(s.kind, tuple(Name(_worn(n.text, chance)) for n in s.names), s.countries, s.identifiers) for s in parties.values()]
    entries = {key: Listed(str(key), side) for key, side in enumerate([*worn, *_sides(chance, 60)])}
    found = _found(parties, entries)
    assert len(found) > 60
    assert found == _expected(parties, entries)


def test_no_labelled_candidate_is_missed() -> None:
    pairs = labelled()
    parties = {place: pair.party for place, pair in enumerate(pairs)}
    entries = {place: Listed(str(place), pair.listed) for place, pair in enumerate(pairs)}
    assert _found(parties, entries) == _expected(parties, entries)


def test_nobody_against_a_list_and_parties_against_none() -> None:
    assert list(PartyIndex({}).matches([("e", "=alder")])) == []
    assert list(PartyIndex({1: Side("company", (Name("Alder"),))}).matches([])) == []


def test_a_block_stays_small_however_many_names_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    class Watched(Written):
        def __init__(self, keys: Collection[str]) -> None:
            sizes.append(len(keys))
            super().__init__(keys)

    monkeypatch.setattr(matching, "Written", Watched)
    monkeypatch.setattr(matching, "_NAMES", 4096)
    parties = {n: Side("company", (Name(f"alder {n}"),)) for n in range(300)}
    for _ in PartyIndex(parties).matches((n, f"=birch {n}") for n in range(20_000)):
        pass
    assert sizes[0] == 300 and sum(sizes[1:]) == 20_000 and max(sizes) <= 4096


_LETTERS = st.text(st.sampled_from("abcdeilnorst 0123é紅书ガ한\U00020000\ud800"), max_size=24)


@given(
    mine=st.sets(_LETTERS, max_size=12), theirs=st.sets(_LETTERS, max_size=12),
    worn=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 23)), max_size=12), least=st.sampled_from([60.0, 76.95, 90.0]),
)  # fmt: skip
def test_alike_is_what_the_exhaustive_comparison_gives(
    mine: set[str], theirs: set[str], worn: list[tuple[int, int]], least: float
) -> None:
    """Names of which many differ from each other by a letter or two, so that pairs stand close to the bound."""
    known = sorted(mine)
    theirs |= {known[n % len(known)][:at] + known[n % len(known)][at + 1 :] for n, at in worn if known}
    expected = {(one, other) for one in mine for other in theirs if fuzz.ratio(one, other, score_cutoff=least)}
    found = list(alike(Written(mine), Written(theirs), least=least))
    assert set(found) == expected and len(found) == len(expected)
