"""What every page of the site shares: navigation, account, the two clocks, the foot, and how it may be kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from dealtracker.access.rules import NOBODY, Viewer
from dealtracker.periods import DateError, parse_day
from dealtracker.strictjson import unseen

# label, address, key of the shortcut; shown in this order
NAV = (
    ("Deals", "/deals/", "d"),
    ("Facilities", "/facilities/", "f"),
    ("Parties", "/parties/", "p"),
    ("Exposure", "/exposure/", "e"),
    ("Sites", "/sites/", "s"),
    ("Sources", "/sources/", "o"),
    ("Tools", "/what-if/", "w"),
    ("Review", "/review/", "r"),
    ("Desk", "/desk/", "k"),
)
# label → for whom: the others would find nothing at that address
_FOR: dict[str, Callable[[Viewer], bool]] = {
    "Review": lambda viewer: bool(viewer.edits), "Desk": lambda viewer: not viewer.is_anonymous,
}  # fmt: skip
_UNUSED_IN_TWIN = ("claims",)
View = Callable[..., HttpResponse]


class BadAddress(ValueError):
    """An address whose parameters cannot be used; the message says which and why."""


class BadDay(BadAddress):
    """A date of the address that cannot be read."""


@dataclass(frozen=True)
class Clocks:
    """The day a page stands on in the world and in what was published, and whether both are today's."""

    as_of: date
    known_on: date
    today: date

    @property
    def seen_on(self) -> date:
        """The last day of which both tell: what is stated for a later one was still to come."""
        return min(self.as_of, self.known_on)

    @property
    def is_today(self) -> bool:
        return self.as_of == self.known_on == self.today

    @property
    def query(self) -> str:
        """The part of an address that keeps both days; empty for today."""
        days = (("known_on", self.known_on), ("as_of", self.as_of))
        return urlencode([(name, day.isoformat()) for name, day in days if day != self.today])

    def on(self, path: str) -> str:
        """An address, with parameters or without, on both days."""
        return f"{path}{'&' if '?' in path else '?'}{self.query}" if self.query else path


def clocks(query: QueryDict) -> Clocks:
    """From `as_of` and `known_on` of an address; raises BadDay."""
    today = timezone.now().date()
    known_on = _day(query, "known_on")
    if known_on and known_on > today:
        raise BadDay(f"The date known_on lies in the future; nothing is known yet of {known_on.isoformat()}.")
    return Clocks(_day(query, "as_of") or today, known_on or today, today)


def _day(query: QueryDict, name: str) -> date | None:
    if not query.get(name):
        return None
    try:
        return parse_day(query[name])
    except DateError as error:
        raise BadDay(f"The date {name} in the address {error}.".replace(' "', ": ", 1).replace('" ', " ", 1)) from None


def reader_page(view: View) -> View:
    """A page for those who may read: others are asked to sign in, a bad address is said to be one, no cache shares it."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = request.viewer
        if viewer.is_anonymous and not viewer.walls:
            return private(redirect_to_login(request.get_full_path()))
        try:
            _refuse_unseen(request, getattr(view, "source_texts", ()))
            return private(view(request, *args, **kwargs))
        except BadAddress as error:
            return private(render(request, "400.html", {**frame(request), "reason": str(error)}, status=400))

    return shown


def takes_source_text(*fields: str) -> Callable[[View], View]:
    """Fields of a form in which the text of others is pasted: what does not show in it is kept, and shown by its code."""

    def marked(view: View) -> View:
        view.source_texts = fields  # type: ignore[attr-defined]
        return view

    return marked


def _refuse_unseen(request: HttpRequest, source_texts: Collection[str]) -> None:
    """No text that a person enters holds characters that do not show; raises BadAddress naming the field."""
    posted = request.POST.lists() if request.method == "POST" else ()
    for name, values in posted:
        kept = name in source_texts
        for value in values:
            if fault := unseen(value) if not kept else "holds a NUL character" if "\x00" in value else "":
                raise BadAddress(f"{name[:60]}: {fault}; nothing was saved.")


def turned_away(request: HttpRequest) -> HttpResponse:
    """To who may not do this: asked to sign in where nobody is signed in, else 403."""
    if request.viewer.is_anonymous:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def private(response: HttpResponse) -> HttpResponse:
    """An answer that belongs to whoever asked, in the form that they asked for."""
    response.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ("Cookie", "Authorization", "HX-Request"))
    return response


def frame(
    request: HttpRequest, *, section: str = "", clock: Clocks | None = None, json_path: str = "",
    json_keeps: Iterable[str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The context that base.html needs, for any page; the JSON twin keeps the parameters `json_keeps`, or all."""
    clock = clock or clocks(QueryDict())
    shown = [entry for entry in NAV if _is_for(request, entry[0])]
    links = [{"label": label, "url": url, "key": key, "current": label == section} for label, url, key in shown]
    return {
        "nav": links,
        "home_url": "/deals/",
        "search_url": "/search/",
        "today": clock.today,
        "known_on": clock.known_on,
        "as_of": clock.as_of,
        "clock": clock,
        "corrections": settings.CORRECTIONS_ADDRESS,
        "json_url": _twin(request, json_path, json_keeps) if json_path else "",
        **_account(request),
    }


def _is_for(request: HttpRequest, label: str) -> bool:
    return label not in _FOR or _FOR[label](getattr(request, "viewer", NOBODY))


def _twin(request: HttpRequest, path: str, keeps: Iterable[str] | None) -> str:
    query = request.GET.copy()
    for name in list(query):
        if name in _UNUSED_IN_TWIN or not any(query.getlist(name)) or (keeps is not None and name not in keeps):
            query.pop(name)
    return f"{path}?{query.urlencode()}" if query else path


def _account(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    if not user.is_authenticated:
        return {"sign_in_url": f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"}
    links = [{"label": "Administration", "url": "/admin/"}] if user.is_staff else []
    links.append({"label": "API", "url": "/api/v1/docs/"})
    return {"account": {"name": user.get_username(), "links": links, "sign_out_url": "/sign-out/"}}


def without(query: Mapping[str, Any], *names: str) -> str:
    """The parameters of an address but for these, encoded."""
    left = query.copy()  # type: ignore[attr-defined]
    for name in names:
        left.pop(name, None)
    return str(left.urlencode())
