"""The admin's page of a person: what a membership asks for is said beside it and where it is missing."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import RequestFactory

from dealtracker.access.admin import MembershipInline
from dealtracker.access.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_membership_says_what_it_asks_for() -> None:
    people = cast.gather()
    eve = people.users["eve"]
    page = people.client("frank").get(f"/admin/access/user/{eve.pk}/change/")
    assert page.status_code == 200 and "whoever agreed that this person may" in page.content.decode()


def test_what_is_missing_is_named_and_the_start_is_filled_in() -> None:
    users = cast.gather().users
    request = RequestFactory().get("/")
    request.user = next(user for user in users.values() if user.is_superuser)
    forms = MembershipInline(User, admin.site).get_formset(request, users["eve"])
    empty = forms(instance=users["eve"]).empty_form
    assert empty["start"].initial is not None
    given = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0", "memberships-0-part": "editor"}
    [errors] = forms(given, instance=users["eve"]).errors
    assert "Say who approved it" in errors["approved_by"][0] and "Say from when" in errors["start"][0]
