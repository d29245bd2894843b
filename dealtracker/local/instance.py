"""The folder of one instance (var/): its lock, its secret, its logs, and where its servers keep their data."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from dealtracker.local import account as accounts
from dealtracker.local.account import Account
from dealtracker.local.console import Trouble, say

# Linux allows a socket 107 bytes and macOS 103, of which its own name takes a share; and in the queue's address, which
# three libraries take apart each in its way, a blank or a % would be read differently.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]{1,80}")
LEAST_FREE = 300_000_000
NO_ROOM = 5_000_000


@dataclass
class Instance:
    root: Path
    var: Path
    account: Account | None = None
    place: Path = field(init=False)
    sockets: Path = field(init=False)
    _lock: IO[str] | None = field(default=None, init=False)
    _short: Path | None = field(default=None, init=False)

    @classmethod
    def open(cls, root: Path, var: Path) -> Instance:
        """Takes the folder for this process. Refuses when another one holds it, or when the disk is nearly full."""
        instance = cls(root, var.resolve(), accounts.for_servers(root))
        instance.var.mkdir(parents=True, exist_ok=True, mode=0o755)
        instance._take_lock()
        if shutil.disk_usage(instance.var).free < LEAST_FREE:
            raise Trouble(f"The disk under {instance.var} is full: free 300 MB, or give another folder with --var.")
        instance._settle()
        return instance

    def _take_lock(self) -> None:
        lock = (self.var / ".lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise Trouble(who_runs(self.var)) from None
        self._lock = lock

    def why(self, trouble: Trouble) -> Trouble:
        """What failed, or the disk that ran full meanwhile: then the programs had no room to say so in their logs."""
        if all(shutil.disk_usage(place).free > NO_ROOM for place in (self.var, self.place)):
            return trouble
        said = str(trouble).split(";")[0].splitlines()[0]
        return Trouble(
            f"The disk under {self.place} is full: free 300 MB, or give another folder with --var. It showed as: {said}"
        )

    def _settle(self) -> None:
        """Chooses folders that the servers' account may reach, with a socket path that is short enough."""
        self.place = self.var / "servers"
        if self.account:
            self.place.mkdir(exist_ok=True)
            self.account.owns(self.place)
            if not self.account.can("w", self.place):
                self.place = self._spare() / hashlib.sha256(str(self.var).encode()).hexdigest()[:12]
                say(f"Keeping the database in {self.place}, because {self.account.name} cannot enter {self.var} …")
        self._own(self.place)
        self.sockets = self.place / "sockets"
        if not PLAIN_PATH.fullmatch(str(self.sockets)):
            self._short = self.sockets = Path(tempfile.mkdtemp(prefix="dealtracker-", dir="/tmp"))
        self._own(self.sockets)

    def _spare(self) -> Path:
        """A folder outside the checkout, for root with a checkout that no other account can enter."""
        mark = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        spare = Path("/var/tmp") / f"dealtracker-{mark}"
        spare.mkdir(exist_ok=True)
        if spare.is_symlink() or spare.stat().st_uid != os.geteuid():
            raise Trouble(f"{spare} belongs to someone else: remove it, or start as a user other than root.")
        spare.chmod(0o755)
        return spare

    @property
    def spare(self) -> Path:
        return self._spare() if self.account else self.var

    def _own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.account:
            self.account.owns(folder)

    def log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"

    def secret_key(self) -> str:
        """Made at the first start, readable by its owner alone, kept so that people stay signed in."""
        file = self.var / "secret_key"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(60))
        return file.read_text()

    def publish(self, facts: dict[str, Any]) -> None:
        """Tells `dev.py manage` how to reach this instance."""
        write_private(self.var / "instance.json", json.dumps(facts, indent=1))

    def close(self) -> None:
        (self.var / "instance.json").unlink(missing_ok=True)
        if self._short:
            shutil.rmtree(self._short, ignore_errors=True)
        if self._lock:
            self._lock.close()


def who_runs(var: Path) -> str:
    """What to tell a second start."""
    known = read(var)
    where = f" at {known['address']}" if known.get("address") else ""
    return f"dealtracker already runs from {var}{where}: stop it first, or start beside it with --var and --port."


def write_private(file: Path, text: str) -> None:
    """Whole or not at all, and never for a moment readable by others."""
    work = file.with_name(f"{file.name}.{os.getpid()}")
    with open(os.open(work, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    work.replace(file)


def read(var: Path) -> dict[str, Any]:
    """What a running instance said of itself; empty when it said nothing."""
    try:
        known = json.loads((var / "instance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def running(var: Path) -> dict[str, Any]:
    """The same, but only while the instance holds its lock."""
    try:
        with (var / ".lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return read(var)
    except OSError:
        return {}
    return {}
