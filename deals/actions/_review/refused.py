"""The one error of review."""

from __future__ import annotations


class ReviewRefused(ValueError):
    """A decision that cannot be carried out; `field` says which part of the form. Nothing was saved."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
