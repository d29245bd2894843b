"""/api/v1/parties/: who is there, by any name, on any day."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from deals.reports.named_then import Then
from deals.reports.parties_known import PartiesThen
from dealtracker.apikit.listing import read_only
from dealtracker.apikit.lists import RowsView, list_schema, one_schema
from dealtracker.apikit.views import days_asked
from dealtracker.countries import wrong_country
from dealtracker.ids import private_key, public_id
from parties.register.models import Party
from parties.register.queries import merged_into
from parties.reports.party_list import party_json, party_list
from parties.reports.party_shape import KNOWN_PARTY
from parties.reports.party_standings import standings_of


class _Parties(RowsView):
    filters = {"q": "name", "kind": "kind", "hq_country": "country", "identifier": "identifier"}
    choices: ClassVar[dict[str, tuple[str, ...]]] = {"kind": tuple(Party.Kind.values)}
    faults = {"hq_country": wrong_country}
    prefix = "party"
    days = ("as_of", "known_on")
    members = tuple(KNOWN_PARTY["properties"])

    def rows(self, request: Request, **asked: str) -> QuerySet[Party]:
        then = _then(request)
        if then is None:
            return party_list(viewer=request.viewer, **asked)
        return then.having(**asked) if asked else then.rows

    def to_json(self, request: Request, rows: list[Any]) -> list[dict[str, Any]]:
        if then := _then(request):
            return then.told(rows)
        known = standings_of(party.pk for party in rows)
        return [{**party_json(party), "standings": known.get(party.pk, {})} for party in rows]


def _then(request: Request) -> PartiesThen | None:
    """The register of the days that are asked for; None for today's."""
    days = days_asked(request)
    return None if days.is_today else PartiesThen(Then(request.viewer, days.today, days.known_on), days.as_of)


class PartyListView(_Parties):
    """Visible parties by name: those that were known on the day asked, as they were then."""

    @list_schema(_Parties, "parties", KNOWN_PARTY)
    def get(self, request: Request) -> HttpResponse:
        return self.page(request)


class PartyView(_Parties):
    """One party; the address of a record that was judged to be another one leads there (308)."""

    @one_schema(_Parties, "parties", KNOWN_PARTY, "party")
    def get(self, request: Request, party: str) -> HttpResponse:
        key = private_key("party", party)
        stands = merged_into(key, viewer=request.viewer) if key else None
        if stands is None:
            return self.one(request, party)
        read_only(request.query_params, ("format", *self.days))
        address, asked = reverse("api-party", args=[public_id("party", stands)]), request.query_params.urlencode()
        return HttpResponse(status=308, headers={"Location": f"{address}?{asked}" if asked else address})
