"""Nobody sees what stands behind another's wall: every address, method, role and probe, from the URL configuration.

A seeded part of the matrix runs each time; DEALTRACKER_FULL=1 runs all of it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests import cast
from tests.walls.cells import Answer, Cell, Scene, addresses, ask, cells, probes, told
from tests.walls.routes import OPEN, REST, ROW, ROWS, routes, unplaced
from tests.world import World

FULL = bool(os.environ.get("DEALTRACKER_FULL"))
SEED, PART = 20251201, 900
# What needs more than an id: a path, a figure, a text to review, a rebuild under way, a secret address.
ASK_FOR_MORE = ("claims", "collateral/why", "deal>/why", "job>/why", "pending", "review", "calendar", "drift/")


@pytest.fixture(scope="module")
def scene(world: World) -> Scene:
    return Scene(world)


class Stage:
    """One client for each role; a request leaves neither a row nor a cookie."""

    def __init__(self, world: World) -> None:
        self.clients = {role: world.client(role) for role in cast.ROLES}
        for client in self.clients.values():
            client.raise_request_exception = False

    def ask(self, cell: Cell) -> Answer:
        client = self.clients[cell.role]
        before = deepcopy(client.cookies)
        with transaction.atomic():
            answer = ask(cell, client)
            transaction.set_rollback(True)
        client.cookies = before
        return answer


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def chosen(found: Iterable[Cell], most: int) -> list[Cell]:
    listed = list(found)
    return listed if FULL or len(listed) <= most else random.Random(SEED).sample(listed, most)


def test_every_address_has_a_place_in_the_table() -> None:
    assert not unplaced(), "say in tests/walls/routes.py what stands there"


def test_every_name_in_an_address_has_a_value(scene: Scene) -> None:
    for route in routes():
        missing = set(route.names) - set(scene.keys["public"]) - {"object_id"}
        assert not missing, (route.pattern, missing)


def test_the_matrix_is_large(scene: Scene) -> None:
    assert sum(1 for _ in cells(scene)) >= 50_000


def test_no_cell_breaks_or_tells_what_is_hidden(scene: Scene, stage: Stage) -> None:
    told_of: list[str] = []
    for cell in chosen(cells(scene), PART):
        answer = stage.ask(cell)
        assert answer.status < 500, (str(cell), answer.body[:500])
        if cell.route.is_api:
            assert _is_json(answer, cell), (str(cell), answer.head)
        if cell.role in cast.OUTSIDERS:
            allowed = told(cell)
            found = {word for word in scene.secrets - allowed if word in answer.text}
            told_of += [f"{cell}: {sorted(found)}"] if found else []
    assert not told_of


def _is_json(answer: Answer, cell: Cell) -> bool:
    kind = dict(answer.head).get("Content-Type", "")
    if cell.route.pattern == "api/v1/docs/" and answer.status == 200:
        return kind.startswith(("text/html", "application/javascript", "application/json"))
    wanted = "application/problem+json" if answer.status >= 400 else "application/json"
    return kind.startswith(wanted) or answer.status in (204, 308)


def test_hidden_is_absent_to_the_byte_at_every_address(scene: Scene, stage: Stage) -> None:
    """Whatever an outsider asks of a hidden row is answered as for a row that never was."""
    pairs = [cell for cell in cells(scene) if cell.case in ("hidden", "view") and cell.role in cast.OUTSIDERS]
    differing = []
    for cell in chosen(pairs, PART):
        absent = dict(addresses(scene, cell.route))["absent"]
        query = f"?{cell.address.partition('?')[2]}" if "?" in cell.address else ""
        other = Cell(cell.route, cell.method, cell.role, "absent", cell.probe, absent + query, cell.headers)
        mine, theirs = stage.ask(cell), stage.ask(other)
        if _without_ids(mine, cell) != _without_ids(theirs, other):
            differing.append(f"{cell}: {mine.status} {mine.body[:200]!r} / {theirs.status} {theirs.body[:200]!r}")
    assert not differing


def _without_ids(answer: Answer, cell: Cell) -> tuple[int, str, str]:
    """The answer with the address's own ids taken out."""
    body, head = answer.body.decode("utf-8", "replace"), repr(answer.head)
    for part in cell.address.partition("?")[0].split("/"):
        for piece in (part, part.split("_")[-1]):
            if len(piece) >= 32:
                body, head = body.replace(piece, "ID"), head.replace(piece, "ID")
    # Both bodies say how long they are; their lengths agree when their ids do.
    return answer.status, body, head.replace(f"'{len(answer.body)}'", "LENGTH")


def test_insiders_see_what_the_others_do_not(scene: Scene, stage: Stage) -> None:
    """Without this the matrix would hold for a site that shows nothing at all."""
    seen = 0
    for route in routes():
        for case, address in addresses(scene, route):
            if route.place == ROW and case == "hidden" and not any(word in route.pattern for word in ASK_FOR_MORE):
                answer = stage.ask(Cell(route, "GET", "dan", case, "plain", address))
                assert answer.status in (200, 301, 302), (address, answer.status)
                seen += any(word.lower() in answer.text for word in cast.CANARIES.values())
    assert seen >= 5


@pytest.mark.parametrize("address", [r.pattern for r in routes() if r.place == REST or r.pattern.startswith("api/v1/")])
def test_nothing_can_be_deleted_through_the_api(scene: Scene, stage: Stage, address: str) -> None:
    route = next(r for r in routes() if r.pattern == address)
    for case, place in addresses(scene, route):
        for role in ("dan", "frank", "bob-token"):
            status = stage.ask(Cell(route, "DELETE", role, case, "plain", place)).status
            assert status == (404 if route.place == REST else 405), (place, role)


def test_with_reading_closed_visitors_see_no_deal_at_all(scene: Scene, stage: Stage, settings: Any) -> None:
    settings.PUBLIC_READING = False
    for route in routes():
        if route.place in (ROWS, ROW):
            for case, address in addresses(scene, route):
                answer = stage.ask(Cell(route, "GET", "anonymous", case, "plain", address))
                assert answer.status in (301, 302, 308, 400, 401, 404) or b"Borealis" not in answer.body, address


def test_places_that_hold_nothing_walled_are_the_same_for_all(scene: Scene, stage: Stage) -> None:
    for route in routes():
        if route.place == OPEN and route.is_api and not route.names:
            found = {
                stage.ask(Cell(route, "GET", role, "none", "plain", f"/{route.pattern}")).body for role in cast.ROLES
            }
            assert len(found) == 1 or b"request_id" in next(iter(found)), route.pattern


def test_probes_are_probes(scene: Scene) -> None:
    """Each word that is asked for would find the hidden deal for its own team."""
    inside: Client = scene.world.client("carol")
    for name in ("search", "title", "reference", "label", "party", "role", "amount"):
        query, _ = probes(scene)[name]
        found = [row["id"] for row in inside.get(f"/api/v1/deals/?{query}").json()["results"]]
        assert scene.world.id("hidden") in found, name
