"""An analyst, an editor and an admin to begin with, their passwords made at the first run."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from dealtracker.access.models import Membership, User
from dealtracker.access.rules import PUBLIC

# name → (part in the public compartment, enters the admin)
PEOPLE = {
    "analyst": (Membership.Part.READER, False),
    "editor": (Membership.Part.EDITOR, False),
    "admin": (Membership.Part.EDITOR, True),
}


class Command(BaseCommand):
    help = "Make the users analyst, editor and admin once, and keep their passwords in a file only you can read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="where the passwords are kept (mode 0600)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        file: Path | None = options["file"]
        known = json.loads(file.read_text()) if file and file.exists() else {}
        passwords = {name: known.get(name) or secrets.token_urlsafe(12) for name in PEOPLE}
        for name, (part, staff) in PEOPLE.items():
            if not User.objects.filter(username=name).exists():
                _make(name, passwords[name], part, staff)
            elif name not in known:
                passwords.pop(name)
        if file and passwords != known:
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
                json.dump(passwords, out, indent=2)
        for name in PEOPLE:
            self.stdout.write(f"  {name:8} {passwords.get(name, '(password set by you)')}")


def _make(name: str, password: str, part: str, staff: bool) -> None:
    user = User.objects.create_user(name, password=password, is_staff=staff, is_superuser=staff)
    Membership.objects.create(user=user, compartment_id=PUBLIC, part=part, start=timezone.now(), approved_by=user)
