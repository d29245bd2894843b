"""S10: the search box over deals, parties and sites at 200,000 parties, against one indexed trigram statement."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from benchmarks.measure import Ratio, in_turn, percentile, seconds
from benchmarks.scenarios.many_parties import enter, taken_back

NAME, MANY, ASKED, _SEED = "S10", 200_000, 100, 10
_STATEMENT = """
SELECT n.party_id FROM parties_partyname n WHERE n.searched LIKE %s AND n.compartment_id = ANY(%s) LIMIT 20
"""


def run(rounds: int) -> list[Ratio]:
    """The same words on both sides: parts of names in several scripts, whole names, and some with a letter wrong."""
    with taken_back():
        words = _asked(enter(MANY))
        search, found = _search(), _found()
        for word in words[:20]:
            search(word), found(word), _statement(word)
        parties, whole, floor = in_turn(
            lambda: _p99(found, words), lambda: _p99(search, words), lambda: _p99(_statement, words), rounds=rounds
        )
    against = "one trigram statement, p99"
    return [
        Ratio(f"{NAME} parties found, p99", parties, floor, "ms", 2, False, against),
        Ratio(f"{NAME} deals, parties and sites found, p99", whole, floor, "ms", 2, False, against),
    ]


def _asked(names: Sequence[str]) -> list[str]:
    chance = random.Random(_SEED)
    found = []
    for name in chance.sample(list(names), ASKED):
        kind = chance.randrange(4)
        word = name.split()[0]
        swapped = word[:2] + word[3:4] + word[2:3] + word[4:]
        found.append((name, word, word[:5], swapped)[kind])
    return found


def _p99(ask: Callable[[str], Any], words: Sequence[str]) -> float:
    return percentile([1000 * seconds(lambda word=word: ask(word)) for word in words], 0.99)  # type: ignore[misc]


def _search() -> Callable[[str], Any]:
    from deals.reports.search import search_everything
    from dealtracker.access.rules import system_viewer

    viewer, day = system_viewer("benchmark"), date(2026, 11, 1)
    return lambda words: search_everything(viewer=viewer, words=words, day=day)


def _found() -> Callable[[str], Any]:
    from dealtracker.access.rules import system_viewer
    from parties.reports.party_list import parties_found

    viewer = system_viewer("benchmark")
    return lambda words: parties_found(viewer=viewer, words=words, limit=20)


def _statement(words: str) -> list[Any]:
    """Nothing of ranking, near misses, merged records or names: the least that finds a party by a part of its name."""
    from django.db import connection

    from dealtracker.access.rules import PUBLIC
    from parties.register.calc import search_patterns

    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [search_patterns(words)[0][0], [PUBLIC]])
        return cursor.fetchall()
