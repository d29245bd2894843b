"""Sealing as tests need it: until there is nothing open that holds the horizon back."""

from __future__ import annotations

import time

from django.utils import timezone

from dealtracker.audit.seal import seal_changes


def seal_all(*, least: int, batch: int = 5000) -> int:
    """Seals what there is. A transaction still open anywhere on the server, another test's too, holds the horizon back."""
    deadline, sealed = time.monotonic() + 120, 0
    while sealed < least and time.monotonic() < deadline:
        while part := seal_changes(at=timezone.now(), batch=batch):
            sealed += part
        time.sleep(0.1)
    assert sealed >= least
    return sealed
