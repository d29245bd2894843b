"""JSON Schemas that every endpoint shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter

Schema = dict[str, Any]
JSON, PROBLEM_JSON = "application/json", "application/problem+json"
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "code": TEXT,
        "detail": TEXT,
        "instance": TEXT,
        "request_id": TEXT,
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"pointer": TEXT, "code": TEXT, "detail": TEXT}},
        },
    },
}


def page(item: Schema) -> Schema:
    """A list's answer."""
    link = {"type": ["string", "null"]}
    return {
        "type": "object",
        "required": ["results", "next", "previous", "meta"],
        "properties": {
            "results": {"type": "array", "items": item},
            "next": link,
            "previous": link,
            "meta": {"type": "object"},
        },
    }


def problems(*statuses: int) -> dict[Any, Any]:
    """Responses of these statuses, for extend_schema."""
    return {(status, PROBLEM_JSON): PROBLEM for status in statuses}


def text(name: str, words: str, **more: Any) -> OpenApiParameter:
    """A text parameter of the address."""
    return OpenApiParameter(name, str, OpenApiParameter.QUERY, description=words, **more)


PAGING = [
    OpenApiParameter("limit", int, OpenApiParameter.QUERY, description="rows a page, 50 if absent"),
    text("cursor", "from next or previous of an earlier page"),
    text("count", "exact: the number of visible rows in meta", enum=["none", "exact"]),
    text("fields", "only these members, with commas"),
    text("omit", "all but these members, with commas"),
]


def list_parameters(
    filters: Mapping[str, str], choices: Mapping[str, tuple[str, ...]], column: str, *, days: tuple[str, ...] = ()
) -> list[OpenApiParameter]:
    """Parameters of a list over rows."""
    own = [text(name, "repeat for OR", many=True, enum=choices.get(name)) for name in filters]
    return [*own, *dated(days), text("ordering", "with - for descending", enum=[column, f"-{column}"]), *PAGING]


_DAYS = {"as_of": "as of this day in the world (YYYY-MM-DD)", "known_on": "as published by this day (YYYY-MM-DD)"}


def dated(days: tuple[str, ...]) -> list[OpenApiParameter]:
    """The days of a list or row that can be asked for as it was, or as it was known."""
    return [text(name, _DAYS[name]) for name in days]


def identified(name: str, prefix: str) -> OpenApiParameter:
    """The id in an address."""
    words = f"{prefix}_ and 32 hexadecimal digits"
    return OpenApiParameter(name, str, OpenApiParameter.PATH, description=words)


def key_header() -> OpenApiParameter:
    """The header under which a repeated request changes nothing."""
    words = "the same key, the same answer: 1 to 255 printable characters"
    return OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description=words)
