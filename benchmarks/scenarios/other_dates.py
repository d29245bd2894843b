"""S4: the list and a deal on other dates, against plain serializers and against the same addresses of today."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import date
from typing import Any

import orjson
import psycopg2

from benchmarks import client
from benchmarks.measure import Ratio, in_turn
from benchmarks.programs import served
from benchmarks.scenarios.deal_list import sign_in

NAME = "S4"
LIST = "/api/v1/deals/?limit=100"


def run(rounds: int) -> list[Ratio]:
    """`known_on` is the middle of the days on which the book's sources were published; `as_of` a year before today."""
    cookie, _ = sign_in()
    middle, deal = _chosen()
    known, world = f"known_on={middle}", f"as_of={_a_year_before()}"
    page = f"/deals/deal_{deal}/"
    with served("dealtracker.wsgi") as ours, served("benchmarks.floors.plain_drf:application") as plain:

        def rate(path: str) -> Any:
            return lambda: client.rate(ours, path, cookie)

        check(client.get(ours, f"{LIST}&{known}", cookie), middle)
        asked = (f"{LIST}&{known}", f"{LIST}&{world}", LIST, f"{page}?{known}", page, f"/deals/?{known}", "/deals/")
        drf, *taken = in_turn(lambda: client.rate(plain, "/deals/"), *map(rate, asked), rounds=rounds)
    at_known, at_world, today, deal_then, deal_now, shown_then, shown_now = taken
    return [
        Ratio(f"{NAME} list of 100 at another known_on", at_known, drf, "/s", 5, True, "DRF serializers with prefetch"),
        Ratio(f"{NAME} list of 100 at another as_of", at_world, drf, "/s", 10, True, "DRF serializers with prefetch"),
        Ratio(f"{NAME} list of 100 at another known_on", at_known, today, "/s", 0.02, True, "the same list of today"),
        Ratio(f"{NAME} deal page at another known_on", deal_then, deal_now, "/s", 0.5, True, "the same page of today"),
        Ratio(
            f"{NAME} list page at another known_on", shown_then, shown_now, "/s", 0.1, True, "the same page of today"
        ),
    ]


def _chosen() -> tuple[date, str]:
    """The middle day of publication, and a public deal that was known by then."""
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY published_to) FROM evidence_source")
        (middle,) = cursor.fetchone()
        cursor.execute(
            "SELECT replace(s.deal::text, '-', '') FROM deals_sheet s JOIN access_compartment c ON c.id = s.compartment"
            " WHERE s.known_from <= %s AND c.name = 'Public' ORDER BY s.deal LIMIT 1",
            [middle],
        )
        (deal,) = cursor.fetchone()
    return middle, deal


def _a_year_before() -> date:
    from django.utils import timezone

    today = timezone.now().date()
    return today.replace(year=today.year - 1, day=min(today.day, 28))


def check(body: bytes, known_on: date) -> None:
    """A full page, and nothing in it that was published later."""
    found = orjson.loads(body)["results"]
    days = [source["published_to"] for deal in found for source in deal["sources"]]
    if len(found) != 100 or not days or max(days) > known_on.isoformat():
        raise RuntimeError(
            f"the list known on {known_on} has {len(found)} deals, its last source is of {max(days, default='')}"
        )
