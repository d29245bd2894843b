"""Addresses of the pages of deals, parties, facilities, sites and what is drawn from them."""

from __future__ import annotations

from django.urls import include, path

from deals.pages import (
    calculator,
    deal_list,
    decisions,
    exposure,
    facilities,
    findings,
    parties,
    problems,
    questions,
    red_flags,
    rules,
    screening,
    search,
    sites,
    source,
    what_if,
)
from deals.pages.book import groups, maturities, why
from deals.pages.deal import amend, compare, downloads, drift, page

urlpatterns = [
    path("deals/", deal_list.deals, name="deals"),
    path("deals/<str:deal>/", page.deal, name="deal"),
    path("deals/<str:deal>/claims/", page.claims_page, name="deal-claims"),
    path("deals/<str:deal>/pending/", page.pending, name="deal-pending"),
    path("deals/<str:deal>/compare/", compare.compare, name="deal-compare"),
    path("deals/<str:deal>/drift/", drift.drift, name="deal-drift"),
    path("deals/<str:deal>/questions/", questions.questions, name="deal-questions"),
    path("deals/<str:deal>/red-flags/", red_flags.red_flags, name="deal-red-flags"),
    path("deals/<str:deal>/decisions/", decisions.records, name="deal-decisions"),
    path("deals/<str:deal>/decisions/propose/", decisions.propose, name="deal-decision-propose"),
    path("deals/<str:deal>/decisions/confirm/<str:task>/", decisions.confirm, name="deal-decision-confirm"),
    path("deals/<str:deal>/amend/", amend.amend, name="deal-amend"),
    path("deals/<str:deal>/timeline.csv", downloads.timeline_csv, name="deal-timeline-csv"),
    path("deals/<str:deal>/timeline.svg", downloads.timeline_svg, name="deal-timeline-svg"),
    path("deals/<str:deal>/table/<str:name>.csv", downloads.table_csv, name="deal-table-csv"),
    path("deals/<str:deal>/<str:slug>/", page.deal, name="deal-titled"),
    path("parties/", parties.parties, name="parties"),
    path("parties/<str:party>/", parties.party, name="party"),
    path("parties/<str:party>/<str:slug>/", parties.party, name="party-named"),
    path("sites/", sites.sites, name="sites"),
    path("sites/<str:site>/", sites.site, name="site"),
    path("facilities/", facilities.facilities, name="facilities"),
    path("facilities/compare/", facilities.compare, name="facilities-compare"),
    path("exposure/", exposure.exposure, name="exposure"),
    path("exposure/by/", groups.groups, name="exposure-by"),
    path("exposure/why/", why.why, name="exposure-why"),
    path("exposure/maturities/", maturities.maturities, name="exposure-maturities"),
    path("sources/<str:source>/", source.source, name="source"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("findings/", findings.findings, name="findings"),
    path("decisions/<str:record>.json", decisions.record_json, name="decision-json"),
    path("decisions/<str:record>/", decisions.record, name="decision"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:pack>/", rules.pack, name="rule-pack"),
    path("what-if/", what_if.what_if, name="what-if"),
    path("docs/problems/", problems.problems, name="problems"),
    path("screening/", screening.candidates, name="screening"),
    path("screening/candidates.csv", screening.candidates_csv, name="screening-csv"),
    path("search/", search.search, name="search"),
    path("", include("deals.pages.review.urls")),
]
