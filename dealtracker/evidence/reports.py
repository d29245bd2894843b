"""Which sources are there for this reader: filtered, as known on a day, and how much rests on each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from dealtracker.access.rules import Viewer
from dealtracker.evidence.in_review import in_review
from dealtracker.evidence.models import Claim, Reply, Source, SourceLink
from dealtracker.evidence.rules.graph import FOLLOWED
from dealtracker.evidence.rules.values import SECOND_HAND
from dealtracker.ids import public_id

ROOT, RE_REPORT = "root", "re-report"
ORIGINS = (ROOT, RE_REPORT)
STATES = ("stands", "corrected", "retracted", "withdrawn", "taken down")
_SAID_OF = {"corrected": "corrects", "retracted": "retracts"}
_DAYS = {"withdrawn": "withdrawn_on", "taken down": "taken_down_on"}


def source_rows(
    *, viewer: Viewer, known_on: date | None = None, words: str = "", url: str = "", publisher: str = "", newsroom: str = "",
    kind: str = "", language: str = "", origin: str = "", state: str = "", since: date | None = None, until: date | None = None,
    deal: UUID | None = None,
) -> QuerySet[Source]:  # fmt: skip
    """Visible sources, with their links fetched along; never their stored text.

    `known_on` leaves out what was published later, and corrections and withdrawals of a later day; `since` and `until`
    bound the days on which a source may have appeared; all `words` stand in publisher, newsroom, title or address;
    `deal` is one that the source tells of, carries a reply about, or that has an entry from it.
    """
    given = {"url": url, "publisher": publisher, "kind": kind, "language": language}
    asked = Q(**{name: value for name, value in given.items() if value})
    for word in words.split():
        asked &= Q(publisher__icontains=word) | Q(newsroom__icontains=word) | Q(title__icontains=word) | Q(url__icontains=word)
    if newsroom:
        asked &= Q(newsroom__iexact=newsroom) | Q(newsroom="", publisher__iexact=newsroom)
    asked &= Q(published_to__gte=since) if since else Q()
    asked &= Q(published_from__lte=until) | Q(published_from=None, published_to__lte=until) if until else Q()
    asked &= Q(published_to__lte=known_on) if known_on else Q()
    found: QuerySet[Source] = Source.objects.visible_to(viewer).filter(asked).exclude(in_review())
    # Cited links alone: an inferred one moves nothing. A retelling is no root, whether or not it is known of what.
    links = SourceLink.objects.visible_to(viewer).filter(basis="cited")
    goes_back = Q(Exists(links.filter(source=OuterRef("pk"), kind__in=FOLLOWED))) | Q(kind__in=SECOND_HAND)
    found = found.filter(_has_state(state, links, known_on or date.max)) if state else found
    found = found.filter(goes_back if origin == RE_REPORT else ~goes_back) if origin else found
    found = found.filter(_tells_of(deal, viewer)) if deal else found
    return found.prefetch_related("links")


def _tells_of(deal: UUID, viewer: Viewer) -> Q:
    claims = Claim.objects.visible_to(viewer).filter(subject=deal, state=Claim.State.ACCEPTED)
    replies, booked = Reply.objects.visible_to(viewer).filter(deal=deal), Source.rows.filter(entries__deal=deal)
    return Q(pk__in=claims.values("source")) | Q(pk__in=replies.values("source")) | Q(pk__in=booked.values("pk"))


def _has_state(state: str, links: QuerySet[SourceLink], by: date) -> Q:
    if state in _SAID_OF:
        return Q(Exists(links.filter(to=OuterRef("pk"), kind=_SAID_OF[state], source__published_to__lte=by)))
    if state in _DAYS:
        return Q(**{f"{_DAYS[state]}__lte": by})
    return ~reduce(or_, (_has_state(other, links, by) for other in (*_SAID_OF, *_DAYS)))


def states_of(sources: Collection[Source], *, viewer: Viewer, known_on: date) -> dict[UUID, tuple[str, ...]]:
    """What was said of each by the day, "stands" where nothing was. One statement."""
    keys = [source.pk for source in sources]
    links = SourceLink.objects.visible_to(viewer).filter(
        to__in=keys, kind__in=_SAID_OF.values(), basis="cited", source__published_to__lte=known_on
    )
    told: dict[UUID, set[str]] = {}
    for to, kind in links.values_list("to", "kind"):
        told.setdefault(to, set()).add(kind)
    return {source.pk: _states(source, told.get(source.pk, set()), known_on) for source in sources}


def _states(source: Source, told: Collection[str], known_on: date) -> tuple[str, ...]:
    found = {state for state, kind in _SAID_OF.items() if kind in told}
    found |= {state for state, name in _DAYS.items() if (day := getattr(source, name)) and day <= known_on}
    return tuple(state for state in STATES if state in found) or ("stands",)


def resting_on(sources: Collection[UUID], *, viewer: Viewer) -> dict[UUID, tuple[int, int]]:
    """Source → (accepted claims that this viewer may see, deals that they are about). One statement."""
    claims = Claim.objects.visible_to(viewer).filter(source__in=sources, state=Claim.State.ACCEPTED).exclude(subject=F("source_id"))
    deals = Count("subject", distinct=True, filter=Q(subject_kind="deal"))
    counted = claims.order_by("source").values("source").annotate(stated=Count("pk"), deals=deals)
    return {source: (stated, about) for source, stated, about in counted.values_list("source", "stated", "deals")}


def source_json(
    source: Source, counts: Mapping[UUID, tuple[int, int]] | None = None, *, known_on: date = date.max
) -> dict[str, Any]:  # fmt: skip
    """A source: who published what when, and what it goes back to; what is not stated is absent.

    With `counts` of `resting_on` also how many claims rest on it, about how many deals. A withdrawal after `known_on`
    is not told; that its text was destroyed is, whenever it was.
    """
    plain = {n: getattr(source, n) for n in ("kind", "publisher", "newsroom", "title", "url", "language", "date_basis")}
    days = {
        n: day.isoformat()
        for n in ("published_from", "published_to", "withdrawn_on", "taken_down_on")
        if (day := getattr(source, n)) and (n != "withdrawn_on" or day <= known_on)
    }
    links = sorted(source.links.all(), key=lambda link: (link.kind, str(link.to_id)))
    stated, deals = (counts or {}).get(source.pk, (0, 0))
    return {
        "id": public_id("source", source.pk),
        **{name: value for name, value in plain.items() if value},
        **days,
        "read": source.read,
        "links": [{"kind": link.kind, "to": public_id("source", link.to_id), "basis": link.basis} for link in links],
        **({"claims": stated, "deals": deals} if counts is not None else {}),
    }
