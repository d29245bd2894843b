"""Runs loan cases from a file: `manage.py loan_case FILE [--csv]`, without a database (docs/loan-case.md)."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deals.interchange.loan_case.answer import Outcome, calculate
from deals.interchange.loan_case.as_csv import as_csv
from deals.interchange.loan_case.problems import MOST_BYTES


class Command(BaseCommand):
    help = "Schedule, accruals, fees, yields and cover of the loan cases in a JSON file, each figure with its rule."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", help='a JSON file with one case, an array of cases or published vectors; "-" reads stdin'
        )
        parser.add_argument("--csv", action="store_true", help="one line per figure instead of JSON")

    def handle(self, *, file: str, csv: bool, **options: Any) -> None:
        outcome = calculate(_bytes(file))
        if outcome.cases:
            self._write(as_csv(outcome) if csv else json.dumps(outcome.as_json(), ensure_ascii=False, indent=1) + "\n")
        self._report(outcome)
        if not outcome.ok:
            sys.exit(1)

    def _write(self, text: str) -> None:
        try:
            self.stdout.write(text, ending="")
            self.stdout.flush()
        except BrokenPipeError:  # the reader has seen enough; nothing more can be told on that side
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _report(self, outcome: Outcome) -> None:
        """Problems and agreement in plain words, on stderr."""
        for problem in outcome.problems:
            self.stderr.write(f"error: {problem}", self.style.ERROR)
        for case in outcome.cases:
            if "summary" in case:
                counts = ", ".join(f"{count} {verdict}" for verdict, count in case["summary"].items() if count)
                self.stderr.write(f"{case['id']}: {counts}", lambda text: text)


def _bytes(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read(MOST_BYTES + 1) if file == "-" else _read(Path(file))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CommandError(f"{file!a}: {what}; give the path of a readable JSON file") from None


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
