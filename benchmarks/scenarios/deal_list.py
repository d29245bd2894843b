"""S1: a page of 100 whole deals for a signed-in analyst, against the same bytes bare, and against plain serializers."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import timedelta
from typing import Any

import orjson
import psycopg2

from benchmarks import client
from benchmarks.measure import Ratio, in_turn
from benchmarks.programs import served

NAME = "S1"
ADDRESS = "/api/v1/deals/?limit=100"
SEEN_TEAMS = 3


def run(rounds: int) -> list[Ratio]:
    """Sync workers and four connections, so that no two share a worker by chance."""
    cookie, walls = sign_in()
    bare_address = f"/?walls={','.join(walls)}"
    with (
        served("dealtracker.wsgi") as ours,
        served("benchmarks.floors.bare:application") as bare,
        served("benchmarks.floors.plain_drf:application") as plain,
    ):
        check(client.get(ours, ADDRESS, cookie), client.get(bare, bare_address), walls)
        if len(orjson.loads(client.get(plain, "/deals/"))["results"]) != 100:
            raise RuntimeError("the plain serializers did not answer with 100 deals")
        client.rate(ours, ADDRESS, cookie, lasting=1)
        site, floor, drf = in_turn(
            lambda: client.rate(ours, ADDRESS, cookie),
            lambda: client.rate(bare, bare_address),
            lambda: client.rate(plain, "/deals/"),
            rounds=rounds,
        )
    return [
        Ratio(f"{NAME} list of 100 whole deals", site, floor, "/s", 0.65, True, "bare WSGI, the same bytes"),
        Ratio(f"{NAME} list of 100 whole deals", site, drf, "/s", 50, True, "DRF serializers with prefetch"),
    ]


def sign_in() -> tuple[dict[str, str], list[str]]:
    """An analyst who reads the public deals and those of three teams: the session's cookie, and the walls."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection
    from django.utils import timezone

    from dealtracker.access.models import Compartment, Membership, User
    from dealtracker.access.rules import PUBLIC, system_viewer
    from dealtracker.access.walls import as_viewer

    with as_viewer(system_viewer("benchmark")):
        analyst, _ = User.objects.get_or_create(username="bench-analyst", defaults={"password": "!"})
        approver, _ = User.objects.get_or_create(username="bench-approver", defaults={"password": "!"})
        teams = list(Compartment.objects.exclude(pk=PUBLIC).order_by("name")[:SEEN_TEAMS])
        start = timezone.now() - timedelta(days=1)
        for team in teams:
            if not Membership.objects.filter(user=analyst, compartment=team).exists():
                Membership.objects.create(user=analyst, compartment=team, start=start, approved_by=approver)
        session = SessionStore()
        backend = settings.AUTHENTICATION_BACKENDS[-1]
        session.update(
            {
                SESSION_KEY: str(analyst.pk),
                BACKEND_SESSION_KEY: backend,
                HASH_SESSION_KEY: analyst.get_session_auth_hash(),
            }
        )
        session.create()
    connection.close()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}, [
        str(PUBLIC),
        *(str(t.pk) for t in teams),
    ]


def check(ours: bytes, bare: bytes, walls: list[str]) -> None:
    """The same documents byte for byte, and none from behind another wall, by the owner's own count."""
    inside = bare[: -len(b"]}")]
    if not ours.startswith(inside + b"],"):
        raise RuntimeError("the site's documents are not those of the table")
    shown: list[dict[str, Any]] = orjson.loads(bare)["results"]
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as connection, connection.cursor() as cursor:
        keys = [deal["id"].removeprefix("deal_") for deal in shown]
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE compartment_id <> %s::uuid) FROM deals_deal"
            " WHERE id = ANY(%s::uuid[]) AND compartment_id = ANY(%s::uuid[])",
            [walls[0], keys, walls],
        )
        visible, walled = cursor.fetchone()
    if visible != 100 or not walled:
        raise RuntimeError(f"of 100 deals {visible} are visible to the analyst, {walled} of them a team's")
