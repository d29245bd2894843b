"""Values for the patterns page: the founding case, written down in the shapes that the tags take."""

from __future__ import annotations

from typing import Any

CONTESTED = {"certainty": "contested", "sources": 10, "origins": 1, "newsrooms": 1, "by": None, "scope": None}
REPORTED = {"certainty": "reported", "sources": 3, "origins": 1, "newsrooms": 1, "by": None}
STANDINGS = (
    REPORTED,
    {"certainty": "multiple_newsrooms", "sources": 7, "origins": 2, "newsrooms": 2, "by": None},
    {"certainty": "stated_by_party", "sources": 4, "origins": 1, "newsrooms": 1, "by": "Fluidstack"},
    {"certainty": "documented", "sources": 3, "origins": 1, "newsrooms": 0, "by": None},
    CONTESTED,
    {"certainty": "withdrawn", "sources": 2, "origins": 1, "newsrooms": 1, "by": None},
)
LOAN = {"kind": "approx", "point": "300000000", "currency": "USD", "words": "about US$300m"}
AMOUNTS: tuple[dict[str, Any], ...] = (
    LOAN,
    {"kind": "exact", "point": "3200000000", "currency": "USD"},
    {"kind": "range", "low": "600000000", "high": "700000000", "currency": "USD"},
    {"kind": "at most", "high": "1200000000", "currency": "USD"},
    {"kind": "at least", "low": "2000000000", "currency": "USD", "words": "more than US$2bn"},
    {"kind": "exact", "point": "10000000000", "currency": "EUR", "words": "€10bn, initial"},
    {"kind": "exact", "point": "46650000000", "currency": "JPY"},
    {"kind": "exact", "point": "38000000", "currency": "USD"},
    {"kind": "unknown"},
)
NAMES = {"en": "Xiaohongshu", "zh-Hans": "小红书", "zh-Hant": "小紅書", "ko": "샤오훙수"}
PATH = (
    {"label": "Borrower", "code": "US", "certainty": "reported"},
    {"label": "Site", "code": "JP", "certainty": "reported"},
    {"label": "Reported user", "code": "CN", "certainty": "contested"},
)
REPLY_COUNTS = {"denies": 1, "declines_to_comment": 1, "no_response": 2}
_PUT = {"put_by": "Bloomberg News", "date": "2025-12-01", "scope": "unspecified"}
REPLIES: tuple[dict[str, Any], ...] = (
    {
        "party": "PaleBlueDot AI",
        "role": "borrower",
        "stance": "denies",
        "detail": "without details",
        "words": "the information you mention is factually incorrect",
        **_PUT,
    },
    {
        "party": "JPMorgan Chase",
        "role": "prepared materials",
        "stance": "declines_to_comment",
        "drift": "ETtoday: had not responded",
        **_PUT,
    },
    {
        "party": "Nvidia",
        "role": "hardware vendor",
        "stance": "no_response",
        "drift": "ServerNews: did not answer",
        **_PUT,
    },
    {
        "party": "Xiaohongshu",
        "role": "reported user",
        "stance": "no_response",
        "drift": "ServerNews: did not answer",
        **_PUT,
    },
    {"party": "Banks and private-credit firms", "role": "approached, unnamed", "stance": "not_asked"},
)
DEALS: tuple[dict[str, Any], ...] = (
    {
        "title": "PaleBlueDot AI, GPUs in Tokyo",
        "sub": "Loan sought for Nvidia GPUs",
        "amount": LOAN,
        "stage": "talks",
        "reached": ["talks"],
        "standing": CONTESTED,
        "note": "borrower denies, no details",
        "path": PATH,
        "replies": REPLY_COUNTS,
        "silent": "357 days",
        "last": "2025-12-01",
    },
    {
        "title": "WULF Compute, Lake Mariner",
        "sub": "7.75% senior secured notes due 2030",
        "amount": AMOUNTS[1],
        "stage": "closed",
        "reached": ["marketing", "closed"],
        "standing": STANDINGS[3],
        "note": "10-Q read",
        "replies": {},
        "silent": "397 days",
        "last": "2025-10-22",
        "path": (
            {"label": "Borrower", "code": "US", "certainty": "documented"},
            {"label": "Site", "code": "US", "certainty": "documented"},
            {"label": "User", "code": "GB", "certainty": "stated_by_party"},
        ),
    },
    {
        "title": "Yotta, Noida and Navi Mumbai",
        "sub": "Capex; mix of debt and equity not fixed",
        "amount": AMOUNTS[4],
        "stage": "committed",
        "reached": ["committed"],
        "standing": REPORTED,
        "note": "reported",
        "replies": {},
        "silent": "278 days",
        "last": "2026-02-18",
        "path": (
            {"label": "Borrower", "code": "IN", "certainty": "stated_by_party"},
            {"label": "Site", "code": "IN", "certainty": "stated_by_party"},
            {"label": "User", "code": None, "certainty": None},
        ),
    },
    {
        "title": "Nvidia and YTL, Johor",
        "sub": "Partnership; financing not stated",
        "amount": AMOUNTS[8],
        "stage": "talks",
        "reached": ["talks"],
        "standing": REPORTED,
        "note": "reported; source corrected",
        "replies": {"declines_to_comment": 1, "no_response": 1},
        "silent": "1,081 days",
        "last": "2023-12-08",
        "walled": "Asia credit",
        "path": (
            {"label": "Borrower", "code": "MY", "certainty": "stated_by_party"},
            {"label": "Site", "code": "MY", "certainty": "stated_by_party"},
            {"label": "User", "code": None, "certainty": None},
        ),
    },
)
CLAIMS: dict[str, Any] = {
    "title": "loan, amount",
    "words": "about US$300m",
    "standing": CONTESTED,
    "as_of": "2025-12-01",
    "detail": "approx, point 300,000,000 USD, no band invented",
    "close_url": "#claims-drawer",
    "add_url": "#",
    "claims": (
        {
            "id": "1",
            "source": "Bloomberg News",
            "relation": "root, known through others",
            "words": "unos US$300m",
            "lang": "es",
            "quote": True,
            "detail": "anchor in Bloomberg Línea · people familiar",
            "date": None,
        },
        {
            "id": "2",
            "source": "TBS NEWS DIG",
            "relation": "converts",
            "words": "約3億ドル（約466億5000万円）",
            "lang": "ja",
            "quote": True,
            "detail": "yen figure converted by the publisher",
            "date": None,
        },
        {
            "id": "3",
            "source": "ServerNews",
            "relation": "drift",
            "words": "US$300m",
            "detail": "“about” lost",
            "date": "2025-12-02",
            "drift": True,
        },
    ),
    "more": (
        {
            "id": "4",
            "source": "foro3d, Italian",
            "relation": "drift",
            "words": "prestito massiccio",
            "lang": "it",
            "quote": True,
            "detail": "adds “massive”",
            "date": "2026-01-16",
            "drift": True,
        },
    ),
    "against": (
        ("Against", "PaleBlueDot AI denies the report, without details; scope unspecified"),
        ("Drift chain", "300m in all 7 copies compared"),
    ),
}
ORIGINS: tuple[dict[str, Any], ...] = (
    {
        "publisher": "Bloomberg News",
        "date_words": "about 1 Dec 2025",
        "standing": CONTESTED,
        "badge": "root, known through others",
        "note": "10 re-reports change nothing but this count",
        "reports": (
            {"publisher": "Bloomberg Línea", "language": "es", "kind": "licensed translation", "compared": True},
            {
                "publisher": "ETtoday Finance",
                "language": "zh-Hant",
                "kind": "rewrite",
                "date": "2025-12-01",
                "drift": "“declined” → “not responded”; buyer → Xiaohongshu",
            },
            {
                "publisher": "ServerNews",
                "language": "ru",
                "kind": "rewrite",
                "date": "2025-12-02",
                "drift": "first hop: lenders → borrowers; “may abstain” → “will probably refuse”",
            },
            {
                "publisher": "foro3d (forum)",
                "language": "es",
                "kind": "rewrite, probable",
                "drift": "adds “US venture capital”",
                "hop": 2,
            },
            {
                "publisher": "foro3d, Italian",
                "language": "it",
                "kind": "machine translation",
                "date": "2026-01-16",
                "drift": "dated six weeks later; adds “massive”",
                "hop": 3,
            },
            {"publisher": "mdaily.net", "language": "ko", "kind": "rewrite"},
        ),
    },
    {
        "publisher": "Bloomberg News",
        "date_words": "about 8 Jan 2026",
        "standing": {"certainty": "reported"},
        "badge": "linked by our reading",
        "note": "does not name the borrower; not counted above",
        "reports": (
            {
                "publisher": "The Star (Bloomberg)",
                "language": "en",
                "kind": "licensed copy",
                "date": "2026-01-09",
                "compared": True,
            },
        ),
    },
)
FACETS: tuple[dict[str, Any], ...] = (
    {
        "name": "stage",
        "title": "Stage",
        "open": True,
        "options": (
            {"value": "talks", "label": "Talks", "n": 8, "checked": True},
            {"value": "marketing", "label": "Marketing", "n": 2},
            {"value": "committed", "label": "Committed", "n": 4},
            {"value": "signed", "label": "Signed", "n": 8},
            {"value": "closed", "label": "Closed", "n": 8},
            {"value": "ended", "label": "Ended", "n": 1},
            {"value": "none", "label": "not stated", "empty": "not_stated", "n": 0, "disabled": True},
        ),
    },
    {
        "name": "certainty",
        "title": "Certainty",
        "open": True,
        "options": tuple(
            {"value": code, "label": label, "n": n, "certainty": code}
            for code, label, n in (
                ("documented", "documented", 2),
                ("stated_by_party", "stated by party", 3),
                ("multiple_newsrooms", "multiple newsrooms", 3),
                ("reported", "reported", 20),
                ("contested", "contested", 3),
            )
        ),
    },
    {
        "name": "country",
        "title": "Countries",
        "open": True,
        "groups": (
            {
                "title": "Borrower",
                "layer": "money",
                "name": "borrower.country",
                "options": (
                    {"value": "US", "label": "United States", "n": 17},
                    {"value": "CN", "label": "China", "n": 2},
                ),
            },
            {
                "title": "Site",
                "layer": "site",
                "name": "site.country",
                "options": (
                    {"value": "MY", "label": "Malaysia", "n": 3},
                    {"value": "JP", "label": "Japan", "n": 2},
                    {"value": "none", "label": "not stated", "empty": "not_stated", "n": 11},
                ),
            },
        ),
    },
    {"name": "role", "title": "Role", "options": ({"value": "lender", "label": "Lender", "n": 19},)},
)
PATTERN_CRUMBS = ({"label": "Deals", "url": "/"}, {"label": "Patterns"})
PATTERN_TABS = (
    {"label": "All deals", "url": "#", "n": 33},
    {"label": "Stage known", "url": "#", "n": 31, "current": True},
    {"label": "Talks and marketing", "url": "#", "n": 10},
    {"label": "Site outside the borrower’s country", "url": "#", "n": 6},
    {"label": "Save this view", "url": "#"},
)
PATTERN_CHIPS = (
    {"key": "Stage", "words": "is talks", "remove_url": "?"},
    {"key": "Site", "words": "not stated", "remove_url": "?"},
)
PATTERN_PAGE = {"words": "1–4 of 31", "previous": None, "next": "?cursor=example"}
PATTERN_PENDING = {"words": "", "stuck": False}
PATTERN_PAIRS = (
    ("Kind", "loan; type not stated beyond “loan”"),
    ("Purpose", "buy Nvidia GPUs"),
    ("Pricing", None),
    ("Tenor", None),
    ("Undisclosed remainder", "not computable"),
)
