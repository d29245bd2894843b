"""Which columns a list shows: those that the address names, else those kept on this computer, else the usual ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dealtracker.uikit.frame import BadAddress, without

# The parameters of an address that choose columns; the rows do not depend on them.
COLUMN, KEEP = "column", "keep"
OWN = (COLUMN, KEEP)
_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Column:
    """One column of a list: `cell` draws it from a row, `ordering` is what a click on its head asks for."""

    name: str
    title: str
    cell: Callable[[Mapping[str, Any]], object]
    ordering: str = ""
    classes: str = ""
    usual: bool = True
    label: str = ""

    @property
    def words(self) -> str:
        """Its name where it stands alone: in the choice of columns, or on a card."""
        return self.label or self.title


def chosen(request: HttpRequest, columns: Sequence[Column], cookie: str) -> list[Column]:
    """The columns to show, in the order of the list; raises BadAddress for one that the list does not have."""
    known = {column.name for column in columns}
    for name in (asked := request.GET.getlist(COLUMN)):
        if name not in known:
            raise BadAddress(f'{COLUMN}: "{name[:60]}" is not one of: {", ".join(c.name for c in columns)}.')
    names = set(asked) or known & set(request.COOKIES.get(cookie, "").split("."))
    return [column for column in columns if (column.name in names if names else column.usual)]


def kept(request: HttpRequest, columns: Sequence[Column], cookie: str) -> HttpResponse | None:
    """Where the address asks that its columns be kept: the same address without that word, and a cookie."""
    if KEEP not in request.GET:
        return None
    names = [column.name for column in chosen(request, columns, "")]
    rest = without(request.GET, KEEP)
    answer = redirect(f"{request.path}?{rest}" if rest else request.path)
    if request.GET.getlist(COLUMN):
        answer.set_cookie(
            cookie, ".".join(names), max_age=_YEAR, path=request.path, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    else:
        answer.delete_cookie(cookie, path=request.path)
    return answer


def choice(request: HttpRequest, columns: Sequence[Column], shown: Sequence[Column]) -> dict[str, Any]:
    """What the form of the choice shows: every column, ticked where it stands, and the rest of the address."""
    rest = without(request.GET, *OWN)
    return {
        "path": request.path,
        "options": [{"name": c.name, "words": c.words, "checked": c in shown} for c in columns],
        "others": [(k, v) for k, values in request.GET.lists() if k not in OWN for v in values],
        "usual_url": f"{request.path}?{rest}&{KEEP}=1" if rest else f"{request.path}?{KEEP}=1",
        "is_usual": list(shown) == [column for column in columns if column.usual],
    }


def address(path: str, request: HttpRequest) -> str:
    """Another address with the same rows, whichever columns are shown and from wherever on."""
    rest = without(request.GET, "cursor", *OWN)
    return f"{path}?{rest}" if rest else path
