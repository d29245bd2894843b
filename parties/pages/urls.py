"""Addresses of the pages about one party's owners and about screening lists."""

from __future__ import annotations

from django.urls import path

from parties.pages import entering, merge, ownership, screening, screening_lists, withdrawing

urlpatterns = [
    path("parties/new/", entering.enter, name="party-new"),
    path("parties/judgements/<str:judgement>/withdraw/", withdrawing.withdraw, name="party-judgement-withdraw"),
    path("parties/<str:party>/merge/", merge.merge, name="party-merge"),
    path("parties/<str:party>/ownership/", ownership.ownership, name="party-ownership"),
    path("parties/<str:party>/screening/", screening.screening, name="party-screening"),
    path("screening/lists/", screening_lists.lists, name="screening-lists"),
    path("screening/lists/<str:upload>/", screening_lists.upload, name="screening-upload"),
    path("screening/lists/<str:upload>/pending/", screening_lists.moving, name="screening-upload-pending"),
]
