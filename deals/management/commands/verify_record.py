"""Recomputes the hash of a decision record and holds it against what was stored: `manage.py verify_record ID`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from deals.actions.decision_faults import decision_faults
from deals.actions.decisions import digest
from deals.reports.decision_body import versions
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.desk.models import DecisionRecord
from dealtracker.ids import private_key


class Command(BaseCommand):
    help = "Recompute the SHA-256 of a decision record, and hold its columns against its body. Exit code 1 where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", help="decision_… as its page shows it, or the bare key")

    def handle(self, *, id: str, **options: Any) -> None:
        key = _key(id)
        with as_viewer(system_viewer("verify_record")):
            record = DecisionRecord.rows.filter(pk=key).first()
            if record is None:
                raise CommandError(f"{id}: there is no such record; give the id that stands on its page")
            now, wrong = versions(), decision_faults(record)
        self.stdout.write(f"{id}: stored   {record.digest}")
        self.stdout.write(f"{id}: computed {digest(record.body)}")
        for name, then in record.body.get("versions", {}).items():
            same = "as installed now" if then == now.get(name) else "another one is installed now"
            self.stdout.write(f"{id}: {name.replace('_', ' ')}: {same}")
        if wrong:
            raise CommandError("\n".join(f"{id}: {fault}" for fault in wrong))
        self.stdout.write(f"{id}: the record is as it was made")


def _key(text: str) -> UUID:
    try:
        return private_key("decision", text) or UUID(text)
    except ValueError:
        raise CommandError(f'"{text[:60]}" is not an id of a decision record (decision_…)') from None
