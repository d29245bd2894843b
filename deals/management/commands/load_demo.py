"""Loads the deals that ship with the program: `manage.py load_demo [--update]`."""

from __future__ import annotations

import hashlib
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from deals.actions.catalogue import save_catalogue
from deals.actions.demo import demo_is_loaded, keep_demo_curves
from deals.actions.dossiers import Dossier, DossierRefused, import_dossiers
from deals.hardware.catalogue import load_catalogue
from deals.interchange.dossier.files import in_words, read_bytes
from deals.interchange.dossier.reading import read_files
from dealtracker.access.rules import Viewer, system_viewer
from dealtracker.access.walls import as_viewer

FOLDER = Path(__file__).resolve().parents[2] / "demo"
KINDS = {"real": FOLDER, "invented": FOLDER / "invented"}
CURVES = sorted((FOLDER / "invented" / "curves").glob("*.json"))


class Command(BaseCommand):
    help = "Loads the shipped deals and chips. Safe to repeat: deals that are there stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--update", action="store_true", help="change demo deals that exist to what is shipped")

    def handle(self, *, update: bool, **options: Any) -> None:
        try:
            self._load(update)
        except DossierRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem), self.style.ERROR)
            self.stderr.write("Nothing was saved.", self.style.ERROR)
            sys.exit(1)

    def _load(self, update: bool) -> None:
        files = {kind: read_bytes(sorted(folder.glob("*.json"))) for kind, folder in KINDS.items()}
        reason = f"demo {_digest(files)}"
        with as_viewer(system_viewer("demo"), reason=reason) as viewer:
            save_catalogue(catalogue=load_catalogue())
            if demo_is_loaded(reason=reason) and not update:
                self.stdout.write("The demo is loaded already.")
                return
            for kind, found in files.items():
                # Shipped files carry no date of today's clock: a machine whose clock is behind loads them too.
                self._import(read_files(found, today=None), kind, viewer, reason, update)
            keep_demo_curves(curves=[json.loads(path.read_bytes()) for path in CURVES], viewer=viewer)

    def _import(self, dossiers: list[Dossier], kind: str, viewer: Viewer, reason: str, update: bool) -> None:
        if dossiers:
            result = import_dossiers(
                dossiers=dossiers,
                viewer=viewer,
                source_name="demo",
                reason=reason,
                update=update,
                keep=not update,
                demo=kind,
            )
            for line in in_words(result):
                self.stdout.write(line)


def _digest(files: dict[str, list[tuple[str, bytes]]]) -> str:
    digest = hashlib.sha256()
    for kind, found in files.items():
        for name, data in found:
            digest.update(f"{kind}/{name}:{len(data)}:".encode() + data)
    return digest.hexdigest()[:32]
