"""What clients send to the ledger, field by field: one table a verb, read strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from deals.actions.facilities import MEASURES
from deals.actions.ledger import SINGLE
from deals.api.values import MONEY, WHEN
from dealtracker.apikit.problems import Problem
from dealtracker.apikit.shapes import DAY, TEXT, Schema
from dealtracker.ids import private_key
from dealtracker.money import Amount, AmountError
from dealtracker.periods import DateError, When, parse_day


class Part(NamedTuple):
    """One field: how it is read, its schema, whether it must be there. A reader raises ValueError with a sentence."""

    read: Callable[[Any], Any]
    schema: Schema
    required: bool = False


def id_part(kind: str, *, required: bool = False) -> Part:
    def read(value: Any) -> Any:
        found = private_key(kind, value) if isinstance(value, str) else None
        if found is None:
            raise ValueError(f"must be an id such as {kind}_ and 32 hexadecimal digits")
        return found

    return Part(read, {"type": "string", "pattern": f"^{kind}_[0-9a-f]{{32}}$"}, required)


def text_reader(most: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise ValueError(f"must be text of at most {most} characters")
        return value

    return read


def choice_part(words: tuple[str, ...], *, required: bool = True) -> Part:
    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in words:
            raise ValueError(f"must be one of: {', '.join(words)}")
        return value

    return Part(read, {"enum": list(words)}, required)


_AMOUNT = Part(lambda value: Amount.from_json(value, money=True), MONEY, required=True)
DAY_PART = Part(parse_day, DAY, required=True)
_WORDS = Part(text_reader(300), {**TEXT, "maxLength": 300})
_SOURCE = {"source": id_part("source", required=True)}
_COMMON = {**_SOURCE, "words": _WORDS}
_MOVED = {"amount": _AMOUNT, "value_date": DAY_PART, **_COMMON}
_SIDE = id_part("hold", required=True)
ENTRY = {"facility": id_part("facility", required=True), "hold": id_part("hold"), "kind": choice_part(SINGLE), **_MOVED}
REVERSAL = {"value_date": Part(parse_day, DAY), **_COMMON}
TRANSFER = {"giver": _SIDE, "taker": _SIDE, **_MOVED}
PARTICIPATION = {"grantor": _SIDE, "participant": _SIDE, **_MOVED}
HOLD = {"party": id_part("party"), "amount": Part(_AMOUNT.read, MONEY), **_COMMON}
BALANCE = {
    "party": id_part("party"), "measure": choice_part(MEASURES), "amount": _AMOUNT,
    "as_of": Part(When.from_json, WHEN, required=True), **_SOURCE,
}  # fmt: skip


def read_body(data: Any, parts: Mapping[str, Part]) -> dict[str, Any]:
    """The fields as values; raises Problem 400 that names every field that is wrong."""
    if not isinstance(data, dict):
        raise Problem(400, "invalid_body", "Send a JSON object.", [_error("", "invalid", "must be an object")])
    known = ", ".join(parts)
    errors = [
        _error(f"/{n[:60]}", "unknown_field", f"is not a field here; there are: {known}")
        for n in data
        if n not in parts
    ]
    errors += [_error(f"/{n}", "required", "is needed") for n, part in parts.items() if part.required and n not in data]
    found = {}
    for name, part in parts.items():
        if name in data:
            try:
                found[name] = part.read(data[name])
            except (AmountError, DateError, ValueError) as error:
                place = f"/{name}/{getattr(error, 'field', '')}".rstrip("/")
                errors.append(_error(place, "invalid_value", str(error)))
    if errors:
        raise Problem(400, "invalid_body", "The body cannot be read.", errors[:50])
    return found


def body_schema(parts: Mapping[str, Part]) -> Schema:
    return {
        "type": "object", "properties": {name: part.schema for name, part in parts.items()},
        "required": [name for name, part in parts.items() if part.required], "additionalProperties": False,
    }  # fmt: skip


def _error(pointer: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "detail": detail}
