"""What hangs below one deal: its dossier, the claims behind a value, and a team's own view of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deals.actions._changed import NotFound
from deals.actions.dossiers import DossierRefused
from deals.actions.private_views import ViewRefused, make_private_view, view_document
from deals.api import schemas
from deals.api.deals import deal_key
from deals.interchange.dossier.export import NoSuchDeal, deal_dossier, export_deal
from deals.interchange.dossier.reading import read_values
from deals.reports.claims_behind import claims_behind
from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import bad_parameter, known_day, read_day, read_only
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.tags import tagged
from dealtracker.apikit.views import ApiView
from dealtracker.ids import fingerprint, public_id


class DossierView(ApiView):
    """The deal as its dossier: what an import takes."""

    @extend_schema(**schemas.DOSSIER)
    def get(self, request: Request, deal: str) -> HttpResponse:
        read_only(request.query_params, ("format",))
        try:
            body = export_deal(deal_key(deal), request.viewer)
        except NoSuchDeal:
            raise Http404 from None
        return tagged(request._request, body, digest=fingerprint(body))


class ClaimsView(ApiView):
    """The claims behind one value of the deal, or behind a row as a whole."""

    @extend_schema(**schemas.CLAIMS)
    def get(self, request: Request, deal: str) -> HttpResponse:
        given = read_only(request.query_params, ("at", "known_on", "format"))
        if not given.get("at"):
            raise bad_parameter("at", "is needed: the path of a value, such as /facilities/f1/amount", "required")
        known_on: date = known_day(read_day("known_on", given.get("known_on")), today=timezone.now().date())
        found = claims_behind(viewer=request.viewer, deal=deal_key(deal), at=given["at"], known_on=known_on)
        if found is None:
            raise Http404
        body = orjson.dumps({**found, "known_on": known_on})
        return tagged(request._request, body, digest=fingerprint(body))


class PrivateViewsView(ApiView):
    """A team's own deal, begun as a copy of a public one whose claims cite the public sources."""

    @extend_schema(**schemas.PRIVATE_VIEW)
    def post(self, request: Request, deal: str) -> Response:
        read_only(request.query_params, ())
        public = deal_key(deal)
        try:
            document = deal_dossier(public, request.viewer)
        except NoSuchDeal:
            raise Http404 from None
        wanted = _compartment(request.data)
        return once(request._request, orjson.dumps(request.data), lambda: _make(request, public, document, wanted))


def _make(request: Request, public: UUID, document: dict[str, Any], compartment: str) -> Response:
    today = timezone.now().date()
    try:
        dossiers = read_values([view_document(document, compartment=compartment)], name="the public deal", today=today)
        made = make_private_view(public=public, dossier=dossiers[0], viewer=request.viewer)
    except NotFound:
        raise Http404 from None
    except ViewRefused as error:
        raise Problem(error.status, error.code, str(error)) from None
    except DossierRefused as error:
        errors = [{"pointer": p.pointer, "code": p.code, "detail": p.message} for p in error.problems]
        raise Problem(409, "cannot_be_copied", "The deal cannot be copied as it stands.", errors) from None
    name = public_id("deal", made)
    location = request.path.split("/deals/")[0] + f"/deals/{name}/"
    return Response({"id": name, "pending": True}, status=201, headers={"Location": location})


def _compartment(data: Any) -> str:
    if not isinstance(data, dict):
        raise Problem(400, "invalid_body", "Send a JSON object such as {\"compartment\": \"Team A\"}.",
                      [{"pointer": "", "code": "invalid", "detail": "must be an object"}])  # fmt: skip
    errors = [
        {"pointer": f"/{name[:60]}", "code": "unknown_field", "detail": "is not a field here; there is: compartment"}
        for name in data
        if name != "compartment"
    ]
    name = data.get("compartment")
    if not isinstance(name, str) or not name.strip():
        errors.append(
            {"pointer": "/compartment", "code": "required", "detail": "must be the name of one of your teams"}
        )
    if errors:
        raise Problem(400, "invalid_body", "The private view cannot be made.", errors)
    return str(name)
