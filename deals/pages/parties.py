"""/parties/ and /parties/<id>/: who takes part, by any name, and in what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from deals.pages.deal.cells import quantity_words
from deals.pages.deal.roles import GROUPS
from deals.pages.deal.seen import deal_url, is_stated, published
from deals.pages.listing import country_code, one_of, page_by_name, pager, search_words
from deals.pages.marks import mark_elsewhere
from deals.reports.named_then import Then
from deals.reports.parties_known import PartiesThen
from deals.reports.party_deals import deals_of_parties, party_deals
from deals.reports.party_deals_at import party_deals_at
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key, public_id
from dealtracker.uikit import atoms
from dealtracker.uikit.countries import country_name
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page
from parties.register.queries import merged_into
from parties.reports.head_office import head_office_words
from parties.reports.judgements import judgements_of
from parties.reports.merge_preview import may_judge
from parties.reports.party_candidates import screening_state
from parties.reports.party_list import party_json, party_list
from parties.reports.party_on import party_on
from parties.reports.party_sheet import party_sheet

KINDS = ("company", "bank", "fund", "spv", "public body", "person", "unnamed group", "unknown")
KIND_WORDS = {"spv": "special purpose vehicle", "unknown": "kind not stated"}


@reader_page
def parties(request: HttpRequest) -> HttpResponse:
    """GET /parties/?q=&kind=&hq_country=&as_of=&known_on=; the same parameters as GET /api/v1/parties/."""
    clock = clocks(request.GET)
    words, kind, country = search_words(request), one_of(request, "kind", KINDS), country_code(request, "hq_country")
    asked = {"name": words, "kind": kind, "country": country}
    then = PartiesThen(Then(request.viewer, clock.today, clock.known_on), clock.as_of)
    page = page_by_name(request, party_list(viewer=request.viewer, **asked) if clock.is_today else then.fitting(**asked))
    context = {
        **frame(request, section="Parties", clock=clock, json_path="/api/v1/parties/"),
        "query": words,
        "kind": kind,
        "country": country,
        "may_enter": bool(request.viewer.edits),
        "kinds": [(code, KIND_WORDS.get(code, code)) for code in KINDS],
        "rows": _now(request, page.rows, clock) if clock.is_today else _then(then, page.rows),
        "pager": pager(request, len(page.rows), "party", "parties", following=page.next, before=page.previous),
    }
    return render(request, "parties/list.html", context)


def _now(request: HttpRequest, rows: list[Any], clock: Clocks) -> list[dict[str, Any]]:
    counts = deals_of_parties(viewer=request.viewer, parties=[party.pk for party in rows], day=clock.today)
    return [_line(party_json(party), counts.get(party.pk, 0)) for party in rows]


def _then(then: PartiesThen, rows: list[Any]) -> list[dict[str, Any]]:
    """Each with the names, the head office and the number of deals that were known of it then."""
    counts = then.deals([party.pk for party in rows])
    return [_line(told, counts[party.pk]) for party, told in zip(rows, then.told(rows), strict=True)]


def _line(party: dict[str, Any], deals: int) -> dict[str, Any]:
    names = sorted(party["names"], key=lambda name: (name.get("script") == "Latn", name["text"]))
    kind, country = party["kind"], party.get("hq_country", "")
    return {
        "id": party["id"],
        "url": party_url(party["id"], party["name"]),
        "name": party["name"],
        "kind": KIND_WORDS.get(kind, kind),
        "country": country,
        "country_name": country_name(country) if country else "",
        "deals": deals,
        "names": [
            {"text": n["text"], "lang": n.get("language") or "und"} for n in names if n["text"] != party["name"]
        ][:5],
        "count": _group_size(party.get("count_min"), party.get("count_max")) if kind == "unnamed group" else "",
    }


def _group_size(low: int | None, high: int | None) -> str:
    if low and high:
        return str(low) if low == high else f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else "number not stated"


# What stands below a party's address; a party called so has another slug.
_PAGES = ("merge", "ownership", "screening", "edit")


def party_url(key: str, name: str) -> str:
    slug = slugify(name)[:60]
    return f"/parties/{key}/{slug if slug and slug not in _PAGES else 'party'}/"


@reader_page
def party(request: HttpRequest, party: str, slug: str = "") -> HttpResponse:
    """GET /parties/<id>/[<name>/]."""
    key, clock = private_key("party", party), clocks(request.GET)
    sheet = _sheet(request.viewer, key, clock) if key else None
    if key and (stands := merged_into(key, viewer=request.viewer)):
        return HttpResponseRedirect(reverse("party", args=[public_id("party", stands)]), status=308)
    if key is None or sheet is None:
        raise Http404
    deals = _deals_on(request.viewer, key, clock)
    context = {
        **frame(request, section="Parties", clock=clock, json_path=f"/api/v1/parties/{sheet['id']}/", json_keeps=()),
        "party": sheet,
        "clock": clock,
        "screening": screening_state(viewer=request.viewer, party=key),
        "kind": KIND_WORDS.get(sheet["kind"], sheet["kind"]),
        "names": _names(sheet),
        "hq": _hq(request.viewer, key, sheet, deals, clock),
        "jurisdiction": country_name(sheet["jurisdiction"]) if sheet.get("jurisdiction") else "",
        "size": _group_size(sheet.get("count_min"), sheet.get("count_max")),
        "groups": _groups(deals, clock),
        "deals": len(deals),
        "stakes": [
            ("Owns, as stated", [_stake(s) for s in sheet["owns"]]),
            ("Owned by, as stated", [_stake(s) for s in sheet["owned_by"]]),
        ],
        "crumbs": [{"label": "Parties", "url": "/parties/"}, {"label": sheet["name"]}],
        "revision": sheet["revision"],
        "judgements": judgements_of(viewer=request.viewer, party=key),
        "may_judge": may_judge(viewer=request.viewer, party=key),
    }
    return render(request, "parties/party.html", context)


def _sheet(viewer: Viewer, party: UUID, clock: Clocks) -> dict[str, Any] | None:
    if clock.is_today:
        return party_sheet(viewer=viewer, party=party, known_on=clock.known_on)
    known = PartiesThen(Then(viewer, clock.today, clock.known_on), clock.as_of).rows
    if not known.filter(pk=party).exists():
        return None  # nothing had named it yet
    return party_on(viewer=viewer, party=party, as_of=clock.as_of, known_on=clock.known_on)


def _deals_on(viewer: Viewer, party: UUID, clock: Clocks) -> list[dict[str, Any]]:
    if clock.is_today:
        return party_deals(viewer=viewer, party=party, day=clock.today)
    return party_deals_at(viewer=viewer, party=party, today=clock.today, as_of=clock.as_of, known_on=clock.known_on)


_THEN = {"before": "no longer used on this day", "after": "not yet used on this day", "perhaps": "its dates leave this day open"}


def _names(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    then = sheet.get("names_then", {})
    return [
        {"lang": name.get("language") or "und", "then": _THEN.get(then.get(name["text"], ""), ""), **name}
        for name in sheet["names"]
    ]


def _hq(
    viewer: Viewer, party: UUID, sheet: dict[str, Any], deals: list[dict[str, Any]], clock: Clocks
) -> dict[str, Any] | None:
    """Where the head office is, the words that say so, what that rests on, and where the claims can be opened."""
    code = sheet.get("hq_country")
    if not code:
        return None
    standing = sheet["standings"].get("hq_country")
    at = f"/parties/{sheet['id']}/hq_country"
    opened = mark_elsewhere(deals[0]["deal"]["id"], at, standing, clock, "the head office") if deals else atoms.mark(standing)
    words = head_office_words(viewer=viewer, party=party, country=code, known_on=clock.known_on)
    quoted = [{**one, "published": published(one["source"])} for one in words]
    return {"code": code, "name": country_name(code), "standing": standing, "mark": opened, "quoted": quoted}


def _stake(stake: dict[str, Any]) -> dict[str, Any]:
    share = quantity_words(stake["share"], percent=True) if stake["share"] else None
    return {**stake, "share_words": share, "url": party_url(stake["party"]["id"], stake["party"]["name"])}


def _groups(deals: list[dict[str, Any]], clock: Clocks) -> list[dict[str, Any]]:
    """The deals under each sort of part, in the order in which a deal's own page has them."""
    found = []
    for group, title, layer in GROUPS:
        rows = [_deal(one, part, clock) for one in deals for part in one["parts"] if part["group"] == group]
        if rows:
            found.append({"title": title, "layer": layer, "rows": rows})
    return found


def _deal(one: dict[str, Any], part: dict[str, Any], clock: Clocks) -> dict[str, Any]:
    derived, deal = one["deal"]["derived"], one["deal"]["id"]
    headline = derived["headline"]
    return {
        **part,
        "stated": is_stated(part["standing"]),
        "part_mark": mark_elsewhere(deal, part["at"], part["standing"], clock, "this part"),
        "amount_mark": mark_elsewhere(deal, headline.get("of", ""), headline["standing"], clock, "the amount") if headline else "",
        "title": one["deal"]["title"],
        "url": deal_url(one["deal"]),
        "walled": one["deal"]["compartment"] != "Public",
        "stage": derived["stage"]["code"] if derived["stage"] else None,
        "deal_standing": {"certainty": derived["certainty"]["code"]},
        "amount": headline["amount"] if headline else None,
        "measure": headline["measure"] if headline and headline["measure"] != "debt" else "",
        "last": derived["last_report"],
    }
