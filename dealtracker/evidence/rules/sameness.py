"""When two stated values are one value, and when one is a slip by powers of ten."""
from __future__ import annotations

import json
import unicodedata
from collections.abc import Hashable
from decimal import Decimal, InvalidOperation
from typing import Any

_FIGURES = ("low", "point", "high")
# A ratio within two per cent of 10, 100, … : "300m" against "3bn", or millions read as billions.
SLIP_TOLERANCE = Decimal("0.02")
_in_order = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str).encode


def value_key(value: Any) -> Hashable:
    """A key equal for equal values: 300 = "300.0" inside amounts; case, width and spacing of text do not count."""
    if isinstance(value, dict):
        return _amount_key(value) if is_amount(value) else tuple((str(k), value_key(value[k])) for k in sorted(value))
    if isinstance(value, (list, tuple)):
        return ("list", *(value_key(item) for item in value))
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return (type(value).__name__, str(value)) if value is not None else None


def stored_text(value: Any) -> str:
    """The value as text, equal exactly when its JSON is."""
    return _in_order(value)


def is_prose(value: Any) -> bool:
    """Running words, which two sources never put alike: whether they say the same is a judgement, not a comparison."""
    if isinstance(value, dict):
        return set(value) == {"words"}
    return isinstance(value, str) and len(value.split()) > 1


def is_amount(value: Any) -> bool:
    return isinstance(value, dict) and ("kind" in value or "point" in value) and set(value) <= {
        "kind", *_FIGURES, "currency", "words",
    }


def _amount_key(value: dict[str, Any]) -> Hashable:
    """Words are how the source put it, not what it said; a missing kind with a point is exact."""
    return (
        "amount",
        str(value.get("kind", "exact")),
        str(value.get("currency") or ""),
        *(format(n.normalize(), "f") if (n := figure(value, name)) is not None else "" for name in _FIGURES),
    )


def figure(value: Any, name: str) -> Decimal | None:
    """One bound of an amount as a decimal, or None when it is not stated or not a number."""
    try:
        return Decimal(str(value[name])) if value.get(name) is not None else None
    except (InvalidOperation, AttributeError):
        return None


def headline(value: Any) -> Decimal | None:
    """The figure by which two amounts are compared: the point, else the high, else the low."""
    if not is_amount(value):
        return None
    return next((n for name in ("point", "high", "low") if (n := figure(value, name)) is not None), None)


def magnitude_slip(one: Any, other: Any) -> int:
    """The power of ten by which two amounts of one currency differ, or 0 when it is no such slip.

    300m and 3bn give 1; 16.5 and 16.5bn give 9. Only calls it out: an amount can truly grow tenfold.
    """
    a, b = headline(one), headline(other)
    if a is None or b is None or a <= 0 or b <= 0 or one.get("currency") != other.get("currency"):
        return 0
    ratio = max(a, b) / min(a, b)
    power = (ratio * (1 + SLIP_TOLERANCE)).adjusted()
    if power < 1:
        return 0
    return power if abs(ratio / Decimal(10) ** power - 1) <= SLIP_TOLERANCE else 0
