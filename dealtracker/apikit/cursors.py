"""Cursors as clients see them: opaque and signed, so that what comes back is what was given out."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import orjson
from django.core.signing import BadSignature, Signer

from dealtracker.apikit.listing import bad_parameter
from dealtracker.apikit.problems import Problem

_LONGEST = 2000


def give(value: Any) -> str:
    """The cursor's text for any JSON value."""
    return str(_signer().sign(base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")))


def take(text: str) -> Any:
    """The value again; raises Problem 400 for a text that was not given out here."""
    try:
        inner = _signer().unsign(text[:_LONGEST])
        return orjson.loads(base64.urlsafe_b64decode(inner + "=" * (-len(inner) % 4)))
    except (BadSignature, ValueError, binascii.Error):
        raise bad_cursor() from None


def bad_cursor(detail: str = "is not a cursor that this list gave out") -> Problem:
    return bad_parameter("cursor", detail)


def _signer() -> Signer:
    return Signer(sep=".", salt="dealtracker.apikit.cursor")
