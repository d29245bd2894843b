"""Rebuilds the lineages of parties whose stakes changed, now: `manage.py refresh_ownership`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from parties.ownership.recompute import ask_for_all, refresh_lineages


class Command(BaseCommand):
    help = "Rebuild lineages that changes ask for, or all of them with --all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every party that anybody holds a stake in")

    def handle(self, **options: Any) -> None:
        if options["all"]:
            ask_for_all(at=timezone.now())
        done = 0
        while met := refresh_lineages(at=timezone.now()):
            done += met
        self.stdout.write(f"{done:,} requests met.")
