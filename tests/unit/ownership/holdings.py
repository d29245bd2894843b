"""Stakes in one line each: ("Alder", "Birch", "0.6"), with letters and words that read as parties."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from dealtracker.money import Amount
from dealtracker.periods import When
from parties.ownership.calc import StakeValue, View, view_on

DAY = date(2026, 6, 1)


def party(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def share(text: str | Amount | None) -> Amount | None:
    """"0.6" is exact, "0.2-0.3" a range, ">0.5" at least, "<0.3" at most, "~0.3" about, "?" unknown."""
    if text is None or isinstance(text, Amount):
        return text
    if text == "?":
        return Amount.unknown()
    if "-" in text:
        low, high = (Amount.exact(part).point for part in text.split("-"))
        return Amount("range", low=low, high=high)
    kinds = {">": ("at least", "low"), "<": ("at most", "high"), "~": ("approx", "point")}
    kind, bound = kinds.get(text[0], ("exact", "point"))
    return Amount(kind, **{bound: Amount.exact(text.lstrip("<>~")).point})


def stake(owner: str, owned: str, of: str | Amount | None = None, **more: Any) -> StakeValue:
    when = {name: When.parse(more.pop(name)) for name in ("start", "end") if name in more}
    name = f"{owner}>{owned}:{of}:{sorted(more.items(), key=str)}:{sorted(when)}"
    return StakeValue(id=party(name), owner=party(owner), owned=party(owned), share=share(of), **more, **when)


def book(*stakes: StakeValue, day: date = DAY) -> View:
    return view_on(stakes, day)
