"""Asks the export rules about cases in a file: `manage.py what_if FILE`; answers without a database too."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from deals.controls.packs import load_pack
from deals.controls.queries import pack_in_force
from deals.controls.rules import Pack
from deals.hardware.catalogue import load_catalogue
from deals.interchange.what_if import MOST_BYTES, WhatIfError, answers, as_line


class Command(BaseCommand):
    help = (
        "What the export rules say of each case: model, date, destination, end_user_hq, ultimate_parent_hq, "
        "role_of_china_party. One JSON line per case. Not legal advice and not a licence determination."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help='JSON lines, or an array of cases; "-" reads stdin')

    def handle(self, *, file: str, **options: Any) -> None:
        content = _content(file)
        try:
            results = answers(content, pack=_pack(), catalogue=load_catalogue())
        except WhatIfError as error:
            shown = [f"{file}: {problem}" for problem in error.problems[:50]]
            more = len(error.problems) - len(shown)
            raise CommandError("\n".join([*shown, *([f"and {more} more"] if more > 0 else [])])) from None
        try:
            for result in results:
                self.stdout.write(as_line(result))
            self.stdout.flush()
        except BrokenPipeError:  # whoever reads has read enough ("| head")
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _pack() -> Pack:
    """The pack in force; where no database can be asked, the one that ships. Every answer names its pack."""
    try:
        return pack_in_force()
    except Error:
        return load_pack()


def _content(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}; give the path of a readable file, or -") from None
    except ValueError as error:
        raise CommandError(f"the path cannot be read: {error}; give the path of a readable file, or -") from None
