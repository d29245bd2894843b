"""Takes the shipped deals out again: `manage.py remove_demo`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deals.actions.demo import DemoInUse, remove_demo
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer


class Command(BaseCommand):
    help = "Removes the shipped deals, and the parties, sites and sources that came with them and nothing else uses."

    def handle(self, **options: Any) -> None:
        try:
            with as_viewer(system_viewer("demo"), reason="remove_demo") as viewer:
                deals, counts = remove_demo(viewer=viewer, reason="remove_demo")
        except DemoInUse as error:
            raise CommandError(str(error)) from None
        rest = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.stdout.write(
            f"{deals} shipped deals removed, and with them {rest}. Start with --empty, or the next start loads them again."
            if deals else "There is no shipped deal here."
        )
