"""Works the whole book out again from the facts in plain Python and reports any difference: `manage.py check_book`."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from deals.reports.book_check import check_book
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer


class Command(BaseCommand):
    help = "Works the book out again from the facts and reports every difference; 1 when there is any."

    def handle(self, *args: Any, **options: Any) -> None:
        deals = wrong = 0
        with as_viewer(system_viewer("check_book")):
            for looked_at, found in check_book(today=timezone.now().date()):
                deals, wrong = deals + looked_at, wrong + len(found)
                for one in found:
                    self.stderr.write(one.words(), self.style.ERROR)
        self.stdout.write(f"{deals} deals worked out again; {wrong} differences.")
        sys.exit(1 if wrong else 0)
