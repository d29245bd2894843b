"""Parties by the hundred thousand, there for as long as a measurement takes: entered and taken back in one transaction."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.scenarios.screening import made_up

_SEED, _AT_ONCE = 15, 5_000
_SCRIPTS = (
    "阿里云图海星河光明通达新华腾讯字节",
    "さくらねっとでんしソフト",
    "БВГДЕЖЗИКЛМНОПРСТ",
    "가나다라마바사아자차카",
)


@contextmanager
def taken_back() -> Iterator[None]:
    """What is entered within is gone afterwards; everything is visible."""
    from django.db import transaction

    from dealtracker.access.rules import system_viewer
    from dealtracker.access.walls import set_walls

    with transaction.atomic():
        set_walls(system_viewer("benchmark"))
        yield
        transaction.set_rollback(True)


def enter(count: int, *, seed: int = _SEED) -> list[str]:
    """So many public parties with one name each, one in ten in another script; their names.

    Plans made for fewer rows are forgotten, as they are once the tables have been analysed.
    """
    from django.db import connection

    from parties.models import Party, PartyName
    from parties.register.calc import normalise

    chance, names = random.Random(seed), list[str]()
    while len(names) < count:
        some = [_name(chance) for _ in range(min(_AT_ONCE, count - len(names)))]
        made = Party.rows.bulk_create(Party(name=name, kind="company", hq_country="SG") for name in some)
        PartyName.rows.bulk_create(
            PartyName(party=party, text=party.name, primary=True, normalised=normalise(party.name)[:300])
            for party in made
        )
        names += some
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
    return names


def _name(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return "".join(chance.choices(chance.choice(_SCRIPTS), k=chance.randint(3, 7)))
    return made_up(chance)
