"""Start-up refuses a database role that row-level security would not bind."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

_OWNER_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "flush", "test"}


@register(Tags.database)
def role_is_bound(app_configs: Any, databases: Any = None, **_: Any) -> list[Error]:
    """The application's role is no superuser, does not bypass row-level security and owns no table."""
    if not databases or "default" not in databases or set(sys.argv[1:2]) & _OWNER_COMMANDS:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls, EXISTS (SELECT 1 FROM pg_tables"
            " WHERE schemaname = 'public' AND tableowner = current_user) FROM pg_roles WHERE rolname = current_user"
        )
        name, above, owns = cursor.fetchone()
    if not above and not owns:
        return []
    what = "is a superuser or bypasses row-level security" if above else "owns tables"
    hint = "Set DATABASE_URL to a role that owns nothing and DATABASE_OWNER_URL to the owner."
    return [
        Error(f'The database role "{name}" {what}, so walls between teams would not hold.', hint=hint, id="access.E001")
    ]


@register(Tags.security)
def public_reading_has_an_address(app_configs: Any, **_: Any) -> list[Error]:
    """Whoever publishes reports about named companies says where corrections go."""
    if not settings.PUBLIC_READING or settings.CORRECTIONS_ADDRESS:
        return []
    return [
        Error("PUBLIC_READING is on but CORRECTIONS_ADDRESS is empty.", hint="Set it to an e-mail.", id="access.E002")
    ]
