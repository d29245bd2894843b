"""A case from its JSON object; refuses with the field, what is wrong and what to do."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from deals.controls.rules.case import CERTAINTIES, RECIPIENTS, REQUIRED, Case
from deals.controls.rules.countries import CountryError, read_country
from deals.controls.rules.roles import TRANSACTIONS, Role, read_role, read_transaction
from deals.hardware.calc.chip import COMPUTED, FIGURES, FLAGS
from deals.hardware.calc.naming import UNKNOWN_WORDS
from dealtracker.money import Amount, AmountError, parse_decimal
from dealtracker.periods import DateError, parse_day

COUNTRIES = ("destination", "end_user_hq", "ultimate_parent_hq", "moves_from")
OPTIONAL = ("id", "moves_from", "transaction", "recipient_status", "listed_ownership", "figures", "flags", "certainty")
# Carried along by files of cases and not read here.
CARRIED = ("expect", "rules", "note", "notes", "comment", "title", "name", "case", "label", "description", "why", "source")
TEXT_LIMIT = 300


class FieldError(ValueError):
    """One field that cannot be read: `field` (empty: the case itself), what is wrong, and what to do."""

    def __init__(self, field: str, what: str, do: str) -> None:
        super().__init__(f"{field}: {what}; {do}" if field else f"{what}; {do}")
        self.field, self.what, self.do = field, what, do


class CaseError(ValueError):
    """A case that cannot be read; `errors` names every field that is wrong."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("; ".join(map(str, errors)))
        self.errors = errors


def case_from_json(data: object) -> Case:
    """From {model, date, destination, end_user_hq, ultimate_parent_hq, role_of_china_party, …}; raises CaseError.

    A field that is null, absent or a word such as "unknown" is unknown. Fields of CARRIED, and what is expected, are ignored;
    others are refused, so that a slip of the pen is not an unknown input.
    """
    if not isinstance(data, dict):
        what = "a case must be a JSON object"
        raise CaseError(FieldError("", what, f"give the fields {', '.join(REQUIRED)}"))
    known = (*REQUIRED, *OPTIONAL)
    errors = [
        FieldError(str(name)[:60], "is not a field of a case", _instead(str(name), known))
        for name in data
        if name not in (*known, *CARRIED) and not str(name).startswith("expected")
    ]
    read: dict[str, Any] = {}
    for name, (attribute, reader) in _READERS.items():
        try:
            read[attribute] = reader(name, data.get(name))
        except FieldError as error:
            errors.append(error)
    if errors:
        raise CaseError(*errors)
    read["moves_from"] = read["moves_from"] or read["role"].moves_from
    return Case(**read)


def _id(name: str, value: object) -> str | int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return _text(name, value)


def _text(name: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise FieldError(name, f"must be text or null, not {type(value).__name__}", "put it in quotation marks")
    if len(value) > TEXT_LIMIT or any(ord(c) < 32 for c in value):
        what = f"is over {TEXT_LIMIT} characters or has control characters"
        raise FieldError(name, what, "shorten it to plain words")
    return value.strip()


def _model(name: str, value: object) -> str | None:
    text = _text(name, value)
    return None if text is None or text.casefold() in UNKNOWN_WORDS else text


def _day(name: str, value: object) -> date | None:
    if value is None or (isinstance(value, str) and value.strip().casefold() in UNKNOWN_WORDS):
        return None
    try:
        return parse_day(value)
    except DateError as error:
        raise FieldError(name, str(error), "write the day as YYYY-MM-DD, or null when it is unknown") from None


def _country(name: str, value: object) -> str | None:
    try:
        return read_country(value)
    except CountryError as error:
        raise FieldError(name, str(error), "write a code such as JP or a name such as Japan, or null when it is unknown") from None


def _role(name: str, value: object) -> Role:
    return read_role(_text(name, value))


def _transaction(name: str, value: object) -> str:
    spelt = read_transaction(value) if isinstance(value, str) else None
    return spelt or _choice(name, value, TRANSACTIONS) or "unknown"


def _recipient(name: str, value: object) -> str | None:
    return _choice(name, value, RECIPIENTS)


def _choice(name: str, value: object, choices: tuple[str, ...]) -> str | None:
    if value is None or value == "unknown":
        return None
    if value not in choices:
        raise FieldError(name, f"{str(value)[:40]!r} is not one of them", f"use {', '.join(choices)} or null")
    return str(value)


def _share(name: str, value: object) -> Amount | None:
    if value is None:
        return None
    try:
        share = Amount.unknown() if value == "unknown" else _amount(value)
    except AmountError as error:
        raise FieldError(name, str(error), 'write a fraction such as "0.5", or "unknown"') from None
    if any(bound is not None and not 0 <= bound <= 1 for bound in share.bounds):
        raise FieldError(name, "lies outside 0 to 1", 'write a fraction such as "0.5", or "unknown"')
    return share


def _amount(value: object) -> Amount:
    return Amount.exact(parse_decimal(value)) if isinstance(value, str) else Amount.from_json(value)


def _instead(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, 1, 0.7)
    return f'did you mean "{near[0]}"? otherwise remove it' if near else f"use {', '.join(known)}"


def _table(
    name: str, data: object, names: tuple[str, ...], read: Callable[[str, object], Any]
) -> MappingProxyType[str, Any]:
    if data is None:
        return MappingProxyType({})
    if not isinstance(data, dict):
        raise FieldError(name, "must be an object", f"use the names {', '.join(names)}")
    for key in data:
        if key not in names:
            raise FieldError(f"{name}.{str(key)[:40]}", "is not a known name", _instead(str(key), names))
    return MappingProxyType({key: read(f"{name}.{key}", value) for key, value in data.items() if value is not None})


def _figures(name: str, value: object) -> MappingProxyType[str, Any]:
    return _table(name, value, (*FIGURES, *COMPUTED), _figure)


def _flags(name: str, value: object) -> MappingProxyType[str, Any]:
    return _table(name, value, FLAGS, _flag)


def _certainties(name: str, value: object) -> MappingProxyType[str, Any]:
    return _table(name, value, (*REQUIRED, *OPTIONAL), _certainty)


def _figure(name: str, value: object) -> Decimal:
    try:
        figure = parse_decimal(value)
    except AmountError as error:
        raise FieldError(name, str(error), 'write a decimal in quotation marks, such as "4800"') from None
    if figure < 0:
        raise FieldError(name, "is below zero", "write the figure of the data sheet, or null when it is unknown")
    return figure


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise FieldError(name, "must be true, false or null", "write true or false without quotation marks")
    return value


def _certainty(name: str, value: object) -> str:
    if value not in CERTAINTIES:
        raise FieldError(name, f"{str(value)[:40]!r} is not a certainty", f"use {', '.join(CERTAINTIES)}")
    return str(value)


# Field on the outside: attribute of a case, and the function that reads it.
_READERS: dict[str, tuple[str, Callable[[str, object], Any]]] = {
    "id": ("id", _id),
    "model": ("model", _model),
    "date": ("day", _day),
    **{name: (name, _country) for name in COUNTRIES},
    "role_of_china_party": ("role", _role),
    "transaction": ("transaction", _transaction),
    "recipient_status": ("recipient_status", _recipient),
    "listed_ownership": ("listed_ownership", _share),
    "figures": ("figures", _figures),
    "flags": ("flags", _flags),
    "certainty": ("certainty", _certainties),
}
