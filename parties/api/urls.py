"""Addresses below /api/v1/ that belong to parties."""

from __future__ import annotations

from django.urls import path

from parties.api.judgements import KeepApartView, MergeJudgementsView, MergeView, WithdrawView
from parties.api.ownership import OwnershipView
from parties.api.screening import CandidateJudgementsView, ScreeningView

urlpatterns = [
    path("parties/<str:party>/merge/", MergeView.as_view(), name="api-party-merge"),
    path("parties/<str:party>/keep-apart/", KeepApartView.as_view(), name="api-party-keep-apart"),
    path("parties/<str:party>/judgements/", MergeJudgementsView.as_view(), name="api-party-judgements"),
    path("merge-judgements/<str:judgement>/withdraw/", WithdrawView.as_view(), name="api-judgement-withdraw"),
    path("parties/<str:party>/ownership/", OwnershipView.as_view(), name="api-party-ownership"),
    path("parties/<str:party>/screening/", ScreeningView.as_view(), name="api-party-screening"),
    path("parties/<str:party>/screening/judgements/", CandidateJudgementsView.as_view(), name="api-candidate-judgements"),
]
