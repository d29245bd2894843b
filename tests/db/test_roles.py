"""The tests work as the application's role, and what a transactional test leaves is gone for the next."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection, transaction


def _ask(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_role_is_the_applications_and_above_nothing() -> None:
    above = "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert _ask("SELECT current_user") == settings.APP_ROLE
    assert _ask(above) is False
    assert _ask("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE own (id int)",
        "TRUNCATE deals_deal CASCADE",
        "ALTER TABLE deals_deal DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE deals_deal DISABLE TRIGGER ALL",
        "SET ROLE dealtracker_owner",
    ],
)
def test_the_role_may_not(statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_was_committed_is_gone_for_the_next_test(turn: str) -> None:
    assert not ContentType.objects.filter(app_label="left_behind").exists(), turn
    assert ContentType.objects.filter(app_label="access").exists(), "rows made by migrations are there again"
    ContentType.objects.create(app_label="left_behind", model=turn)
