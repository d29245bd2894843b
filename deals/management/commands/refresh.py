"""Rebuild derived rows now, without waiting for a worker."""
from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from deals.agreements.models import Deal
from deals.refresh import SET_SIZE, behind, refresh
from deals.sheets.stale import mark_stale
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer


class Command(BaseCommand):
    help = "Rebuild the derived rows of stale deals, or of all with --all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="every deal, stale or not")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            with as_viewer(system_viewer("refresh --all")):
                mark_stale(Deal.rows.values_list("pk", flat=True), cause="refresh --all")
        done = 0
        while found := behind(limit=SET_SIZE):
            rebuilt = refresh(found, at=timezone.now())
            done += rebuilt
            self.stdout.write(f"\r{done} deals rebuilt", ending="")
            self.stdout.flush()
            if not rebuilt:
                break
        self.stdout.write(f"\r{done} deals rebuilt. {len(behind())} still behind.")
