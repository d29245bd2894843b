"""What the pages of lists share: a page of rows by keyset, the pager's words, the same rows as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse

from deals.reports.filters import FilterError, UnknownParameters
from dealtracker.apikit.keyset import Page, link, page_of
from dealtracker.apikit.listing import as_sentence, unknown_told
from dealtracker.apikit.problems import Problem
from dealtracker.countries import wrong_country
from dealtracker.uikit.formats import count_words
from dealtracker.uikit.frame import BadAddress

PAGE = 100


@contextmanager
def refusals_told() -> Iterator[None]:
    """What a report does not take is told as a bad address, by its parameter."""
    try:
        yield
    except UnknownParameters as error:
        raise BadAddress(unknown_told(error.hints)) from None
    except FilterError as error:
        raise BadAddress(f"{error.name}: {as_sentence(str(error))}") from None


def page_by_name(request: HttpRequest, rows: QuerySet[Any]) -> Page:
    """Rows by name; raises BadAddress for a cursor that the list did not give out."""
    try:
        return page_of(rows, ordering="name", limit=PAGE, cursor=request.GET.get("cursor") or None)
    except Problem as problem:
        raise BadAddress(str(problem.detail)) from None


def pager(
    request: HttpRequest, shown: int, one: str, many: str, *, following: str | None, before: str | None
) -> dict[str, Any]:
    """In the shape of the pager; the number is of this page where there are others."""
    path, more = request.path, following or before
    return {
        "words": f"{count_words(shown, one, many)}{' on this page' if more else ''}",
        "next": link(path, request.GET, following), "previous": link(path, request.GET, before),
    }  # fmt: skip


def as_json(request: HttpRequest, document: Any) -> JsonResponse | None:
    """The page's own rows where the address asks for `format=json`; None where it asks for the page."""
    given = request.GET.get("format", "html")
    if given not in ("html", "json"):
        raise BadAddress(f'format: "{given[:20]}" is not one of html, json.')
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False}, safe=False) if given == "json" else None


def json_address(request: HttpRequest) -> str:
    """This page with `format=json`."""
    query = request.GET.copy()
    query["format"] = "json"
    return f"{request.path}?{query.urlencode()}"


def one_of(request: HttpRequest, name: str, allowed: Any) -> str:
    """A parameter that takes one of these words, or nothing; raises BadAddress."""
    value = request.GET.get(name, "")
    if value and value not in allowed:
        raise BadAddress(f'{name}: "{value[:60]}" is not one of: {", ".join(allowed)}.')
    return value


def search_words(request: HttpRequest, name: str = "q") -> str:
    """What is searched for, at most 200 characters; raises BadAddress."""
    words = request.GET.get(name, "").strip()
    if len(words) > 200:
        raise BadAddress(f"{name}: at most 200 characters can be searched for.")
    return words


def country_code(request: HttpRequest, name: str) -> str:
    """A country's code, or nothing; raises BadAddress."""
    code = request.GET.get(name, "")
    if code and (fault := wrong_country(code)):
        raise BadAddress(f"{name}: {as_sentence(fault)}")
    return code
