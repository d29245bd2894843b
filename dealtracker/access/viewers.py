"""From a signed-in user or a token to the viewer that every question and verb takes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from dealtracker.access.models import Compartment, Membership, Token, User
from dealtracker.access.rules import NOBODY, PUBLIC, Viewer, readable_walls

TOKEN_PREFIX = "dtk"
# Asked with every request, so in one statement: memberships with their part, crossings without.
_WALLS = """
SELECT compartment_id, part FROM access_membership
WHERE user_id = %(user)s AND start <= %(at)s AND ("end" IS NULL OR "end" > %(at)s)
UNION ALL
SELECT compartment_id, '' FROM access_crossing WHERE user_id = %(user)s AND start <= %(at)s AND "end" > %(at)s
"""


def viewer_for(user: object, *, at: datetime, scopes: frozenset[str] = frozenset({"read", "write"})) -> Viewer:
    """What this user may see and change at that moment; an unknown user is anonymous."""
    if not isinstance(user, User) or not user.is_active:
        return anonymous_viewer()
    with connection.cursor() as cursor:
        cursor.execute(_WALLS, {"user": user.pk, "at": at})
        parts = cursor.fetchall()
    edits = {compartment for compartment, part in parts if part == Membership.Part.EDITOR}
    memberships = (compartment for compartment, part in parts if part)
    crossings = (compartment for compartment, part in parts if not part)
    walls = readable_walls(memberships=memberships, crossings=crossings, public=True)
    return Viewer(
        user_id=user.pk,
        name=user.get_username(),
        walls=walls,
        edits=frozenset(edits),
        admin=user.is_staff,
        scopes=scopes,
    )


def anonymous_viewer() -> Viewer:
    """A reader without an account: public deals where public reading is on, else nothing."""
    return Viewer(walls=frozenset({PUBLIC}), scopes=frozenset({"read"})) if settings.PUBLIC_READING else NOBODY


class TokenError(ValueError):
    """A token that does not open anything; the message never says which part was wrong."""


def issue_token(*, user: User, name: str, scopes: str, at: datetime, days: int | None) -> str:
    """Make a token and return its text, which is shown once and never stored."""
    secret = secrets.token_urlsafe(32)
    expires_at = at + timedelta(days=days) if days else None
    token = Token.objects.create(
        user=user, name=name, digest=_digest(secret), scopes=scopes, created_at=at, expires_at=expires_at
    )
    return f"{TOKEN_PREFIX}_{token.pk.hex}_{secret}"


def viewer_for_token(text: str, *, at: datetime) -> tuple[User, Viewer]:
    """The user and viewer behind a token's text; raises TokenError."""
    prefix, _, rest = text.partition("_")
    public, _, secret = rest.partition("_")
    try:
        token = Token.objects.select_related("user").get(pk=UUID(public)) if prefix == TOKEN_PREFIX else None
    except (ValueError, Token.DoesNotExist):
        token = None
    if token is None or not secrets.compare_digest(token.digest, _digest(secret)):
        raise TokenError("the token is not known")
    if token.revoked_at or (token.expires_at and token.expires_at <= at) or not token.user.is_active:
        raise TokenError("the token is not known")
    if token.last_used_at is None or at - token.last_used_at > timedelta(minutes=10):
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
    return token.user, viewer_for(token.user, at=at, scopes=frozenset(token.scopes.split()))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def wall_named(name: object) -> UUID | None:
    """The compartment of this name, whoever asks; what they may do there is for the caller to look at."""
    if name == "Public":
        return PUBLIC
    rows = Compartment.objects.filter(name=name if isinstance(name, str) else "")
    found: UUID | None = rows.values_list("pk", flat=True).first()
    return found
