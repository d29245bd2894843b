"""Brings a rule pack in: `manage.py load_rules FILE [--dry-run] [--reason WORDS]` (docs/methodology/controls.md)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from deals.actions.rule_packs import PackRefused, bring_in, put_in_force, readable_pack
from deals.controls.packs import SIZE_LIMIT, load_pack
from deals.controls.rules import Pack
from deals.hardware.catalogue import load_catalogue
from deals.reports.rule_changes import rule_changes, rules_now
from dealtracker.access.rules import Viewer, system_viewer
from dealtracker.access.walls import as_viewer


class Command(BaseCommand):
    help = (
        "Reads a rule pack, shows which findings it would change (one JSON line each), and puts it in force. "
        "A pack is taken whole or not at all; where it is refused, the one in force stays so."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        given = parser.add_mutually_exclusive_group(required=True)
        given.add_argument("file", nargs="?", help="the pack, JSON")
        given.add_argument("--shipped", action="store_true", help="return to the pack that ships with the program")
        parser.add_argument("--dry-run", action="store_true", help="read it and show what would change, save nothing")
        parser.add_argument("--reason", default="loaded by command", help="why, as the record will say")

    def handle(self, *, file: str | None, shipped: bool, dry_run: bool, reason: str, **options: Any) -> None:
        content = b"" if file is None else _content(file)
        now = timezone.now()
        try:
            with as_viewer(system_viewer("load_rules")) as viewer:
                new = load_pack() if shipped else readable_pack(content, catalogue=load_catalogue())
                self._show(new, viewer, now.date())
                if dry_run:
                    self.stderr.write("Tried only: nothing was saved.")
                    return
                stored = None if shipped else bring_in(content=content, viewer=viewer, at=now)
                put_in_force(digest=stored.digest if stored else None, reason=reason, viewer=viewer, at=now)
        except PackRefused as refused:
            kept = rules_now().pack.version
            raise CommandError(f"{file or 'the shipped pack'}: {refused}. Nothing was saved; {kept} stays in force.") from None
        self.stderr.write(f"{new.version} is in force; every deal is marked for its new answers.")

    def _show(self, new: Pack, viewer: Viewer, today: Any) -> None:
        deals: Counter[str] = Counter()
        for change in rule_changes(viewer=viewer, new=new, today=today):
            deals[change.deal] += 1
            self.stdout.write(json.dumps(change.to_json(), ensure_ascii=False))
        old = rules_now().pack.version
        self.stderr.write(f"{old} → {new.version}: {deals.total()} findings of {len(deals)} deals would change.")


def _content(file: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CommandError(f"{file}: {why}; give the path of a readable file") from None
