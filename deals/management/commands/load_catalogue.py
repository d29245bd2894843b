"""Brings the shipped chips into the database: `manage.py load_catalogue`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from deals.actions.catalogue import save_catalogue
from deals.hardware.catalogue import load_catalogue
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer


class Command(BaseCommand):
    help = "Loads the catalogue of chips that ships with the program; safe to repeat."

    def handle(self, **options: Any) -> None:
        catalogue = load_catalogue()
        with as_viewer(system_viewer("catalogue"), reason="load_catalogue"):
            new, changed = save_catalogue(catalogue=catalogue)
        self.stdout.write(f"{len(catalogue.chips)} chips: {new} new, {changed} corrected.")
