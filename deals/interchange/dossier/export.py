"""A deal, or many, as dossiers: the bytes that an import takes and that come out again unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from deals.agreements.models import Deal
from deals.interchange.dossier.gathering import gather
from deals.interchange.dossier.writing import Writer
from dealtracker.access.rules import Viewer

_TRIES = 3


class NoSuchDeal(LookupError):
    """No deal of this id for this viewer; hidden and absent are told in the same words."""


def deal_dossier(deal_id: UUID, viewer: Viewer) -> dict[str, Any]:
    """The dossier as JSON values, in a fixed number of statements; raises NoSuchDeal."""
    for _ in range(_TRIES):
        deal = _deal(deal_id, viewer)
        document = Writer(gather(deal, viewer=viewer)).dossier()
        # A change that was saved while the rows were read would mix two states; then they are read again.
        if deal.revision == _deal(deal_id, viewer).revision:
            break
    return document


def _deal(deal_id: UUID, viewer: Viewer) -> Deal:
    found: Deal | None = (
        Deal.objects.visible_to(viewer).select_related("compartment", "private_view_of").filter(pk=deal_id).first()
    )
    if found is None:
        raise NoSuchDeal("there is no such deal")
    return found


def export_deal(deal_id: UUID, viewer: Viewer) -> bytes:
    """One dossier: UTF-8 JSON, two spaces deep, with a line end. Raises NoSuchDeal."""
    return _bytes(deal_dossier(deal_id, viewer), indent=2) + b"\n"


def export_deals(deal_ids: Iterable[UUID], viewer: Viewer, *, lines: bool = False) -> Iterator[bytes]:
    """Pieces of a file with all these dossiers: a JSON array, or with `lines` one object a line (NDJSON)."""
    between = b"" if lines else b"["
    for deal_id in deal_ids:
        document = deal_dossier(deal_id, viewer)
        yield _bytes(document) + b"\n" if lines else between + b"\n" + _bytes(document, indent=2)
        between = b","
    if not lines:
        yield b"[]\n" if between == b"[" else b"\n]\n"


def _bytes(document: Any, *, indent: int | None = None) -> bytes:
    separators = None if indent else (",", ":")
    return json.dumps(document, ensure_ascii=False, indent=indent, separators=separators).encode()
