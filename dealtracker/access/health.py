"""Is the process up (/healthz); can it work (/readyz)."""

from __future__ import annotations

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

_OLDEST = "SELECT coalesce(extract(epoch FROM now() - min(wanted_at)), 0) FROM refresh_behind()"


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers; asks nothing of anyone else."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database and migrations are there; the stale age and the broker are shown, not fatal."""
    try:
        body = {"database": "ok", "migrations": _migrations(), **_stale(), "broker": _broker()}
    except Error as error:
        return JsonResponse({"status": "unavailable", "database": type(error).__name__}, status=503)
    ready = body["migrations"] == "ok"
    return JsonResponse({"status": "ok" if ready else "unavailable", **body}, status=200 if ready else 503)


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} not applied" if missing else "ok"


def _stale() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        (seconds,) = cursor.fetchone()
    # The age alone: a count would tell anyone how much is going on behind walls.
    return {"oldest_stale_seconds": round(float(seconds), 1)}


def _broker() -> str:
    import redis

    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
        client.ping()
    except redis.RedisError as error:
        return f"not reached ({type(error).__name__})"
    return "ok"
