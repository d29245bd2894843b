"""Errors outside every endpoint: below /api/ they are problems as JSON, elsewhere the site's own pages."""

from __future__ import annotations

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template import loader
from django.urls import Resolver404, resolve
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from dealtracker.apikit.problems import DATABASE_AWAY, NOT_FOUND, RETRY_AFTER, is_database_away, problem_response


@csrf_exempt
def unknown_address(request: HttpRequest) -> HttpResponse:
    """Any other address below /api/; one that only lacks its last slash is sent on, method and body kept."""
    if not request.path.endswith("/") and _is_known(f"{request.path}/"):
        query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
        return HttpResponsePermanentRedirect(f"{request.path}/{query}", preserve_request=True)
    return problem_response(request, 404, "not_found", NOT_FOUND)


def _is_known(path: str) -> bool:
    try:
        return resolve(path).func is not unknown_address
    except Resolver404:
        return False


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a host that is not ours, or a form too large to be one."""
    if not _is_api(request):
        return defaults.bad_request(request, exception)
    return problem_response(request, 400, "bad_request", "The request cannot be read; check its Host header and size.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not _is_api(request):
        return defaults.permission_denied(request, exception)
    return problem_response(request, 403, "permission_denied", "You may not do this.")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing was saved; the request id leads whoever runs the site to the log. A database that is away is 503."""
    if is_database_away(sys.exc_info()[1]):
        return _unavailable(request)
    if not _is_api(request):
        return defaults.server_error(request)
    detail = "Something went wrong here and nothing was saved. Tell whoever runs this site the request id."
    return problem_response(request, 500, "server_error", detail)


def _unavailable(request: HttpRequest) -> HttpResponse:
    """503 with the moment to try again, wherever in the request the connection broke."""
    request.request_id = getattr(request, "request_id", "")  # type: ignore[attr-defined]
    if _is_api(request):
        response = problem_response(request, 503, "unavailable", DATABASE_AWAY)
    else:
        page = loader.get_template("503.html").render({"request_id": request.request_id})  # type: ignore[attr-defined]
        response = HttpResponse(page, status=503)
        response["Cache-Control"] = "no-store"
    response["Retry-After"] = RETRY_AFTER
    return response


def _is_api(request: Any) -> bool:
    return bool(request.path.startswith("/api/"))
