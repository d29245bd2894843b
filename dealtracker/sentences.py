"""A sentence from words that were put together."""

from __future__ import annotations


def sentence(words: str) -> str:
    """With a capital and one full stop: "Entered: Kōzan Leasing K.K." has it already."""
    said = words.strip()
    stop = "" if said.endswith((".", "!", "?")) else "."
    return f"{said[:1].upper()}{said[1:]}{stop}"
