"""The folder .venv: made once, filled from a lock with hashes, left alone while the lock stays the same.

uv fills it where it is at hand. Otherwise the pip in vendor/ does, run by the new environment's own Python, so that
neither ensurepip nor a pip of the system is needed; it reads pip's own settings (index, proxy, certificate).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from dealtracker.local.console import Trouble, say

PIP = next((Path(__file__).parent / "vendor").glob("pip-*.whl"))
LOCKS = {"production": "requirements.txt", "local": "requirements-local.txt", "dev": "requirements-dev.txt"}
CONTAINS = {"production": ("production", "local", "dev"), "local": ("local", "dev"), "dev": ("dev",)}
PIP_FILES = ("/etc/pip.conf", "/etc/xdg/pip/pip.conf", "~/.config/pip/pip.conf", "~/.pip/pip.conf")


def python(root: Path) -> Path:
    return root / ".venv" / "bin" / "python"


def ensure(root: Path, kind: str, *, offline: Path | None = None) -> Path:
    """Make .venv hold the lock of this kind; returns its Python. Several callers wait for one another."""
    (root / ".venv").mkdir(exist_ok=True)
    with (root / ".venv" / ".filling").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _works(python(root)):
            _create(root)
        if not _filled(root, kind):
            _fill(root, kind, offline)
            _stamp(root, kind).write_text(_digest(root, kind))
    return python(root)


def _works(interpreter: Path) -> bool:
    """False also where the Python that .venv was made with has since gone, or where .venv came from elsewhere."""
    if not interpreter.exists():
        return False
    check = "import sys; sys.exit(sys.version_info[:2] < (3, 11) or sys.prefix == sys.base_prefix)"
    return subprocess.run([interpreter, "-c", check], capture_output=True, check=False).returncode == 0


def _create(root: Path) -> None:
    say("Making .venv …")
    for old in (root / ".venv").iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old.name != ".filling":
            old.unlink()
    command = [sys.executable, "-m", "venv", "--without-pip", str(root / ".venv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Trouble(f"Python could not make the folder .venv: {said[-1] if said else 'no reason given'}.")


def _stamp(root: Path, kind: str) -> Path:
    return root / ".venv" / f".filled-{kind}"


def _digest(root: Path, kind: str) -> str:
    """Changes with the lock and with the place: a .venv that was moved or copied no longer finds itself."""
    return hashlib.sha256(str(root).encode() + (root / LOCKS[kind]).read_bytes()).hexdigest()


def _filled(root: Path, kind: str) -> bool:
    stamps = ((_stamp(root, larger), _digest(root, larger)) for larger in CONTAINS[kind])
    return any(stamp.exists() and stamp.read_text() == digest for stamp, digest in stamps)


def _fill(root: Path, kind: str, offline: Path | None) -> None:
    lock = LOCKS[kind]
    if offline and not offline.is_dir():
        raise Trouble(f"--offline names {offline}, which is no folder; gather the wheels there (docs/operations.md).")
    say(f"Installing the packages of {lock} …")
    source = ["--no-index", "--find-links", str(offline.resolve())] if offline else []
    uv = shutil.which("uv")
    if uv and not offline and not _pip_is_configured() and _run(_uv(uv, root, lock), root).returncode == 0:
        return
    done = _run([str(python(root)), f"{PIP}/pip", *_pip(lock), *source], root)
    if done.returncode:
        raise Trouble(_why(done.stderr, lock, offline))


def _uv(uv: str, root: Path, lock: str) -> list[str]:
    return [uv, "pip", "install", "--quiet", "--python", str(python(root)), "--require-hashes", "-r", lock]


def _pip(lock: str) -> list[str]:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-warn-script-location"]
    return ["install", *quiet, "--require-hashes", "-r", lock]


def _run(command: list[str], root: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME"}}
    environment |= {"UV_PYTHON_DOWNLOADS": "never", "PIP_ROOT_USER_ACTION": "ignore", "PIP_REQUIRE_VIRTUALENV": "0"}
    return subprocess.run(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True, check=False)


def _pip_is_configured() -> bool:
    """uv reads none of pip's settings, so a machine that has some is served by pip itself."""
    names = ("INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "PROXY", "CERT", "CLIENT_CERT", "CONFIG_FILE", "NO_INDEX")
    files = (Path(name).expanduser() for name in PIP_FILES)
    return any(os.environ.get(f"PIP_{name}") for name in names) or any(file.exists() for file in files)


def _why(said: str, lock: str, offline: Path | None) -> str:
    errors = [line for line in said.splitlines() if "ERROR" in line] or said.strip().splitlines()[-3:]
    if "No space left" in said:
        return "The disk is full: the packages could not be installed; free about 1 GB and start again."
    place = f"the folder {offline}" if offline else "the package index (check network, proxy or pip's index setting)"
    return f"The packages of {lock} could not be installed from {place}: {' '.join(errors)[:800]}"
