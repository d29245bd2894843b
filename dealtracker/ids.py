"""Public ids, a prefix that says what it is and the random key; and fingerprints of bytes. Plain Python."""
from __future__ import annotations

import hashlib
import re
from uuid import UUID

_FORM = re.compile(r"([a-z]+)_([0-9a-f]{32})", re.ASCII)
_WRITTEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)


def public_id(kind: str, key: UUID | str) -> str:
    """`deal_4f…` from a kind and a key."""
    return f"{kind}_{_digits(key)}"


def _digits(key: UUID | str) -> str:
    """The database writes a key one way only: there is nothing to work out."""
    if isinstance(key, str) and _WRITTEN.fullmatch(key):
        return key.replace("-", "")
    return (key if isinstance(key, UUID) else UUID(key)).hex


def private_key(kind: str, text: str) -> UUID | None:
    """The key inside a public id of this kind; None when the text is no such id."""
    match = _FORM.fullmatch(text)
    return UUID(match[2]) if match and match[1] == kind else None


def fingerprint(body: bytes) -> str:
    """Thirty-two hexadecimal digits that change with the bytes; for versions and tags, never for secrets."""
    return hashlib.md5(body, usedforsecurity=False).hexdigest()
