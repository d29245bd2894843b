"""Every address of the site, from the URL configuration, each with its place in one table; one without a place fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

ROWS, ROW, FORM, OPEN, ACCOUNT, ADMIN, REST = "rows", "row", "form", "open", "account", "admin", "rest"

# pattern → what stands there: rows (a list), row (one thing by its id), form (a change), open (nothing walled), …
PLACES: dict[str, str] = {
    "healthz": OPEN, "readyz": OPEN, "metrics": OPEN, "": OPEN, "^api/": REST,
    "sign-in/": ACCOUNT, "sign-out/": ACCOUNT,
    "api/v1/": OPEN, "api/v1/schema/": OPEN, "api/v1/docs/": OPEN, "api/v1/deal-dossier.schema.json": OPEN,
    "api/v1/deals/": ROWS, "api/v1/parties/": ROWS, "api/v1/sites/": ROWS, "api/v1/sources/": ROWS,
    "api/v1/hardware-models/": ROWS, "api/v1/hardware-models/<str:model>/": OPEN, "api/v1/controls/evaluate/": OPEN,
    "api/v1/deals/<str:deal>/": ROW, "api/v1/deals/<str:deal>/dossier/": ROW, "api/v1/deals/<str:deal>/claims/": ROW,
    "api/v1/deals/<str:deal>/private-views/": FORM, "api/v1/parties/<str:party>/": ROW, "api/v1/sites/<str:site>/": ROW,
    "api/v1/sources/<str:source>/": ROW,
    "deals/": ROWS, "parties/": ROWS, "sites/": ROWS, "facilities/": ROWS, "facilities/compare/": ROWS, "facilities/compare.xlsx": ROWS, "exposure/": ROWS,
    "api/v1/limits/": ROWS, "api/v1/limits/<str:limit>/": ROW, "api/v1/limits/<str:limit>/why/": ROW,
    "api/v1/jobs/": ROWS, "api/v1/jobs/<str:job>/": ROW, "api/v1/jobs/<str:job>/why/": ROW, "api/v1/jobs/<str:job>/cancel/": FORM,
    "exposure/by/": ROWS, "exposure/why/": ROWS, "exposure/maturities/": ROWS,
    "exposure/limits/": ROWS, "exposure/limits/<str:limit>/": ROW, "exposure/limits/<str:limit>/why/": ROW, "exposure/stress/": ROWS,
    "limits/": OPEN, "stress/": OPEN, "jobs/": ROWS, "jobs/<str:job>/": ROW, "jobs/<str:job>/why/": ROW,
    "search/": ROWS, "docs/problems/": OPEN,
    "review/": ROWS, "review/intake/": FORM, "review/<str:source>/": ROW, "review/<str:source>/decide/": FORM,
    "review/<str:source>/names/": FORM, "review/<str:source>/deal/": FORM, "review/<str:source>/link/": FORM,
    "review/<str:source>/source/": FORM, "review/<str:source>/text/": ROW, "review/<str:source>/file/": ROW,
    "calendar/": ROWS, "desk/": ROWS, "desk/enquiry/": FORM, "desk/calendar/<str:secret>.ics": ROW,
    "deals/<str:deal>/": ROW, "deals/<str:deal>/<str:slug>/": ROW, "deals/<str:deal>/claims/": ROW,
    "deals/<str:deal>/pending/": ROW, "deals/<str:deal>/compare/": ROW, "deals/<str:deal>/amend/": FORM, "deals/<str:deal>/add/": FORM, "deals/<str:deal>/watch/": FORM,
    "deals/<str:deal>/timeline.csv": ROW, "deals/<str:deal>/timeline.svg": ROW,
    "deals/<str:deal>/table/<str:name>.csv": ROW, "deals/<str:deal>/ledger/": ROW,
    "parties/<str:party>/screening/": ROW, "api/v1/parties/<str:party>/screening/": ROW,
    "api/v1/parties/<str:party>/screening/judgements/": FORM, "screening/": ROWS, "screening/candidates.csv": ROWS,
    "screening/lists/": OPEN, "screening/lists/<str:upload>/": FORM, "screening/lists/<str:upload>/pending/": FORM,
    "parties/new/": FORM, "parties/<str:party>/merge/": FORM, "parties/judgements/<str:judgement>/withdraw/": FORM,
    "api/v1/parties/<str:party>/merge/": FORM, "api/v1/parties/<str:party>/keep-apart/": FORM,
    "api/v1/parties/<str:party>/judgements/": ROW, "api/v1/merge-judgements/<str:judgement>/withdraw/": FORM,
    "deals/deals.csv": ROWS, "deals/side-by-side/": ROWS, "deals/watch/": FORM, "deals/views/": FORM, "deals/filters/": ROWS,
    "deals/shared-parties/": ROWS, "deals/shared-parties.csv": ROWS,
    "parties/<str:party>/ownership/": ROW, "api/v1/parties/<str:party>/ownership/": ROW,
    "parties/<str:party>/": ROW, "parties/<str:party>/<str:slug>/": ROW, "sites/<str:site>/": ROW,
    "sources/": ROWS, "sources/<str:source>/": ROW,
    "deals/<str:deal>/questions/": ROW, "deals/<str:deal>/hardware/": ROW, "api/v1/deals/<str:deal>/hardware/": ROW, "deals/<str:deal>/drift/": ROW, "deals/<str:deal>/claims/<str:claim>/": FORM,
    "deals/<str:deal>/covenants/": ROW, "deals/<str:deal>/covenants/<str:covenant>/test/": FORM,
    "deals/<str:deal>/covenants/<str:covenant>/amended/": FORM,
    "deals/<str:deal>/why/": ROW, "api/v1/deals/<str:deal>/why/": ROW,
    "deals/<str:deal>/collateral/": ROW, "api/v1/deals/<str:deal>/collateral/": ROW,
    "deals/<str:deal>/collateral/why/": ROW, "api/v1/deals/<str:deal>/collateral/why/": ROW, "price-curves/": ROWS, "api/v1/price-curves/": ROWS,
    "api/v1/deals/<str:deal>/compare/": ROW, "api/v1/deals/<str:deal>/drift/": ROW,
    "api/v1/deals/<str:deal>/balances/": ROW, "api/v1/entries/": ROWS, "api/v1/entries/<str:entry>/": ROW,
    "api/v1/entries/<str:entry>/reverse/": FORM,
    "api/v1/facilities/<str:facility>/transfers/": FORM, "api/v1/facilities/<str:facility>/participations/": FORM,
    "api/v1/facilities/<str:facility>/holds/": FORM, "api/v1/facilities/<str:facility>/balances/": FORM,
    "api/v1/exposures/": ROWS, "api/v1/exposures/why/": ROWS, "api/v1/maturity-wall/": ROWS,
    "deals/<str:deal>/red-flags/": ROW, "deals/<str:deal>/decisions/": ROW, "deals/<str:deal>/decisions/propose/": FORM,
    "deals/<str:deal>/decisions/confirm/<str:task>/": FORM, "decisions/<str:record>/": ROW, "decisions/<str:record>.json": ROW,
    "api/v1/webhooks/": FORM, "api/v1/webhooks/<str:webhook>/": FORM, "api/v1/webhooks/<str:webhook>/deliveries/": FORM,
    "api/v1/deliveries/<str:delivery>/replay/": FORM,
    "calculator/": OPEN, "findings/": ROWS, "rules/": OPEN, "rules/<str:pack>/": FORM, "hardware-models/": OPEN, "hardware-models/<str:model>/": OPEN,
    "what-if/": OPEN, "data-quality/": ROWS,
    "patterns/": OPEN, "patterns": OPEN,
}  # fmt: skip
# Below admin/, whatever the model.
ADMIN_PLACES = (
    r"(login|logout|jsi18n|autocomplete|password_change|password_change/done)/", r"", r"r/<path:content_type_id>/<path:object_id>/",
    r"\^\(\?P<app_label>[^)]*\)/\$", r"\(\?P<url>\.\*\)\$", r"\w+/\w+/", r"\w+/\w+/add/",
    r"\w+/\w+/<path:object_id>/(change/|delete/|history/|)", r"\w+/\w+/<id>/password/",
)  # fmt: skip


@dataclass(frozen=True)
class Route:
    """One pattern, the names in it, and its place."""

    pattern: str
    place: str

    @property
    def names(self) -> list[str]:
        is_expression = self.place == REST or "(?P<" in self.pattern
        return [] if is_expression else re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith(("api/", "^api/"))

    def address(self, values: dict[str, str]) -> str:
        """The address with these values; regular expressions of the admin have an address of their own."""
        if self.place == REST:
            return "/api/v1/nothing/here/"
        if "(?P<" in self.pattern:
            return "/admin/deals/" if "app_label" in self.pattern else "/admin/nothing/here"
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match[1]], self.pattern)


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Full patterns in the order in which they are tried."""
    for part in (resolver or get_resolver()).url_patterns:
        whole = before + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from patterns(part, whole)
        elif isinstance(part, URLPattern):
            yield whole


def place(pattern: str) -> str | None:
    if pattern in PLACES:
        return PLACES[pattern]
    below = pattern.removeprefix("admin/")
    known = below != pattern and any(re.fullmatch(form, below) for form in ADMIN_PLACES)
    return ADMIN if known else None


def unplaced() -> list[str]:
    """Patterns that nobody has thought about."""
    return [pattern for pattern in patterns() if place(pattern) is None]


def routes() -> list[Route]:
    found = {pattern: place(pattern) for pattern in patterns()}
    return [Route(pattern, where) for pattern, where in found.items() if where]
