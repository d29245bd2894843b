"""The tests' database: made and put back by the role that owns it, used by the role that the application has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

from django.conf import settings
from django.db import ProgrammingError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from psycopg2.errors import InsufficientPrivilege

from dealtracker.env import parse_database

WHO = ("USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner(database: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """The connection under the owner's name, for what the application's role may not do."""
    owner = parse_database("DATABASE_OWNER_URL", settings.DATABASE_OWNER_URL)
    before = {key: database.settings_dict[key] for key in WHO}
    database.close()
    database.settings_dict.update({key: owner[key] for key in WHO})
    try:
        yield database
    finally:
        database.close()
        database.settings_dict.update(before)


def create(verbosity: int) -> str:
    """Makes and migrates the tests' database, and a clean copy of it; returns its name before."""
    before = str(connection.settings_dict["NAME"])
    with as_owner(connection):
        connection.creation.create_test_db(verbosity=max(0, verbosity - 1), autoclobber=True, serialize=False)
        connection.close()
        _run(f"DROP DATABASE IF EXISTS {_clean()} WITH (FORCE)", f"CREATE DATABASE {_clean()} TEMPLATE {_name()}")
    return before


def restore() -> None:
    """Puts the clean copy in the place of what a test left, whoever is still connected to it."""
    connections.close_all()
    with as_owner(connection):
        _run(f"DROP DATABASE {_name()} WITH (FORCE)", f"CREATE DATABASE {_name()} TEMPLATE {_clean()}")


def destroy(before: str) -> None:
    connections.close_all()
    with as_owner(connection):
        _run(f"DROP DATABASE {_name()} WITH (FORCE)", f"DROP DATABASE {_clean()} WITH (FORCE)")
    connection.settings_dict["NAME"] = before


def restore_after_transactional_tests(patch: Any) -> None:
    """Django would truncate every table, which neither the role nor the append-only tables allow."""
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: restore())


def _run(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            _insist(cursor, statement)


def _insist(cursor: Any, statement: str, times: int = 100) -> None:
    """FORCE may end everybody's connection but a passing autovacuum worker's, which belongs to nobody: it is waited for."""
    try:
        cursor.execute(statement)
    except ProgrammingError as error:
        if times == 0 or not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        sleep(0.1)
        _insist(cursor, statement, times - 1)


def _name() -> str:
    return str(connection.ops.quote_name(connection.settings_dict["NAME"]))


def _clean() -> str:
    return str(connection.ops.quote_name(f"{connection.settings_dict['NAME']}_clean"))
