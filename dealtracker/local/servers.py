"""The database and the queue of an instance: those that the environment names, or our own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dealtracker.local import binaries
from dealtracker.local.child import Child
from dealtracker.local.console import Trouble, say
from dealtracker.local.instance import Instance
from dealtracker.local.postgres import APPLICATION, OWNER, Postgres
from dealtracker.local.valkey import Valkey

OURS = ("PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH")


@dataclass
class Servers:
    """`found` holds the variables that lead to the servers; `children` those that we started, in order."""

    children: list[Child] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop(30)


def needed() -> str:
    """Which lock the servers call for: none of ours are started where both addresses are given."""
    return "production" if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL") else "local"


@contextmanager
def started(instance: Instance, *, forgetful: bool = False) -> Iterator[Servers]:
    servers = Servers()
    try:
        if os.environ.get("DATABASE_URL"):
            servers.found |= _outside(instance)
        else:
            _start_postgres(instance, servers, forgetful)
        if os.environ.get("REDIS_URL"):
            servers.found["REDIS_URL"] = os.environ["REDIS_URL"]
        else:
            _start_valkey(instance, servers)
        yield servers
    finally:
        servers.stop()


def _start_postgres(instance: Instance, servers: Servers, forgetful: bool) -> None:
    say("Starting PostgreSQL …")
    postgres = Postgres(
        programs=binaries.postgres(instance.root, instance.account, instance.spare),
        place=instance.place,
        sockets=instance.sockets,
        log=instance.log("postgres"),
        environment=_environment(),
        account=instance.account,
        forgetful=forgetful,
    )
    child = postgres.child()
    servers.children.append(child)
    child.start()
    postgres.wait_ready(child)
    postgres.make_roles()
    servers.found |= {
        "DATABASE_URL": postgres.address(APPLICATION),
        "DATABASE_OWNER_URL": postgres.address(OWNER),
        "DATABASE_DIRECT_URL": postgres.address(APPLICATION),
    }


def _start_valkey(instance: Instance, servers: Servers) -> None:
    say("Starting Valkey …")
    valkey = Valkey(
        program=binaries.valkey(instance.root, instance.account, instance.spare),
        place=instance.place,
        sockets=instance.sockets,
        log=instance.log("valkey"),
        environment=_environment(),
        account=instance.account,
    )
    child = valkey.child()
    servers.children.append(child)
    child.start()
    valkey.wait_ready(child)
    servers.found["REDIS_URL"] = valkey.address


def _environment() -> dict[str, str]:
    """The servers get no secrets and no PG… settings of ours; their messages come in English."""
    return {key: os.environ[key] for key in OURS if key in os.environ} | {"LC_ALL": "C", "TZ": "UTC"}


def _outside(instance: Instance) -> dict[str, str]:
    """Asks the database that DATABASE_URL names for its two roles; see outside.py."""
    say("Using the database that DATABASE_URL names …")
    python = instance.root / ".venv" / "bin" / "python"
    command = [str(python), "-m", "dealtracker.local.outside", str(instance.var)]
    done = subprocess.run(command, cwd=instance.root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(done.stderr.strip()[-1200:] or "The database that DATABASE_URL names could not be used.")
    found: dict[str, str] = json.loads(done.stdout)
    return found


def with_root(root: Path, environment: dict[str, str]) -> dict[str, str]:
    """The environment of our own programs: this process's, with what was found, and the checkout to import from."""
    cleaned = {key: value for key, value in os.environ.items() if key not in {"PYTHONHOME", "PYTHONPATH"}}
    return cleaned | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(root)} | environment
