"""Addresses of the pages about one party's owners and about screening lists."""

from __future__ import annotations

from django.urls import path

from parties.pages import ownership

urlpatterns = [
    path("parties/<str:party>/ownership/", ownership.ownership, name="party-ownership"),
]
