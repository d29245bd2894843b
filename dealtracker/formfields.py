"""Form fields in which people write amounts and imprecise dates as plain words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dealtracker.money import Amount, AmountError, parse_decimal, plain
from dealtracker.periods import DateError, When

# prefix as written → (kind, part that the figure fills); the first is the one we write ourselves
_PREFIXES = {
    "about": ("approx", "point"), "approx": ("approx", "point"), "at least": ("at least", "low"), "over": ("at least", "low"),
    "up to": ("at most", "high"), "at most": ("at most", "high"), "": ("exact", "point"),
}  # fmt: skip
_FORM = re.compile(
    r"(?P<prefix>[a-z ]*?) ?(?:(?P<code>[A-Z]{3}) ?)?(?P<one>[\d.]+)(?: ?(?:to|-|–) ?(?P<two>[\d.]+))?"
    r" ?(?P<unit>%|[A-Z]{3})?"
)
AMOUNT_HELP = (
    "Such as 0.25, 25 %, about 0.25, at least 0.25, up to 0.3, 0.25 to 0.3, unknown;"
    " money with its currency, 300000000 USD or USD 300000000."
)


class AmountFormField(forms.CharField):
    """An `Amount` in words. `currency` is that of a bare figure, where the form says so."""

    def __init__(self, *args: Any, money: bool = False, currency: str = "", **kwargs: Any) -> None:
        self.money, self.currency = money, currency
        super().__init__(*args, **{"required": False, "help_text": AMOUNT_HELP, **kwargs})
        # Those of a text would be asked of the amount that was read from it.
        self.validators = []

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Amount) else value

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()
        return read_amount(text, money=self.money, currency=self.currency) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((self.prepare_value(initial) or "") != (data or "").strip())


def read_amount(text: str, *, money: bool, currency: str = "") -> Amount:
    """A figure without a unit is in `currency`; raises ValidationError saying what could not be read."""
    if text == "unknown":
        return Amount.unknown()
    match = _FORM.fullmatch(text)
    if match is None or match["prefix"].strip() not in _PREFIXES or (match["code"] and match["unit"]):
        raise ValidationError(f'"{text[:60]}" cannot be read as an amount. {AMOUNT_HELP}')
    unit, kind, part = match["code"] or match["unit"] or currency, *_PREFIXES[match["prefix"].strip()]
    try:
        one, two = (parse_decimal(n) if n else None for n in (match["one"], match["two"]))
        if unit == "%":
            one, two = (None if n is None else n / Decimal(100) for n in (one, two))
        parts = {"low": one, "high": two} if two is not None else {part: one}
        kind = "range" if two is not None else kind
        data = {"kind": kind, **{n: plain(v) for n, v in parts.items() if v is not None}}
        return Amount.from_json({**data, **({"currency": unit} if unit not in ("", "%") else {})}, money=money)
    except AmountError as error:
        raise ValidationError(f'"{text[:60]}": {error}') from error


def written(amount: Amount) -> str:
    """The words that `read_amount` takes back."""
    unit = f" {amount.currency}" if amount.currency else ""
    if not amount.is_known:
        return "unknown"
    if amount.kind == "range":
        return f"{_figure(amount.low)} to {_figure(amount.high)}{unit}"
    prefix, part = next((words, part) for words, (kind, part) in _PREFIXES.items() if kind == amount.kind)
    return f"{prefix} {_figure(getattr(amount, part))}{unit}".strip()


def _figure(value: Decimal | None) -> str:
    return plain(value) if value is not None else ""


class WhenFormField(forms.CharField):
    """A `When` in its text form: 2025-12-01, 2025-12, 2025-Q4, 2025, by 2025-09-01, after 2025-09-01."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # As above: they would be asked of the date.
        self.validators = []

    def prepare_value(self, value: Any) -> Any:
        return value.text if isinstance(value, When) else value

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()
        try:
            return When.parse(text) if text else None
        except DateError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((self.prepare_value(initial) or "") != (data or "").strip())
