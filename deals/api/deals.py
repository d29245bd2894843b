"""/api/v1/deals/: lists and single deals as stored bytes, one change, and the dossier."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
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
from deals.actions.deals import DealChange, InvalidChange, StageGoesBack, amend_deal
from deals.actions.sources import amend_with_source
from deals.api import bodies, schemas, shapes
from deals.api.after_change import told
from deals.api.new_deals import create, refuse_readers
from deals.api.new_source import read_source
from deals.reports.deal_list import DealPage, count, deal_list
from deals.reports.deal_sheet import DealSheet, deal_sheet, is_being_made
from deals.reports.deals_at import deals_at
from deals.reports.filters import DEFAULT_ORDERING, FilterError, UnknownParameters
from dealtracker.apikit.choosing import check_chosen, chosen
from dealtracker.apikit.cursors import bad_cursor, give, take
from dealtracker.apikit.idempotency import once
from dealtracker.apikit.keyset import link
from dealtracker.apikit.listing import (
    Listing,
    bad_parameter,
    known_day,
    read_day,
    read_listing,
    read_only,
    unknown_parameters,
)
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
        except UnknownParameters as error:
            raise unknown_parameters(error.hints) from None
        except FilterError as error:
            raise bad_parameter(error.name, str(error), error.code) from None
        body = _body(request, page, listing, total, today)
        return tagged(request._request, body, digest=_list_digest(request, page, total, today))

    @extend_schema(**schemas.DEAL_CREATE)
    def post(self, request: Request) -> Response:
        read_only(request.query_params, ())
        refuse_readers(request)
        return once(request._request, orjson.dumps(request.data), lambda: create(request))


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
        if found is None:
            raise _absent(request, deal_key(deal))
        pending = "true" if found.pending else "false"
        return tagged(request._request, found.body, digest=_shown_tag(found), X_Refresh_Pending=pending)

    @extend_schema(**schemas.DEAL_PATCH)
    def patch(self, request: Request, deal: str) -> Response:
        key = deal_key(deal)
        read_only(request.query_params, ())
        revision = lock_for_change(request, key)
        found = _found(request, deal)
        return once(request._request, orjson.dumps(request.data), lambda: self._amend(request, key, revision, found))

    def _amend(self, request: Request, key: UUID, revision: int, found: DealSheet | None) -> Response:
        require_match(request._request, tags=_current(revision, found))
        try:
            done = amend(request, key, revision)
        except StageGoesBack as error:
            raise Problem.of(409, "stage_goes_back", "A stage cannot go back without a reason.", error.faults) from None
        except InvalidChange as error:
            raise Problem.of(400, "invalid_change", "The change cannot be made.", error.faults[:50]) from None
        return changed_answer(key, done, told=told(request, key))


def amend(request: Request, key: UUID, revision: int) -> int:
    """Makes the change of a PATCH; its source is an id, or an object where it is entered with the change."""
    data, entered = request.data, None
    if isinstance(data, dict) and isinstance(data.get("source"), dict):
        entered, data = read_source(data["source"]), {**data, "source": ""}
    change = DealChange.read(data)
    _check_words(change)
    asked: dict[str, Any] = {"deal": key, "change": change, "viewer": request.viewer, "revision": revision}
    if entered is None:
        return amend_deal(**asked)
    try:
        return amend_with_source(entry=entered, link=None, today=timezone.now().date(), **asked)
    except InvalidChange as error:
        raise InvalidChange(*(_of_source(fault) for fault in error.faults)) from None


def _of_source(fault: Fault) -> Fault:
    return Fault(fault.pointer.replace("/new_source/", "/source/", 1).rstrip("/"), fault.code, fault.detail)


def changed_answer(key: UUID, revision: int, *, status: int = 200, told: Mapping[str, Any] | None = None) -> Response:
    """What a write answers: the id, the version, and that its sheet is still being made; and what else is to be told."""
    answer = {"id": public_id("deal", key), "revision": revision, "pending": True, **(told or {})}
    headers = {"ETag": _version_tag(revision)}
    if status == 201:
        headers["Location"] = f"/api/v1/deals/{answer['id']}/"
    return Response(answer, status=status, headers=headers)


def lock_for_change(request: Request, key: UUID) -> int:
    """Locks the deal for this request, its version; 404 where it is hidden or absent, 403 where it may only be read."""
    try:
        return int(lock_deal(key, viewer=request.viewer).revision)
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


def _current(revision: int, found: DealSheet | None) -> list[str]:
    """Tags that a change may rest on; a sheet that is older than the deal does not show what would be overwritten."""
    shown = orjson.loads(found.body)["revision"] if found else None
    return [_version_tag(revision), *([f'"{found.digest}"'] if found and shown == revision else [])]


def _shown_tag(found: DealSheet) -> str:
    """The sheet's tag; while a change of the deal is not in it, one that is good for nothing but this moment."""
    if not found.pending or orjson.loads(found.body)["revision"] == found.revision:
        return found.digest
    return f"{found.digest}-before-r{found.revision}"


def _absent(request: Request, key: UUID) -> Exception:
    """404; or, where the deal was entered just now, 503 until its first sheet is made."""
    if {"as_of", "known_on"} & set(request.query_params) or not is_being_made(viewer=request.viewer, deal=key):
        return Http404()
    problem = Problem(503, "pending", "The deal is entered; its sheet is being made. Read it again in a second.")
    problem.headers["Retry-After"] = "1"
    return problem


def deal_key(text: str) -> UUID:
    """The key inside a public id; raises Http404."""
    key = private_key("deal", text)
    if key is None:
        raise Http404
    return key


def _found(request: Request, text: str) -> DealSheet | None:
    key = deal_key(text)
    allowed = ("as_of", "known_on", "format") if request.method != "PATCH" else ()
    days = read_only(request.query_params, allowed)
    today = timezone.now().date()
    return deal_sheet(
        viewer=request.viewer, deal=key, today=today, as_of=read_day("as_of", days.get("as_of")),
        known_on=known_day(read_day("known_on", days.get("known_on")), today=today),
    )  # fmt: skip
