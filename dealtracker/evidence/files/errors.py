"""The one error of this room."""

from __future__ import annotations


class UnreadableFile(ValueError):
    """A file that gives no text; the message is one sentence that says why and what to do."""
