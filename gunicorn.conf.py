"""What gunicorn reads wherever it is started from this folder: a wrong setting ends it at once, rather than each worker."""

from __future__ import annotations

from typing import Any


def on_starting(server: Any) -> None:
    """Reads the settings before any worker does; BadEnvironment is one line and exit 1."""
    import dealtracker.settings  # noqa: F401
