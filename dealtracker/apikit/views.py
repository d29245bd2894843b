"""The base of every endpoint: methods before rights, rights before bodies, and answers that no shared cache keeps."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.cache import patch_vary_headers
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dealtracker.apikit.limits import check_limit, tell_limit
from dealtracker.apikit.listing import Days, read_days


class Readers(BasePermission):
    """Reading needs a viewer who reads anything at all (see PUBLIC_READING); everything else an account."""

    def has_permission(self, request: Request, view: Any) -> bool:
        viewer = request.viewer  # type: ignore[attr-defined]
        if viewer.is_anonymous:
            return bool(viewer.walls) and (request.method in SAFE_METHODS or getattr(view, "asks_only", False))
        return "read" in viewer.scopes


class ApiView(APIView):
    """What is not offered is 405 for everyone, whoever they are; `asks_only` marks a POST that changes nothing."""

    permission_classes = [Readers]
    asks_only = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        check_limit(request._request)
        if request.method and request.method.lower() not in self.http_method_names or not self._offered(request):
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    def _offered(self, request: Request) -> bool:
        return hasattr(self, (request.method or "").lower())

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        done: Response = super().finalize_response(request, response, *args, **kwargs)
        if "Cache-Control" not in done:
            done["Cache-Control"] = "no-store" if done.status_code >= 400 else "private, no-cache"
        tell_limit(request._request, done)
        patch_vary_headers(done, ("Authorization", "Cookie"))
        return done


def days_asked(request: Request) -> Days:
    """The days of the request's address, today's where it names none; raises Problem 400."""
    return read_days(request.query_params, today=timezone.now().date())
