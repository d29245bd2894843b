"""Which user of the machine runs PostgreSQL and Valkey. PostgreSQL refuses root, so root lends itself another."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dealtracker.local.console import Trouble


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int
    name: str

    def as_popen(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path) -> None:
        """Hands a file or folder over to this account."""
        os.chown(path, self.uid, self.gid)

    def can(self, right: str, path: Path) -> bool:
        """Whether this account may read (r), write (w) or run (x) the path, asked as that account."""
        test = ["/bin/sh", "-c", f'test -{right} "$1"', "sh", str(path)]
        return subprocess.run(test, cwd="/", capture_output=True, check=False, **self.as_popen()).returncode == 0


def for_servers(root: Path) -> Account | None:
    """None: this process's own user. As root: the checkout's owner, who called sudo, postgres, or nobody."""
    if os.geteuid() != 0:
        return None
    wanted: list[int | str] = [root.stat().st_uid, _number(os.environ.get("SUDO_UID", "")), "postgres", "nobody"]
    for who in wanted:
        entry = _entry(who)
        if entry and entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    raise Trouble("PostgreSQL cannot run as root, and this machine has no other user: add one, or start as a user.")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _entry(who: int | str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(who) if isinstance(who, str) else pwd.getpwuid(who)
    except KeyError:
        return None
