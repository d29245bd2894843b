"""What every page of the site shares: navigation, account, the two clocks, the foot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from dealtracker.periods import DateError, parse_day

# label, address, key of the shortcut; shown in this order
NAV = (
    ("Deals", "/deals/", "d"),
    ("Facilities", "/facilities/", "f"),
    ("Parties", "/parties/", "p"),
    ("Exposure", "/exposure/", "e"),
    ("Sites", "/sites/", "s"),
)
_UNUSED_IN_TWIN = ("claims",)


class BadDay(ValueError):
    """A date of the address that cannot be read; the message says which and why."""


@dataclass(frozen=True)
class Clocks:
    """The day a page stands on in the world and in what was published, and whether both are today's."""

    as_of: date
    known_on: date
    today: date

    @property
    def is_today(self) -> bool:
        return self.as_of == self.known_on == self.today


def clocks(query: QueryDict) -> Clocks:
    """From `as_of` and `known_on` of an address; raises BadDay."""
    today = timezone.now().date()
    return Clocks(_day(query, "as_of") or today, _day(query, "known_on") or today, today)


def _day(query: QueryDict, name: str) -> date | None:
    if not query.get(name):
        return None
    try:
        return parse_day(query[name])
    except DateError as error:
        raise BadDay(f"The date {name} in the address {error}.".replace(' "', ": ", 1).replace('" ', " ", 1)) from None


def frame(
    request: HttpRequest, *, section: str = "", clock: Clocks | None = None, json_path: str = ""
) -> dict[str, Any]:
    """The context that base.html needs, for any page."""
    clock = clock or clocks(QueryDict())
    links = [{"label": label, "url": url, "key": key, "current": label == section} for label, url, key in NAV]
    return {
        "nav": links,
        "home_url": "/deals/",
        "search_url": "/search/",
        "today": clock.today,
        "known_on": clock.known_on,
        "as_of": clock.as_of,
        "corrections": settings.CORRECTIONS_ADDRESS,
        "json_url": _twin(request, json_path) if json_path else "",
        **_account(request),
    }


def _twin(request: HttpRequest, path: str) -> str:
    query = request.GET.copy()
    for name in _UNUSED_IN_TWIN:
        query.pop(name, None)
    return f"{path}?{query.urlencode()}" if query else path


def _account(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    if not user.is_authenticated:
        return {"sign_in_url": f"{settings.LOGIN_URL}?next={request.path}"}
    links = [{"label": "Administration", "url": "/admin/"}] if user.is_staff else []
    links.append({"label": "API", "url": "/api/v1/docs/"})
    return {"account": {"name": user.get_username(), "links": links, "sign_out_url": "/sign-out/"}}
