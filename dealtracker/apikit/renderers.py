"""JSON out: bytes that are ready pass through, everything else is encoded once; no floats for decimals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

from dealtracker.money import plain


class JSONRenderer(BaseRenderer):
    """application/json; a `bytes` answer is taken as JSON already."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if isinstance(data, bytes):
            return data
        return b"" if data is None else orjson.dumps(data, default=_default)


class ProblemRenderer(JSONRenderer):
    """application/problem+json (RFC 9457)."""

    media_type = "application/problem+json"
    format = "problem"


def _default(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return str(value)
