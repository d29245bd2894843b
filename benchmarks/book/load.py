"""A database of its own for each book: made by the owner, filled by COPY, kept for the next call."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from benchmarks.book.shape import Shape

ROOT = Path(__file__).resolve().parent.parent.parent
ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL")
_TRIGGERED = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
# References, then whatever else orders or repeats rows, all but the primary keys: built once, after the rows.
_REFERENCES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = {} AND connamespace = 'public'::regnamespace
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
"""
STEP = 1000


def ready(shape: Shape) -> float | None:
    """Points this process at the book's database and makes it when there is none as wanted; returns its seconds."""
    owner = os.environ["DATABASE_OWNER_URL"]
    wanted = _fingerprint(shape)
    with closing(psycopg2.connect(owner)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [shape.name])
        found = cursor.fetchone()
        for name in ADDRESSES:
            os.environ[name] = urlunsplit(urlsplit(os.environ[name])._replace(path=f"/{shape.name}"))
        if found == (wanted,):
            return None
        cursor.execute(f"DROP DATABASE IF EXISTS {shape.name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {shape.name}")
        started = time.monotonic()
        subprocess.run([sys.executable, "manage.py", "migrate", "--no-input", "-v0"], cwd=ROOT, check=True)
        _fill(shape)
        cursor.execute(f"COMMENT ON DATABASE {shape.name} IS %s", [wanted])
        return time.monotonic() - started


def _fingerprint(shape: Shape) -> str:
    """Changes with the book's code and with the tables' shape."""
    files = [*(ROOT / "benchmarks" / "book").glob("*.py")]
    files += [file for app in ("dealtracker", "parties", "deals") for file in (ROOT / app).rglob("migrations/*")]
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file() and file.suffix in (".py", ".sql")):
        digest.update(file.read_bytes())
    return f"{shape} {digest.hexdigest()}"


def _fill(shape: Shape) -> None:
    import django

    django.setup()
    from benchmarks.book import rows, world

    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as connection, connection.cursor() as cursor:
        shared = world.World.of(shape)
        with _bare(cursor):
            _copy(cursor, world.lines(shared))
            for start in range(0, shape.deals, STEP):
                _copy(cursor, rows.fill(shared, range(start, min(start + STEP, shape.deals))))
        connection.commit()
    settle()


def settle() -> None:
    """Leaves the tables as the database's own housekeeping does in time."""
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE")


def _copy(cursor: Any, tables: Sequence[Any] | Iterator[Any]) -> None:
    for table in tables:
        columns = ", ".join(f'"{column}"' for column in table.columns)
        cursor.copy_expert(f"COPY {table.name} ({columns}) FROM STDIN", StringIO("".join(table.lines)))


@contextmanager
def _bare(cursor: Any) -> Iterator[None]:
    """Tables without triggers, references and second indexes; all are put back, so the book satisfies every rule."""
    cursor.execute("SET maintenance_work_mem = '512MB'")
    triggered = _all(cursor, _TRIGGERED)
    references, uniques = _all(cursor, _REFERENCES.format("'f'")), _all(cursor, _REFERENCES.format("'u'"))
    indexes = _all(cursor, _INDEXES)
    for (table,) in triggered:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table, name, _ in (*references, *uniques):
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for index, _ in indexes:
        cursor.execute(f"DROP INDEX {index}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in (*uniques, *references):
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    for (table,) in triggered:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _all(cursor: Any, sql: str) -> list[tuple[Any, ...]]:
    cursor.execute(sql)
    return list(cursor.fetchall())
