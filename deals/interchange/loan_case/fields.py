"""Reading one JSON object field by field; each complaint carries its pointer and what to do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from deals.interchange.loan_case.problems import CaseError, Number, Problem, join, wrong
from dealtracker.money import AmountError, minor_units, parse_decimal, plain, round_money
from dealtracker.periods import DateError, parse_day

_NAME = re.compile(r"[^\W_][\w .,&'()/:+#-]{0,79}")
_LONGEST = 5_000
_SPACING = re.compile(r"[\s_-]+")
_SLASH = re.compile(r"\s*/\s*")
_LIKE_ENOUGH = 0.75
_MUCH_ALIKE = 0.8  # above "date" and "rate", which stand side by side
KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", type(None): "null"}


def spelling(word: str) -> str:
    """A word of the format without regard to case, spaces, hyphens and stops: "Modified Following", "30E/360-ISDA"."""
    bare = word.strip().upper().replace(".", "").replace("'", "")
    return _SPACING.sub("_", _SLASH.sub("/", bare))


def kind_of(value: object) -> str:
    """What a value is, in words."""
    if isinstance(value, Number):
        return f"the number {value[:30]}"
    return KINDS.get(type(value)) or next((words for kind, words in KINDS.items() if isinstance(value, kind)), "?")


class Fields:
    """The fields of one object. Reading marks a field; `done` complains of those nobody read."""

    def __init__(self, value: object, pointer: str, *, currency: str = "") -> None:
        if not isinstance(value, dict):
            raise wrong(pointer, f"must be an object, not {kind_of(value)}", "write it as {…}")
        self.values: Mapping[str, Any] = value
        self.pointer, self.currency = pointer, currency
        self._read: set[str] = set()

    def at(self, key: str | int) -> str:
        return join(self.pointer, key)

    def expect(self, keys: Collection[str]) -> None:
        """Marks the fields that the format has, for objects of which a part may be left unread after an error."""
        self._read.update(keys)

    def has(self, key: str) -> bool:
        """Whether the field is given (null counts as not given)."""
        self._read.add(key)
        return self.values.get(key) is not None

    def raw(self, key: str) -> Any:
        self._read.add(key)
        value = self.values.get(key)
        if value is None:
            raise wrong(self.at(key), "is missing", f'add "{key}"{self.misspelt(key)}')
        return value

    def misspelt(self, *keys: str) -> str:
        """What else can be done where none of `keys` is given: rename a field nobody reads that is written like one."""
        strange = [key for key in self.values if key not in self._read and key not in keys]
        alike = ((near, key) for key in keys for near in get_close_matches(key, strange, 1, _MUCH_ALIKE))
        return "".join(f', or rename "{near}" to "{key}"' for near, key in alike)

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and not self.has(key):
            return default
        value = self.raw(key)
        if not isinstance(value, str) or isinstance(value, Number):
            raise wrong(self.at(key), f"must be text, not {kind_of(value)}", "put it in quotes")
        if len(value) > _LONGEST:
            raise wrong(self.at(key), f"has more than {_LONGEST} characters", "shorten it")
        return value

    def name(self, key: str) -> str:
        """A lender's or other name: begins with a letter or digit, at most 80 characters."""
        value = self.text(key)
        if not _NAME.fullmatch(value):
            raise wrong(
                self.at(key), f'"{value[:40]}" cannot be used as a name', "begin with a letter, 80 characters at most"
            )
        return value

    def choice(
        self, key: str, among: Collection[str], default: str | None = None, also: Mapping[str, str] | None = None
    ) -> str:
        """One of `among`, however it is spaced, hyphenated or capitalised; `also` holds the trade's other words."""
        value = self.text(key, default)
        known = {**(also or {}), **{spelling(name): name for name in among}}
        found = known.get(spelling(value))
        if found is None:
            near = get_close_matches(spelling(value), known, 1)
            perhaps = f" (perhaps {known[near[0]]})" if near else ""
            raise wrong(self.at(key), f'"{value[:40]}" is not known', f"use one of {', '.join(among)}{perhaps}")
        return found

    def day(self, key: str) -> date:
        return day_of(self.raw(key), self.at(key))

    def day_or_none(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else None

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        if default is not None and not self.has(key):
            return default
        value = self.raw(key)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise wrong(
                self.at(key), f"must be a whole number from {low} to {high}, not {_shown(value)}", _whole_remedy(value)
            )
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        if not self.has(key):
            return default
        value = self.raw(key)
        if not isinstance(value, bool):
            raise wrong(self.at(key), f"must be true or false, not {kind_of(value)}", "write it without quotes")
        return value

    def rate(self, key: str, low: str = "-1", high: str = "2", default: str | None = None) -> Decimal:
        """A rate, share or price as a fraction in a string: "0.085" is 8.5 %."""
        if default is not None and not self.has(key):
            return Decimal(default)
        return rate_of(self.raw(key), self.at(key), low, high)

    def money(self, key: str, *, zero: bool = False, negative: bool = False) -> Decimal:
        return money_of(self.raw(key), self.at(key), self.currency, zero=zero, negative=negative)

    def money_or(self, key: str, default: str) -> Decimal:
        return self.money(key, zero=True) if self.has(key) else Decimal(default)

    def child(self, key: str) -> Fields:
        return Fields(self.raw(key), self.at(key), currency=self.currency)

    def items(self, key: str, most: int = 2_000) -> Iterator[tuple[Any, str]]:
        """Each item of a list with its pointer; nothing when the list is not given."""
        if not self.has(key):
            return
        value = self.raw(key)
        if not isinstance(value, list):
            raise wrong(self.at(key), f"must be a list, not {kind_of(value)}", "write it as […]")
        if len(value) > most:
            raise wrong(self.at(key), f"has {len(value)} items, more than {most}", "split the case")
        for index, item in enumerate(value):
            yield item, join(self.at(key), index)

    def children(self, key: str, most: int = 2_000) -> Iterator[Fields]:
        for item, pointer in self.items(key, most):
            yield Fields(item, pointer, currency=self.currency)

    def done(self) -> None:
        """Raises CaseError with every field that the format does not have."""
        problems = [
            Problem(self.at(key), "is not a field of this object", _hint(key, self._read))
            for key in self.values
            if key not in self._read
        ]
        if problems:
            raise CaseError(*problems)


def _hint(key: str, known: Collection[str]) -> str:
    near = get_close_matches(key, known, 1, _LIKE_ENOUGH)
    return (
        f'did you mean "{near[0]}"? otherwise remove it'
        if near
        else f"remove it; known fields: {', '.join(sorted(known))}"
    )


def _whole_remedy(value: object) -> str:
    return "write the digits without quotes" if isinstance(value, str) and value.strip().isdigit() else "correct it"


def _shown(value: object) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else kind_of(value)


def day_of(value: object, pointer: str) -> date:
    try:
        return parse_day(value)
    except DateError as error:
        raise wrong(pointer, str(error), 'write a day as "2026-03-31"') from None


def decimal_of(value: object, pointer: str) -> Decimal:
    """A decimal from its string; numbers without quotes are refused, since reading them would round them."""
    if not isinstance(value, str) or isinstance(value, Number):
        raise wrong(
            pointer, f"must be a decimal in quotes, not {kind_of(value)}", 'write it as "0.085" or "12000000.00"'
        )
    try:
        return parse_decimal(value)
    except AmountError as error:
        raise wrong(pointer, str(error), "use digits and one point, without exponent or separators") from None


def rate_of(value: object, pointer: str, low: str = "-1", high: str = "2") -> Decimal:
    rate = decimal_of(value, pointer)
    if not Decimal(low) <= rate <= Decimal(high):
        raise wrong(pointer, f"{plain(rate)} lies outside {low} to {high}", "write fractions: 8.5 % is 0.085")
    return rate


def money_of(value: object, pointer: str, currency: str, *, zero: bool = False, negative: bool = False) -> Decimal:
    """An amount of the case's currency, not finer than its smallest unit; above zero unless said otherwise."""
    amount = decimal_of(value, pointer)
    if round_money(amount, currency) != amount:
        places = minor_units(currency)
        raise wrong(
            pointer, f"{plain(amount)} is finer than the smallest unit of {currency}", f"use at most {places} decimals"
        )
    if amount < 0 and not negative:
        raise wrong(pointer, f"the amount {plain(amount)} {currency} is negative", "give it without the sign")
    if amount == 0 and not (zero or negative):
        raise wrong(pointer, "the amount is zero", "give an amount above zero, or leave it out")
    return amount
