"""A case from its JSON object; refuses with the field, what is wrong and what to do."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from deals.controls.rules.case import CERTAINTIES, RECIPIENTS, REQUIRED, Case
from deals.controls.rules.countries import CountryError, read_country
from deals.controls.rules.roles import TRANSACTIONS, read_role
from deals.hardware.calc.chip import COMPUTED, FIGURES, FLAGS
from deals.hardware.calc.naming import UNKNOWN_WORDS
from dealtracker.money import Amount, AmountError, parse_decimal
from dealtracker.periods import DateError, parse_day

COUNTRIES = ("destination", "end_user_hq", "ultimate_parent_hq", "moves_from")
OPTIONAL = ("id", "moves_from", "transaction", "recipient_status", "listed_ownership", "figures", "flags", "certainty")
# Carried along by files of cases and not read here.
CARRIED = ("expected", "expect", "expected_step", "rules", "note", "notes", "comment", "title", "name")
TEXT_LIMIT = 300


class CaseError(ValueError):
    """A case that cannot be read: `field`, what is wrong, and what to do."""

    def __init__(self, field: str, what: str, do: str) -> None:
        super().__init__(f"{field}: {what}; {do}" if field else f"{what}; {do}")
        self.field, self.what, self.do = field, what, do


def case_from_json(data: object) -> Case:
    """From {model, date, destination, end_user_hq, ultimate_parent_hq, role_of_china_party, …}; raises CaseError.

    A field that is null, absent or a word such as "unknown" is unknown. Fields of CARRIED are ignored; others are
    refused, so that a slip of the pen is not an unknown input.
    """
    if not isinstance(data, dict):
        raise CaseError("", "a case must be a JSON object", f"give the fields {', '.join(REQUIRED)}")
    for name in data:
        if name not in (*REQUIRED, *OPTIONAL, *CARRIED):
            raise CaseError(str(name)[:60], "is not a field of a case", f"use {', '.join((*REQUIRED, *OPTIONAL))}")
    return Case(
        id=_id(data.get("id")),
        model=_model(data.get("model")),
        day=_day(data.get("date")),
        role=read_role(_text("role_of_china_party", data.get("role_of_china_party"))),
        transaction=_choice("transaction", data.get("transaction"), TRANSACTIONS) or "unknown",
        recipient_status=_choice("recipient_status", data.get("recipient_status"), RECIPIENTS),
        listed_ownership=_share(data.get("listed_ownership")),
        figures=_table("figures", data.get("figures"), (*FIGURES, *COMPUTED), _figure),
        flags=_table("flags", data.get("flags"), FLAGS, _flag),
        certainty=_table("certainty", data.get("certainty"), (*REQUIRED, *OPTIONAL), _certainty),
        **{name: _country(name, data.get(name)) for name in COUNTRIES},
    )


def _id(value: object) -> str | int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return _text("id", value)


def _text(name: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise CaseError(name, f"must be text or null, not {type(value).__name__}", "put it in quotation marks")
    if len(value) > TEXT_LIMIT or any(ord(c) < 32 for c in value):
        raise CaseError(name, f"is over {TEXT_LIMIT} characters or has control characters", "shorten it to plain words")
    return value.strip()


def _model(value: object) -> str | None:
    text = _text("model", value)
    return None if text is None or text.casefold() in UNKNOWN_WORDS else text


def _day(value: object) -> date | None:
    if value is None or (isinstance(value, str) and value.strip().casefold() in UNKNOWN_WORDS):
        return None
    try:
        return parse_day(value)
    except DateError as error:
        raise CaseError("date", str(error), "write the day as YYYY-MM-DD, or null when it is unknown") from None


def _country(name: str, value: object) -> str | None:
    try:
        return read_country(value)
    except CountryError as error:
        raise CaseError(name, str(error), "write a code such as JP, or null when it is unknown") from None


def _choice(name: str, value: object, choices: tuple[str, ...]) -> str | None:
    if value is None or value == "unknown":
        return None
    if value not in choices:
        raise CaseError(name, f"{str(value)[:40]!r} is not one of them", f"use {', '.join(choices)} or null")
    return str(value)


def _share(value: object) -> Amount | None:
    if value is None:
        return None
    try:
        share = Amount.unknown() if value == "unknown" else _amount(value)
    except AmountError as error:
        raise CaseError("listed_ownership", str(error), 'write a fraction such as "0.5", or "unknown"') from None
    if any(bound is not None and not 0 <= bound <= 1 for bound in share.bounds):
        raise CaseError("listed_ownership", "lies outside 0 to 1", 'write a fraction such as "0.5", or "unknown"')
    return share


def _amount(value: object) -> Amount:
    return Amount.exact(parse_decimal(value)) if isinstance(value, str) else Amount.from_json(value)


def _table(
    name: str, data: object, names: tuple[str, ...], read: Callable[[str, object], Any]
) -> MappingProxyType[str, Any]:
    if data is None:
        return MappingProxyType({})
    if not isinstance(data, dict):
        raise CaseError(name, "must be an object", f"use the names {', '.join(names)}")
    for key in data:
        if key not in names:
            raise CaseError(f"{name}.{str(key)[:40]}", "is not a known name", f"use {', '.join(names)}")
    return MappingProxyType({key: read(f"{name}.{key}", value) for key, value in data.items() if value is not None})


def _figure(name: str, value: object) -> Decimal:
    try:
        figure = parse_decimal(value)
    except AmountError as error:
        raise CaseError(name, str(error), 'write a decimal in quotation marks, such as "4800"') from None
    if figure < 0:
        raise CaseError(name, "is below zero", "write the figure of the data sheet, or null when it is unknown")
    return figure


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise CaseError(name, "must be true, false or null", "write true or false without quotation marks")
    return value


def _certainty(name: str, value: object) -> str:
    if value not in CERTAINTIES:
        raise CaseError(name, f"{str(value)[:40]!r} is not a certainty", f"use {', '.join(CERTAINTIES)}")
    return str(value)
