"""POST /api/v1/deals/: deals entered as dossiers, one or up to a thousand, all or none."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from uuid import uuid4

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from deals.actions._changed import revisions
from deals.actions.dossiers import DossierRefused, Outcome, import_dossiers
from deals.actions.dossiers import Problem as Wrong
from deals.interchange.dossier.reading import SCHEMA, read_values
from dealtracker.apikit.problems import Problem
from dealtracker.ids import public_id

MOST = 1_000
_NAME = "the request"
_REASON = "entered through the API"


def refuse_readers(request: Request) -> None:
    """Whoever may change nothing may enter nothing, whatever they send."""
    viewer = request.viewer
    if "write" not in viewer.scopes or not viewer.edits:
        raise Problem(403, "permission_denied", "You may read here, not enter deals or sources.")


def create(request: Request) -> Response:
    """201 with the deal's id, or with `results` for a list; raises Problem naming every wrong place, nothing saved."""
    given = request.data if isinstance(request.data, list) else [request.data]
    if not 0 < len(given) <= MOST:
        raise Problem(400, "invalid_body", f"Send one deal dossier, or a list of 1 to {MOST:,}.")
    try:
        dossiers = read_values([_completed(one) for one in given], name=_NAME, today=timezone.now().date())
        done = import_dossiers(dossiers=dossiers, viewer=request.viewer, source_name="the API", reason=_REASON).outcomes
    except DossierRefused as refused:
        raise _problem(refused.problems, listed=isinstance(request.data, list)) from None
    _refuse_known(done, listed=isinstance(request.data, list))
    versions = revisions([one.deal for one in done])
    rows = [{"id": public_id("deal", one.deal), "revision": versions[one.deal], "pending": True} for one in done]
    if isinstance(request.data, list):
        return Response(
            {"results": [{**row, "external_ref": one.ref} for row, one in zip(rows, done, strict=True)]}, status=201
        )
    headers = {"Location": f"/api/v1/deals/{rows[0]['id']}/", "ETag": f'"r{rows[0]["revision"]}"'}
    return Response({**rows[0], "external_ref": done[0].ref}, status=201, headers=headers)


def _completed(document: Any) -> Any:
    """The dossier with what this address implies: its schema, and a key for a deal that brings none."""
    if not isinstance(document, dict):
        return document
    deal = document.get("deal")
    if isinstance(deal, dict) and "key" not in deal and isinstance(deal.get("title"), str):
        deal = {"key": f"{_slug(deal['title'])}-{uuid4().hex[:6]}", **deal}
        document = {**document, "deal": deal}
    return {"schema": SCHEMA, **document}


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].rstrip("-") or "deal"


def _refuse_known(done: tuple[Outcome, ...], *, listed: bool) -> None:
    known = [(place, one) for place, one in enumerate(done) if one.what != "created"]
    if not known:
        return
    said = "is a deal already, with the same content; to change it, PATCH that one"
    errors = [
        {"pointer": f"/{place}/deal/key" if listed else "/deal/key", "code": "exists", "detail": f'"{one.ref}" {said}'}
        for place, one in known
    ]
    raise Problem(409, "exists", "The deal is entered already.", errors, existing=public_id("deal", known[0][1].deal))


def _problem(problems: tuple[Wrong, ...], *, listed: bool) -> Problem:
    errors = [
        {"pointer": one.pointer if listed else _alone(one.pointer), "code": one.code, "detail": one.message}
        for one in problems
    ]
    if all(one.code == "exists" for one in problems):
        return Problem(409, "exists", "The deal is entered already.", errors)
    return Problem(400, "invalid_dossier", "The deal cannot be entered.", errors)


def _alone(pointer: str) -> str:
    """A place in a list of one, as the place in the dossier itself."""
    return pointer.removeprefix("/0") if pointer == "/0" or pointer.startswith("/0/") else pointer
