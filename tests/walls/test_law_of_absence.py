"""An outsider's bytes do not depend on walled rows: the same before and after a team makes a deal of its own."""

from __future__ import annotations

import os
import random

from django.db import transaction
from django.test import Client

from tests import cast
from tests.walls.cells import Answer, Cell, Scene, ask, cells
from tests.world import World

FULL = bool(os.environ.get("DEALTRACKER_FULL"))
SEED, PART = 5, 500
SURELY = ("anonymous", "bob")


def sample(scene: Scene) -> list[Cell]:
    """Every list and page as it first opens for two outsiders, and a part of all else that outsiders may read."""
    found = [
        cell for cell in cells(scene)
        if cell.role in cast.OUTSIDERS and cell.method in ("GET", "HEAD") and cell.case in ("none", "public", "absent")
        and cell.route.pattern != "metrics"  # counts for whoever runs the site, from its own machine alone
    ]  # fmt: skip
    if FULL:
        return found
    first = [
        c for c in found if c.role in SURELY and c.probe == "plain" and c.method == "GET" and "admin/" not in c.address
    ]
    return first + random.Random(SEED).sample(found, PART)


def answers(clients: dict[str, Client], asked: list[Cell]) -> list[Answer]:
    found = []
    for cell in asked:
        with transaction.atomic():
            # A message of the admin waits in a cookie for whichever page comes next.
            clients[cell.role].cookies.pop("messages", None)
            found.append(ask(cell, clients[cell.role]))
            transaction.set_rollback(True)
    return found


def test_an_outsiders_bytes_do_not_depend_on_walled_rows(people: World) -> None:
    world = World(people.cast, dict(people.deals))
    with transaction.atomic():
        trial = World(people.cast, dict(people.deals))
        trial.add_hidden()
        asked = sample(Scene(trial))
        transaction.set_rollback(True)
    clients = {role: world.client(role) for role in cast.ROLES}
    before = answers(clients, asked)
    world.add_hidden()
    after = answers(clients, asked)
    differing = [
        f"{cell}: {mine.status} {mine.body[:300]!r} / {theirs.status} {theirs.body[:300]!r} {set(mine.head) ^ set(theirs.head)}"
        for cell, mine, theirs in zip(asked, before, after, strict=True)
        if mine != theirs
    ]
    assert not differing
    inside = world.client("carol").get("/api/v1/deals/?count=exact").json()["meta"]["count"]
    assert inside == 2, "the team sees its own deal, and its own view in the place of the public one"
