"""The second wall: row-level security, references, moves and append-only tables, asked in SQL as the application's role."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from deals.agreements.models import Deal, Role
from deals.models import LedgerEntry
from deals.sheets.models import Facet, SearchEntry, Sheet
from deals.sites.models import Site
from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC
from dealtracker.access.walls import as_viewer, move_compartment, set_walls
from dealtracker.evidence.models import Claim, Reply, Source
from parties.register.models import Party, PartyName
from tests import cast, make
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")


def ask(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]


def walled_tables() -> list[tuple[str, str]]:
    """(table, column) of every table whose rows stand behind a wall."""
    return [
        (str(table), str(column))
        for table, column in ask(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema,"
            " table_name) WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name !~ '^(access|audit_readlog)'"
            " AND c.column_name IN ('compartment', 'compartment_id') ORDER BY 1"
        )
    ]


def walls(setting: str) -> None:
    ask("SELECT set_config('dealtracker.walls', %s, true)", setting)


def test_every_table_with_a_wall_has_its_policy(world: World) -> None:
    guarded = {row[0] for row in ask("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")}
    tables = {table for table, _ in walled_tables()}
    assert len(tables) >= 30
    assert tables <= guarded
    assert ask("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]


@pytest.mark.parametrize("setting", ["", "8c2f6f4e-1f5d-4c6b-9a57-3f1b8d0c2a11"])
def test_unset_or_strange_walls_show_nothing(world: World, setting: str) -> None:
    walls(setting)
    for table, column in walled_tables():
        assert ask(f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL") == [(0,)], table
    assert ask("SELECT count(*) FROM search_entries(ARRAY['deal'], ARRAY['%%'])") == [(0,)]


@pytest.mark.parametrize("name", ["bob", "eve", "frank", "carol", "dan"])
def test_each_reader_sees_their_walls_alone(world: World, name: str) -> None:
    viewer = world.cast.viewer(name)
    set_walls(viewer)
    for table, column in walled_tables():
        seen = {UUID(str(row[0])) for row in ask(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")}
        assert seen <= viewer.walls, table
    hidden = ask("SELECT count(*) FROM search_entries(ARRAY['deal'], ARRAY[%s])", f"%{cast.CANARIES['title'].lower()}%")
    assert hidden == [(1 if name in cast.INSIDERS else 0,)]


def test_an_outsider_writes_nothing_behind_the_wall(world: World) -> None:
    set_walls(world.cast.viewer("bob"))
    for table, column in walled_tables():
        if table in ("audit_change", "deals_ledgerentry"):
            continue
        assert ask(f"UPDATE {table} SET {column} = {column} WHERE {column} = %s", world.cast.team) == [(0,)], table
        with transaction.atomic():
            assert ask(f"DELETE FROM {table} WHERE {column} = %s", world.cast.team) == [(0,)], table
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Deal.rows.create(compartment_id=world.cast.team, title="Intruder", external_ref="intruder")


def test_the_setting_ends_with_its_transaction(world: World) -> None:
    walls("")
    with transaction.atomic():
        with as_viewer(make.SYSTEM):
            assert Deal.rows.count() == 3
        transaction.set_rollback(True)
    assert Deal.rows.count() == 0


def walled(model: type[Party] | type[Source], team: UUID) -> Party | Source:
    return model.rows.filter(compartment=team).first()  # type: ignore[return-value]


@pytest.mark.parametrize("other", ["public", "another team"])
def test_a_row_refers_only_within_its_own_wall(world: World, other: str) -> None:
    set_walls(make.SYSTEM)
    team = Compartment.objects.create(name="Osprey team")
    wall = PUBLIC if other == "public" else team.pk
    deal = Deal.rows.create(compartment_id=wall, title="Own", external_ref="own")
    party, source = walled(Party, world.cast.team), walled(Source, world.cast.team)
    with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
        Role.rows.create(compartment_id=wall, deal=deal, key="r1", party=party, role="lender", group="money")
    with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
        Claim.rows.create(
            compartment_id=wall, source=source, subject_kind="deal", subject=deal.pk, target_kind="deal", target=deal.pk
        )
    with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
        Role.rows.bulk_create(
            [Role(compartment_id=wall, deal=deal, key="r1", party=party, role="lender", group="money")]
        )
    public = Party.rows.filter(compartment=PUBLIC).first()
    role = Role.rows.create(compartment_id=wall, deal=deal, key="r1", party=public, role="lender", group="money")
    with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
        Role.rows.filter(pk=role.pk).update(party=party)


def test_a_name_behind_a_wall_hangs_on_no_public_party(world: World) -> None:
    """A walled row may lean on a public one; a public one never on a walled one."""
    set_walls(make.SYSTEM)
    hidden = walled(Party, world.cast.team)
    with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
        PartyName.rows.create(compartment_id=PUBLIC, party=hidden, text="Leak", kind="alias")


@pytest.mark.parametrize("subject", ["deal", "party", "site"])
def test_a_claim_stands_behind_the_wall_of_what_it_speaks_of(world: World, subject: str) -> None:
    """The program rebuilds what all see from all claims: one of a team's about a public row would be weighed for everyone."""
    set_walls(make.SYSTEM)
    model = {"deal": Deal, "party": Party, "site": Site}[subject]
    source = walled(Source, world.cast.team)
    for row in (model.rows.filter(compartment=PUBLIC).first(), model.rows.filter(compartment=world.cast.team).first()):
        claim = Claim(
            source=source,
            subject_kind=subject,
            subject=row.pk,
            target_kind=subject,
            target=row.pk,
            compartment=source.compartment,
        )
        if row.compartment_id == world.cast.team:
            claim.save()
            continue
        with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
            claim.save()
        with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
            Claim.rows.bulk_create([claim])
    with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
        Claim.rows.filter(pk=claim.pk).update(subject=model.rows.filter(compartment=PUBLIC).first().pk)


def test_a_reply_stands_behind_the_wall_of_its_deal(world: World) -> None:
    set_walls(make.SYSTEM)
    reply = Reply.rows.get(deal=world.deals["hidden"])
    with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
        Reply.rows.filter(pk=reply.pk).update(deal=world.deals["tokyo"])
    reply.pk, reply.deal = uuid4(), world.deals["tokyo"]
    with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
        reply.save(force_insert=True)


def test_values_are_unique_within_a_wall_and_tell_nothing_across(world: World) -> None:
    set_walls(make.SYSTEM)
    hidden = Source.rows.get(compartment=world.cast.team, publisher=cast.CANARIES["publisher"])
    set_walls(world.cast.viewer("bob"))
    Source.rows.create(key="s", kind="wire", publisher="Bob", url=hidden.url, published_to=make.DAY)
    Deal.rows.create(title="Same key", external_ref=cast.CANARIES["key"])
    with pytest.raises(IntegrityError, match="source_url_once"), transaction.atomic():
        Source.rows.create(key="s2", kind="wire", publisher="Bob", url=hidden.url, published_to=make.DAY)


@pytest.mark.parametrize("model", [Deal, Party, Source, Role, Claim])
def test_a_wall_is_changed_by_one_function_alone(world: World, model: type[Deal]) -> None:
    set_walls(make.SYSTEM)
    row = model.rows.filter(compartment=PUBLIC).first()
    with pytest.raises(IntegrityError, match="move_compartment"), transaction.atomic():
        model.rows.filter(pk=row.pk).update(compartment=world.cast.team)


def test_a_moved_deal_goes_whole_and_at_once(world: World) -> None:
    set_walls(make.SYSTEM)
    deal = world.deals["tokyo"]
    Deal.rows.filter(private_view_of=deal).update(private_view_of=None)
    Deal.rows.filter(pk=world.deals["view"]).update(external_ref="view")
    move_compartment(table="deals_deal", row=deal, compartment=world.cast.team)
    assert not Sheet.rows.filter(deal=deal).exists()
    assert not Facet.rows.filter(deal=deal).exists()
    assert not SearchEntry.rows.filter(target=deal).exists()
    for table, column in (
        ("deals_role", "deal_id"),
        ("deals_facility", "deal_id"),
        ("deals_event", "deal_id"),
        ("evidence_claim", "subject"),
    ):
        assert ask(f"SELECT DISTINCT compartment_id FROM {table} WHERE {column} = %s", deal) == [(world.cast.team,)], (
            table
        )
    assert world.client("bob").get(world.url("tokyo")).status_code == 404
    assert world.client("anonymous").get("/api/v1/deals/?q=borealis").json()["results"] == []
    make.catch_up()
    assert world.client("carol").get(world.url("tokyo")).json()["compartment"] == cast.TEAM
    assert world.client("bob").get(world.url("tokyo")).status_code == 404


def test_a_move_that_would_show_a_hidden_party_is_refused_whole(world: World) -> None:
    set_walls(make.SYSTEM)
    with pytest.raises(IntegrityError, match="another wall"), transaction.atomic():
        move_compartment(table="deals_deal", row=world.deals["hidden"], compartment=PUBLIC)
    set_walls(make.SYSTEM)
    assert Deal.rows.get(pk=world.deals["hidden"]).compartment_id == world.cast.team


def test_the_ledger_and_the_audit_only_grow(world: World) -> None:
    make.save(
        make.dossier(
            "booked",
            **make.ledger([("le", "commitment", "100000000", "2025-02-01"), ("le", "drawdown", "5", "2025-03-01")]),
        )
    )
    set_walls(make.SYSTEM)
    entries = LedgerEntry.rows.filter(deal__external_ref="booked")
    assert entries.count() == 2
    for statement in (
        "UPDATE deals_ledgerentry SET amount_minor = 1", "DELETE FROM deals_ledgerentry", "TRUNCATE deals_ledgerentry",
        "UPDATE audit_change SET reason = 'x'", "DELETE FROM audit_change", "INSERT INTO audit_change (table_name, row_id, operation) VALUES ('x', '', 'insert')",
        "DELETE FROM audit_seal", "UPDATE audit_seal SET digest = 'x'", "DELETE FROM audit_readlog",
    ):  # fmt: skip
        ask("SELECT set_config('dealtracker.removing', 'on', true)")
        with pytest.raises(DatabaseError), transaction.atomic():
            ask(statement)
    assert entries.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_minor": 0},
        {"amount_minor": -5},
        {"kind": "gift"},
        {"value_date": "1989-12-31"},
        {"value_date": "2101-01-01"},
    ],
)
def test_an_entry_that_cannot_be_is_refused_by_the_database(world: World, changes: dict[str, object]) -> None:
    make.save(make.dossier("booked", **make.ledger([("le", "commitment", "100000000", "2025-02-01")])))
    set_walls(make.SYSTEM)
    entry = LedgerEntry.rows.get(deal__external_ref="booked")
    entry.pk, entry.key = uuid4(), "n9"
    for name, value in changes.items():
        setattr(entry, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)
