"""JSON Schemas that every endpoint shares."""

from __future__ import annotations

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


def query(*names: str) -> list[OpenApiParameter]:
    """Text parameters of the address, for extend_schema."""
    return [OpenApiParameter(name, str, OpenApiParameter.QUERY) for name in names]
