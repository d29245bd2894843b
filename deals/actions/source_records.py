"""Enter sources, link them, withdraw them; what rests on a source is marked in the same transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.db import connection, transaction

from deals.actions._changed import NotAllowed, NotFound, changed
from deals.agreements.models import Deal
from dealtracker.access.rules import PUBLIC, Viewer, may_change
from dealtracker.access.walls import set_reason
from dealtracker.evidence.models import Source, SourceLink

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UNFIT = re.compile(r"[\s<>\"]")
_LONGEST = {"publisher": 200, "newsroom": 200, "title": 500, "url": 2000, "date_basis": 200}
# Every source that leads to one of these, and these.
_RESTING = """
WITH RECURSIVE resting(id) AS (
    SELECT unnest(%s::uuid[]) UNION SELECT l.source_id FROM evidence_sourcelink l JOIN resting r ON l.to_id = r.id
)
SELECT id FROM resting
"""
# What a source leads to, each with the one it was first reached from: the way back is walked from there.
_AHEAD = """
WITH RECURSIVE ahead(id, via) AS (
    SELECT %s::uuid, NULL::uuid
    UNION
    SELECT l.to_id, l.source_id FROM evidence_sourcelink l JOIN ahead a ON l.source_id = a.id
)
SELECT id, via FROM ahead
"""
_DEALS = """
SELECT subject FROM evidence_claim WHERE source_id = ANY(%s) AND subject_kind = 'deal' AND state = 'accepted'
UNION SELECT deal FROM evidence_reply WHERE source_id = ANY(%s)
UNION SELECT r.deal_id FROM evidence_claim c JOIN deals_role r ON r.party_id = c.subject
    WHERE c.source_id = ANY(%s) AND c.subject_kind = 'party' AND c.state = 'accepted'
UNION SELECT d.deal_id FROM evidence_claim c JOIN deals_dealsite d ON d.site_id = c.subject
    WHERE c.source_id = ANY(%s) AND c.subject_kind = 'site' AND c.state = 'accepted'
"""


class SourceRefused(ValueError):
    """A source or link that cannot be kept; `field` says which part of the form, `known` the source that is there."""

    def __init__(self, message: str, *, field: str = "", known: UUID | None = None) -> None:
        super().__init__(message)
        self.field, self.known = field, known


@dataclass(frozen=True)
class SourceEntry:
    """What is said about a source. Undated: `published_from` empty, `published_to` the day it was retrieved."""

    publisher: str
    kind: str
    published_to: date
    published_from: date | None = None
    newsroom: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    date_basis: str = ""
    read: bool = True


def check_entry(entry: SourceEntry, *, today: date) -> None:
    """Raises SourceRefused for what cannot be: no publisher, an unknown kind, a day to come, no address of the web."""
    if not entry.publisher.strip():
        raise SourceRefused("say who published it", field="publisher")
    if entry.kind not in Source.Kind.values:
        raise SourceRefused(f"must be one of: {', '.join(Source.Kind.values)}", field="kind")
    for name, most in _LONGEST.items():
        if len(getattr(entry, name)) > most:
            raise SourceRefused(f"has {len(getattr(entry, name))} characters; at most {most} are kept", field=name)
    if entry.language and not (len(entry.language) <= 16 and _LANGUAGE.fullmatch(entry.language)):
        raise SourceRefused(f'"{entry.language[:20]}" is not a language tag such as "it" or "zh-Hans"', field="language")
    _check_days(entry, today)
    if entry.url and not _is_address(entry.url):
        raise SourceRefused(f'"{entry.url[:80]}" is not an address of the web (https://…)', field="url")


def _check_days(entry: SourceEntry, today: date) -> None:
    for name in ("published_from", "published_to"):
        day = getattr(entry, name)
        if day and day > today:
            raise SourceRefused(f"{day} is a day to come; a source is entered once it is published", field=name)
    if entry.published_from and entry.published_from > entry.published_to:
        raise SourceRefused(
            f"{entry.published_from} lies after the latest day, {entry.published_to}", field="published_from"
        )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not _UNFIT.search(url)
    except ValueError:
        return False


@transaction.atomic
def add_source(*, entry: SourceEntry, compartment: UUID, viewer: Viewer, today: date, digest: str = "") -> Source:
    """Store a source; raises SourceRefused, `known` naming the one that has its address already."""
    if not may_change(viewer, compartment):
        raise SourceRefused("you may not enter sources there", field="compartment")
    check_entry(entry, today=today)
    if known := known_source(viewer=viewer, compartment=compartment, url=entry.url):
        raise SourceRefused(f"this address is entered already, as {known}", field="url", known=known.pk)
    found: Source = Source.rows.create(
        compartment_id=compartment, key=f"in-{uuid4().hex[:12]}", digest=digest, **entry.__dict__
    )
    return found


def known_source(*, viewer: Viewer, compartment: UUID, url: str = "", digest: str = "") -> Source | None:
    """A source of the same compartment, or a public one, with this address or this hash of its content."""
    asked = {"url": url} if url else {"digest": digest}
    if not (url or digest):
        return None
    here = Source.objects.visible_to(viewer).filter(compartment__in={compartment, PUBLIC}, **asked)
    found: Source | None = here.first()
    return found


def editable_source(source: UUID, *, viewer: Viewer) -> Source:
    """The source, locked; raises NotFound or NotAllowed."""
    found: Source | None = Source.objects.visible_to(viewer).select_for_update().filter(pk=source).first()
    if found is None:
        raise NotFound("there is no such source")
    if not may_change(viewer, found.compartment_id):
        raise NotAllowed("you may read this source, not change it")
    return found


@transaction.atomic
def amend_source(*, source: UUID, values: dict[str, Any], viewer: Viewer, today: date, reason: str = "") -> Source:
    """Change what is said about a source; raises NotFound, NotAllowed or SourceRefused."""
    found = editable_source(source, viewer=viewer)
    entry = SourceEntry(**{**{n: getattr(found, n) for n in SourceEntry.__dataclass_fields__}, **values})
    check_entry(entry, today=today)
    if found.taken_down_on and entry.title != found.title:
        raise SourceRefused(f"it was taken down with the text on {found.taken_down_on}, and stays so", field="title")
    known = known_source(viewer=viewer, compartment=found.compartment_id, url=entry.url)
    if known and known.pk != found.pk:
        raise SourceRefused(f"this address is entered already, as {known}", field="url", known=known.pk)
    set_reason(reason or "source amended")
    for name in values:
        setattr(found, name, getattr(entry, name))
    found.save(update_fields=list(values))
    mark_resting([found.pk], viewer=viewer, kind="source.amended", cause="source amended")
    return found


@transaction.atomic
def link_sources(
    *, source: UUID, to: UUID, kind: str, basis: str, viewer: Viewer, score: Decimal | None = None, reason: str = ""
) -> SourceLink:
    """Say that `source` re-reports, translates, quotes, corrects or retracts `to`.

    What rests on either is marked, one change a deal. Raises NotFound, NotAllowed, or SourceRefused for a kind that is
    not there, a source of another team, and a ring, whose path it names.
    """
    found = editable_source(source, viewer=viewer)
    other: Source | None = Source.objects.visible_to(viewer).filter(pk=to).first()
    if other is None or other.compartment_id not in (PUBLIC, found.compartment_id):
        raise SourceRefused("there is no such source that this one may name", field="to")
    if kind not in SourceLink.Kind.values or basis not in SourceLink.Basis.values:
        raise SourceRefused(f"a link must be one of: {', '.join(SourceLink.Kind.values)}", field="kind")
    _refuse_ring(found, other)
    set_reason(reason or f"{kind}, {basis}")
    # Said anew about this pair: what was said before gives way.
    SourceLink.rows.filter(source=found, to=other, kind=kind).delete()
    link: SourceLink = SourceLink.rows.create(
        compartment_id=found.compartment_id, source=found, to=other, kind=kind, basis=basis, score=score
    )
    corrects = kind in (SourceLink.Kind.CORRECTS, SourceLink.Kind.RETRACTS)
    told = "source.corrected" if corrects else "source.linked"
    mark_resting([found.pk, *([to] if corrects else [])], viewer=viewer, kind=told, cause=f"{kind}, {basis}")
    return link


def _refuse_ring(source: Source, to: Source) -> None:
    if source.pk == to.pk:
        raise SourceRefused("a source does not go back to itself", field="to")
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD, [to.pk])
        via: dict[UUID, UUID | None] = {}
        for key, before in cursor.fetchall():
            via.setdefault(key, before)
    if source.pk in via:
        path = " → ".join([str(source), *_named(_way(via, to.pk, source.pk))])
        raise SourceRefused(
            f"these sources would cite each other in a ring: {path}; take out another link first", field="to"
        )


def _way(via: dict[UUID, UUID | None], start: UUID, end: UUID) -> list[UUID]:
    """The steps from `start` to `end`."""
    steps, at = [end], via[end]
    while at is not None and at != start and len(steps) < len(via):
        steps.append(at)
        at = via[at]
    return [start, *reversed(steps)]


def _named(keys: list[UUID]) -> list[str]:
    names = Source.rows.in_bulk(keys)
    return [str(names[key]) for key in keys if key in names]


@transaction.atomic
def unlink_sources(*, link: UUID, viewer: Viewer, reason: str) -> None:
    """Take a link out again; raises NotFound or NotAllowed."""
    found: SourceLink | None = SourceLink.objects.visible_to(viewer).filter(pk=link).first()
    if found is None:
        raise NotFound("there is no such link")
    editable_source(found.source_id, viewer=viewer)
    set_reason(reason)
    mark_resting([found.source_id, found.to_id], viewer=viewer, kind="source.linked", cause="link taken out")
    found.delete()


@transaction.atomic
def withdraw_source(*, source: UUID, on: date, viewer: Viewer, today: date, reason: str) -> Source:
    """Its publisher withdrew it on that day; raises NotFound, NotAllowed or SourceRefused."""
    found = editable_source(source, viewer=viewer)
    if not reason.strip():
        raise SourceRefused("say why; the reason is kept with the change", field="reason")
    if on > today:
        raise SourceRefused(f"{on} is a day to come", field="withdrawn_on")
    if found.published_from and on < found.published_from:
        raise SourceRefused(f"{on} lies before its publication, {found.published_from}", field="withdrawn_on")
    set_reason(reason)
    found.withdrawn_on = on
    found.save(update_fields=["withdrawn_on"])
    mark_resting([found.pk], viewer=viewer, kind="source.withdrawn", cause="source withdrawn")
    return found


def mark_resting(sources: Iterable[UUID], *, viewer: Viewer, kind: str, cause: str) -> list[UUID]:
    """One change for every deal in reach that rests on these sources or on what goes back to them; the deals.

    Deals behind walls that the viewer does not pass are rebuilt too, without being told of here.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RESTING, [list(sources)])
        resting = [key for (key,) in cursor.fetchall()]
        cursor.execute(_DEALS, [resting] * 4)
        reached = [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT mark_stale_resting(%s::uuid[], %s)", [resting, cause[:80]])
    visible = Deal.objects.visible_to(viewer).filter(pk__in=reached).order_by("pk")
    deals = list(visible.values_list("pk", flat=True))
    if deals:
        changed(deals, viewer=viewer, kind=kind, cause=cause)
    return deals
