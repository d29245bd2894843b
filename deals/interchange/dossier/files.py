"""Files of dossiers on disk, and how an import is told in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from deals.actions.dossiers import DossierRefused, ImportResult, Problem
from deals.interchange.dossier.documents import POLICY

_WHAT = {
    "created": "new",
    "updated": "changed to what the dossier says",
    "unchanged": "the same already, nothing written",
}


def read_bytes(paths: Iterable[str | Path]) -> list[tuple[str, bytes]]:
    """(name, bytes) of each file; raises DossierRefused naming those that cannot be read."""
    found, problems = [], []
    for path in map(Path, paths):
        try:
            with path.open("rb") as file:
                found.append((path.name, file.read(POLICY.largest + 1)))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            problems.append(
                Problem(str(path), "", "unreadable", f"cannot be read ({reason}); give the path of a readable file")
            )
    if problems:
        raise DossierRefused(problems)
    return found


def in_words(result: ImportResult, *, dry_run: bool = False) -> Iterator[str]:
    """A line per deal, the notices, and a sentence that adds them up."""
    for outcome in result.outcomes:
        yield f"{outcome.ref} ({outcome.title}): {_WHAT[outcome.what]}"
    for notice in result.notices:
        yield f"note: {notice}"
    counts = ", ".join(f"{result.count(what)} {what}" for what in _WHAT)
    deals = "1 deal" if len(result.outcomes) == 1 else f"{len(result.outcomes)} deals"
    yield f"{deals}: {counts}." + (" Tried only: nothing was saved." if dry_run else "")
