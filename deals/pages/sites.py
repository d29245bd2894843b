"""/sites/ and /sites/<id>/: where the machines stand, drawn no more precisely than is reported."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from deals.agreements.words import PRECISIONS
from deals.pages.deal.assets import PRECISION, capacity_words
from deals.pages.deal.seen import deal_url
from deals.pages.listing import country_code, one_of, page_by_name, pager, search_words
from deals.sites.calc.places import position
from deals.reports.site_list import deals_at_site, site_countries, site_list, site_standings
from deals.reports.site_rows import deals_at_sites, site_json
from dealtracker.ids import private_key
from dealtracker.uikit.countries import country_name
from dealtracker.uikit.frame import clocks, frame, reader_page


@reader_page
def sites(request: HttpRequest) -> HttpResponse:
    """GET /sites/?q=&country=&precision=; the same parameters as GET /api/v1/sites/."""
    words, country, precision = (
        search_words(request),
        country_code(request, "country"),
        one_of(request, "precision", PRECISIONS),
    )
    page = page_by_name(request, site_list(viewer=request.viewer, words=words, country=country, precision=precision))
    deals = deals_at_sites(viewer=request.viewer, sites=page.rows)
    standings = site_standings(sites=[site.pk for site in page.rows], known_on=clocks(QueryDict()).today)
    rows = [_line(site_json(site, deals.get(site.pk, [])), standings.get(site.pk, {})) for site in page.rows]
    context = {
        **frame(request, section="Sites", json_path="/api/v1/sites/"),
        "rows": rows,
        "query": words,
        "precision": precision,
        "countries": [(code, country_name(code), n) for code, n in site_countries(viewer=request.viewer)],
        "country": country,
        "precisions": [(code, PRECISION[code]) for code in PRECISIONS],
        "figure": _figure(rows),
        "filtered": words or country or precision,
        "pager": pager(request, len(rows), "site", "sites", following=page.next, before=page.previous),
    }
    return render(request, "deals/sites.html", context)


def _line(site: dict[str, Any], standings: dict[str, Any]) -> dict[str, Any]:
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
        "capacity": [capacity_words(capacity) for capacity in site["capacities"]],
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
    """GET /sites/<id>/."""
    key, clock = private_key("site", site), clocks(QueryDict())
    found = site_list(viewer=request.viewer).select_related("part_of").filter(pk=key).first() if key else None
    if key is None or found is None:
        raise Http404
    linked = deals_at_site(viewer=request.viewer, site=key, day=clock.today)
    row = _line(site_json(found, []), site_standings(sites=[key], known_on=clock.known_on).get(key, {}))
    context = {
        **frame(request, section="Sites", clock=clock, json_path=f"/api/v1/sites/{row['id']}/", json_keeps=()),
        "site": row,
        "figure": {**_figure([row]), "title": f"Where {row['name']} is, as far as reported"},
        "deals": [_deal(orjson.loads(brief), key_in_deal) for brief, key_in_deal in linked],
        "crumbs": [{"label": "Sites", "url": "/sites/"}, {"label": row["name"]}],
        "revision": found.revision,
        "part_of": found.part_of,
    }
    return render(request, "deals/site.html", context)


def _deal(deal: dict[str, Any], key: str) -> dict[str, Any]:
    derived = deal["derived"]
    users = [role for role in deal["roles"] if role.get("group") in ("user", "site")]
    return {
        "title": deal["title"],
        "url": deal_url(deal),
        "walled": deal["compartment"] != "Public",
        "stage": derived["stage"]["code"] if derived["stage"] else None,
        "standing": {"certainty": derived["certainty"]["code"]},
        "amount": derived["headline"]["amount"] if derived["headline"] else None,
        "claims": f"/deals/{deal['id']}/claims/?at=/sites/{key}/city",
        "users": [
            {
                "role": role["role"],
                "name": (role.get("party") or {}).get("name") or "",
                "id": (role.get("party") or {}).get("id", ""),
            }
            for role in users
        ],
    }
