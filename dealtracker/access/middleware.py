"""What every request passes: clean bytes, a request id, the viewer's walls, a content security policy."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from dealtracker.access.rules import NOBODY
from dealtracker.access.viewers import TokenError, viewer_for, viewer_for_token
from dealtracker.access.walls import set_walls
from dealtracker.logs import REQUEST_ID

Handler = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_BY_TOKEN = "/api/"
_UNWALLED = ("/healthz", "/readyz", "/metrics", "/static/")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class CleanBytesMiddleware:
    """Refuses NUL and invalid UTF-8 in path, query and headers before anything reads them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        where = _unclean(request)
        if where is None:
            return self.get_response(request)
        detail = f"The {where} holds bytes that are not valid UTF-8 text, or a NUL."
        body = {
            "type": "/docs/problems/#unclean_bytes", "title": "Bad request", "status": 400, "code": "unclean_bytes",
            "detail": detail,
        }  # fmt: skip
        return JsonResponse(body, status=400, content_type="application/problem+json")


def _unclean(request: HttpRequest) -> str | None:
    raw = {
        "address": request.META.get("RAW_URI", request.get_full_path()),
        "query": request.META.get("QUERY_STRING", ""),
    }
    for where, text in raw.items():
        if not _is_clean(text):
            return where
    for name, value in request.META.items():
        if name.startswith("HTTP_") and isinstance(value, str) and "\x00" in value:
            return f"header {name[5:].replace('_', '-').title()}"
    return None


def _is_clean(text: str) -> bool:
    from urllib.parse import unquote_to_bytes

    data = unquote_to_bytes(text.encode("utf-8", "surrogateescape"))
    if b"\x00" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class RequestIdMiddleware:
    """Gives each request an id, taken from a proxy that sent a sane one, for logs, errors and audit."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        REQUEST_ID.set(request.request_id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class WallMiddleware:
    """Runs the request in one transaction with its viewer's walls set; a failed request leaves nothing behind."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_UNWALLED):
            return self.get_response(request)
        with transaction.atomic():
            _identify(request)
            set_walls(request.viewer, request_id=getattr(request, "request_id", ""))  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def _identify(request: HttpRequest) -> None:
    """Sets request.viewer: below /api/ from the Authorization header where there is one, else from the session.

    Pages never look at tokens: one that may only read would open their forms, the admin's among them.
    """
    header = request.headers.get("Authorization", "").strip() if request.path.startswith(_BY_TOKEN) else ""
    now = timezone.now()
    request.token_error = None  # type: ignore[attr-defined]
    if not header:
        request.viewer = viewer_for(request.user, at=now)  # type: ignore[attr-defined]
        return
    scheme, _, token = header.partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise TokenError("only bearer tokens are taken")
        request.user, request.viewer = viewer_for_token(token.strip(), at=now)  # type: ignore[attr-defined]
        request.by_token = True  # type: ignore[attr-defined]
    except TokenError as error:
        request.user, request.viewer = AnonymousUser(), NOBODY  # type: ignore[attr-defined]
        request.token_error = str(error)  # type: ignore[attr-defined]


class ContentSecurityMiddleware:
    """Nothing runs or loads on a page but our own files."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        return response
