"""Make an API token; its text is shown once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dealtracker.access.models import User
from dealtracker.access.viewers import issue_token

SCOPES = {"read": "read", "write": "read write"}


class Command(BaseCommand):
    help = "Make an API token for a user and print it; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="made by command", help="what the token is for")
        parser.add_argument("--scope", choices=sorted(SCOPES), default="read", help="read, or write (which also reads)")
        parser.add_argument("--days", type=int, default=90, help="days until it expires; 0 for never")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f'There is no active user "{options["username"]}".')
        if options["days"] < 0:
            raise CommandError("--days must be 0 or more.")
        scopes = SCOPES[options["scope"]]
        self.stdout.write(
            issue_token(user=user, name=options["name"], scopes=scopes, at=timezone.now(), days=options["days"] or None)
        )
