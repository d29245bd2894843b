"""What whoever runs the site is told, and how often one may ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from dealtracker.access import metrics
from dealtracker.apikit.limits import Buckets, client_address
from tests import make
from tests.world import API, World


def figures(client: Client, **headers: str) -> dict[str, float]:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = [line.split() for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_figures_follow_what_waits(world: World) -> None:
    make.catch_up()
    before = figures(Client())
    assert (before["dealtracker_stale_deals"], before["dealtracker_database_up"]) == (0, 1)
    bob = world.client("bob-token")
    changed = bob.patch(
        world.url("tokyo"), data={"title": "Another"}, content_type="application/json", headers={"If-Match": "*"}
    )
    assert changed.status_code == 200
    after = figures(Client())
    assert after["dealtracker_stale_deals"] == 1
    assert after["dealtracker_webhook_events_waiting"] == before["dealtracker_webhook_events_waiting"] + 1
    assert after["dealtracker_deals"] == before["dealtracker_deals"] >= 3


def test_figures_are_for_this_machine_alone(world: World) -> None:
    assert Client(REMOTE_ADDR="10.1.2.3").get("/metrics").status_code == 404
    assert Client(REMOTE_ADDR="").get("/metrics").status_code == 404
    assert Client(headers={"X-Forwarded-For": "127.0.0.1"}).get("/metrics").status_code == 404
    assert Client(REMOTE_ADDR="::1").get("/metrics").status_code == 200


def test_figures_for_the_holder_of_a_token(world: World, settings: Any) -> None:
    settings.METRICS_TOKEN = "t" * 32
    assert Client().get("/metrics").status_code == 404
    assert Client(headers={"Authorization": "Bearer " + "u" * 32}).get("/metrics").status_code == 404
    assert figures(Client(REMOTE_ADDR="10.1.2.3"), Authorization="Bearer " + "t" * 32)["dealtracker_database_up"] == 1


def test_without_valkey_the_figures_say_so(world: World, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert figures(Client())["dealtracker_broker_up"] == 0
    ready = Client().get("/readyz")
    assert ready.status_code == 200 and ready.json()["broker"].startswith("not reached")


def test_without_the_database_the_figures_say_so(world: World, monkeypatch: Any) -> None:
    def away() -> None:
        raise metrics.Error("gone")

    monkeypatch.setattr(metrics, "_asked", away)
    assert figures(Client())["dealtracker_database_up"] == 0


def test_a_bucket_fills_as_time_passes() -> None:
    held = Buckets()
    assert [held.take("a", 1, a_minute=3, now=0) for _ in range(4)] == [2, 1, 0, -1]
    assert held.take("b", 1, a_minute=3, now=0) == 2, "each has a bucket of its own"
    assert held.take("a", 1, a_minute=3, now=20) == 0, "a third of a minute, one of three"
    assert held.take("a", 5, a_minute=3, now=20) < 0 and held.take("a", 1, a_minute=3, now=1e6) == 2


def test_buckets_of_passers_by_are_forgotten() -> None:
    held = Buckets()
    for place in range(20_001):
        held.take(str(place), 1, a_minute=60, now=place / 100)
    assert len(held.held) <= 6_001


@pytest.fixture
def few(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("dealtracker.apikit.limits._BUCKETS", Buckets())
    settings.API_LIMIT_ACCOUNT, settings.API_LIMIT_ADDRESS = 6, 2


@pytest.mark.usefixtures("few")
def test_who_asks_too_often_is_told_when_to_come_again(world: World) -> None:
    visitor, other = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    first = visitor.get(f"{API}/sites/")
    assert (first.status_code, first["RateLimit-Policy"], first["RateLimit"]) == (
        200,
        '"default";q=2;w=60',
        '"default";r=1',
    )
    visitor.get(f"{API}/sites/")
    refused = visitor.get(f"{API}/sites/")
    assert (refused.status_code, refused.json()["code"]) == (429, "throttled") and 1 <= int(
        refused["Retry-After"]
    ) <= 60
    assert other.get(f"{API}/sites/").status_code == 200
    assert world.client("alice-token").get(f"{API}/sites/").status_code == 200


@pytest.mark.usefixtures("few")
def test_a_change_counts_for_five(world: World) -> None:
    bob = world.client("bob-token")
    change = {"data": {"title": "x"}, "content_type": "application/json", "headers": {"If-Match": "*"}}
    assert bob.patch(world.url("tokyo"), **change)["RateLimit"] == '"default";r=1'
    refused = bob.patch(world.url("tokyo"), **change)
    assert refused.status_code == 429 and bob.get(f"{API}/sites/").status_code == 200


def test_behind_a_proxy_the_address_is_the_one_it_named(rf: Any, settings: Any) -> None:
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "1.1.1.1, 192.0.2.7"})
    assert client_address(request) == "10.0.0.1", "what a client sends under that name counts for nothing"
    settings.BEHIND_PROXY = True
    assert client_address(request) == "192.0.2.7"
