"""A database that is away is 503 with the moment to try again, wherever in the request the connection breaks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from tests.world import API, World

KILLED = OperationalError("terminating connection due to administrator command")
STARTING = OperationalError('connection to server on socket "…" failed: FATAL: the database system is starting up')
CLOSED = InterfaceError("connection already closed")
# Where in a request each breaks: before the view, in the middle of it, in an API view.
PLACES = (
    "dealtracker.access.middleware.set_walls", "dealtracker.access.middleware._identify", "deals.api.deals._page",
    "deals.pages.deal_list.frame",
)  # fmt: skip


@pytest.mark.parametrize("error", [KILLED, STARTING, CLOSED], ids=["killed", "starting", "closed"])
@pytest.mark.parametrize("place", PLACES)
def test_it_is_503_and_never_500(world: World, monkeypatch: Any, place: str, error: Exception) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(place, away)
    client = Client(raise_request_exception=False)
    for address in (f"{API}/deals/", "/deals/"):
        if (place.startswith("deals.api") and "api" not in address) or (
            place.startswith("deals.pages") and "api" in address
        ):
            continue
        answer = client.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "3"), place
        assert answer["Cache-Control"] == "no-store"
        if "api" in address:
            assert answer["Content-Type"] == "application/problem+json"
            assert json.loads(answer.content)["code"] == "unavailable"
        else:
            assert b"Not available just now" in answer.content and b"Traceback" not in answer.content


def test_another_error_stays_500(world: World, monkeypatch: Any) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("deals.api.deals._page", broken)
    assert Client(raise_request_exception=False).get(f"{API}/deals/").status_code == 500


def test_ready_says_that_the_database_is_away(world: World, monkeypatch: Any) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise CLOSED

    monkeypatch.setattr("dealtracker.access.health._migrations", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "InterfaceError")
    assert Client().get("/healthz").status_code == 200
