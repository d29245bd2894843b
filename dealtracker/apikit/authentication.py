"""The viewer that the wall middleware found, as DRF wants it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class ViewerAuthentication(BaseAuthentication):
    """Bearer token or session; a token that is not known is refused, never read as anonymous."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        inner = request._request
        if inner.token_error:
            raise AuthenticationFailed("Send a bearer token that is known and has not expired, or none at all.")
        if isinstance(inner.user, AnonymousUser):
            return None
        if not getattr(inner, "by_token", False):
            SessionAuthentication().enforce_csrf(request)
        return inner.user, None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
