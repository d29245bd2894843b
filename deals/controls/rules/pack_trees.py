"""The small languages inside a pack (item tests, places, conditions), checked when a pack is read."""
from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from deals.controls.rules.roles import TRANSACTIONS
from deals.hardware.calc.chip import COMPUTED, FIGURES, FLAGS
from dealtracker.countries import NAMES
from dealtracker.money import AmountError, parse_decimal
from dealtracker.periods import DateError, parse_day

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/()+-]{0,59}")
BOUNDS = ("at_least", "above", "at_most", "below")
_CONDITIONS = ("destination", "party", "both_parties", "transaction", "any_of", "all_of", "not")


class PackError(ValueError):
    """A rule pack that cannot be used; `pointer` says where (JSON pointer)."""

    def __init__(self, message: str, pointer: str) -> None:
        super().__init__(f"{pointer or '/'}: {message}")
        self.message, self.pointer = message, pointer


def known_keys(data: object, needed: set[str], optional: set[str], at: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise PackError("must be an object", at)
    if missing := needed - set(data):
        raise PackError(f'lacks "{min(missing)}"', at)
    if extra := set(data) - needed - optional:
        raise PackError(f'"{min(extra)[:60]}" is not part of it', f"{at}/{min(extra)[:60]}")
    return data


def check_item(tree: object, at: str, items: Mapping[str, Any]) -> None:
    """any_of, all_of, not; {"item": name}, {"figure": name, bound: number}, {"flag": name}, {"model_in": keys}."""
    match tree:
        case {"any_of": list(parts), **rest} | {"all_of": list(parts), **rest} if parts and not rest:
            for i, part in enumerate(parts):
                check_item(part, f"{at}/{i}", items)
        case {"not": part, **rest} if not rest:
            check_item(part, f"{at}/not", items)
        case {"item": str(name), **rest} if not rest and name in items:
            pass
        case {"flag": str(name), **rest} if not rest and name in FLAGS:
            pass
        case {"model_in": list(keys), **rest} if keys and not rest:
            words_of(keys, f"{at}/model_in")
        case {"figure": str(name), **bounds} if name in (*FIGURES, *COMPUTED) and bounds and set(bounds) <= set(BOUNDS):
            for bound, value in bounds.items():
                _number(value, f"{at}/{bound}")
        case _:
            raise PackError("is not an item test (any_of, all_of, not, item, figure with a bound, flag, model_in)", at)


def check_place(tree: object, at: str, places: Mapping[str, Any]) -> Mapping[str, Any]:
    """{"place": name}, {"any": true, "except": codes}, or {"countries" | "groups", "less", "plus"}, days parsed."""
    row = known_keys(tree, set(), {"place", "any", "except", "countries", "groups", "less", "plus"}, at)
    if "place" in row and (not isinstance(row["place"], str) or row["place"] not in places):
        raise PackError(f'"{row["place"]}" is not a place of this pack', f"{at}/place")
    if not any(row.get(name) for name in ("place", "any", "countries", "groups")):
        raise PackError("must name a place, countries or groups", at)
    if row.get("any", True) is not True:
        raise PackError("must be true", f"{at}/any")
    for name in ("groups", "less"):
        words_of(row.get(name, []), f"{at}/{name}")
    for name in ("countries", "except"):
        check_codes(row.get(name, []), f"{at}/{name}")
    plus = [_plus(entry, f"{at}/plus/{i}") for i, entry in enumerate(_list(row.get("plus", []), f"{at}/plus"))]
    return MappingProxyType({**row, "plus": tuple(plus)})


def words_of(value: object, at: str) -> list[str]:
    """A list of texts; raises PackError for anything else."""
    for i, word in enumerate(_list(value, at)):
        if not isinstance(word, str):
            raise PackError("must be text", f"{at}/{i}")
    return list(_list(value, at))


def check_codes(value: object, at: str) -> None:
    """A list of country codes."""
    if wrong := [code for code in words_of(value, at) if code not in NAMES]:
        raise PackError(f'"{wrong[0]}" is not a country code', at)


def filled(value: Any, at: str) -> Any:
    """The value, unless it is empty: an empty part of a pack would say something by saying nothing."""
    if not value:
        raise PackError("is empty", at)
    return value


def name_of(value: object, at: str) -> str:
    """An id or a version: it stands in addresses, lists and records."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise PackError("must be 1 to 60 letters, digits, spaces or marks such as - . _ / (a name)", at)
    return value


def _some(value: object, at: str) -> list[Any]:
    return list(filled(_list(value, at), at))


def _list(value: object, at: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise PackError("must be an array", at)
    return list(value)


def _plus(entry: object, at: str) -> Mapping[str, Any]:
    row = known_keys(entry, {"countries"}, {"first_day"}, at)
    check_codes(_some(row["countries"], f"{at}/countries"), f"{at}/countries")
    try:
        day = None if row.get("first_day") is None else parse_day(row["first_day"])
    except DateError as error:
        raise PackError(str(error), f"{at}/first_day") from None
    return {"countries": tuple(row["countries"]), "first_day": day}


def check_condition(tree: object, at: str, places: Mapping[str, Any]) -> Mapping[str, Any]:
    """One of destination, party (either headquarters), both_parties, transaction, any_of, all_of, not."""
    if not isinstance(tree, dict) or len(tree) != 1 or next(iter(tree)) not in _CONDITIONS:
        raise PackError(f"is not a condition ({', '.join(_CONDITIONS)})", at)
    [(name, part)] = tree.items()
    if name in ("any_of", "all_of"):
        return {name: [check_condition(p, f"{at}/{name}/{i}", places) for i, p in enumerate(_some(part, f"{at}/{name}"))]}
    if name == "not":
        return {name: check_condition(part, f"{at}/not", places)}
    if name == "transaction":
        if wrong := [t for t in _some(part, f"{at}/transaction") if t not in TRANSACTIONS]:
            raise PackError(f'"{wrong[0]}" is not one of {", ".join(TRANSACTIONS)}', f"{at}/transaction")
        return {name: tuple(part)}
    return {name: check_place(part, f"{at}/{name}", places)}


def _number(value: object, at: str) -> None:
    try:
        parse_decimal(value)
    except AmountError as error:
        raise PackError(str(error), at) from None
