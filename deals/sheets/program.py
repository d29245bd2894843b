"""The program and what ships with it, told apart from every other version of it."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent
_PARTS = ("deals", "dealtracker", "parties")


def _digest() -> str:
    """One digest of every file of it, and of the Python that runs it."""
    found = hashlib.sha256(sys.version.encode())
    for file in sorted(file for name in _PARTS for file in (_ROOT / name).rglob("*") if _is_part(file)):
        found.update(file.read_bytes())
    return found.hexdigest()


def _is_part(file: Path) -> bool:
    return "__pycache__" not in file.parts and file.is_file()


# Taken while the program is loaded: files that are replaced while it runs are not what runs.
PROGRAM = _digest()
