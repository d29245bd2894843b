"""Coming in and going out, and what is said at an address where there is nothing to see."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dealtracker.uikit.frame import BadAddress, clocks, frame, private


def home(request: HttpRequest) -> HttpResponse:
    """GET /: the deals are the front page."""
    return private(redirect("/deals/"))


class SignIn(views.LoginView):
    """GET, POST /sign-in/; goes on to `next` when that is an address of this site."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**frame(self.request), "sign_in_url": "", **super().get_context_data(**kwargs)}


class SignOut(views.LogoutView):
    """POST /sign-out/."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same page for what is hidden and for what never was, whatever the address."""
    if request.path.startswith("/api/"):
        from dealtracker.apikit.problems import problem_response

        return problem_response(request, 404, "not_found", "There is nothing here, or you may not see it.")
    shown = frame(request) | _asked(request)
    shown |= {} if request.user.is_authenticated else {"sign_in_url": settings.LOGIN_URL}
    return private(render(request, "404.html", shown, status=404))


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The days of the address, since nothing may have been known yet on them; none where they cannot be read."""
    try:
        clock = clocks(request.GET)
    except BadAddress:
        return {"known_on": None, "as_of": None}
    return {"known_on": clock.known_on, "as_of": clock.as_of}
