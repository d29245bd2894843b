"""Figures for the patterns page: the founding case and a few of its neighbours."""

from __future__ import annotations

from datetime import date
from typing import Any

KNOWN_ON = date(2026, 11, 23)
TIMELINE: dict[str, Any] = {
    "id": "tl",
    "title": "Timeline of the deal, 2025 to 2026",
    "known_on": KNOWN_ON,
    "csv_url": "#",
    "svg_url": "#",
    "lanes": (
        {
            "key": "events",
            "title": "Events",
            "marks": (
                {
                    "when": {"by": "2025-09-01"},
                    "title": "talks began",
                    "sub": "no later than 1 Sep 2025",
                    "kind": "event",
                },
                {
                    "when": {"from": "2025-09-01", "to": "2025-12-01"},
                    "title": "marketing materials for lenders prepared",
                    "kind": "event",
                },
                {
                    "when": {"by": "2026-01-08"},
                    "title": "“one deal” not materially advanced",
                    "sub": "our reading",
                    "kind": "inferred",
                },
            ),
        },
        {
            "key": "replies",
            "title": "Replies",
            "marks": (
                {"when": "2025-12-01", "title": "PaleBlueDot AI denies", "sub": "without details", "kind": "reply"},
                {"when": "2025-12-01", "title": "JPMorgan Chase declined to comment", "kind": "reply"},
                {"when": "2025-12-01", "title": "Nvidia, Xiaohongshu: no response reported", "kind": "reply"},
            ),
        },
        {
            "key": "reports",
            "title": "Reports",
            "marks": (
                {
                    "id": "root",
                    "when": "2025-12-01",
                    "title": "Bloomberg News",
                    "sub": "root, known through others",
                    "kind": "origin",
                },
                {
                    "when": "2025-12-02",
                    "title": "ServerNews",
                    "sub": "first hop",
                    "kind": "rereport",
                    "tied_to": "root",
                },
                {"when": "2026-01-16", "title": "foro3d, Italian", "kind": "rereport", "tied_to": "root"},
                {
                    "when": {"from": "2025-12-01", "to": "2026-11-20"},
                    "title": "7 undated re-reports",
                    "sub": "between 1 Dec 2025 and the day each was retrieved",
                    "kind": "span",
                },
                {"when": None, "title": "mdaily.net", "sub": "undated; retrieved 20 Nov 2026", "kind": "rereport"},
            ),
        },
        {
            "key": "sites",
            "title": "Sites, hardware",
            "marks": (),
            "note": "No date is stated for the site or the hardware.",
        },
        {
            "key": "rules",
            "title": "Rules",
            "marks": (
                {
                    "when": {"from": "2025-11-10", "to": "2026-11-09"},
                    "title": "BIS Affiliates Rule suspended",
                    "sub": "ended by its own terms; whether extended was not verified",
                    "kind": "rule",
                },
            ),
        },
    ),
}
EXPOSURE: dict[str, Any] = {
    "id": "ex",
    "title": "Debt by lender, US dollars, as of 23 Nov 2026",
    "currency": "USD",
    "csv_url": "#",
    "note": "Named holds cover 3 of 5 facilities. The undisclosed remainder is not ranked as a name.",
    "rows": (
        {
            "label": "Macquarie",
            "amount": {"kind": "at most", "high": "10000000000"},
            "basis": "reported",
            "words": "up to US$10bn",
        },
        {
            "label": "Apollo",
            "amount": {"kind": "approx", "point": "3400000000", "low": "3100000000", "high": "3700000000"},
            "limit": "3000000000",
            "basis": "multiple_newsrooms",
            "words": "about US$3.4bn",
        },
        {
            "label": "WULF Compute noteholders",
            "amount": {"kind": "exact", "point": "3200000000"},
            "basis": "documented",
            "words": "US$3.2bn",
        },
        {
            "label": "Blackstone, Coatue",
            "amount": {"kind": "at least", "low": "2000000000"},
            "basis": "reported",
            "words": "at least US$2bn",
        },
        {
            "label": "Banks, unnamed",
            "amount": {"kind": "approx", "point": "300000000"},
            "basis": "contested",
            "words": "about US$300m",
        },
        {
            "label": "JPMorgan Chase",
            "amount": {"kind": "unknown"},
            "basis": "reported",
            "words": "nothing committed is known",
        },
    ),
}
WALL: dict[str, Any] = {
    "id": "wall",
    "title": "Maturity wall, US dollars, by certainty",
    "currency": "USD",
    "column_title": "Matures in",
    "csv_url": "#",
    "series": ("documented", "stated by party", "reported"),
    "columns": (
        {
            "label": "2027",
            "parts": {"documented": "1100000000", "stated by party": None, "reported": "500000000"},
            "unknown": 2,
        },
        {
            "label": "2028",
            "parts": {"documented": None, "stated by party": "2300000000", "reported": None},
            "unknown": 0,
        },
        {"label": "2029", "parts": {"documented": None, "stated by party": None, "reported": None}, "unknown": 4},
        {
            "label": "2030",
            "parts": {"documented": "3200000000", "stated by party": "1275000000", "reported": "2350000000"},
            "unknown": 1,
        },
        {
            "label": "2031",
            "parts": {"documented": None, "stated by party": "7500000000", "reported": "1000000000"},
            "unknown": 3,
        },
    ),
}
RAIL: dict[str, Any] = {
    "base_url": "?",
    "known_on": KNOWN_ON,
    "days": {
        date(2025, 12, 1): 2,
        date(2025, 12, 2): 1,
        date(2026, 1, 8): 4,
        date(2026, 1, 9): 1,
        date(2026, 1, 16): 1,
    },
}
SITES: dict[str, Any] = {
    "id": "map",
    "title": "Sites of four deals",
    "csv_url": "#",
    "geojson_url": "#",
    "whole": False,
    "sites": (
        {
            "label": "Data centre in Tokyo",
            "sub": "city only",
            "lat": "35.68",
            "lon": "139.69",
            "precision": "city",
            "href": "#",
        },
        {
            "label": "Gelang Patah, Johor",
            "sub": "150 MW, contracted",
            "lat": "1.44",
            "lon": "103.59",
            "precision": "exact",
            "href": "#",
        },
        {"label": "Navi Mumbai", "sub": "city only", "lat": "19.03", "lon": "73.02", "precision": "city", "href": "#"},
        {
            "label": "Project Southgate",
            "sub": "country only",
            "lat": "-25.7",
            "lon": "134.5",
            "precision": "country",
            "href": "#",
        },
        {"label": "Site not named", "lat": None, "lon": None, "precision": "country"},
    ),
}
_R = {"certainty": "reported"}
GRAPH: dict[str, Any] = {
    "id": "graph",
    "title": "Role graph: capital, borrower, assets, site, user",
    "layers": (
        {
            "title": "Capital",
            "layer": "money",
            "nodes": (
                {"id": "banks", "label": "Banks", "sub": "unnamed, at least 2", **_R},
                {"id": "credit", "label": "Private-credit firms", "sub": "unnamed, at least 2", **_R},
                {"id": "jpm", "label": "JPMorgan Chase", "sub": "materials for lenders", **_R},
            ),
        },
        {
            "title": "Borrower",
            "layer": "money",
            "nodes": ({"id": "pbd", "label": "PaleBlueDot AI", "sub": "Silicon Valley, US", **_R},),
        },
        {
            "title": "Assets",
            "layer": "chips",
            "nodes": (
                {"id": "gpu", "label": "Nvidia GPUs", "sub": "? model, ? quantity", **_R},
                {"id": "nv", "label": "Nvidia", "sub": "US", **_R},
            ),
        },
        {
            "title": "Site",
            "layer": "site",
            "nodes": ({"id": "dc", "label": "Data centre", "sub": "Tokyo, ? operator", **_R},),
        },
        {
            "title": "User, as reported",
            "layer": "use",
            "nodes": ({"id": "xhs", "label": "Xiaohongshu", "sub": "小红书, RedNote, CN", **_R},),
        },
    ),
    "edges": (
        {"from": "banks", "to": "pbd", "label": "approached", **_R},
        {"from": "credit", "to": "pbd", **_R},
        {"from": "jpm", "to": "pbd", "label": "may abstain", "certainty": "contested"},
        {"from": "pbd", "to": "gpu", "label": "would buy", **_R},
        {"from": "nv", "to": "gpu", "label": "maker", **_R},
        {"from": "gpu", "to": "dc", "label": "to stand in", **_R},
        {"from": "dc", "to": "xhs", "label": "would use", "certainty": "contested"},
    ),
}
GRAPH_STATED = {
    **GRAPH,
    "id": "graph-stated",
    "title": "Only what a party has stated: no edge remains",
    "only_stated": True,
}
