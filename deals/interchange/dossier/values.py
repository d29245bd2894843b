"""JSON → a column's own value, by the type that the table of facts gives the field."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from deals import facts as f
from deals.actions._dossiers.shapes import longest_text, stored
from deals.interchange.dossier.spots import Spot, nearest
from deals.interchange.dossier.texts import shorten
from dealtracker.countries import NAMES
from dealtracker.currencies import CURRENCIES
from dealtracker.money import Amount, AmountError, parse_decimal
from dealtracker.periods import DateError, When, parse_day
from dealtracker.strictjson import BAD, Bad

MOST_ITEMS, MOST_WORDS = 200, 500
# Shares of a whole, and what cannot be below nothing. Everything else may be negative or above one.
_SMALL, _LARGE = 32_767, 2_147_483_647


def read_value(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    """The value as its column takes it (references stay keys), or BAD when it was refused."""
    if isinstance(value, Bad):
        return BAD
    return _READERS[field.type](entity, field, value, spot)


def _text(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    longest, lines = longest_text(entity, field.name)
    return read_text(value, spot, longest=longest, lines=lines)


def read_text(value: Any, spot: Spot, *, longest: int, lines: bool = False) -> Any:
    if not spot.is_text(value):
        return BAD
    if not value:
        return spot.refuse("blank", "is blank; leave the field out")
    if len(value) > longest:
        return spot.refuse("too-long", f"has {len(value):,} characters; at most {longest:,} fit here")
    if not lines and ("\n" in value or "\t" in value):
        return spot.refuse("text", "holds a line break or tab; write it on one line")
    return value


def _choice(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    return read_choice(value, field.words, spot)


def read_choice(value: Any, words: tuple[str, ...], spot: Spot) -> Any:
    if not spot.is_text(value):
        return BAD
    if value in words:
        return value
    known, meant = ", ".join(word for word in words if word), nearest(value, words)
    hint = f"; {meant}" if meant else ""
    return spot.refuse("choice", f'"{shorten(value)}" is not one of: {known}{hint}')


def read_amount(value: Any, spot: Spot, *, money: bool, field: str) -> Any:
    """An Amount; a figure below nothing, a share above one and a currency nobody has are refused."""
    if isinstance(value, Bad) or (isinstance(value, dict) and any(isinstance(v, Bad) for v in value.values())):
        return BAD
    try:
        amount = Amount.from_json(value, money=money)
    except AmountError as error:
        place = spot.at(error.field) if error.field and isinstance(value, dict) and error.field in value else spot
        return place.refuse("currency" if error.field == "currency" else "amount", str(error))
    return _sensible(amount, spot, field)


def _sensible(amount: Amount, spot: Spot, field: str) -> Any:
    if amount.currency and amount.currency not in CURRENCIES:
        return spot.at("currency").refuse("currency", f"{amount.currency} is not a currency of ISO 4217")
    if len(amount.words) > MOST_WORDS:
        return spot.at("words").refuse(
            "too-long", f"has {len(amount.words):,} characters; at most {MOST_WORDS} fit here"
        )
    found = f.amiss(field, amount)
    return spot.refuse(*found) if found else amount


def _money(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    return read_amount(value, spot, money=True, field=field.name)


def _quantity(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    return read_amount(value, spot, money=False, field=field.name)


def read_when(value: Any, spot: Spot) -> Any:
    if isinstance(value, Bad) or (isinstance(value, dict) and any(isinstance(v, Bad) for v in value.values())):
        return BAD
    try:
        return When.from_json(value)
    except DateError as error:
        return spot.refuse("date", str(error))


def read_day(value: Any, spot: Spot) -> Any:
    if isinstance(value, Bad):
        return BAD
    try:
        return parse_day(value)
    except DateError as error:
        return spot.refuse("date", str(error))


def read_country(value: Any, spot: Spot) -> Any:
    if not spot.is_text(value):
        return BAD
    if value in NAMES:
        return value
    hint = f'; did you mean "{value.upper()}"?' if value.upper() in NAMES else ", such as JP"
    return spot.refuse("country", f'"{shorten(value)}" is not a country code of ISO 3166-1 alpha-2{hint}')


def read_whole(value: Any, spot: Spot, *, least: int = 0, most: int = _LARGE) -> Any:
    if not spot.is_whole(value):
        return BAD
    if not least <= value <= most:
        return spot.refuse("number", f"{shorten(str(value))} is not between {least} and {most}")
    return value


def _integer(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    column = entity.model._meta.get_field(field.name)
    return read_whole(value, spot, most=_SMALL if "Small" in type(column).__name__ else _LARGE)


def _flag(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    if isinstance(value, bool):
        return value
    return spot.refuse("type", "must be true or false")


def _list(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    longest, _ = longest_text(entity, field.name)
    found = [read_text(item, spot.at(n), longest=longest) for n, item in enumerate(few(value, spot))]
    return BAD if BAD in found else found


def few(value: Any, spot: Spot) -> list[Any]:
    items = spot.list(value)
    if len(items) > MOST_ITEMS:
        spot.refuse("too-many", f"has {len(items):,} items; at most {MOST_ITEMS} are kept")
        return []
    return items


def _key(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    return value if spot.is_text(value) else BAD


def _keys(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    items = few(value, spot)
    found = [item if spot.at(n).is_text(item) else BAD for n, item in enumerate(items)]
    if BAD in found:
        return BAD
    for place, key in enumerate(found):
        if key in found[:place]:
            spot.at(place).refuse("repeated", f'"{shorten(str(key))}" is listed twice; keep one')
    return found


def _items(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    found = [_item(entity, field, item, spot.at(n)) for n, item in enumerate(few(value, spot))]
    return BAD if BAD in found else found


def _item(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    parts = dict(field.items)
    given = spot.object(value)
    spot.only(given, parts)
    if not given:
        return BAD
    found = {}
    for name in parts:
        if name in given:
            part = f.Field(name, parts[name])
            read = read_text(given[name], spot.at(name), longest=MOST_WORDS) if part.type == f.TEXT else None
            read = read_value(entity, part, given[name], spot.at(name)) if read is None else read
            found[name] = read if isinstance(read, Bad) else stored(part, read)
    return BAD if BAD in found.values() else found


def _position(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    given = spot.object(value)
    spot.only(given, ("latitude", "longitude"))
    found = [_degrees(given.get(name), most, spot.at(name)) for name, most in (("latitude", 90), ("longitude", 180))]
    return BAD if BAD in found or not given else tuple(found)


def _degrees(value: Any, most: int, spot: Spot) -> Any:
    if value is None:
        return spot.refuse("missing", "is missing; a position has a latitude and a longitude")
    try:
        degrees = parse_decimal(value) if not isinstance(value, Bad) else BAD
    except AmountError as error:
        return spot.refuse("number", str(error))
    if isinstance(degrees, Decimal) and not -most <= degrees <= most:
        return spot.refuse("number", f"lies outside -{most} to {most} degrees")
    if isinstance(degrees, Decimal) and degrees != round(degrees, 5):
        return spot.refuse("number", "has more than five decimals; five are a metre")
    return degrees


_READERS: dict[str, Callable[[f.Entity, f.Field, Any, Spot], Any]] = {
    f.TEXT: _text, f.CHOICE: _choice, f.MONEY: _money, f.QUANTITY: _quantity,
    f.WHEN: lambda entity, field, value, spot: read_when(value, spot),
    f.DAY: lambda entity, field, value, spot: read_day(value, spot),
    f.COUNTRY: lambda entity, field, value, spot: read_country(value, spot),
    f.INTEGER: _integer, f.FLAG: _flag, f.LIST: _list, f.REF: _key, f.REFS: _keys, f.KEYS: _keys, f.ITEMS: _items,
    f.POSITION: _position,
}  # fmt: skip
