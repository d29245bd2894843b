"""Money and amounts as values. Plain Python: decimals only, never floats, unknown is never zero.

`Money` is a figure in one currency. `Amount` is what a source says about a figure: "about US$300m",
"up to 8.5bn", "undisclosed". The same shape without a currency serves counts, shares, rates and megawatts.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any, Self

KINDS = ("exact", "approx", "at least", "at most", "range", "unknown")
_NEEDS = {
    "exact": {"point"},
    "approx": {"point"},
    "at least": {"low"},
    "at most": {"high"},
    "range": {"low", "high"},
    "unknown": set(),
}
_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,12})?", re.ASCII)
_ANY_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
# Derived columns are 64-bit minor units; a sum over several amounts must fit as well.
_MOST_MINOR = 10**18
# ISO 4217 minor units that differ from two (list one, amendment 176).
_MINOR_UNITS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


class AmountError(ValueError):
    """A figure that cannot be read; `field` names the part that is wrong."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def minor_units(currency: str) -> int:
    """Decimal places of the currency's smallest unit (ISO 4217): USD 2, JPY 0, KWD 3."""
    return _MINOR_UNITS.get(currency, 2)


def parse_decimal(text: object, *, field: str = "") -> Decimal:
    """A decimal from its plain ASCII string; raises AmountError for floats, exponents, separators and NaN."""
    if not isinstance(text, str):
        raise AmountError(f'must be a decimal in a string, such as "300000000", not {type(text).__name__}', field=field)
    if not _DECIMAL.fullmatch(text):
        if _ANY_DECIMAL.fullmatch(text):
            raise AmountError(f'"{text[:40]}" has more than 18 digits before the point or 12 after it', field=field)
        raise AmountError(f'"{text[:40]}" is not a plain decimal (digits, one point, no separators)', field=field)
    return Decimal(text)


def plain(value: Decimal) -> str:
    """The shortest plain decimal string: no exponent, no trailing zeros, no minus zero."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def round_money(value: Decimal, currency: str) -> Decimal:
    """Half-even to the currency's minor unit; the one rounding of the book."""
    return value.quantize(Decimal(1).scaleb(-minor_units(currency)), rounding=ROUND_HALF_EVEN)


def split(total: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Parts of `total` in proportion to `weights`, each a whole minor unit, adding to `total` exactly.

    Largest remainder (Hamilton); equal remainders go to the earlier part. Raises AmountError when the weights
    are negative or add to zero, or when `total` is finer than the minor unit.
    """
    if not weights or min(weights) < 0 or sum(weights) == 0:
        raise AmountError("weights must be positive and not all zero")
    if round_money(total, currency) != total:
        raise AmountError(f"{plain(total)} is finer than the smallest unit of {currency}")
    unit = Decimal(1).scaleb(-minor_units(currency))
    sign = -1 if total < 0 else 1
    with localcontext() as context:
        context.prec = 60
        whole = sum(weights, Decimal(0))
        ideal = [abs(total) * weight / whole for weight in weights]
        parts = [share.quantize(unit, rounding=ROUND_DOWN) for share in ideal]
        missing = int((abs(total) - sum(parts, Decimal(0))) / unit)
        by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - ideal[i], i))
        for index in by_remainder[:missing]:
            parts[index] += unit
    return [sign * part for part in parts]


@dataclass(frozen=True, order=False)
class Money:
    """A figure in one currency. Adding two currencies is an error, never a guess."""

    value: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.value + other.value, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.value - other.value, self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise AmountError(f"cannot add {self.currency} and {other.currency} without a dated rate")

    @classmethod
    def parse(cls, text: str) -> Self:
        """"10.50 USD" as a value, for tests and commands."""
        number, _, currency = text.partition(" ")
        return cls(parse_decimal(number), parse_currency(currency))

    def __str__(self) -> str:
        return f"{plain(self.value)} {self.currency}"


def parse_currency(code: object, *, field: str = "currency") -> str:
    """An ISO 4217 code in capitals; raises AmountError."""
    if not isinstance(code, str) or not _CURRENCY.fullmatch(code):
        raise AmountError("must be a currency code of three capital letters, such as USD", field=field)
    return code


@dataclass(frozen=True)
class Amount:
    """What a source says about a figure, in its own words; every bound it does not state is None.

    kind exact/approx have a point, "at least" a low, "at most" a high, range both bounds, unknown none.
    `currency` is empty for counts, shares, rates (fractions) and megawatts.
    """

    kind: str
    low: Decimal | None = None
    point: Decimal | None = None
    high: Decimal | None = None
    currency: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise AmountError(f'"{self.kind}" is not a kind of amount; use one of {", ".join(KINDS)}', field="kind")
        given = {name for name in ("low", "point", "high") if getattr(self, name) is not None}
        missing, extra = _NEEDS[self.kind] - given, given - _NEEDS[self.kind]
        if missing:
            raise AmountError(f'"{self.kind}" needs {" and ".join(sorted(missing))}', field=sorted(missing)[0])
        if extra:
            raise AmountError(f'"{self.kind}" does not take {" or ".join(sorted(extra))}', field=sorted(extra)[0])
        if self.low is not None and self.high is not None and self.low > self.high:
            raise AmountError("low is above high", field="low")

    @classmethod
    def exact(cls, point: Decimal | int | str, currency: str = "") -> Self:
        return cls("exact", point=Decimal(point), currency=currency)

    @classmethod
    def unknown(cls, words: str = "") -> Self:
        return cls("unknown", words=words)

    @classmethod
    def from_json(cls, data: object, *, money: bool = False) -> Self:
        """From {"kind", "low", "point", "high", "currency", "words"}; with `money` a currency is required.

        A missing kind means exact when there is a point. Raises AmountError naming the part that is wrong.
        """
        if not isinstance(data, dict):
            raise AmountError('must be an object such as {"kind": "approx", "point": "300000000", "currency": "USD"}')
        unknown = set(data) - {"kind", "low", "point", "high", "currency", "words"}
        if unknown:
            raise AmountError(f'"{sorted(unknown)[0]}" is not a part of an amount', field=sorted(unknown)[0])
        numbers = {n: parse_decimal(data[n], field=n) for n in ("low", "point", "high") if data.get(n) is not None}
        kind = data.get("kind", "exact" if "point" in numbers else None)
        if not isinstance(kind, str):
            raise AmountError("must say its kind", field="kind")
        currency = parse_currency(data["currency"]) if data.get("currency") else ""
        if money and not currency and kind != "unknown":
            raise AmountError("must name its currency", field="currency")
        if not money and currency:
            raise AmountError("a count, share or rate has no currency", field="currency")
        for name, number in numbers.items() if money else ():
            if round_money(number, currency) != number:
                raise AmountError(f"{plain(number)} is finer than the smallest unit of {currency}", field=name)
            if abs(number) > (most := Decimal(_MOST_MINOR).scaleb(-minor_units(currency))):
                raise AmountError(f"{plain(number)} is more than an amount can hold ({plain(most)} {currency})", field=name)
        words = data.get("words", "")
        if not isinstance(words, str):
            raise AmountError("must be text", field="words")
        return cls(kind, currency=currency, words=words, **numbers)

    def to_json(self) -> dict[str, Any]:
        """The shape `from_json` takes; absent parts are left out, numbers are strings."""
        numbers = {n: plain(v) for n in ("low", "point", "high") if (v := getattr(self, n)) is not None}
        rest = {n: v for n in ("currency", "words") if (v := getattr(self, n))}
        return {"kind": self.kind, **numbers, **rest}

    def __str__(self) -> str:
        """The source's words, else the figures: "about 0.25", "at most 8500000000 USD"."""
        if self.words or not self.is_known:
            return self.words or "unknown"
        figures = " to ".join(plain(v) for v in (self.low, self.point, self.high) if v is not None)
        prefix = {"exact": "", "range": "", "approx": "about "}.get(self.kind, f"{self.kind} ")
        return f"{prefix}{figures} {self.currency}".strip()

    @property
    def is_known(self) -> bool:
        return self.kind != "unknown"

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """(low, point, high) as far as stated; a point is its own bounds, no band is invented."""
        if self.point is not None:
            return self.point, self.point, self.point
        return self.low, None, self.high

    @property
    def sort_key(self) -> Decimal | None:
        """The figure a list sorts by: point, else the stated bound that is largest."""
        return self.point if self.point is not None else self.high if self.high is not None else self.low
