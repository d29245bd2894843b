"""PostgreSQL as a child of the supervisor: a unix socket in a folder of its own, three roles, no port, no password."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dealtracker.local import binaries
from dealtracker.local.account import Account
from dealtracker.local.child import Child
from dealtracker.local.console import Trouble, say

ADMIN, OWNER, APPLICATION, DATABASE = "postgres", "dealtracker_owner", "dealtracker_app", "dealtracker"

# The application's role owns nothing and row-level security binds it. The owner migrates, makes the databases of the
# tests, and is a member of the other role so that it may end its sessions when such a database goes.
ROLES = f"""
SELECT 'CREATE ROLE {OWNER} LOGIN CREATEDB' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') \\gexec
SELECT 'CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION}') \\gexec
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
SELECT 'GRANT {APPLICATION} TO {OWNER}' WHERE NOT pg_has_role('{OWNER}', '{APPLICATION}', 'MEMBER') \\gexec
"""

SAFE = {"listen_addresses": "", "unix_socket_permissions": "0700", "timezone": "UTC", "log_timezone": "UTC"}
TUNED = {"max_connections": "200", "max_wal_size": "2GB", "shared_buffers": "256MB", "log_checkpoints": "off"}
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "128MB"}


@dataclass(frozen=True)
class Postgres:
    """`place` is a folder that the account may write: it holds the data and, when its path is short, the socket."""

    programs: Path
    place: Path
    sockets: Path
    log: Path
    environment: dict[str, str]
    account: Account | None = None
    forgetful: bool = False

    @property
    def data(self) -> Path:
        return self.place / "postgres"

    def address(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def child(self) -> Child:
        settings = SAFE | TUNED | (FORGETFUL if self.forgetful else {})
        settings["unix_socket_directories"] = str(self.sockets)
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return Child(
            name="postgres",
            command=[self.programs / "postgres", "-D", self.data, *options],
            environment=self.environment,
            log=self.log,
            folder=self.place,
            account=self.account,
            stop_with=signal.SIGINT,  # its "fast" stop: ends sessions, writes everything down, no recovery needed
            before=self.prepare,
        )

    def prepare(self) -> None:
        """Makes the data folder the first time; refuses one of another version; clears what a kill left behind."""
        if not (self.data / "PG_VERSION").exists():
            self._make()
        found = (self.data / "PG_VERSION").read_text().strip()
        here = binaries.major(self.programs, self.account)
        if found != str(here):
            raise Trouble(
                f"The data in {self.data} was written by PostgreSQL {found}, and this is PostgreSQL {here}: "
                "dump it with the older version (docs/operations.md), or start with another folder by --var."
            )
        self._bury_zombie()

    def _make(self) -> None:
        say("Making the database …")
        work = self.place / "postgres.new"
        if work.exists():
            self._as_account(["rm", "-rf", work])
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        quick = ["--no-sync"] if self.forgetful else []
        command: list[str | Path] = [self.programs / "initdb", "-D", work, "-U", ADMIN, "--auth=trust", *locale, *quick]
        done = self._as_account(command)
        if done.returncode:
            if "No space left" in done.stderr:
                raise Trouble(f"The disk is full: no room for the database in {self.place}; free 200 MB or use --var.")
            raise Trouble(f"The database could not be made in {self.place}: {' '.join(done.stderr.split())[-600:]}")
        work.rename(self.data)

    def _as_account(self, command: Sequence[str | Path], text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in command],
            input=text,
            cwd=self.place,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            **(self.account.as_popen() if self.account else {}),
        )

    def _bury_zombie(self) -> None:
        """A killed server whose parent does not collect it still counts as running: wait, then go on."""
        file = self.data / "postmaster.pid"
        for _ in range(100):
            if not file.exists() or not _is_zombie(_first_line(file)):
                return
            time.sleep(0.1)
        with contextlib.suppress(FileNotFoundError):
            file.unlink()

    def wait_ready(self, child: Child, seconds: float = 60) -> None:
        """Returns once it takes connections. After a kill it first replays its journal, which may take a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if child.ended() is not None:
                raise Trouble(f"PostgreSQL stopped while starting; its last words:\n{child.last_words()}")
            if self.is_ready(child):
                return
            time.sleep(0.03)
        raise Trouble(f"PostgreSQL did not take connections within {seconds:.0f} seconds; see {self.log}.")

    def is_ready(self, child: Child) -> bool:
        """The server writes its number first and its state last into this file."""
        with contextlib.suppress(OSError):
            lines = (self.data / "postmaster.pid").read_text().split("\n")
            return len(lines) > 7 and lines[0] == str(child.pid) and lines[7].strip() == "ready"
        return False

    def make_roles(self) -> None:
        quiet = ["-X", "-q", "-v", "ON_ERROR_STOP=1"]
        done = self._as_account([self.programs / "psql", *quiet, "-h", self.sockets, "-U", ADMIN, "postgres"], ROLES)
        if done.returncode:
            raise Trouble(f"The roles of the database could not be made: {done.stderr.strip()[-600:]}")


def _first_line(file: Path) -> str:
    try:
        return file.read_text().split("\n", 1)[0].strip()
    except OSError:
        return ""


def _is_zombie(pid: str) -> bool:
    try:
        return pid.isdigit() and Path("/proc", pid, "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (OSError, IndexError):
        return False
