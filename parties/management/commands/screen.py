"""Compares parties with the loaded lists: `manage.py screen`. Only what changed is compared again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from parties.screening.queries import active_lists
from parties.screening.recompute import screen


class Command(BaseCommand):
    help = "Compares parties with the loaded lists; what did not change since the last run is left alone."

    def handle(self, **options: Any) -> None:
        if not active_lists():
            self.stdout.write("Not screened: no list loaded. Load one with manage.py load_list.")
            return
        run = screen(at=timezone.now(), progress=self.stderr.write)
        self.stdout.write(
            f"{run.parties:,} parties compared with {run.lists} lists: {run.new:,} new candidates, {run.gone:,} gone,"
            f" {len(run.changed):,} parties changed."
        )
