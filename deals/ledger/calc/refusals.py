"""What the loan arithmetic says when it cannot go on: where, what is wrong, what to do."""

from __future__ import annotations


class Refused(ValueError):
    """Input that contradicts itself or lacks something. `where` is the caller's own mark of the place."""

    def __init__(self, what: str, *, do: str = "", where: str = "") -> None:
        super().__init__(what)
        self.what, self.do, self.where = what, do, where

    def __str__(self) -> str:
        return f"{self.what}; {self.do}" if self.do else self.what
