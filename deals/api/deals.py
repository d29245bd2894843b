"""/api/v1/deals/: lists and single deals as stored bytes, one change, and the dossier."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from deals.actions._changed import NotAllowed, NotFound, Outdated
from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.api import schemas
from deals.reports.deal_list import DealPage, count, deal_list
from deals.reports.deal_sheet import DealSheet, deal_sheet
from deals.reports.deals_at import deals_at
from deals.reports.filters import DEFAULT_ORDERING, FilterError
from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import Listing, bad_parameter, read_day, read_listing, read_only
from dealtracker.apikit.parsers import MergePatchParser, StrictJSONParser
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.tags import require_match, tagged
from dealtracker.ids import private_key


class DealListView(APIView):
    """All visible deals, filtered, ordered, a page at a time."""

    @extend_schema(**schemas.DEAL_LIST)
    def get(self, request: Request) -> HttpResponse:
        listing = read_listing(request.query_params)
        today = timezone.now().date()
        try:
            page = _page(request, listing, today)
            total = count(viewer=request.viewer, day=today, filters=listing.filters) if listing.count else None
        except FilterError as error:
            raise bad_parameter(error.name, str(error), error.code) from None
        body = _body(request, page, listing, total, today)
        return tagged(request, body, digest=hashlib.md5(body, usedforsecurity=False).hexdigest())


def _page(request: Request, listing: Listing, today: date) -> DealPage:
    asked: dict[str, Any] = {
        "viewer": request.viewer, "filters": listing.filters, "ordering": listing.ordering or DEFAULT_ORDERING,
        "cursor": listing.cursor, "limit": listing.limit, "brief": listing.brief,
    }  # fmt: skip
    if listing.as_of in (None, today) and listing.known_on in (None, today):
        return deal_list(day=today, **asked)
    return deals_at(today=today, as_of=listing.as_of or today, known_on=listing.known_on or today, **asked)


def _body(request: Request, page: DealPage, listing: Listing, total: int | None, today: date) -> bytes:
    meta: dict[str, Any] = {
        "as_of": (listing.as_of or today).isoformat(), "known_on": (listing.known_on or today).isoformat(),
    }  # fmt: skip
    if total is not None:
        meta["count"] = total
    ends = {"next": _link(request, page.next), "previous": _link(request, page.previous), "meta": meta}
    return b'{"results":[' + _documents(page, listing) + b"]," + orjson.dumps(ends)[1:]


def _documents(page: DealPage, listing: Listing) -> bytes:
    if not listing.fields and not listing.omit:
        return page.bodies
    return b",".join(orjson.dumps(_chosen(orjson.loads(row.body), listing)) for row in page.rows)


def _chosen(document: dict[str, Any], listing: Listing) -> dict[str, Any]:
    for name in sorted(listing.fields | listing.omit):
        if name not in document:
            which = "fields" if name in listing.fields else "omit"
            raise bad_parameter(which, f'"{name[:40]}" is not a field of a deal; there are: {", ".join(document)}')
    kept = listing.fields or set(document)
    return {
        name: value for name, value in document.items() if name == "id" or (name in kept and name not in listing.omit)
    }


def _link(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


class DealView(APIView):
    """One deal: its sheet, and amendments to it."""

    parser_classes = [MergePatchParser, StrictJSONParser]

    @extend_schema(**schemas.DEAL)
    def get(self, request: Request, deal: str) -> HttpResponse:
        found = _found(request, deal)
        return tagged(request, found.body, digest=found.digest, X_Refresh_Pending="true" if found.pending else "false")

    @extend_schema(**schemas.DEAL_PATCH)
    def patch(self, request: Request, deal: str) -> Response:
        key = _key(deal)
        read_only(request.query_params, ())
        found = _found(request, deal)
        return once(request._request, orjson.dumps(request.data), lambda: self._amend(request, key, found))

    def _amend(self, request: Request, key: UUID, found: DealSheet) -> Response:
        require_match(request._request, digest=found.digest)
        try:
            change = DealChange.read(request.data)
            revision = amend_deal(deal=key, change=change, viewer=request.viewer, revision=found.revision)
        except InvalidChange as error:
            raise Problem.of(400, "invalid_change", "The change cannot be made.", error.faults) from None
        except NotAllowed:
            raise Problem(403, "permission_denied", "You may read this deal, not change it.") from None
        except NotFound:
            raise Http404 from None
        except Outdated as error:
            raise Problem(
                412, "precondition_failed", "It has changed since you read it.", revision=error.revision
            ) from None
        return Response({"id": deal_id(key), "revision": revision, "pending": True})


def deal_id(key: UUID) -> str:
    return f"deal_{key.hex}"


def _key(text: str) -> UUID:
    key = private_key("deal", text)
    if key is None:
        raise Http404
    return key


def _found(request: Request, text: str) -> DealSheet:
    key = _key(text)
    if request.method != "GET":
        days: dict[str, str] = {}
    else:
        days = read_only(request.query_params, ("as_of", "known_on", "format"))
    found = deal_sheet(
        viewer=request.viewer, deal=key, today=timezone.now().date(), as_of=read_day("as_of", days.get("as_of")),
        known_on=read_day("known_on", days.get("known_on")),
    )  # fmt: skip
    if found is None:
        raise Http404
    return found


def unknown_address(request: HttpRequest) -> HttpResponse:
    """Any other address below /api/."""
    from dealtracker.apikit.problems import problem_response

    return problem_response(request, 404, "not_found", "There is nothing here, or you may not see it.")
