"""Writes deals as dossiers: `manage.py export_deals (--all | --ref KEY …) [--ndjson] [FILE]` (docs/deal-dossier.md)."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from deals.agreements.models import Deal
from deals.interchange.dossier.export import export_deal, export_deals
from dealtracker.access.rules import PUBLIC, Viewer, system_viewer
from dealtracker.access.walls import as_viewer


class Command(BaseCommand):
    help = "Exports deals as dossiers, to FILE or to the screen; one deal as an object, several as an array."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true", help="every deal, of all compartments")
        which.add_argument("--ref", action="append", metavar="KEY", help="the deal with this key; may be repeated")
        parser.add_argument("--ndjson", action="store_true", help="one dossier a line")
        parser.add_argument("file", nargs="?", metavar="FILE", help="where to write; without it, to the screen")

    def handle(self, *, all: bool, ref: list[str] | None, ndjson: bool, file: str | None, **options: Any) -> None:
        with as_viewer(system_viewer("export"), reason="export_deals") as viewer:
            ids = _all() if all else _by_ref(ref or [])
            pieces = _pieces(ids, viewer, alone=not all and len(ids) == 1, lines=ndjson)
            if file:
                _write(Path(file), pieces)
                self.stderr.write(f"{len(ids)} deals written to {file}.")
            else:
                for piece in pieces:
                    sys.stdout.buffer.write(piece)
                sys.stdout.flush()


def _pieces(ids: list[UUID], viewer: Viewer, *, alone: bool, lines: bool) -> Iterable[bytes]:
    return [export_deal(ids[0], viewer)] if alone and not lines else export_deals(ids, viewer, lines=lines)


def _all() -> list[UUID]:
    """Public deals first, so that whatever refers to them finds them when the file is read."""
    deals = Deal.rows.values_list("pk", "compartment_id", "compartment__name", "external_ref")
    return [pk for pk, *_ in sorted(deals, key=lambda deal: (deal[1] != PUBLIC, deal[2], deal[3]))]


def _by_ref(refs: list[str]) -> list[UUID]:
    found: dict[str, list[UUID]] = {}
    for pk, ref in Deal.rows.filter(external_ref__in=refs).order_by("pk").values_list("pk", "external_ref"):
        found.setdefault(ref, []).append(pk)
    if missing := [ref for ref in refs if ref not in found]:
        raise CommandError(
            f"there is no deal with the key {', '.join(missing)}; the keys stand in the deals' dossiers and pages"
        )
    return [pk for ref in dict.fromkeys(refs) for pk in found[ref]]


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Whole or not at all: written beside its place, then put there."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as target:
            try:
                target.writelines(pieces)
                os.chmod(target.name, 0o644)
                os.replace(target.name, path)
            except BaseException:
                os.unlink(target.name)
                raise
    except OSError as error:
        raise CommandError(
            f"{path} cannot be written ({(error.strerror or str(error)).lower()}); choose another place"
        ) from None
