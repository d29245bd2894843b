"""What deals do when parties change: those that name them are rebuilt."""
from __future__ import annotations

from typing import Any

from deals.sheets.stale import mark_stale_for
from parties.signals import parties_changed


def connect() -> None:
    """Called once, when the app is ready."""
    parties_changed.connect(_mark, dispatch_uid="deals.reactions")


def _mark(sender: Any, *, parties: set[Any], cause: str, **_: Any) -> None:
    mark_stale_for("party", parties, cause=cause)
