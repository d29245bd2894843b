"""`manage.py move_record party_… "Harrier team" --reason …`: a party or site with all that belongs to it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deals.actions.moves import MoveRefused, move_record
from dealtracker.access.models import Compartment
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.ids import private_key


class Command(BaseCommand):
    help = (
        "Takes a party or a site behind a team's wall, with its names, stakes and claims; or says what is in the way."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("record", help="party_… or site_… as it stands in its address")
        parser.add_argument("compartment", help="the name of the team, or Public")
        parser.add_argument("--reason", required=True, help="why; the log keeps it")

    def handle(self, *args: Any, **options: Any) -> None:
        record = options["record"]
        kind = record.partition("_")[0]
        key = private_key(kind, record) if kind in ("party", "site") else None
        if key is None:
            raise CommandError(
                f'"{record[:80]}" is not the id of a party or site, such as party_ and 32 hexadecimal digits'
            )
        viewer = system_viewer("move_record")
        with as_viewer(viewer):
            wall = Compartment.objects.filter(name=options["compartment"]).first()
            if wall is None:
                names = ", ".join(Compartment.objects.order_by("name").values_list("name", flat=True))
                raise CommandError(f'there is no compartment "{options["compartment"][:80]}"; there are: {names}')
            try:
                move_record(kind=kind, key=key, compartment=wall.pk, viewer=viewer, reason=options["reason"])
            except MoveRefused as error:
                raise CommandError(str(error)) from None
        self.stdout.write(f"{record} and what belongs to it stand behind {wall.name} now.")
