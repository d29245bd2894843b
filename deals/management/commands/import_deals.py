"""Brings deal dossiers in: `manage.py import_deals FILE… [--update] [--dry-run]` (docs/deal-dossier.md)."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from deals.actions.dossiers import DossierRefused, ImportResult, import_dossiers
from deals.interchange.dossier.files import in_words, read_bytes
from deals.interchange.dossier.reading import read_files
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.bulk import uncollected


class Command(BaseCommand):
    help = "Imports deal dossiers: a file holds one, an array of them, or one a line. All are saved, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a JSON or NDJSON file of deal dossiers")
        parser.add_argument("--update", action="store_true", help="change deals that exist to what the dossiers say")
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything against the database, save nothing"
        )

    def handle(self, *, files: list[str], update: bool, dry_run: bool, **options: Any) -> None:
        try:
            with uncollected():
                result = _import(files, update=update, dry_run=dry_run)
        except DossierRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem), self.style.ERROR)
            self.stderr.write("Nothing was saved.", self.style.ERROR)
            sys.exit(1)
        for line in in_words(result, dry_run=dry_run):
            self.stdout.write(line)


def _import(files: list[str], *, update: bool, dry_run: bool) -> ImportResult:
    dossiers = read_files(read_bytes(files), today=timezone.now().date())
    names = ", ".join(files)
    with as_viewer(system_viewer("import"), reason=f"import_deals {names}") as viewer:
        return import_dossiers(
            dossiers=dossiers,
            viewer=viewer,
            source_name=names,
            reason=f"import_deals {names}",
            update=update,
            dry_run=dry_run,
        )
