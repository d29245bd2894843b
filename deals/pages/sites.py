"""/sites/ and /sites/<id>/: where the machines stand, drawn no more precisely than is reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from deals.agreements.words import PRECISIONS
from deals.pages.deal.assets import PRECISION, capacity_words, state_on, state_words
from deals.pages.deal.cells import quantity_words
from deals.pages.deal.header import silence_words
from deals.pages.deal.seen import Seen, deal_url, model_words
from deals.pages.listing import country_code, one_of, page_by_name, pager, search_words
from deals.pages.marks import mark_elsewhere, row_mark
from deals.reports.named_then import Then
from deals.reports.site_list import row_standings, site_countries, site_list
from deals.reports.site_on import AtSite, SiteOn, site_on
from deals.reports.site_rows import deals_at_sites, site_json
from deals.reports.sites_known import SitesThen
from deals.sites.calc.places import position
from deals.sites.models import Site
from dealtracker.apikit.keyset import Page
from dealtracker.ids import private_key
from dealtracker.uikit.countries import country_name
from dealtracker.uikit.formats import date_words
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page


@reader_page
def sites(request: HttpRequest) -> HttpResponse:
    """GET /sites/?q=&country=&precision=&as_of=&known_on=; the same parameters as GET /api/v1/sites/."""
    clock = clocks(request.GET)
    words, country, precision = (
        search_words(request),
        country_code(request, "country"),
        one_of(request, "precision", PRECISIONS),
    )
    asked = {"words": words, "country": country, "precision": precision}
    then = SitesThen(Then(request.viewer, clock.today, clock.known_on), clock.as_of)
    page, rows = _now(request, clock, asked) if clock.is_today else _then(request, clock, asked, then)
    countries = site_countries(viewer=request.viewer) if clock.is_today else then.countries()
    context = {
        **frame(request, section="Sites", clock=clock, json_path="/api/v1/sites/"),
        "geojson_url": _geojson(request),
        "rows": rows,
        "query": words,
        "precision": precision,
        "countries": [(code, country_name(code), n) for code, n in countries],
        "country": country,
        "precisions": [(code, PRECISION[code]) for code in PRECISIONS],
        "figure": _figure(rows),
        "filtered": words or country or precision,
        "pager": pager(request, len(rows), "site", "sites", following=page.next, before=page.previous),
    }
    return render(request, "deals/sites.html", context)


def _now(request: HttpRequest, clock: Clocks, asked: dict[str, str]) -> tuple[Page, list[dict[str, Any]]]:
    page = page_by_name(request, site_list(viewer=request.viewer, **asked))
    deals = deals_at_sites(viewer=request.viewer, sites=page.rows)
    standings = row_standings(rows=[site.pk for site in page.rows], known_on=clock.today)
    return page, [
        _line(site_json(site, deals.get(site.pk, [])), standings.get(site.pk, {}), clock.seen_on) for site in page.rows
    ]


def _then(request: HttpRequest, clock: Clocks, asked: dict[str, str], then: SitesThen) -> tuple[Page, list[dict[str, Any]]]:
    """The sites that deals had named by then, as they were known."""
    page = page_by_name(request, then.fitting(**asked))
    lines = [_line(*_row_then(one.row, one.deals), clock.seen_on) for one in then.told(page.rows)]
    for line in lines:
        line["url"] = clock.on(line["url"])
        line["linked"] = [{**deal, "url": clock.on(deal["url"])} for deal in line["linked"]]
    return page, lines


def _geojson(request: HttpRequest) -> str:
    """The page's own filters in the API's GeoJSON form."""
    kept = {name: request.GET[name] for name in ("q", "country", "precision", "as_of", "known_on") if request.GET.get(name)}
    return f"/api/v1/sites/?{urlencode({**kept, 'format': 'geojson'})}"


def _line(site: dict[str, Any], standings: dict[str, Any], day: date) -> dict[str, Any]:
    parts = [site.get(name) for name in ("district", "city", "region")]
    where = next((standings[field] for field in ("city", "region", "country", "") if field in standings), None)
    return {
        **site,
        "url": f"/sites/{site['id']}/",
        "place": ", ".join(dict.fromkeys(filter(None, parts))),
        "country_name": country_name(site["country"]) if site.get("country") else "",
        "standing": where,
        "country_standing": standings.get("country") or where,
        "precision_words": PRECISION[site["precision"]],
        "capacity": [capacity_words(capacity, day) for capacity in site["capacities"]],
        "linked": [{**deal, "url": deal_url(deal)} for deal in site["deals"]],
    }


def _figure(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Marks for the map: a pin where the position is entered, else an area around the place that is named."""
    marks = []
    for row in rows:
        at = position(row)
        marks.append(
            {
                "label": row["name"],
                "sub": row["place"] or row["country_name"],
                "href": row["url"],
                "lat": at.latitude if at else None,
                "lon": at.longitude if at else None,
                "precision": at.precision if at else row["precision"],
            }
        )
    return {"id": "sites-map", "title": "Sites on this page", "sites": marks, "whole": False}


@reader_page
def site(request: HttpRequest, site: str) -> HttpResponse:
    """GET /sites/<id>/?as_of=&known_on="""
    key, clock = private_key("site", site), clocks(request.GET)
    found = site_list(viewer=request.viewer).select_related("part_of").filter(pk=key).first() if key else None
    seen = site_on(viewer=request.viewer, site=key, today=clock.today, as_of=clock.as_of, known_on=clock.known_on) if key else None
    if key is None or found is None or seen is None:
        raise Http404
    row = _line(*_as_known(found, seen, clock), clock.seen_on)
    context = {
        **frame(request, section="Sites", clock=clock, json_path=f"/api/v1/sites/{row['id']}/"),
        "site": row, "marks": _marks(seen, clock), "capacities": _capacities(seen.capacities or row["capacities"], clock),
        "figure": {**_figure([row]), "title": f"Where {row['name']} is, as far as reported"},
        "deals": [_deal(one, clock) for one in seen.deals], "silence": _silence(seen, clock),
        "hardware": [_hardware(one, line, clock) for one in seen.deals for line in one.hardware],
        "crumbs": [{"label": "Sites", "url": "/sites/"}, {"label": row["name"]}],
        "revision": found.revision, "part_of": found.part_of if found.part_of and clock.is_today else None,
    }  # fmt: skip
    return render(request, "deals/site.html", context)


def _as_known(found: Site, seen: SiteOn, clock: Clocks) -> tuple[dict[str, Any], dict[str, Any]]:
    """The site's row and its standings: today's as stored, those of other dates as the deals' sheets have them."""
    if clock.is_today or seen.row is None:
        return site_json(found, []), row_standings(rows=[found.pk], known_on=clock.known_on).get(found.pk, {})
    return _row_then(seen.row, [])


def _row_then(known: Mapping[str, Any], deals: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A site as a deal's sheet has it, in the shape of `site_json`, with its standings."""
    row = {**known, "deals": deals, "capacities": list(known.get("capacities", ()))}
    if row.get("latitude") and row.get("longitude"):
        row["position"] = {"latitude": row["latitude"], "longitude": row["longitude"]}
    standings = {"": row["standing"]} if row.get("standing") else {}
    return row, {**standings, **row.get("standings", {})}


def _marks(seen: SiteOn, clock: Clocks) -> dict[str, SafeString]:
    """{"place", "country"}: what opens the claims of the site, through a deal that names it; empty where none does."""
    for one in seen.deals:
        own = one.row.get("standings") or {}
        fields = {"place": next((f for f in ("district", "city", "region") if f in own), ""), "country": "country"}
        return {
            name: row_mark(one.document["id"], "sites", one.row, clock, field, what=f"the {name}")
            for name, field in fields.items()
        }
    return {}


def _silence(seen: SiteOn, clock: Clocks) -> str:
    """Inferred from the deals at the site: nothing is known of the site but what their reports say."""
    last = seen.last_report
    if not seen.deals:
        return ""
    return silence_words((clock.known_on - last).days if last else None) or f"last first-hand report {date_words(str(last))}"


def _capacities(rows: Sequence[Mapping[str, Any]], clock: Clocks) -> list[dict[str, Any]]:
    """Each with how it is known: as its figure is, else as the row is."""
    keys = {row["id"]: private_key("capacity", row["id"]) for row in rows}
    known = row_standings(rows=[key for key in keys.values() if key], known_on=clock.known_on)
    found = [(row, known.get(keys[row["id"]] or UUID(int=0), {})) for row in rows]
    return [{**_capacity(row, clock.seen_on), "standing": own.get("mw") or own.get("gpus") or own.get("")} for row, own in found]


def _capacity(one: Mapping[str, Any], day: date) -> dict[str, Any]:
    """One row of capacity over time; kinds of megawatts stay apart."""
    kind = "" if one.get("kind", "unsaid") == "unsaid" else str(one["kind"])
    return {
        "by": date_words(one.get("by")), "mw": quantity_words(one.get("mw") or {}, "MW") or "",
        "gpus": quantity_words(one.get("gpus") or {}, "GPUs") or "", "phase": one.get("phase") or "", "kind": kind,
        "state": state_on(one, day),
    }  # fmt: skip


def _hardware(one: AtSite, line: Mapping[str, Any], clock: Clocks) -> dict[str, Any]:
    unit = "" if line.get("unit", "unsaid") == "unsaid" else f"{line['unit']}s"
    return {
        "model": model_words(line), "count": quantity_words(line.get("quantity") or {}, unit) or "",
        "state": state_words(Seen(one.document, clock), line), "by": date_words(line.get("by")),
        "deal": one.document["title"], "url": f"{Seen(one.document, clock).url}#hardware-{line['key']}",
        "count_mark": row_mark(one.document["id"], "hardware", line, clock, "quantity", what="the quantity"),
    }  # fmt: skip


def _deal(one: AtSite, clock: Clocks) -> dict[str, Any]:
    deal, derived, seen = one.document, one.document["derived"], Seen(one.document, clock)
    users = [role for role in deal["roles"] if role.get("group") == "user" and role not in one.roles]
    headline = derived["headline"] or {}
    return {
        "title": deal["title"],
        "url": seen.url,
        "walled": deal["compartment"] != "Public",
        "stage": derived["stage"]["code"] if derived["stage"] else None,
        "standing": {"certainty": derived["certainty"]["code"]},
        "amount": headline.get("amount"),
        "amount_mark": mark_elsewhere(deal["id"], headline.get("of", ""), headline.get("standing"), clock, "the amount"),
        "place_mark": row_mark(deal["id"], "sites", one.row, clock, what="the site"),
        "both": [[_role(seen, role) for role in roles] for roles in (one.roles, users)],
    }


_DASHED = (None, "inferred", "reported", "multiple_newsrooms", "contested")


def _role(seen: Seen, role: Mapping[str, Any]) -> dict[str, Any]:
    party = role.get("party") or {}
    return {
        "role": role["role"], "name": party.get("name") or "not named",
        "url": seen.on_these_dates(f"/parties/{party['id']}/") if party.get("id") else "",
        "mark": row_mark(seen.doc["id"], "roles", role, seen.clock, what="this part"),
        "status": "" if role.get("status") in (None, "active") else role["status"],
        "is_reported": (role.get("standing") or {}).get("certainty") in _DASHED,
    }  # fmt: skip
