"""What tests of intake and review share: two texts, whose eyes one looks through, and a print of the tables."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from deals.actions.intake import pasted, take_in_all
from deals.actions.source_records import (
    SourceEntry,
)
from deals.agreements.rules.proposed import Proposed
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import set_walls
from dealtracker.evidence.models import Claim
from parties.models import Party
from tests.world import World

TODAY = date(2026, 3, 2)
ARTICLE = (
    "Borealis Compute is seeking to raise about US$300 million from Harbour Bank to buy Nvidia GPUs for a data centre in Tokyo. "
    "The talks have lasted at least three months, people familiar with the matter said.\n\n"
    "Nimbus Grid Inc. would be the end user of the chips. A spokesperson for Borealis Compute said the information is incorrect. "
    "Harbour Bank declined to comment.\n"
)  # fmt: skip
TERM_SHEET = "TERM SHEET\nBorrower: Borealis Compute\nAmount: EUR 250 million\nMargin: 425 bps over 3-month EURIBOR\nFloor: 0.50 %\nTenor: 5 years\n"
ENTRY = SourceEntry(
    publisher="Quayside Times", kind="newspaper", published_from=date(2026, 1, 10), published_to=date(2026, 1, 10)
)


def act_as(world: World, name: str) -> Viewer:
    viewer = world.cast.viewer(name)
    set_walls(viewer)
    return viewer


def take(
    viewer: Viewer, text: str = ARTICLE, *, wall: UUID = PUBLIC, entry: SourceEntry = ENTRY, deal: UUID | None = None
) -> UUID:
    (done,) = take_in_all(texts=[pasted(text)], entry=entry, compartment=wall, viewer=viewer, today=TODAY, deal=deal)
    assert not done.known and done.proposals
    return done.source


def proposal(source: UUID, read: str, party: str = "") -> Claim:
    found = [
        c
        for c in Claim.rows.filter(source=source, subject=source)
        if (p := Proposed.from_text(c.words)).read == read and party in p.party
    ]
    assert found, f"nothing was read as {read} {party}"
    return found[0]


def known(world: World, name: str) -> UUID:
    return Party.rows.get(name=name, compartment=PUBLIC).pk


def fingerprint() -> dict[str, Any]:
    """Every table that intake may write, as bytes would show it."""
    tables = "evidence_source evidence_sourcetext evidence_claim evidence_anchor evidence_reply evidence_sourcelink deals_deal deals_role"
    tables += " deals_facility parties_party parties_partyname desk_obligation webhooks_outboxevent"
    with connection.cursor() as cursor:
        found = {}
        for table in tables.split():
            cursor.execute(f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY id)), '') FROM {table} t")
            found[table] = cursor.fetchone()
    return found
