#!/usr/bin/env python3
"""Django's command line. `python3 dev.py manage …` calls it with the running instance's environment.

Called by itself without DATABASE_URL it uses the instance that runs from var/, if one does. Commands that answer from
files alone need neither database nor queue.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from dealtracker.local.from_files import FROM_FILES
from dealtracker.local.instance import running

NOWHERE = {
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "localhost",
    "DATABASE_URL": "postgresql://nobody@localhost:1/nowhere",
    "REDIS_URL": "redis://localhost:1/0",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dealtracker.settings")
    if not os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_URL_FILE"):
        _find_environment()
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database cannot be worked with: {' '.join(str(error).split())}")


def _find_environment() -> None:
    known = running(Path(__file__).resolve().parent / "var").get("environment")
    found = known or (NOWHERE if sys.argv[1:2] and sys.argv[1] in FROM_FILES else {})
    for name, value in found.items():
        os.environ.setdefault(name, value)


if __name__ == "__main__":
    main()
