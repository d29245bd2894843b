"""A deal whose records of one party were judged to be one: each is called by the record that stands for it. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deals.sheets.calc.bundle import Row, StandingValue


def renamed(row: Row, columns: Iterable[str], stands: Mapping[str, str]) -> Row:
    """The row with those of its `columns` that name a merged party naming the one that stands for it."""
    changed = {column: stands[row[column]] for column in columns if row.get(column) in stands}
    return {**row, **changed} if changed else row


def joined(party: Row, merged: Iterable[Row]) -> Row:
    """The party that stands, with the names, numbers and members of the records merged into it.

    Its own values come first; what it lacks, such as a country of its head office, is taken from the first that has it.
    """
    found = dict(party)
    for other in merged:
        found = {**other, **{name: value for name, value in found.items() if value not in (None, "", [])}}
        names = [{**name, "primary": False} for name in other.get("names", ())]
        found["names"] = _once([*found.get("names", ()), *names], ("text", "kind"))
        found["identifiers"] = _once(
            [*found.get("identifiers", ()), *other.get("identifiers", ())], ("scheme", "value")
        )
        if members := list(dict.fromkeys((*found.get("members", ()), *other.get("members", ())))):
            found["members"] = members
    return found


def standings_joined(own: Iterable[StandingValue], others: Iterable[StandingValue], key: str) -> list[StandingValue]:
    """The standing values of the party `key`, and of fields that it lacks those of the records merged into it."""
    kept = list(own)
    fields = {standing.field for standing in kept}
    return kept + [replace(standing, target=key) for standing in others if standing.field not in fields]


def _once(rows: Iterable[Row], by: tuple[str, ...]) -> list[Row]:
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in by), row)
    return list(found.values())
