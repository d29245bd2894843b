"""Enter a source by hand and let a change of a deal rest on it, both or neither."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from deals.actions._changed import lock_deal
from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.agreements.models import Deal
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.evidence.models import Source, SourceLink
from dealtracker.ids import private_key, public_id
from dealtracker.strictjson import Fault

_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,1990}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
FOLLOWS = tuple(SourceLink.Kind.values)


@dataclass(frozen=True)
class NewSource:
    """A source as a person enters it; `published_from` None: undated, known to be out by `published_to`.

    `link` says what it does to `to` (a source id): re-reports, translates, quotes, corrects, retracts; empty for a root.
    """

    publisher: str
    kind: str
    published_to: date
    published_from: date | None = None
    url: str = ""
    title: str = ""
    language: str = ""
    newsroom: str = ""
    read: bool = True
    link: str = ""
    to: str = ""


@transaction.atomic
def amend_with_source(
    *, deal: UUID, change: DealChange, source: NewSource, viewer: Viewer, revision: int | None = None
) -> int:
    """Enter the source in the deal's compartment (or take the one known at its address), then amend; the new revision.

    Raises NotFound, NotAllowed, Outdated or InvalidChange, and then neither is saved.
    """
    found = lock_deal(deal, viewer=viewer, revision=revision)
    known = _record(found, source, viewer)
    return amend_deal(
        deal=deal, change=replace(change, source=public_id("source", known.pk)), viewer=viewer, revision=revision
    )


def _record(deal: Deal, given: NewSource, viewer: Viewer) -> Source:
    faults = _faults(given)
    origin = _origin(deal, given, viewer, faults)
    if faults:
        raise InvalidChange(*faults)
    walls = {deal.compartment_id, PUBLIC}
    known = (
        Source.objects.visible_to(viewer).filter(url=given.url, compartment__in=walls).first() if given.url else None
    )
    if known is not None:
        return known
    made = Source.rows.create(
        compartment_id=deal.compartment_id, key=_key(given.publisher), kind=given.kind, publisher=given.publisher.strip(),
        newsroom=given.newsroom.strip(), title=given.title.strip(), url=given.url, language=given.language,
        published_from=given.published_from, published_to=given.published_to, read=given.read,
        date_basis="" if given.published_from else "undated; out by this day",
    )  # fmt: skip
    if origin is not None:
        SourceLink.rows.create(
            compartment_id=deal.compartment_id, source=made, to=origin, kind=given.link, basis=SourceLink.Basis.CITED
        )
    return made


def _faults(given: NewSource) -> list[Fault]:
    wrong = []
    if not given.publisher.strip() or len(given.publisher) > 200:
        wrong.append(Fault("/new_source/publisher", "invalid", "must be text of 1 to 200 characters"))
    if given.kind not in Source.Kind.values:
        wrong.append(Fault("/new_source/kind", "invalid", f"must be one of: {', '.join(Source.Kind.values)}"))
    if given.url and not _ADDRESS.fullmatch(given.url):
        wrong.append(Fault("/new_source/url", "invalid", "must be an address that begins with http:// or https://"))
    if given.language and not _LANGUAGE.fullmatch(given.language):
        wrong.append(Fault("/new_source/language", "invalid", "must be a language tag such as en, ja or zh-Hans"))
    if given.published_from and given.published_from > given.published_to:
        wrong.append(
            Fault("/new_source/published_from", "invalid", "lies after the latest day it can have been published")
        )
    if len(given.title) > 500:
        wrong.append(Fault("/new_source/title", "invalid", "must be text of at most 500 characters"))
    return wrong


def _origin(deal: Deal, given: NewSource, viewer: Viewer, faults: list[Fault]) -> Source | None:
    """The source that this one goes back to, which the deal may cite."""
    if bool(given.link) != bool(given.to) or (given.link and given.link not in FOLLOWS):
        faults.append(Fault("/new_source/to", "invalid", "say both what it does and to which source, or neither"))
        return None
    key = private_key("source", given.to) if given.to else None
    walls = {deal.compartment_id, PUBLIC}
    found = Source.objects.visible_to(viewer).filter(pk=key, compartment__in=walls).first() if key else None
    if given.to and found is None:
        faults.append(Fault("/new_source/to", "unknown_source", "is not a source that this deal may cite"))
    return found


def _key(publisher: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", publisher.casefold()).strip("-")[:40] or "source"
    return f"{name}-{uuid.uuid4().hex[:8]}"
