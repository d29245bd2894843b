"""What clients send about a limit, field by field, and what is answered; read as strictly as entries are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.actions.limits import MEASURES
from deals.api.entry_bodies import DAY_PART, Part, choice_part, text_reader
from deals.api.values import CURRENCY, DECIMAL, closed
from deals.exposure.dimensions import NAMES
from deals.limits.calc import FIGURES
from dealtracker.apikit.shapes import DAY, TEXT, Schema
from dealtracker.ids import private_key
from dealtracker.money import parse_decimal
from dealtracker.periods import OPEN_END, parse_day


def _amount(value: Any) -> Decimal:
    if not isinstance(value, str):
        raise ValueError('must be a decimal as text, such as "250000000"')
    return parse_decimal(value)


def _end(value: Any) -> date:
    return OPEN_END if value is None else parse_day(value)


_REASON = Part(text_reader(300), {**TEXT, "minLength": 1, "maxLength": 300}, required=True)
_AMOUNT = Part(_amount, DECIMAL, required=True)
_OPEN_OR_DAY: Schema = {"type": ["string", "null"], "format": "date"}
_END = Part(_end, _OPEN_OR_DAY)


def _owner(value: Any) -> UUID | str:
    """A user by id, or by the name that limits and the form show."""
    if not isinstance(value, str) or not 0 < len(value) <= 150:
        raise ValueError("must be the name of a user, or an id such as user_ and 32 hexadecimal digits")
    return private_key("user", value) or value


_OWNER = Part(_owner, {**TEXT, "minLength": 1, "maxLength": 150, "description": "a user's name, or user_…"}, required=True)

NEW_LIMIT = {
    "dimension": choice_part(NAMES), "key": Part(text_reader(120), {**TEXT, "maxLength": 120}, required=True),
    "measure": choice_part(MEASURES, required=False), "figure": choice_part(FIGURES, required=False),
    "currency": Part(text_reader(3), CURRENCY, required=True), "amount": _AMOUNT, "start": DAY_PART._replace(required=False),
    "end": _END, "owner": _OWNER, "seen_by": Part(text_reader(200), TEXT, required=True), "reason": _REASON,
}  # fmt: skip
LIMIT_CHANGE = {
    "amount": _AMOUNT._replace(required=False), "end": _END, "owner": _OWNER._replace(required=False), "reason": _REASON,
}  # fmt: skip

KEPT: Schema = closed("id", "revision", id=TEXT, revision={"type": "integer", "minimum": 1})
_OR_NULL: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_BREACH: Schema = {
    "type": ["object", "null"], "required": ["since", "noticed_at", "used", "amount"], "additionalProperties": False,
    "properties": {"since": DAY, "noticed_at": {**TEXT, "format": "date-time"}, "used": DECIMAL, "amount": DECIMAL},
}  # fmt: skip
_SEEN: dict[str, Schema] = {
    **dict.fromkeys(("id", "key", "name", "owner", "owner_id", "seen_by", "reason"), TEXT),
    "dimension": {"enum": list(NAMES)}, "measure": {"enum": list(MEASURES)}, "figure": {"enum": list(FIGURES)},
    "currency": CURRENCY, "amount": DECIMAL, "start": DAY, "end": _OPEN_OR_DAY, "revision": _COUNT, "state": TEXT,
    **dict.fromkeys(("used", "at_most", "headroom"), _OR_NULL), "parts": _COUNT, "known": _COUNT,
    "without_rate": {"type": "array", "items": CURRENCY}, "breach": _BREACH, "may_change": {"type": "boolean"},
}  # fmt: skip
LIMIT: Schema = closed(*_SEEN, **_SEEN)
