"""A party or site goes behind a wall with all that belongs to it, or stays; outside there is no trace of it."""

from __future__ import annotations

from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from deals.actions.moves import MoveRefused, move_record
from deals.models import Site, SiteCapacity
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import move_compartment, set_walls
from dealtracker.evidence.models import Anchor, Claim, Source
from dealtracker.evidence.recompute import rebuild_standing
from dealtracker.ids import public_id
from dealtracker.money import Amount
from parties.models import Identifier, Lineage, MergeJudgement, Party, PartyName, Stake
from parties.ownership.recompute import rebuild_lineages
from parties.register.calc import normalise
from tests import make
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")


def party(name: str, wall: UUID = PUBLIC) -> Party:
    made = Party.rows.create(name=name, compartment_id=wall)
    PartyName.rows.create(party=made, text=name, primary=True, normalised=normalise(name), compartment_id=wall)
    return made


def says(
    source: Source, subject: Party | Site, target: UUID, field: str, kind: str = "party", wall: UUID = PUBLIC
) -> Claim:
    claim = Claim.rows.create(
        source=source, subject_kind=kind, subject=subject.pk, target_kind="stake" if target != subject.pk else kind,
        target=target, field=field, value="JP", compartment_id=wall,
    )  # fmt: skip
    Anchor.rows.create(claim=claim, exact="Greyhaven", prefix="", suffix="", compartment_id=wall)
    return claim


@pytest.fixture
def group(world: World, alone: None) -> dict[str, Any]:
    """A public party between an owner and a subsidiary, with numbers, claims, a judgement and lineages."""
    set_walls(make.SYSTEM)
    report = Source.rows.create(
        key="r", kind="register", publisher="Register", published_to=make.DAY, url="https://r.example/"
    )
    top, mid, low, other = (party(name) for name in ("Topmast Holdings", "Greyhaven", "Lowmoor", "Greyhaven Pte"))
    Identifier.rows.create(party=mid, scheme="registry", value="GH-77")
    held = Stake.rows.create(owner=top, owned=mid, share=Amount.exact("0.8"))
    holds = Stake.rows.create(owner=mid, owned=low, share=Amount.exact("0.9"))
    says(report, mid, mid.pk, "hq_country")
    says(report, mid, held.pk, "share")
    says(report, low, holds.pk, "share")
    MergeJudgement.rows.create(a=mid, b=other, verdict="different", reason="x", judged_at="2026-01-01T00:00Z")
    rebuild_standing([mid.pk, low.pk])
    rebuild_lineages({mid.pk, low.pk}, known_on=make.DAY)
    return {"top": top, "mid": mid, "low": low, "other": other, "held": held, "holds": holds, "source": report}


def traces(key: UUID, wall: UUID) -> list[str]:
    """Tables with a row outside this compartment that holds the id in any column; the log of changes apart."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            columns = {field.column for field in model._meta.concrete_fields}
            column = (
                "compartment_id" if "compartment_id" in columns else "compartment" if "compartment" in columns else ""
            )
            table = model._meta.db_table
            if column and not table.startswith(("audit_", "parties_partydue", "deals_refreshstate")):
                cursor.execute(
                    f"SELECT count(*) FROM {table} t WHERE {column} <> %s AND t::text LIKE %s", [wall, f"%{key}%"]
                )
                if cursor.fetchone()[0]:
                    found.append(table)
    return found


def test_a_party_goes_with_its_stakes_claims_and_judgements_and_leaves_no_trace(
    world: World, group: dict[str, Any]
) -> None:
    mid, team = group["mid"], world.cast.team
    move_record(kind="party", key=mid.pk, compartment=team, viewer=make.SYSTEM, reason="told in confidence")
    assert traces(mid.pk, team) == [] and traces(group["held"].pk, team) == [] and traces(group["holds"].pk, team) == []
    assert set(
        Stake.rows.filter(pk__in=(group["held"].pk, group["holds"].pk)).values_list("compartment", flat=True)
    ) == {team}
    assert Claim.rows.filter(target=group["holds"].pk).values_list("subject", "compartment").get() == (mid.pk, team)
    assert set(Claim.rows.filter(subject=mid.pk).values_list("compartment", flat=True)) == {team}
    assert Anchor.rows.filter(claim__subject=mid.pk).exclude(compartment=team).count() == 0
    rebuild_lineages({mid.pk, group["low"].pk}, known_on=make.DAY)
    rebuild_standing([mid.pk, group["low"].pk])
    assert traces(mid.pk, team) == []
    assert not Lineage.rows.filter(compartment=PUBLIC, party=group["low"].pk).exists()
    outside, inside = world.client("bob"), world.client("carol")
    key = public_id("party", mid.pk)
    for words in ("Greyhaven", "GH-77", "greyhavn"):
        assert key not in outside.get(f"/parties/?q={words}").content.decode()
    assert outside.get(f"/parties/{key}/").status_code == 404 and inside.get(f"/parties/{key}/").status_code == 200
    page = outside.get(f"/parties/{public_id('party', group['low'].pk)}/").content.decode()
    assert "Greyhaven" not in page


def test_back_in_public_everything_of_it_is_public_but_what_the_team_judged(
    world: World, group: dict[str, Any]
) -> None:
    mid, team = group["mid"], world.cast.team
    move_record(kind="party", key=mid.pk, compartment=team, viewer=make.SYSTEM, reason="there")
    dan = world.cast.viewer("dan")
    move_record(kind="party", key=mid.pk, compartment=PUBLIC, viewer=dan, reason="and back")
    set_walls(make.SYSTEM)
    assert set(
        Stake.rows.filter(pk__in=(group["held"].pk, group["holds"].pk)).values_list("compartment", flat=True)
    ) == {PUBLIC}
    assert set(
        Claim.rows.filter(target__in=(mid.pk, group["held"].pk, group["holds"].pk)).values_list(
            "compartment", flat=True
        )
    ) == {PUBLIC}
    assert Claim.rows.get(target=group["holds"].pk).subject == group["low"].pk
    assert MergeJudgement.rows.get(a=mid).compartment_id == team


def test_rows_that_would_stay_behind_are_named_with_their_deals(world: World) -> None:
    set_walls(make.SYSTEM)
    borrower = Party.rows.get(name="Borealis Compute")
    site = Site.rows.get(name="Quay Data Hall")
    for kind, row in (("party", borrower), ("site", site)):
        with pytest.raises(MoveRefused) as refused:
            move_record(kind=kind, key=row.pk, compartment=world.cast.team, viewer=make.SYSTEM, reason="try")
        assert "of “Borealis Compute: loan for chips" in str(refused.value)
        assert world.deals["tokyo"] in {deal for way in refused.value.rows for deal, _ in way.deals}
        assert type(row).rows.get(pk=row.pk).compartment_id == PUBLIC
        with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
            move_compartment(table=row._meta.db_table, row=row.pk, compartment=world.cast.team)


def test_what_rests_on_a_teams_own_source_does_not_become_public(world: World) -> None:
    set_walls(make.SYSTEM)
    team = world.cast.team
    own = Source.rows.create(key="own", kind="memo", publisher="Team", published_to=make.DAY, compartment_id=team)
    hidden, owner = party("Umberfold", team), party("Umberfold Holdings", team)
    stake = Stake.rows.create(owner=owner, owned=hidden, share=Amount.exact("0.8"), compartment_id=team)
    says(own, hidden, hidden.pk, "hq_country", wall=team)
    with pytest.raises(MoveRefused, match="behind the wall"):
        move_record(kind="party", key=hidden.pk, compartment=PUBLIC, viewer=world.cast.viewer("dan"), reason="try")
    set_walls(make.SYSTEM)
    assert Party.rows.get(pk=hidden.pk).compartment_id == team
    move_record(kind="party", key=owner.pk, compartment=PUBLIC, viewer=world.cast.viewer("dan"), reason="it is public")
    set_walls(make.SYSTEM)
    assert Stake.rows.get(pk=stake.pk).compartment_id == team and traces(hidden.pk, team) == []


def test_a_site_goes_with_its_capacities_and_claims(world: World) -> None:
    set_walls(make.SYSTEM)
    site = Site.rows.create(name="Sedgewater", kind="site", country="JP", precision="country", key="sw")
    SiteCapacity.rows.create(site=site, key="c1", kind="IT", mw=Amount.exact("40"))
    source = Source.rows.create(key="s", kind="wire", publisher="Wire", published_to=make.DAY)
    says(source, site, site.pk, "country", "site")
    move_record(kind="site", key=site.pk, compartment=world.cast.team, viewer=make.SYSTEM, reason="confidential")
    assert traces(site.pk, world.cast.team) == [] and SiteCapacity.rows.get(site=site).compartment_id == world.cast.team


def test_who_may_move_what(world: World, group: dict[str, Any]) -> None:
    mid, team = group["mid"], world.cast.team
    asks = (
        (world.cast.viewer("dan"), mid.pk, team, "x", "whoever runs this site"),
        (world.cast.viewer("bob"), mid.pk, team, "x", "no such compartment"),
        (world.cast.viewer("bob"), uuid4(), PUBLIC, "x", "no such party"),
        (world.cast.viewer("dan"), mid.pk, PUBLIC, "x", "stands there already"),
        (make.SYSTEM, mid.pk, uuid4(), "x", "no such compartment"),
        (make.SYSTEM, mid.pk, team, "  ", "say why"),
        (
            Viewer(name="reader", walls=frozenset({PUBLIC, team}), edits=frozenset({team})),
            mid.pk,
            team,
            "x",
            "not move it",
        ),
    )
    for viewer, key, wall, reason, said in asks:
        set_walls(viewer)
        with pytest.raises(MoveRefused, match=said):
            move_record(kind="party", key=key, compartment=wall, viewer=viewer, reason=reason)
    set_walls(make.SYSTEM)
    assert Party.rows.get(pk=mid.pk).compartment_id == PUBLIC


def test_the_command_moves_and_refuses_in_words(world: World, group: dict[str, Any]) -> None:
    key, out = public_id("party", group["mid"].pk), StringIO()
    call_command("move_record", key, "Harrier team", reason="confidential", stdout=out)
    assert "Harrier team now" in out.getvalue()
    for record, wall, said in (
        ("deal_x", "Public", "not the id"),
        (key, "Nowhere", "there are:"),
        (key, "Harrier team", "already"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("move_record", record, wall, reason="x")
