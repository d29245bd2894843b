"""Rebuild derived rows now, without waiting for a worker."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from deals.agreements.models import Deal
from deals.refresh import SET_SIZE, behind, refresh
from deals.reports.job_list import behind_count, stuck_words
from deals.sheets.stale import mark_stale
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer

_WIDTH = 30
_SYSTEM = system_viewer("refresh --all")


class Command(BaseCommand):
    help = "Rebuild the derived rows of stale deals, or of all with --all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="every deal, stale or not")
        parser.add_argument(
            "--set", type=int, default=SET_SIZE, help=f"deals rebuilt in one transaction, {SET_SIZE} if absent"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            with as_viewer(_SYSTEM):
                mark_stale(Deal.rows.values_list("pk", flat=True), cause="refresh --all")
        with as_viewer(_SYSTEM):
            total = behind_count()
        start, done = time.monotonic(), 0
        size = min(max(options["set"], 1), SET_SIZE)
        while found := behind(limit=size):
            rebuilt = refresh(found, at=timezone.now())
            done += rebuilt
            self._bar(done, max(total, done), time.monotonic() - start)
            if not rebuilt:
                break
        self._end(done)

    def _bar(self, done: int, total: int, seconds: float) -> None:
        """One line that is written over: how many of how many, how fast, how long still."""
        full = _WIDTH * done // total if total else _WIDTH
        rate = done / seconds if seconds else 0.0
        left = f", {(total - done) / rate:.0f} s left" if rate and done < total else ""
        bar = f"[{'#' * full}{'.' * (_WIDTH - full)}]"
        self.stdout.write(f"\r{bar} {done} of {total} deals, {rate:.0f} a second{left}   ", ending="")
        self.stdout.flush()

    def _end(self, done: int) -> None:
        with as_viewer(_SYSTEM):
            stuck, left = list(stuck_words()), behind_count()
        self.stdout.write(f"\r{done} deals rebuilt. {left} still behind.{' ' * (_WIDTH + 20)}")
        for words in stuck:
            self.stderr.write(words, self.style.ERROR)
