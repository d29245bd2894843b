"""Every error is application/problem+json (RFC 9457): what, where, and what to do about it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework import exceptions
from rest_framework.response import Response

from dealtracker.apikit.renderers import ProblemRenderer
from dealtracker.strictjson import Fault

log = logging.getLogger(__name__)

# status → title; the code says more.
TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    410: "Gone",
    412: "Precondition failed",
    413: "Too large",
    415: "Unsupported media type",
    422: "Unprocessable",
    428: "Precondition required",
    429: "Too many requests",
    500: "Server error",
    503: "Unavailable",
}
# The same words for what is hidden and what never was.
NOT_FOUND = "There is nothing here, or you may not see it."
DATABASE_AWAY = (
    "The database does not answer just now; try again in a few seconds. A change was saved whole or not at all."
)
RETRY_AFTER = "3"
_CODES = {
    401: "not_authenticated",
    403: "permission_denied",
    405: "method_not_allowed",
    406: "not_acceptable",
    415: "unsupported_media_type",
    429: "throttled",
}


class Problem(exceptions.APIException):
    """An error raised on purpose; `errors` are [{"pointer", "code", "detail"}], `extra` further members."""

    def __init__(
        self, status: int, code: str, detail: str, errors: Iterable[dict[str, str]] = (), **extra: Any
    ) -> None:
        super().__init__(detail, code)
        self.status_code, self.code, self.errors, self.extra = status, code, list(errors), extra
        self.headers: dict[str, str] = {}

    @classmethod
    def of(cls, status: int, code: str, detail: str, faults: Iterable[Fault]) -> Problem:
        """From faults with pointers."""
        return cls(status, code, detail, [{"pointer": f.pointer, "code": f.code, "detail": f.detail} for f in faults])


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: the problem for any error that a client can do something about."""
    request: HttpRequest = context["request"]._request
    status, code, detail, errors, extra, headers = _parts(error)
    if status is None:
        return None
    # Whatever the endpoint had begun is undone with the request's own transaction.
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    response = Response(problem_body(request, status, code, detail, errors, **extra), status=status, headers=headers)
    response.content_type = ProblemRenderer.media_type
    return response


def _parts(error: Exception) -> tuple[int | None, str, str, list[dict[str, str]], dict[str, Any], dict[str, str]]:
    if isinstance(error, Problem):
        return error.status_code, error.code, str(error.detail), error.errors, error.extra, error.headers
    if isinstance(error, (Http404, exceptions.NotFound)):
        return 404, "not_found", NOT_FOUND, [], {}, {}
    if isinstance(error, PermissionDenied):
        return 403, "permission_denied", "You may read this, not change it.", [], {}, {}
    if isinstance(error, exceptions.APIException):
        headers = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else {}
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait))
        return error.status_code, _CODES.get(error.status_code, "invalid"), str(error.detail), [], {}, headers
    if isinstance(error, IntegrityError):
        log.warning("refused by the database", exc_info=error)
        return 409, "conflict", "The change contradicts what is stored; read the resource again and retry.", [], {}, {}
    if isinstance(error, OperationalError) and "timeout" in str(error):
        return 503, "timeout", "The database did not answer in time; try again.", [], {}, {"Retry-After": "1"}
    if is_database_away(error):
        return 503, "unavailable", DATABASE_AWAY, [], {}, {"Retry-After": RETRY_AFTER}
    return None, "", "", [], {}, {}


def is_database_away(error: BaseException | None) -> bool:
    """Whether the connection could not be made, or broke; nothing that was not committed before it is kept."""
    return isinstance(error, (OperationalError, InterfaceError))


def problem_body(
    request: HttpRequest, status: int, code: str, detail: str, errors: Iterable[dict[str, str]] = (), **extra: Any
) -> dict[str, Any]:
    """The document. A 404 carries neither instance nor request id: hidden and absent are the same bytes."""
    body: dict[str, Any] = {
        "type": f"/docs/problems/#{code}",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": detail,
    }
    if status != 404:
        body |= {"instance": request.path, "request_id": getattr(request, "request_id", "")}
    if errors := list(errors):
        body["errors"] = errors
    return body | extra


def problem_response(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """The same outside DRF: unknown API addresses, and errors that no view caught."""
    content = ProblemRenderer().render(problem_body(request, status, code, detail))
    response = HttpResponse(content, status=status, content_type=ProblemRenderer.media_type)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("Authorization", "Cookie"))
    return response
