"""Compares parties with the loaded lists: `manage.py screen`. Only what changed is compared again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from parties.screening.queries import active_lists
from parties.screening.recompute import screen


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


class Command(BaseCommand):
    help = "Compares parties with the loaded lists; what did not change since the last run is left alone."

    def handle(self, **options: Any) -> None:
        if not active_lists():
            self.stdout.write("Not screened: no list loaded. Load one with manage.py load_list.")
            return
        run = screen(at=timezone.now(), progress=self.stderr.write)
        self.stdout.write(
            f"{_counted(run.parties, 'party', 'parties')} compared with {_counted(run.lists, 'list', 'lists')}:"
            f" {_counted(run.new, 'new candidate', 'new candidates')}, {run.gone:,} gone,"
            f" {_counted(len(run.changed), 'party', 'parties')} changed."
        )
