"""A fact's value in its column, in a claim, and in a dossier: three shapes of one thing, by the field's type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from deals import facts as f
from dealtracker.evidence.models import Reply
from dealtracker.money import Amount, minor_units, plain
from dealtracker.periods import When, parse_day

LONGEST_LINES = 10_000
# Text fields of the dossier that are references in the database: how long the text may be.
_REFERENCES = {("relations", "to"): 80, ("hardware", "model"): 200}


def longest_text(entity: f.Entity, name: str) -> tuple[int, bool]:
    """How many characters a text field takes, and whether it may have line breaks."""
    return _longest_text(entity.list, name)


@cache
def _longest_text(list_name: str, name: str) -> tuple[int, bool]:
    if (list_name, name) in _REFERENCES:
        return _REFERENCES[list_name, name], False
    column: Any = f.BY_LIST[list_name].model._meta.get_field(name)
    if isinstance(column, ArrayField):
        column = column.base_field
    return (column.max_length, False) if column.max_length else (LONGEST_LINES, True)


def stored(field: f.Field, value: Any) -> Any:
    """A column's value as JSON, the form in which claims keep it and dossiers show it. References come as they are."""
    if isinstance(value, (Amount, When)):
        return value.to_json()
    if isinstance(value, date):
        return value.isoformat()
    if field.type == f.POSITION:
        return {"latitude": plain(value[0]), "longitude": plain(value[1])}
    return value


def unstored(field: f.Field, data: Any) -> Any:
    """The column's value from `stored()` form. Raises AmountError or DateError for what no column takes."""
    if field.type in (f.MONEY, f.QUANTITY):
        return Amount.from_json(data, money=field.type == f.MONEY)
    if field.type == f.WHEN:
        return When.from_json(data)
    if field.type == f.DAY:
        return parse_day(data)
    if field.type == f.POSITION:
        return Decimal(data["latitude"]), Decimal(data["longitude"])
    return data


def of_row(entity: f.Entity, field: f.Field, row: models.Model) -> Any:
    """The field's value on a model instance; None when it says nothing. Many-to-many fields are not read here."""
    if field.type == f.POSITION:
        value = row.__dict__.get("latitude")
        return None if value is None else (value, row.__dict__.get("longitude"))
    if entity.name == "entry" and field.type == f.MONEY:
        return _entry_money(row, field.name)
    value = getattr(row, column_of(entity, field))
    return None if value in ("", []) else value


def _entry_money(row: Any, name: str) -> Amount | None:
    """Entries hold whole minor units; no drawn, outstanding or capitalised part is said by leaving it out."""
    minor = getattr(row, f"{name}_minor")
    if name != "amount" and not minor:
        return None
    return Amount.exact(Decimal(minor).scaleb(-minor_units(row.currency)), row.currency)


def column_of(entity: f.Entity, field: f.Field) -> str:
    """The attribute that holds the field; two text fields of the dossier are references in the database."""
    if (entity.list, field.name) in _REFERENCES:
        return f"{field.name}_id"
    return field.column


def default_of(entity: f.Entity, column: str) -> Any:
    """What a column holds when the dossier is silent. The caller makes a copy of a list."""
    return _default_of(entity.list, column)


@cache
def _default_of(list_name: str, column: str) -> Any:
    found: Any = next(c for c in f.BY_LIST[list_name].model._meta.concrete_fields if c.attname == column)
    value = found.get_default()
    return "" if value is None and not found.null else value


# Claims and replies may speak of these too; they are no keyed list of the table of facts.
DEAL = f.Entity(
    "deal", "deal", f.d.Deal, (f.Field("title", f.TEXT), f.Field("currency", f.TEXT), f.Field("labels", f.LIST))
)
REPLY = f.Entity("replies", "reply", Reply, (
    f.Field("stance", f.CHOICE, words=tuple(Reply.Stance.values)), f.Field("scope", f.CHOICE, words=tuple(Reply.Scope.values)),
    f.Field("words", f.TEXT), f.Field("replied_on", f.WHEN)))  # fmt: skip
SPOKEN_OF = {**f.BY_LIST, "deal": DEAL, "replies": REPLY}
