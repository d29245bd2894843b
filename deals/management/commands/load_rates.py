"""Brings exchange rates in: `manage.py load_rates` for those that ship, `manage.py load_rates FILE` for others."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deals.actions.fx import save_rates
from deals.ledger.rate_files import COLUMNS, RateFileError, read_rates, shipped
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer


class Command(BaseCommand):
    help = "Loads dated exchange rates with their sources; safe to repeat. Rates that are there are never changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help=f"CSV with the columns {', '.join(COLUMNS)}; without it, those that ship")

    def handle(self, *, file: str | None, **options: Any) -> None:
        rates = self._read(file) if file else shipped()
        with as_viewer(system_viewer("load_rates")):
            added, differ = save_rates(rates=rates, reason=f"load_rates {file or 'shipped'}")
        self.stdout.write(f"{added} rates added." + (f" {differ} are stored otherwise and were left." if differ else ""))

    def _read(self, file: str) -> Any:
        try:
            with open(file, encoding="utf-8-sig", newline="") as lines:
                return read_rates(lines)
        except (RateFileError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}. Nothing was saved.") from None
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
