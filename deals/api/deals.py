"""/api/v1/deals/: lists and single deals as stored bytes, one change, and the dossier."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deals.actions._changed import NotAllowed, NotFound, lock_deal
from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.api import bodies, schemas, shapes
from deals.reports.deal_list import DealPage, count, deal_list
from deals.reports.deal_sheet import DealSheet, deal_sheet
from deals.reports.deals_at import deals_at
from deals.reports.filters import DEFAULT_ORDERING, FilterError
from dealtracker.apikit.choosing import check_chosen, chosen
from dealtracker.apikit.cursors import bad_cursor, give, take
from dealtracker.apikit.idempotency import once
from dealtracker.apikit.keyset import link
from dealtracker.apikit.listing import Listing, bad_parameter, known_day, read_day, read_listing, read_only
from dealtracker.apikit.parsers import MergePatchParser, StrictJSONParser
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.tags import require_match, tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import private_key, public_id
from dealtracker.strictjson import Fault

_LONGEST_REASON = 500


class DealListView(ApiView):
    """All visible deals, filtered, ordered, a page at a time."""

    @extend_schema(**schemas.DEAL_LIST)
    def get(self, request: Request) -> HttpResponse:
        listing = read_listing(request.query_params)
        check_chosen(listing, shapes.BRIEF_MEMBERS if listing.brief else shapes.MEMBERS)
        today = timezone.now().date()
        try:
            page = _page(request, listing, today)
            total = count(viewer=request.viewer, day=today, filters=listing.filters) if listing.count else None
        except FilterError as error:
            raise bad_parameter(error.name, str(error), error.code) from None
        body = _body(request, page, listing, total, today)
        return tagged(request._request, body, digest=_list_digest(request, page, total, today))


def _list_digest(request: Request, page: DealPage, total: int | None, today: date) -> str:
    """The tag of a list: what was asked, on which day, and the versions of the documents that answer it."""
    parts = (request.get_full_path(), today.isoformat(), str(total), page.digest)
    return hashlib.md5("|".join(parts).encode(), usedforsecurity=False).hexdigest()


def _page(request: Request, listing: Listing, today: date) -> DealPage:
    asked: dict[str, Any] = {
        "viewer": request.viewer, "filters": listing.filters, "ordering": listing.ordering or DEFAULT_ORDERING,
        "cursor": _inner(listing.cursor), "limit": listing.limit, "brief": listing.brief,
    }  # fmt: skip
    known_on = known_day(listing.known_on, today=today)
    if listing.as_of in (None, today) and known_on == today:
        return deal_list(day=today, **asked)
    if listing.count:
        raise bad_parameter("count", "counts the deals of today; leave out as_of and known_on, or this")
    return deals_at(today=today, as_of=listing.as_of or today, known_on=known_on, **asked)


def _inner(cursor: str | None) -> str | None:
    """The list's own cursor inside the one that a client sent."""
    inner = take(cursor) if cursor else None
    if inner is not None and not isinstance(inner, str):
        raise bad_cursor()
    return inner


def _body(request: Request, page: DealPage, listing: Listing, total: int | None, today: date) -> bytes:
    meta: dict[str, Any] = {
        "as_of": (listing.as_of or today).isoformat(), "known_on": (listing.known_on or today).isoformat(),
    }  # fmt: skip
    if total is not None:
        meta["count"] = total
    given = {"next": page.next, "previous": page.previous}
    links = {n: link(request.path, request.query_params, give(c) if c else None) for n, c in given.items()}
    return b'{"results":[' + _documents(page, listing) + b"]," + orjson.dumps({**links, "meta": meta})[1:]


def _documents(page: DealPage, listing: Listing) -> bytes:
    if not listing.fields and not listing.omit:
        return page.bodies
    known = shapes.BRIEF_MEMBERS if listing.brief else shapes.MEMBERS
    return b",".join(orjson.dumps(chosen(orjson.loads(row.body), listing, known)) for row in page.rows)


class DealView(ApiView):
    """One deal: its sheet, and amendments to it."""

    parser_classes = [MergePatchParser, StrictJSONParser]

    @extend_schema(**schemas.DEAL)
    def get(self, request: Request, deal: str) -> HttpResponse:
        found = _found(request, deal)
        pending = "true" if found.pending else "false"
        return tagged(request._request, found.body, digest=found.digest, X_Refresh_Pending=pending)

    @extend_schema(**schemas.DEAL_PATCH)
    def patch(self, request: Request, deal: str) -> Response:
        key = deal_key(deal)
        read_only(request.query_params, ())
        lock_for_change(request, key)
        found = _found(request, deal)
        return once(request._request, orjson.dumps(request.data), lambda: self._amend(request, key, found))

    def _amend(self, request: Request, key: UUID, found: DealSheet) -> Response:
        require_match(request._request, tags=_current(found))
        try:
            change = DealChange.read(request.data)
            _check_words(change)
            revision = amend_deal(deal=key, change=change, viewer=request.viewer, revision=found.revision)
        except InvalidChange as error:
            raise Problem.of(400, "invalid_change", "The change cannot be made.", error.faults) from None
        answer = {"id": public_id("deal", key), "revision": revision, "pending": True}
        return Response(answer, headers={"ETag": _version_tag(revision)})


def lock_for_change(request: Request, key: UUID) -> None:
    """Locks the deal for this request; 404 where it is hidden or absent, 403 where it may only be read."""
    try:
        lock_deal(key, viewer=request.viewer)
    except NotFound:
        raise Http404 from None
    except NotAllowed:
        raise Problem(403, "permission_denied", "You may read this deal, not change it.") from None


def _check_words(change: DealChange) -> None:
    if len(change.reason) > _LONGEST_REASON:
        detail = f"has {len(change.reason)} characters; at most {_LONGEST_REASON} are kept"
        raise InvalidChange(Fault("/reason", "too_long", detail))
    if change.attribution and change.attribution not in bodies.ATTRIBUTIONS:
        raise InvalidChange(Fault("/attribution", "invalid", f"must be one of: {', '.join(bodies.ATTRIBUTIONS)}"))


def _version_tag(revision: int) -> str:
    """What a change answers with: the version itself, whose sheet is still being made."""
    return f'"r{revision}"'


def _current(found: DealSheet) -> list[str]:
    """Tags that a change may rest on; a sheet that is older than the deal does not show what would be overwritten."""
    shown = orjson.loads(found.body)["revision"]
    return [_version_tag(found.revision), *([f'"{found.digest}"'] if shown == found.revision else [])]


def deal_key(text: str) -> UUID:
    """The key inside a public id; raises Http404."""
    key = private_key("deal", text)
    if key is None:
        raise Http404
    return key


def _found(request: Request, text: str) -> DealSheet:
    key = deal_key(text)
    allowed = ("as_of", "known_on", "format") if request.method != "PATCH" else ()
    days = read_only(request.query_params, allowed)
    today = timezone.now().date()
    found = deal_sheet(
        viewer=request.viewer, deal=key, today=today, as_of=read_day("as_of", days.get("as_of")),
        known_on=known_day(read_day("known_on", days.get("known_on")), today=today),
    )  # fmt: skip
    if found is None:
        raise Http404
    return found
