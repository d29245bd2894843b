"""A release that compares names otherwise: what was stored under older rules is computed anew, and everybody is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db import connection

from dealtracker.access.rules import PUBLIC, system_viewer
from dealtracker.access.walls import as_viewer
from parties.actions.screening import load_list
from parties.models import ListedName, Party, PartyDue, Stake
from parties.screening.recompute import due_parties, screen
from tests.unit.screening.lists import csl_csv, write

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_everybody_is_looked_up_anew(db: None, tmp_path: Path) -> None:
    migration, viewer = import_module("parties.migrations.0010_names_compared_anew"), system_viewer("tests")
    rows = ({"_id": "e1", "name": "Alderwood Microdevices Co., Ltd."}, {"_id": "e2", "name": "Birchfield Optics"})
    with as_viewer(viewer):
        of, owner = (Party.rows.create(name=name, compartment_id=PUBLIC) for name in ("Alderwood", "Elm Holding"))
        Stake.rows.create(owner=owner, owned=of, compartment_id=PUBLIC)
        path = write(tmp_path, "consolidated.csv", csl_csv(*rows))
        load_list(kind="csl-csv", name="CSL", files=[path], viewer=viewer, at=AT, file_date=date(2026, 6, 1))
        screen(at=AT)
        stored = set(ListedName.rows.values_list("entry", "key"))
        ListedName.rows.update(key="=of older rules")
        migration.look_up(apps, None)
        assert set(ListedName.rows.values_list("entry", "key")) == stored

        PartyDue.rows.all().delete()
        assert not due_parties()
        with connection.schema_editor() as editor:
            migration.ask(apps, editor)
        assert due_parties()
        assert PartyDue.rows.filter(room=PartyDue.Room.SCREENING).count() == 2
        assert PartyDue.rows.get(room=PartyDue.Room.OWNERSHIP).party == of.pk
