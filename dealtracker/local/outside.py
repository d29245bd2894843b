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

ROLE = """
SELECT rolsuper, rolcreaterole, rolbypassrls, current_database(),
       pg_has_role(d.datdba, 'USAGE') AS owns
  FROM pg_roles r JOIN pg_database d ON d.datname = current_database() WHERE r.rolname = current_user
"""

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
        sys.exit(f"The database that {name} names does not let us in: {lines}")
    print(json.dumps(found))


def _make(psycopg2: Any, var: Path) -> dict[str, str]:
    """With one strong role given, it becomes the owner and an application's role is made beside it."""
    from psycopg2 import sql

    owner = os.environ["DATABASE_URL"]
    with psycopg2.connect(owner, connect_timeout=5) as connection, connection.cursor() as cursor:
        cursor.execute(ROLE)
        superuser, may_create, _, database, _ = cursor.fetchone()
        if not (superuser or may_create):
            sys.exit(WHAT_TO_RUN)
        role, password = f"{database}_app"[:63], _password(var)
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
        verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
        statement = sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}")
        if not superuser:
            statement = sql.SQL("{} ROLE {} LOGIN NOCREATEDB NOCREATEROLE PASSWORD {}")
        cursor.execute(statement.format(verb, sql.Identifier(role), sql.Literal(password)))
        cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(*map(sql.Identifier, (database, role))))
        cursor.execute(sql.SQL("GRANT {} TO current_user").format(sql.Identifier(role)))
    address = _as(owner, role, password)
    return {"DATABASE_OWNER_URL": owner, "DATABASE_URL": address, "DATABASE_DIRECT_URL": address}


def _as(address: str, role: str, password: str) -> str:
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(password)}@{host}"))


def _password(var: Path) -> str:
    file = var / "database_password"
    if not file.exists():
        write_private(file, secrets.token_urlsafe(24))
    return file.read_text()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
