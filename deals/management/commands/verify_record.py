"""Recomputes the hash of a decision record and holds it against what was stored: `manage.py verify_record ID`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from deals.actions.decisions import digest
from deals.reports.decision_body import versions
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.desk.models import DecisionProposal, DecisionRecord
from dealtracker.ids import private_key, public_id


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
            now = versions()
        wrong = list(faults(record))
        self.stdout.write(f"{id}: stored   {record.digest}")
        self.stdout.write(f"{id}: computed {digest(record.body)}")
        for name, then in record.body["versions"].items():
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


def faults(record: DecisionRecord) -> Iterator[str]:
    """What of the record is not as it was made; nothing where all is."""
    if digest(record.body) != record.digest:
        yield "the body does not give the stored hash"
    told = record.body["decision"]
    columns = {
        "deal": (record.body["deal"]["id"], public_id("deal", record.deal)),
        "case number": (told["case_number"], record.case_number),
        "who decided": (told["decided_by"]["id"], str(record.decided_by_id)),
        "who confirmed": (told["confirmed_by"]["id"], str(record.confirmed_by_id)),
        "when": (datetime.fromisoformat(told["decided_at"]), record.decided_at),
    }
    yield from (f"{name}: the body says {said}, the row {stored}" for name, (said, stored) in columns.items() if said != stored)
    proposed = DecisionProposal.rows.filter(task=told["task"]).first()
    if proposed is not None:
        kept = {name: getattr(proposed, name) for name in ("outcome", "reasons", "case_number")}
        kept["inputs_sha256"] = proposed.inputs_digest
        yield from (f"{name}: the body does not say what was proposed" for name, value in kept.items() if told[name] != value)
    if record.decided_by_id == record.confirmed_by_id:
        yield "one person decided and confirmed"
