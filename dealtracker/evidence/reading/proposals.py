"""What the reader hands back: proposals, each anchored in the text, none of them asserted as true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as kept
from typing import Any


@dataclass(frozen=True)
class Proposal:
    """One statement the text makes about one field, for a person to accept, edit or reject.

    `value` has the JSON shape of its field (docs/reading.md), `party` the name of whom it concerns (canonical
    when the gazetteer knows it), `rule` the text rule, `more` further keys such as `written`, `scope`, `unit`.
    text[start:end] == quote, always.
    """

    field: str
    value: Any
    quote: str
    start: int
    end: int
    party: str = ""
    rule: str = ""
    more: dict[str, Any] = kept(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        base = {"field": self.field, "value": self.value, "quote": self.quote, "start": self.start, "end": self.end}
        return {**base, "party": self.party or None, "rule": self.rule, **self.more}


_OF_THE_TEXT = ("party.", "source.", "role.borrower", "role.issuer", "reply")  # told once, whichever financing is spoken of


def distinct(proposals: Iterable[Proposal], *, owner: Mapping[int, str]) -> list[Proposal]:
    """In order of the text, without those that repeat field, party and value of one financing (the words may differ).

    `owner` tells by where a sentence begins whose financing it speaks of: a bank that lends twice is kept twice.
    """
    kept: dict[str, Proposal] = {}
    for proposal in sorted(proposals, key=lambda p: (p.start, p.field, p.party)):
        of = "" if proposal.field.startswith(_OF_THE_TEXT) else owner.get(proposal.start, "")
        kept.setdefault(f"{_same(proposal)}\x00{of}", proposal)
    return list(kept.values())


def _same(proposal: Proposal) -> str:
    value = proposal.value
    if isinstance(value, dict):
        value = sorted((k, str(v)) for k, v in value.items() if k != "words")
    return f"{proposal.field}\x00{proposal.party}\x00{value}"
