"""Which deal each financing of a text goes to: chosen in the address, `deal` for the first and `deal.2` on for the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from deals.pages.review.words import said
from deals.reports.proposals import AMOUNTS, Row, beside, deals_found, proposals
from deals.reports.review_queue import stored_text
from deals.reports.text_financings import TextFinancing, deal_of, may_be, text_financings
from dealtracker.evidence.models import Source
from dealtracker.ids import private_key, public_id


@dataclass(frozen=True)
class Placed:
    """One financing of the text with its place in the address and the deal that it goes to."""

    name: str
    told: TextFinancing
    deal: tuple[UUID, str] | None

    @property
    def deal_id(self) -> str:
        return public_id("deal", self.deal[0]) if self.deal else ""


def read_rows(request: HttpRequest, source: Source) -> list[Row]:
    """Every proposal where it stands in its text: without the text nobody knows which financing it tells of."""
    kept = stored_text(viewer=request.viewer, source=source.pk)
    return proposals(viewer=request.viewer, source=source.pk, text=kept.text if kept else "")


def placed(request: HttpRequest, source: Source, rows: Sequence[Row]) -> list[Placed]:
    """Every financing of the text, in the order of their places in the address."""
    told, _ = text_financings(rows)
    return [_placed(request, source, one, place_name(n), only=_is_only(told, one)) for n, one in enumerate(told, 1)]


def place_name(number: int) -> str:
    return "deal" if number == 1 else f"deal.{number}"


def _is_only(told: Sequence[TextFinancing], one: TextFinancing) -> bool:
    """Whether the text is about this financing alone, whatever it tells of others in passing."""
    return not one.other and sum(not other.other for other in told) == 1


def _placed(request: HttpRequest, source: Source, told: TextFinancing, name: str, *, only: bool) -> Placed:
    given = request.GET.get(name, "")
    if given == "none":
        return Placed(name, told, None)
    chosen = private_key("deal", given)
    return Placed(name, told, deal_of(told, viewer=request.viewer, source=source, chosen=chosen, only=only))


def chosen_deals(request: HttpRequest) -> dict[str, str]:
    """The choices of this address: place → id of a deal, or "none"."""
    return {name: value for name, value in request.GET.items() if name.partition(".")[0] == "deal"}


def choices(request: HttpRequest, **changes: str) -> str:
    """The query that keeps every choice of this address, with changes."""
    query = {**chosen_deals(request), **changes}
    return f"?{urlencode(query)}" if query else ""


def shown_financings(request: HttpRequest, source: Source, financings: Sequence[Placed]) -> list[dict[str, Any]]:
    """For the head of the page: what each is, where it goes, and what it may be."""
    return [
        {
            "name": one.name, "mark": one.name.removeprefix(place_name(1)).replace(".", "-"), "borrower": one.told.borrower,
            "other": one.told.other, "amounts": _amounts(one.told.rows),
            "waiting": sum(row.state == "proposed" for row in one.told.rows), "deal": named(one.deal),
            "off": choices(request, **{one.name: "none"}), "title": _title(one.told), "currency": _currency(one.told.rows),
            "candidates": [] if one.deal else [
                _offered(request, one, each.deal, each.title, each.reasons, shares=bool(each.score))
                for each in may_be(one.told, viewer=request.viewer, source=source)
            ],
        }
        for one in financings
    ]  # fmt: skip


def found_by_title(request: HttpRequest, source: Source, financings: Sequence[Placed]) -> list[dict[str, Any]]:
    """Deals by words of their title, each to be chosen for whichever financing has none yet."""
    words = request.GET.get("find", "").strip()[:200]
    found = deals_found(viewer=request.viewer, wall=source.compartment_id, words=words) if words else []
    open_ones = [one for one in financings if one.deal is None]
    return [{**_plain(deal), "offers": [_offered(request, one, *deal) for one in open_ones]} for deal in found]


def _offered(
    request: HttpRequest, one: Placed, deal: UUID, title: str, reasons: Sequence[str] = (), *, shares: bool = False
) -> dict[str, Any]:  # fmt: skip
    address = public_id("deal", deal)
    return {"id": address, "title": title, "reasons": reasons, "shares": shares, "borrower": one.told.borrower,
            "query": choices(request, **{one.name: address})}  # fmt: skip


def _plain(deal: tuple[UUID, str]) -> dict[str, str]:
    address = public_id("deal", deal[0])
    return {"id": address, "title": deal[1], "url": reverse("deal", args=[address])}


def named(deal: tuple[UUID, str] | None) -> dict[str, str] | None:
    return _plain(deal) if deal else None


def standing(request: HttpRequest, financings: Iterable[Placed]) -> dict[UUID, Any]:
    """What stands now beside each proposal, in the deal of its financing."""
    found: dict[UUID, Any] = {}
    for one in financings:
        if one.deal:
            found |= beside(viewer=request.viewer, deal=one.deal[0], rows=one.told.rows)
    return found


def _title(told: TextFinancing) -> str:
    """A title for a new deal, from what was read; nothing is entered before the reviewer says so."""
    whose = told.borrower or _amounts(told.rows)
    return f"{whose}: financing as reported" if whose else "Financing as reported"


def _amounts(rows: Iterable[Row]) -> str:
    """The amounts that the text gives, as it writes them."""
    told = [row.proposed.value for row in rows if row.proposed.read in AMOUNTS]
    return ", ".join(dict.fromkeys(said(one) for one in told))


def _currency(rows: Iterable[Row]) -> str:
    """The currency of a new deal: of the first amount of the financing that the text gives; empty without one."""
    amounts = (r.proposed.value for r in rows if r.proposed.read in AMOUNTS)
    told = (str(one.get("currency") or "") for one in amounts if isinstance(one, dict))
    return next(filter(None, told), "")
