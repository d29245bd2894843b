"""The same key, the same answer: a repeated write is replayed from what the first one stored in its own transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from rest_framework.response import Response

from dealtracker.apikit.models import IdempotentAnswer
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.renderers import JSONRenderer

_FORGET = "UPDATE apikit_idempotentanswer SET status = 410, body = ''::bytea WHERE position(%s IN body) > 0"


def once(request: HttpRequest, body: bytes, act: Callable[[], Response]) -> Response:
    """Do `act`, or replay its stored answer. A second request waits for the first; another body is 422."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    if len(key) > 255 or not key.isascii() or not key.isprintable():
        raise Problem(400, "invalid_idempotency_key", "Idempotency-Key takes 1 to 255 printable ASCII characters.")
    actor = request.viewer.user_id  # type: ignore[attr-defined]
    _lock(f"{actor}:{key}")
    known = IdempotentAnswer.rows.filter(actor=actor, key=key).first()
    digest = hashlib.sha256(body).hexdigest()
    if known is None:
        return _keep(act(), actor=actor, key=key, method=request.method, path=request.path, body_digest=digest)
    if (known.method, known.path, known.body_digest) != (request.method, request.path, digest):
        raise Problem(
            422, "idempotency_key_reused", "This Idempotency-Key was used for another request; choose a new one."
        )
    if known.status == 410:
        raise Problem(
            410,
            "taken_down",
            "What was answered then named a text that has been taken down since. Nothing was done again.",
        )
    return Response(bytes(known.body), status=known.status, headers={**known.headers, "Idempotency-Replayed": "true"})


def _lock(name: str) -> None:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def forget_answers(*, naming: str) -> None:
    """Empties every stored answer in which this id stands; its key stays spent, so that nothing is done twice."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [naming.encode()])


def _keep(response: Response, **stored: Any) -> Response:
    body = JSONRenderer().render(response.data)
    headers = {name: response[name] for name in ("ETag", "Location") if name in response}
    IdempotentAnswer.rows.create(**stored, status=response.status_code, headers=headers, body=body)
    return response
