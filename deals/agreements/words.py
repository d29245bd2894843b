"""The closed vocabularies of agreements, as tables: code, label. Open vocabularies carry their group."""
from __future__ import annotations

# Role → group. A role outside this table is accepted when its group is named.
ROLE_GROUPS = {
    "borrower": "obligor", "issuer": "obligor", "co-borrower": "obligor", "lessor": "obligor", "sponsor": "obligor",
    "parent": "obligor", "pledgor": "obligor", "former parent": "obligor",
    "lender": "money", "lead lender": "money", "investor": "money", "anchor investor": "money", "lead investor": "money",
    "noteholder": "money", "participant": "money", "limited partner": "money",
    "arranger": "agent", "lead arranger": "agent", "underwriter": "agent", "placement agent": "agent", "broker": "agent",
    "approached": "agent", "prepared materials": "agent", "agent": "agent", "trustee": "agent", "bookrunner": "agent",
    "adviser": "adviser", "rating agency": "adviser", "counsel": "adviser",
    "vendor": "hardware", "server vendor": "hardware", "manufacturer": "hardware", "buyer": "hardware",
    "operator": "site", "landlord": "site", "developer": "site", "land seller": "site", "host": "site",
    "infrastructure partner": "site",
    "end beneficiary": "user", "offtaker": "user", "tenant": "user", "lessee": "user", "customer": "user", "reseller": "user",
    "guarantor": "support", "support provider": "support", "insurer": "support",
    "partner": "other", "investee": "other", "regulator": "other", "investigator": "other", "licensor": "other",
}
GROUPS = ("obligor", "money", "agent", "adviser", "hardware", "site", "user", "support", "other")
# Who takes the capacity; who is said to use it in the end, the named end beneficiary first.
TAKERS = ("offtaker", "tenant", "lessee", "customer")
USERS = ("end beneficiary", *TAKERS)
ROLE_STATUS = ("approached", "expected", "active", "ended", "not concluded")
ROLE_OUTCOME = ("", "withdrew", "not selected", "declined", "replaced")

FACILITY_KINDS = {
    "loan": "loan, kind not stated", "term loan": "term loan", "delayed-draw term loan": "delayed-draw term loan",
    "revolving credit facility": "revolving credit facility", "bridge loan": "bridge loan",
    "construction loan": "construction loan", "private credit facility": "private credit facility",
    "asset-backed facility": "asset-backed facility", "warehouse facility": "warehouse facility",
    "vendor financing": "vendor financing", "notes": "notes", "convertible notes": "convertible notes",
    "asset-backed notes": "asset-backed notes", "commercial mortgage-backed securities": "commercial mortgage-backed securities",
    "murabaha": "murabaha", "ijara": "ijara", "sukuk": "sukuk", "letter of credit facility": "letter of credit facility",
    "finance lease": "finance lease", "sale-leaseback": "sale-leaseback", "preferred equity": "preferred equity",
    "common equity": "common equity", "spv equity": "equity of the vehicle", "grant": "grant",
    "framework": "framework agreement", "other": "other instrument",
}
COMMITMENTS = ("committed", "conditional", "uncommitted option", "proposed", "unknown")
PRICING_MEASURES = ("contractual", "equivalent", "effective", "blended")
FIGURE_MEASURES = (
    "debt", "equity", "total capital", "project cost", "capex", "contract value", "underwritten", "valuation",
    "earlier equity", "earlier debt", "loan to value", "order book",
)
PLEDGE_KINDS = ("none", "hardware line", "contract cash flows", "equity", "accounts", "real estate", "securities", "all assets")
SUPPORT_KINDS = (
    "guarantee", "limited guarantee", "lease backstop", "lessee of last resort", "residual value", "completion",
    "letter of credit", "revenue backstop",
)
CONTRACT_KINDS = (
    "lease", "colocation", "cloud capacity", "purchase", "sale-leaseback", "management", "power", "framework", "other",
)
RELATION_KINDS = ("refinances", "replaces", "part of", "same site", "follows", "possibly same")
EVENT_KINDS = (
    "talks began", "mandate", "materials prepared", "marketing launched", "term sheet", "announced", "committed",
    "underwriting", "syndication launched", "syndication closed", "signed", "closed", "drawn", "issued",
    "condition met", "option exercised", "amendment", "upsizing", "support increased", "party joined", "party left",
    "test not met", "default", "waiver",
    "cure", "licence", "licence refused", "export review", "delivered", "energised", "stalled",
    "correction", "repaid", "refinanced", "written off", "withdrawn", "terminated", "expired", "investigation", "other",
)
SITE_KINDS = ("site", "campus", "programme")
PRECISIONS = ("exact", "district", "city", "region", "country")
CAPACITY_KINDS = ("contracted", "gross", "IT", "unsaid")
CAPACITY_STATES = ("planned", "contracted", "under construction", "energised", "unsaid")
LINE_STATES = ("planned", "ordered", "licensed", "shipped", "installed", "energised", "removed")
LINE_UNITS = ("GPU", "server", "rack", "system", "unsaid")
LINE_BASES = ("stated", "guessed", "unknown")
ENTRY_KINDS = (
    "commitment", "increase", "cancellation", "transfer out", "transfer in", "participation out", "participation in",
    "underwriting", "drawdown", "repayment", "prepayment", "capitalised interest", "write-off",
)


def choices(words: tuple[str, ...] | dict[str, str]) -> list[tuple[str, str]]:
    """As Django wants them."""
    return list(words.items()) if isinstance(words, dict) else [(word, word) for word in words]
