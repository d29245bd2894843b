"""Finds, or makes, the two roles in a database that runs elsewhere: ``python -m dealtracker.local.outside VAR``.

Runs with .venv's Python, the only module here that needs a driver. Prints the variables as JSON; a sentence on
standard error and exit 1 say what to do instead.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from dealtracker.local.instance import write_private

MAY = """
SELECT rolsuper, rolcreaterole, current_database() FROM pg_roles WHERE rolname = current_user
"""
PASSWORD = "database_password"
TAKE_IT = "set DATABASE_URL to its address and DATABASE_OWNER_URL to the owner's, or drop it and start again."

WHAT_TO_RUN = """DATABASE_URL is set, and its role may not make others. Have an administrator run:
  CREATE ROLE dealtracker_owner LOGIN CREATEDB PASSWORD '…';
  CREATE ROLE dealtracker_app LOGIN PASSWORD '…';
  CREATE DATABASE dealtracker OWNER dealtracker_owner;
then set DATABASE_OWNER_URL to the first role and DATABASE_URL to the second."""


def main(var: Path) -> None:
    import psycopg2

    names = ("DATABASE_OWNER_URL", "DATABASE_URL")
    try:
        for name in names:
            if os.environ.get(name):
                psycopg2.connect(os.environ[name], connect_timeout=5).close()
        found = {} if os.environ.get(names[0]) else _make(psycopg2, var)
    except psycopg2.Error as error:
        lines = " ".join(str(error).split())
        sys.exit(f"The database that {name} names cannot be used: {lines}")
    print(json.dumps(found))


def _make(psycopg2: Any, var: Path) -> dict[str, str]:
    """With one strong role given, it becomes the owner and an application's role is made beside it."""
    from psycopg2 import sql

    owner = os.environ["DATABASE_URL"]
    with psycopg2.connect(owner, connect_timeout=5) as connection, connection.cursor() as cursor:
        cursor.execute(MAY)
        superuser, may_create, database = cursor.fetchone()
        if not (superuser or may_create):
            sys.exit(WHAT_TO_RUN)
        role = f"{database}_local_app"[:63]
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
        elif not (var / PASSWORD).exists():
            sys.exit(f"The role {role} exists, made from another folder than {var}: {TAKE_IT}")
        password = _password(var)
        cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))
    address = _as(owner, role, password)
    return {"DATABASE_OWNER_URL": owner, "DATABASE_URL": address, "DATABASE_DIRECT_URL": address}


def _as(address: str, role: str, password: str) -> str:
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(password)}@{host}"))


def _password(var: Path) -> str:
    file = var / PASSWORD
    if not file.exists():
        write_private(file, secrets.token_urlsafe(24))
    return file.read_text()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
