"""One question to the rules: which chip, where to, for whom, on which day. Unknown is None, never a guess."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Self

from deals.controls.rules.roles import Role, read_role
from dealtracker.money import Amount, plain

REQUIRED = ("model", "date", "destination", "end_user_hq", "ultimate_parent_hq", "role_of_china_party")
# How well an input is known, weakest first; "entered" means that nobody said how.
CERTAINTIES = (
    "withdrawn",
    "contested",
    "guessed",
    "inferred",
    "reported",
    "multiple_newsrooms",
    "stated_by_party",
    "documented",
    "entered",
)
# A required input that is known no better keeps an answer open: its source is doubted, or nobody states it.
DOUBTED_SOURCE, NOT_STATED = ("withdrawn", "contested"), ("guessed", "inferred")
OPENS = frozenset((*DOUBTED_SOURCE, *NOT_STATED))
RECIPIENTS = ("uae_government", "listed_in_supplement_8", "other")


@dataclass(frozen=True)
class Case:
    """`model` is text as people write it; countries are ISO codes; `listed_ownership` is a share (a fraction).

    `figures` and `flags` describe a chip that is not in the catalogue, or take the place of its figures.
    `moves_from` is the country that the hardware leaves; without it the rules of that country are not evaluated.
    `certainty` says by field how well each input is known (CERTAINTIES).
    """

    model: str | None = None
    day: date | None = None
    destination: str | None = None
    end_user_hq: str | None = None
    ultimate_parent_hq: str | None = None
    role: Role = field(default_factory=lambda: read_role(None))
    id: str | int | None = None
    transaction: str = "unknown"
    moves_from: str | None = None
    recipient_status: str | None = None
    listed_ownership: Amount | None = None
    figures: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    flags: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    certainty: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def movement(self) -> str:
        """The transaction as stated, else as the words of the role say, else unknown."""
        return self.transaction if self.transaction != "unknown" else self.role.transaction

    def on(self, day: date | None) -> Self:
        return replace(self, day=day)

    def known(self, name: str) -> str:
        """How well an input is known: its certainty, "unknown" for none, "entered" when nobody said."""
        return "unknown" if self.value(name) is None else self.certainty.get(name, "entered")

    def value(self, name: str) -> Any:
        """The input of a field by its name on the outside, None when unknown."""
        if name == "role_of_china_party":
            return None if self.role.kind == "unknown" else self.role.words
        if name == "date":
            return self.day
        if name == "model":
            return self.model or ("figures" if self.figures else None)
        return getattr(self, name)

    def inputs(self) -> dict[str, Any]:
        """The inputs as JSON values, unknown as null; absent: not asked."""
        shown: dict[str, Any] = {name: _json(self.value(name)) for name in REQUIRED}
        extra = {n: _json(getattr(self, n)) for n in ("moves_from", "recipient_status", "listed_ownership")}
        figures = {"figures": {n: plain(v) for n, v in self.figures.items()}} if self.figures else {}
        return {**shown, "transaction": self.movement, **{n: v for n, v in extra.items() if v is not None}, **figures}


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.to_json() if isinstance(value, Amount) else value
