"""The rule pack in force: the one that a person activated, else the one that ships."""
from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from deals.controls.models import RulePack
from deals.controls.packs import load_pack, read_pack, shipped_bytes
from deals.controls.rules.pack import Pack
from deals.controls.rules.pack_trees import PackError

log = logging.getLogger(__name__)
_seen = threading.local()


@dataclass(frozen=True)
class InForce:
    """A pack with the hash of its file; `ships` where nobody has activated another."""

    pack: Pack
    digest: str
    ships: bool


def pack_in_force() -> Pack:
    return in_force().pack


def in_force() -> InForce:
    """Looked up once a request or a set of deals (`look_again`), so that one answer never mixes two packs."""
    found: InForce | None = getattr(_seen, "found", None)
    if found is None:
        found = _seen.found = _look()
    return found


def look_again(**signal: Any) -> None:
    """Forget which pack was seen; the next question asks the database."""
    _seen.found = None


def retired_rules() -> Mapping[str, str]:
    """Rule → version of the last pack with it, for rules of packs on record that the pack in force does not hold."""
    found: dict[str, str] = {}
    for pack in (load_pack(), *_readable(RulePack.rows.order_by("loaded_at").values_list("digest", flat=True))):
        found |= dict.fromkeys(pack.by_id, pack.version)
    return {rule: version for rule, version in found.items() if rule not in pack_in_force().by_id}


def _readable(digests: Iterable[str]) -> Iterator[Pack]:
    for digest in digests:
        with suppress(PackError):
            yield _stored(digest)


def _look() -> InForce:
    digest = RulePack.rows.filter(is_active=True).values_list("digest", flat=True).first()
    if digest is None:
        return shipped()
    try:
        return InForce(_stored(digest), digest, ships=False)
    except PackError as error:
        # A program that reads packs of another shape; every answer names its pack, so the reader sees which one it was.
        log.error("the active rule pack %s cannot be read by this program (%s); the shipped one is used", digest, error)
        return shipped()


def shipped() -> InForce:
    return InForce(load_pack(), hashlib.sha256(shipped_bytes()).hexdigest(), ships=True)


@lru_cache(maxsize=4)
def _stored(digest: str) -> Pack:
    return read_pack(bytes(RulePack.rows.values_list("content", flat=True).get(digest=digest)))
