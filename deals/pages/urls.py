"""Addresses of the pages of deals."""

from __future__ import annotations

from django.urls import path

from deals.pages import deal_list
from deals.pages.deal import downloads, page

urlpatterns = [
    path("deals/", deal_list.deals, name="deals"),
    path("deals/<str:deal>/", page.deal, name="deal"),
    path("deals/<str:deal>/claims/", page.claims_page, name="deal-claims"),
    path("deals/<str:deal>/pending/", page.pending, name="deal-pending"),
    path("deals/<str:deal>/timeline.csv", downloads.timeline_csv, name="deal-timeline-csv"),
    path("deals/<str:deal>/timeline.svg", downloads.timeline_svg, name="deal-timeline-svg"),
    path("deals/<str:deal>/table/<str:name>.csv", downloads.table_csv, name="deal-table-csv"),
    path("deals/<str:deal>/<str:slug>/", page.deal, name="deal-titled"),
]
