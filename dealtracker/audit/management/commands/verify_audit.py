"""Recomputes the hash chain over the log of changes: `manage.py verify_audit`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.audit.models import Seal
from dealtracker.audit.seal import verify


class Command(BaseCommand):
    help = "Recompute every seal over the log of changes. Exit code 1 with the first that does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = verify()
        with as_viewer(system_viewer("verify_audit")):
            seals = list(Seal.rows.order_by("id").values("id", "first_seq", "last_seq", "count", "digest", "sealed_at"))
        for seal in seals:
            if seal["id"] == broken:
                raise CommandError(
                    f"seal {broken} does not hold: of the changes {seal['first_seq']} to {seal['last_seq']}, sealed on"
                    f" {seal['sealed_at']:%Y-%m-%d %H:%M} UTC, at least one was altered, added or taken out; those before hold"
                )
        last = seals[-1]["digest"] if seals else "none yet"
        self.stdout.write(f"{len(seals)} seals over {sum(seal['count'] for seal in seals)} changes hold; the last is {last}")
