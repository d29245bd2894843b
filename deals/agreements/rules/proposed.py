"""What a text proposed, as it is kept until a person decides: the reader's own words, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as kept
from typing import Any

ENTERED_FOR = "entered_for"  # a further key: the deal that a reviewer entered for this proposal's financing


@dataclass(frozen=True)
class Proposed:
    """One proposal of the reader: `read` is its field ("facility.amount"), `more` further keys (`unit`, `scope`, …)."""

    read: str
    value: Any
    party: str = ""
    rule: str = ""
    more: Mapping[str, Any] = kept(default_factory=dict)
    made: tuple[str, ...] = ()

    @classmethod
    def from_text(cls, text: str) -> Proposed:
        """From what `to_text` gave; what was destroyed reads as a proposal of nothing."""
        try:
            data = json.loads(text)
            return cls(
                data["read"], data["value"], data.get("party", ""), data.get("rule", ""), data.get("more", {}),
                tuple(data.get("made", ())),
            )  # fmt: skip
        except (ValueError, KeyError, TypeError):
            return cls("", None)

    def to_text(self) -> str:
        data = {"read": self.read, "value": self.value, "party": self.party, "rule": self.rule, "more": dict(self.more)}
        return json.dumps({**data, "made": list(self.made)} if self.made else data, ensure_ascii=False)

    @property
    def names_a_party(self) -> bool:
        """Whether somebody must say who this party is before anything can be kept."""
        return self.read.startswith(("role.", "other_deal.")) and self.read != "other_deal.amount" or self.read in (
            "reply", "party.name", "party.alias", "hardware.vendor",
        )  # fmt: skip
