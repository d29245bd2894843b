"""/metrics for Prometheus: whoever runs the site sees what waits and how long; nobody else finds the address."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Iterator

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse

from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer

# name → (what it is, the statement that gives its one figure)
_FIGURES = {
    "stale_deals": ("deals whose derived figures are behind", "SELECT count(*) FROM refresh_behind()"),
    "oldest_stale_seconds": (
        "how long the oldest of them waits",
        "SELECT coalesce(extract(epoch FROM now() - min(wanted_at)), 0) FROM refresh_behind()",
    ),
    "stuck_deals": (
        "deals whose rebuild failed three times or more",
        "SELECT count(*) FROM deals_refreshstate WHERE wanted > done AND attempts >= 3",
    ),
    "refresh_lag_seconds": (
        "the longest time from change to rebuild within the last five minutes",
        "SELECT coalesce(max(extract(epoch FROM done_at - wanted_at)), 0) FROM deals_refreshstate"
        " WHERE done_at > now() - interval '5 minutes' AND done_at >= wanted_at",
    ),
    "deals": ("deals entered", "SELECT count(*) FROM deals_deal"),
    "webhook_events_waiting": (
        "changes not yet told to the webhooks",
        "SELECT count(*) FROM webhooks_outboxevent WHERE spread_at IS NULL",
    ),
    "webhook_deliveries_waiting": (
        "deliveries to come, retries among them",
        "SELECT count(*) FROM webhooks_delivery WHERE delivered_at IS NULL AND given_up_at IS NULL",
    ),
    "webhook_deliveries_given_up": (
        "deliveries that were given up",
        "SELECT count(*) FROM webhooks_delivery WHERE given_up_at IS NOT NULL",
    ),
}


def metrics(request: HttpRequest) -> HttpResponse:
    """Text of Prometheus; 404 for all but this machine itself, or the holder of METRICS_TOKEN where one is set."""
    if not _may(request):
        raise Http404
    lines = [line for name, words, value in _all() for line in _figure(name, words, value)]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _may(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    # A request that a proxy passed on comes from elsewhere, whatever its address says.
    return "X-Forwarded-For" not in request.headers and _is_here(request.META.get("REMOTE_ADDR", ""))


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _all() -> Iterator[tuple[str, str, float]]:
    depth = _queue_depth()
    yield "broker_up", "whether Valkey answers", float(depth is not None)
    if depth is not None:
        yield "queue_depth", "tasks that wait for a worker", depth
    try:
        found = _asked()
    except Error:
        yield "database_up", "whether PostgreSQL answers", 0
        return
    yield "database_up", "whether PostgreSQL answers", 1
    for name, value in found.items():
        yield name, _FIGURES[name][0], value


def _asked() -> dict[str, float]:
    with as_viewer(system_viewer("metrics")), connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({sql})" for _, sql in _FIGURES.values()))
        return {name: float(value) for name, value in zip(_FIGURES, cursor.fetchone(), strict=True)}


def _queue_depth() -> int | None:
    """None where the broker does not answer within a second."""
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
        return int(client.llen(settings.CELERY_TASK_DEFAULT_QUEUE))  # type: ignore[arg-type]
    except redis.RedisError:
        return None


def _figure(name: str, words: str, value: float) -> list[str]:
    whole = f"dealtracker_{name}"
    return [f"# HELP {whole} {words}", f"# TYPE {whole} gauge", f"{whole} {value:g}"]
