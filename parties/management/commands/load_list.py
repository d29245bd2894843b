"""Brings a screening list in: `manage.py load_list KIND FILE… [--dry-run]` (docs/methodology/screening.md)."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.periods import DateError, parse_day
from dealtracker.uikit.formats import count_words
from parties.actions.screening import Loaded, load_list
from parties.models import Watchlist
from parties.screening.readers import ListRefused


class Command(BaseCommand):
    help = "Loads a screening list from its publisher's file. The list is taken whole or not at all; the old version stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = "; ".join(f"{value}: {label}" for value, label in Watchlist.Format.choices)
        parser.add_argument("kind", choices=Watchlist.Format.values, metavar="KIND", help=kinds)
        parser.add_argument("files", nargs="+", metavar="FILE", help="the file, or all three of OFAC's")
        parser.add_argument("--name", help="what the list is called here (its format's name)")
        parser.add_argument("--date", help="the date of the file, YYYY-MM-DD (when it was written)")
        parser.add_argument("--dry-run", action="store_true", help="read and compare everything, save nothing")
        parser.add_argument("--fewer-is-right", action="store_true", help="take a version with less than half the entries")

    def handle(self, *, kind: str, files: list[str], name: str | None, date: str | None, **options: Any) -> None:
        try:
            day = parse_day(date) if date else None
        except DateError as error:
            raise CommandError(f"--date: {error}") from None
        try:
            with as_viewer(system_viewer("load_list")) as viewer:
                loaded = load_list(
                    kind=kind, name=name or str(Watchlist.Format(kind).label), files=[Path(file) for file in files], viewer=viewer,
                    at=timezone.now(), file_date=day, dry_run=options["dry_run"], fewer_is_right=options["fewer_is_right"],
                    progress=self._say,
                )  # fmt: skip
        except ListRefused as refused:
            self.stderr.write(str(refused), self.style.ERROR)
            self.stderr.write("Nothing was saved; the version that was active stays so.", self.style.ERROR)
            sys.exit(1)
        for line in in_words(loaded):
            self.stdout.write(line)

    def _say(self, entries: int) -> None:
        self.stderr.write(f"{entries:,} entries read")


def in_words(loaded: Loaded) -> Iterator[str]:
    """What the load did: version, files with hashes, counts, notices."""
    for file in loaded.files:
        yield f"{file.name}: {file.bytes:,} bytes, SHA-256 {file.sha256}"
    yield f"{loaded.watchlist}: version {loaded.number} of {loaded.file_date}, hash {loaded.digest}"
    yield (
        f"{count_words(loaded.entries, 'entry', 'entries')} with {count_words(loaded.names, 'name')}:"
        f" {loaded.added:,} new, {loaded.changed:,} changed, {loaded.removed:,} removed."
    )
    for notice in loaded.notices:
        yield f"note: {notice}"
    yield "Tried only: nothing was saved." if loaded.dry_run else "Run manage.py screen to compare parties with what changed."
