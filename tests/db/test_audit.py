"""Every change is in the audit with who and why, however it was written; the log grows only, and its seals hold."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from dealtracker.access.models import User
from dealtracker.access.viewers import issue_token
from dealtracker.access.walls import as_viewer, set_reason, set_walls
from dealtracker.audit.models import Change, Seal
from dealtracker.audit.seal import seal_changes, verify
from parties.register.models import Party
from tests import cast, make
from tests.database import as_owner
from tests.seals import seal_all
from tests.world import World


def told(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def changes(row: object) -> list[Change]:
    set_walls(make.SYSTEM)
    return list(Change.rows.filter(row=str(row)).order_by("seq"))


@pytest.mark.usefixtures("alone")
class TestWhoAndWhy:
    @pytest.mark.parametrize("how", ["create", "bulk_create"])
    def test_rows_made(self, world: World, how: str) -> None:
        set_walls(world.cast.viewer("bob"), reason="from a filing", request_id="req-7")
        party = Party(name="Plover Ltd")
        party.save() if how == "create" else Party.rows.bulk_create([party])
        (made,) = changes(party.pk)
        assert (made.operation, made.actor, made.actor_id) == ("insert", "bob", world.cast.users["bob"].pk)
        assert (made.reason, made.request_id, made.table) == ("from a filing", "req-7", "parties_party")
        assert (made.before, made.after["name"]) == (None, "Plover Ltd")

    @pytest.mark.parametrize("how", ["save", "update", "bulk_update", "sql"])
    def test_rows_changed(self, world: World, how: str) -> None:
        set_walls(world.cast.viewer("bob"))
        party = Party.rows.create(name="Plover Ltd")
        set_reason("renamed")
        if how == "update":
            Party.rows.filter(pk=party.pk).update(name="Plover plc")
        elif how == "sql":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE parties_party SET name = 'Plover plc' WHERE id = %s", [party.pk])
        else:
            party.name = "Plover plc"
            party.save() if how == "save" else Party.rows.bulk_update([party], ["name"])
        changed = changes(party.pk)[-1]
        assert (changed.operation, changed.actor, changed.reason) == ("update", "bob", "renamed")
        assert (changed.before["name"], changed.after["name"]) == ("Plover Ltd", "Plover plc")

    def test_rows_gone_and_rows_that_stayed_as_they_were(self, world: World) -> None:
        set_walls(world.cast.viewer("bob"))
        party = Party.rows.create(name="Plover Ltd")
        Party.rows.filter(pk=party.pk).update(name="Plover Ltd")
        Party.rows.filter(pk=party.pk).delete()
        assert [change.operation for change in changes(party.pk)] == ["insert", "delete"]

    def test_a_change_through_the_api_carries_its_request_and_reason(self, world: World) -> None:
        dan = world.client("dan")
        answer = dan.patch(
            world.url("hidden"), data=json.dumps({"title": "Kestrelwing II", "reason": "the lender wrote"}),
            content_type="application/json", headers={"If-Match": dan.get(world.url("hidden"))["ETag"], "X-Request-Id": "abc-1"},
        )  # fmt: skip
        assert answer.status_code == 200
        change = next(c for c in reversed(changes(world.deals["hidden"])) if c.before["title"] != c.after["title"])
        assert (change.actor, change.reason, change.request_id) == ("dan", "the lender wrote", "abc-1")
        assert change.compartment == world.cast.team

    def test_what_is_secret_stays_out(self, world: World) -> None:
        user = User.objects.create_user("grace", password="correct horse battery")
        text = issue_token(user=user, name="t", scopes="read", at=timezone.now(), days=1)
        set_walls(make.SYSTEM)
        kept = json.dumps([c.after for c in Change.rows.filter(table__startswith="access_")])
        for secret in (user.password, text.split("_")[2]):
            assert secret not in kept
        assert '"password"' not in kept and '"digest"' not in kept

    @pytest.mark.parametrize(("name", "sees"), [("bob", False), ("frank", False), ("carol", True)])
    def test_the_log_is_walled_too(self, world: World, name: str, sees: bool) -> None:
        set_walls(world.cast.viewer(name))
        kept = json.dumps([[c.before, c.after] for c in Change.rows.all()])
        assert (cast.CANARIES["title"] in kept) is sees
        assert Change.rows.filter(compartment=world.cast.team, table="access_membership").exists() is sees
        assert not Change.rows.filter(compartment=None).exists(), "accounts and tokens are read by the program alone"

    def test_a_change_undone_is_not_in_the_log(self, world: World) -> None:
        set_walls(make.SYSTEM)
        before = Change.rows.count()
        with transaction.atomic():
            Party.rows.create(name="Never")
            transaction.set_rollback(True)
        assert Change.rows.count() == before


@pytest.mark.django_db(transaction=True)
def test_seals_hold_until_somebody_changes_what_they_cover() -> None:
    for number in range(7):
        with as_viewer(make.SYSTEM, reason=f"change {number}"):
            Party.rows.create(name=f"Party {number}")
    sealed = seal_all(least=7, batch=3)
    assert seal_changes(at=timezone.now()) == 0
    with as_viewer(make.SYSTEM):
        seals = list(Seal.rows.order_by("id"))
        covered = Change.rows.count()
    assert len(seals) >= 3
    assert sum(seal.count for seal in seals) == covered == sealed
    assert [after.previous for after in seals[1:]] == [before.digest for before in seals[:-1]]
    assert verify() is None
    assert f"seals over {covered} changes hold; the last is {seals[-1].digest}" in told("verify_audit")
    tampered = seals[1]
    for column, value in (("reason", "another"), ("actor", "nobody"), ("operation", "delete"), ("row_id", "other")):
        with as_owner(connection) as owner, owner.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_change DISABLE TRIGGER append_only")
            cursor.execute(f"SELECT {column} FROM audit_change WHERE seq = %s", [tampered.first_seq])
            (true,) = cursor.fetchone()
            cursor.execute(f"UPDATE audit_change SET {column} = %s WHERE seq = %s", [value, tampered.first_seq])
        assert verify() == tampered.pk, column
        with as_owner(connection) as owner, owner.cursor() as cursor:
            cursor.execute(f"UPDATE audit_change SET {column} = %s WHERE seq = %s", [true, tampered.first_seq])
        assert verify() is None
    with as_owner(connection) as owner, owner.cursor() as cursor:
        cursor.execute("DELETE FROM audit_change WHERE seq = %s", [tampered.first_seq])
    assert verify() == tampered.pk
    with pytest.raises(CommandError, match=f"seal {tampered.pk} does not hold: of the changes {tampered.first_seq} to"):
        told("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_a_change_still_open_is_left_for_the_next_seal() -> None:
    with as_viewer(make.SYSTEM):
        Party.rows.create(name="Committed")
    seal_all(least=1)
    with as_viewer(make.SYSTEM):
        Party.rows.create(name="Open")
        assert seal_changes(at=timezone.now()) == 0
    assert seal_all(least=1) >= 1
    assert verify() is None
