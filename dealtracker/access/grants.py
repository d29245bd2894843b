"""After every migration: the application's role gets its rights, and loses those that append-only tables forbid."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

# The application may add to these, never change or remove.
APPEND_ONLY = ("deals_ledgerentry", "audit_seal", "audit_readlog")
# Written by the audit trigger alone.
READ_ONLY = ("audit_change",)


def grant_application_role(using: str = "default", **_: Any) -> None:
    """Grants everything the application needs to settings.APP_ROLE, when migrated by another role, the owner."""
    role = settings.APP_ROLE
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role])
        current, exists = cursor.fetchone()
        if not role or current == role or not exists:
            return
        name = connection.ops.quote_name(role)
        cursor.execute(
            f"GRANT USAGE ON SCHEMA public TO {name};"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name};"
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name};"
            f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {name};"
        )
        for table, verbs in [(t, "UPDATE, DELETE, TRUNCATE") for t in APPEND_ONLY] + [
            (t, "INSERT, UPDATE, DELETE, TRUNCATE") for t in READ_ONLY
        ]:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"REVOKE {verbs} ON {connection.ops.quote_name(table)} FROM {name}")
