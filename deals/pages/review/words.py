"""Proposals in words: what was read, and the value as a reviewer may write it anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from deals import facts
from deals.agreements.rules.proposed import Proposed
from deals.agreements.rules.readings import NotAFact, reading
from dealtracker.formfields import read_amount, written
from dealtracker.money import Amount, AmountError
from dealtracker.periods import DateError, When
from dealtracker.uikit import formats

_PARTS = (
    "stance",
    "scope",
    "words",
    "city",
    "region",
    "country",
    "precision",
    "months",
    "at_least_months",
    "kind",
    "limit",
)
# Parts that read by themselves; the others are told with their name.
_PLAIN = {"stance": "{}", "city": "{}", "country": "{}", "months": "{} months", "at_least_months": "at least {} months"}
_NAMES = {
    "facility.oid": "original issue discount", "facility.rate": "rate", "reply": "reply", "covenant": "covenant",
    "source.origin": "source named in the text", "source.kind": "kind of this source", "source.published": "day of this source",
    "party.name": "party named", "party.alias": "another name of a party", "event.talks_began": "talks began",
}  # fmt: skip


def label(proposed: Proposed) -> str:
    """ "role: borrower", "loan: amount"."""
    if proposed.read in _NAMES:
        return _NAMES[proposed.read]
    room, _, name = proposed.read.partition(".")
    return f"{room.replace('_', ' ')}: {name.replace('_', ' ').replace('.', ', ')}".strip(": ")


def said(value: Any) -> str:
    """A value in words, amounts as their source wrote them."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, Mapping):
        if "kind" in value and ({"point", "low", "high"} & set(value) or value["kind"] == "unknown"):
            return formats.amount_words(value) or "unknown"
        parts = [_PLAIN.get(name, f"{name.replace('_', ' ')} {{}}").format(said(value[name])) for name in _PARTS if value.get(name)]
        return "; ".join(parts) or ", ".join(f"{name} {said(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return "; ".join(said(item) for item in value)
    return str(value)


def field_of(proposed: Proposed) -> facts.Field | None:
    """The fact's field that a proposal would go into, where it goes into one."""
    try:
        told = reading(proposed.read)
    except NotAFact:
        return None
    entity = facts.BY_NAME.get(told.entity)
    return entity.field(told.field) if entity and told.field else None


def as_written(proposed: Proposed) -> str:
    """The value as the edit box shows it; read back by `edited`."""
    value, field = proposed.value, field_of(proposed)
    if field and field.type in (facts.MONEY, facts.QUANTITY):
        months = value.get("months") if isinstance(value, dict) else None
        data = {"kind": "exact", "point": str(months)} if months is not None else value
        data = data.get("limit", data) if isinstance(data, dict) else data
        try:
            return written(
                Amount.from_json({k: v for k, v in data.items() if k != "words"}, money=field.type == facts.MONEY)
            )
        except (AmountError, AttributeError):
            return ""
    if field and field.type == facts.WHEN:
        return value if isinstance(value, str) else ""
    return value if isinstance(value, str) else ""


class Unreadable(ValueError):
    """What was written cannot be read; the message says why."""


def edited(proposed: Proposed, posted: Mapping[str, str]) -> Any:
    """The value that the reviewer wrote instead, in the form of a claim; None where they left it as read."""
    if proposed.read == "site.place":
        return _place(proposed, posted)
    if proposed.read == "reply":
        return _reply(proposed, posted)
    text, field = posted.get("value", "").strip(), field_of(proposed)
    if not text or text == as_written(proposed):
        return None
    try:
        if field and field.type in (facts.MONEY, facts.QUANTITY):
            return read_amount(text, money=field.type == facts.MONEY).to_json()
        if field and field.type == facts.WHEN:
            return When.parse(text).to_json()
    except ValidationError as error:
        raise Unreadable("; ".join(error.messages)) from error
    except DateError as error:
        raise Unreadable(str(error)) from error
    if field and field.type == facts.ITEMS:
        return [{"what": text}] if field.name == "purpose" else None
    return text


def _place(proposed: Proposed, posted: Mapping[str, str]) -> Any:
    read = proposed.value if isinstance(proposed.value, dict) else {}
    city, country = (
        posted.get("city", read.get("city", "")).strip(),
        posted.get("country", read.get("country", "")).strip().upper(),
    )
    if (city, country) == (read.get("city", ""), read.get("country", "")):
        return None
    return {**({"city": city} if city else {}), "country": country, "precision": "city" if city else "country"}


def _reply(proposed: Proposed, posted: Mapping[str, str]) -> Any:
    read = proposed.value if isinstance(proposed.value, dict) else {}
    now = {name: posted.get(name, read.get(name, "")) for name in ("stance", "scope", "words")}
    return None if now == {name: read.get(name, "") for name in now} else now
