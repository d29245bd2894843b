"""/api/v1/entries/ and what is booked or reported below a facility: every write names its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deals.actions._changed import NotAllowed, NotFound
from deals.actions.deals import InvalidChange
from deals.actions.facilities import Statement, open_hold, record_balance
from deals.actions.ledger import (
    Booking,
    Recorded,
    grant_participation,
    record_entry,
    reverse_entry,
    transfer_commitment,
)
from deals.api.deals import lock_for_change
from deals.api.entry_bodies import BALANCE, ENTRY, HOLD, PARTICIPATION, REVERSAL, TRANSFER, Part, body_schema, read_body
from deals.api.entry_list import ENTRY as SEEN
from deals.api.entry_list import EntryRows
from deals.api.values import array, closed
from deals.reports.balances_of import deal_of_entry, deal_of_facility
from dealtracker.apikit.idempotency import once
from dealtracker.apikit.listing import read_only
from dealtracker.apikit.lists import list_schema
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import JSON, TEXT, identified, problems
from dealtracker.apikit.views import ApiView
from dealtracker.ids import private_key, public_id

_TOLD = {"deal": TEXT, "pending": {"type": "boolean"}}
_BOOKED = closed("entries", "revision", *_TOLD, entries=array(TEXT), revision={"type": "integer"}, **_TOLD)
_MADE = closed("id", *_TOLD, id=TEXT, **_TOLD)
Values = dict[str, Any]


def _documented(operation: str, parts: Mapping[str, Part], answer: Any, *address: Any) -> Any:
    return extend_schema(
        operation_id=operation, parameters=list(address), request={JSON: body_schema(parts)},
        responses={(201, JSON): answer, **problems(400, 401, 403, 404, 415, 422)},
    )  # fmt: skip


def _post(
    request: Request, parts: Mapping[str, Part], find: Callable[[Values], UUID | None], act: Callable[[UUID, Values], Values]
) -> Response:  # fmt: skip
    """Reads the body, finds and locks the deal, acts once, and tells what is wrong in the client's own terms."""
    read_only(request.query_params, ())
    values = read_body(request.data, parts)
    deal = find(values)
    if deal is None:
        raise Http404
    lock_for_change(request, deal)

    def change() -> Response:
        try:
            answer = act(deal, values)
        except NotFound:
            raise Http404 from None
        except NotAllowed:
            raise Problem(403, "permission_denied", "You may read this deal, not change it.") from None
        except InvalidChange as error:
            raise Problem.of(400, "refused", "The ledger does not take this.", error.faults) from None
        return Response({**answer, "deal": public_id("deal", deal), "pending": True}, status=201)

    return once(request._request, orjson.dumps(request.data), change)


def _booked(done: Recorded) -> Values:
    return {"entries": [public_id("entry", key) for key in done.entries], "revision": done.revision}


def _booking(request: Request, deal: UUID, facility: UUID, values: Values) -> Booking:
    return Booking(deal, facility, values["value_date"], values["source"], request.viewer, values.get("words", ""))


class EntriesView(EntryRows):
    """Every entry by value date; a new one is refused with the rule and the figures where it cannot be."""

    @list_schema(EntryRows, "entries", SEEN)
    def get(self, request: Request) -> HttpResponse:
        return self.page(request)

    @_documented("entries_create", ENTRY, _BOOKED)
    def post(self, request: Request) -> Response:
        def act(deal: UUID, values: Values) -> Values:
            booking = _booking(request, deal, values["facility"], values)
            return _booked(
                record_entry(booking=booking, kind=values["kind"], amount=values["amount"], hold=values.get("hold"))
            )

        return _post(request, ENTRY, lambda v: deal_of_facility(viewer=request.viewer, facility=v["facility"]), act)


class ReverseView(ApiView):
    """The entry that takes another one back, with its other side where it has one."""

    @_documented("entries_reverse", REVERSAL, _BOOKED, identified("entry", "entry"))
    def post(self, request: Request, entry: str) -> Response:
        key = _key("entry", entry)

        def act(deal: UUID, values: Values) -> Values:
            return _booked(reverse_entry(deal=deal, entry=key, viewer=request.viewer, **values))

        return _post(request, REVERSAL, lambda v: deal_of_entry(viewer=request.viewer, entry=key), act)


class _OfFacility(ApiView):
    def book(
        self, request: Request, facility: str, parts: Mapping[str, Part], act: Callable[[UUID, UUID, Values], Values]
    ) -> Response:  # fmt: skip
        key = _key("facility", facility)
        find = deal_of_facility
        return _post(
            request, parts, lambda v: find(viewer=request.viewer, facility=key), lambda deal, v: act(deal, key, v)
        )


class TransfersView(_OfFacility):
    """A new lender of record for part of a commitment, with the drawn and outstanding that go along."""

    @_documented("facilities_transfer", TRANSFER, _BOOKED, identified("facility", "facility"))
    def post(self, request: Request, facility: str) -> Response:
        def act(deal: UUID, key: UUID, v: Values) -> Values:
            booking = _booking(request, deal, key, v)
            return _booked(transfer_commitment(booking=booking, giver=v["giver"], taker=v["taker"], amount=v["amount"]))

        return self.book(request, facility, TRANSFER, act)


class ParticipationsView(_OfFacility):
    """An economic share passed on; the grantor stays lender of record."""

    @_documented("facilities_participate", PARTICIPATION, _BOOKED, identified("facility", "facility"))
    def post(self, request: Request, facility: str) -> Response:
        def act(deal: UUID, key: UUID, v: Values) -> Values:
            booking = _booking(request, deal, key, v)
            done = grant_participation(
                booking=booking, grantor=v["grantor"], participant=v["participant"], amount=v["amount"]
            )
            return _booked(done)

        return self.book(request, facility, PARTICIPATION, act)


class HoldsView(_OfFacility):
    """A lender's slot in a facility."""

    @_documented("facilities_open_hold", HOLD, _MADE, identified("facility", "facility"))
    def post(self, request: Request, facility: str) -> Response:
        def act(deal: UUID, key: UUID, v: Values) -> Values:
            statement = Statement(deal, key, v["source"], request.viewer)
            made = open_hold(
                statement=statement, party=v.get("party"), amount=v.get("amount"), words=v.get("words", "")
            )
            return {"id": public_id("hold", made)}

        return self.book(request, facility, HOLD, act)


class BalancesView(_OfFacility):
    """A balance that the source reports: an observation, never an entry."""

    @_documented("facilities_report_balance", BALANCE, _MADE, identified("facility", "facility"))
    def post(self, request: Request, facility: str) -> Response:
        def act(deal: UUID, key: UUID, v: Values) -> Values:
            statement = Statement(deal, key, v["source"], request.viewer)
            said = {name: v[name] for name in ("measure", "amount", "as_of")}
            return {"id": public_id("balance", record_balance(statement=statement, party=v.get("party"), **said))}

        return self.book(request, facility, BALANCE, act)


def _key(kind: str, text: str) -> UUID:
    found = private_key(kind, text)
    if found is None:
        raise Http404
    return found
