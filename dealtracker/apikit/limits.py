"""How often one account, token or address may ask: a bucket each that fills as time passes, kept in this process.

Every web process counts for itself, so that no request asks another machine; what is let through in all is at most
the limit times the number of web processes (docs/operations.md).
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dealtracker.apikit.problems import Problem

# A change takes more work than a page that is read.
READING, WRITING = 1, 5
_MOST_KNOWN = 20_000


@dataclass
class Buckets:
    """Key → (what is left, when that was so). A bucket holds a minute's worth."""

    held: dict[str, tuple[float, float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, cost: int, *, a_minute: int, now: float) -> float:
        """What is left after taking; below zero where there was too little, and then nothing was taken."""
        with self.lock:
            left, at = self.held.get(key, (float(a_minute), now))
            left = min(float(a_minute), left + (now - at) * a_minute / 60)
            rest = left - cost
            self.held[key] = (left if rest < 0 else rest, now)
            if len(self.held) > _MOST_KNOWN:
                self._forget(now)
            return rest

    def _forget(self, now: float) -> None:
        """A bucket untouched for a minute is full again, so nothing is lost with it."""
        self.held = {key: one for key, one in self.held.items() if now - one[1] < 60}


_BUCKETS = Buckets()


def check_limit(request: HttpRequest) -> None:
    """Counts this request; raises Problem 429 with the seconds to wait."""
    key, a_minute = _whose(request)
    if not a_minute:
        return
    cost = READING if request.method in ("GET", "HEAD", "OPTIONS") else WRITING
    left = _BUCKETS.take(key, cost, a_minute=a_minute, now=time.monotonic())
    request.limit = (a_minute, max(0, int(left)))  # type: ignore[attr-defined]
    if left < 0:
        wait = max(1, round(-left * 60 / a_minute + 0.5))
        problem = Problem(429, "throttled", f"More than {a_minute} requests within a minute; try again in {wait} s.")
        problem.headers["Retry-After"] = str(wait)
        raise problem


def tell_limit(request: HttpRequest, response: HttpResponse) -> None:
    """RateLimit-Policy and RateLimit, where this request was counted."""
    if limit := getattr(request, "limit", None):
        response["RateLimit-Policy"] = f'"default";q={limit[0]};w=60'
        response["RateLimit"] = f'"default";r={limit[1]}'


def _whose(request: HttpRequest) -> tuple[str, int]:
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.user_id:
        kind = "token" if getattr(request, "by_token", False) else "session"
        return f"{kind}:{viewer.user_id}", settings.API_LIMIT_ACCOUNT
    return f"address:{client_address(request)}", settings.API_LIMIT_ADDRESS


def client_address(request: HttpRequest) -> str:
    """Whose address it is: behind a proxy the last that it named, since what stands before that is the client's own word."""
    if settings.BEHIND_PROXY and (named := request.headers.get("X-Forwarded-For", "")):
        return str(named.rpartition(",")[2].strip()[:64])
    return str(request.META.get("REMOTE_ADDR", ""))
