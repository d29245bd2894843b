"""JSON in: one strict parser for every endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser

from dealtracker.apikit.problems import Problem
from dealtracker.strictjson import StrictError, load


class StrictJSONParser(BaseParser):
    """application/json or merge-patch+json in UTF-8; see `dealtracker.strictjson` for what is refused."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request = (parser_context or {}).get("request")
        _check_encoding(media_type or "", request)
        largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        data = stream.read(largest + 1)
        if len(data) > largest:
            raise Problem(413, "too_large", f"The body is larger than {largest:,} bytes.")
        if not data.strip():
            raise Problem(400, "empty_body", "The body is empty; send a JSON object.")
        try:
            return load(data, largest=largest)
        except StrictError as error:
            raise Problem.of(
                400, "invalid_json", "The body is not JSON that can be read in one way only.", error.faults
            ) from None


class MergePatchParser(StrictJSONParser):
    """The same for application/merge-patch+json (RFC 7396)."""

    media_type = "application/merge-patch+json"


def _check_encoding(media_type: str, request: Any) -> None:
    charset = media_type.lower().partition("charset=")[2].strip(' "')
    if charset and charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(media_type[:80])
    if request is not None and request.META.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise UnsupportedMediaType(f"Content-Encoding {request.META['HTTP_CONTENT_ENCODING'][:40]}")
