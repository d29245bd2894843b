"""What every list takes: limit, cursor, ordering, view, fields, omit, count, as_of, known_on; the rest are filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from dealtracker.apikit.problems import Problem
from dealtracker.periods import DateError, parse_day

LIMIT, MOST_FULL, MOST_BRIEF = 50, 200, 1000
_ONCE = ("limit", "cursor", "ordering", "view", "fields", "omit", "count", "as_of", "known_on", "format")


@dataclass(frozen=True)
class Listing:
    """The parameters of one request, checked; `filters` are those that the list itself must know."""

    limit: int = LIMIT
    cursor: str | None = None
    ordering: str | None = None
    brief: bool = False
    fields: frozenset[str] = frozenset()
    omit: frozenset[str] = frozenset()
    count: bool = False
    as_of: date | None = None
    known_on: date | None = None
    filters: dict[str, list[str]] = field(default_factory=dict)


def read_listing(query: QueryDict) -> Listing:
    """Raises Problem 400 naming the parameter."""
    given = {name: query.getlist(name) for name in query}
    for name in _ONCE:
        if len(given.get(name, [])) > 1:
            raise bad_parameter(name, "stands more than once")
    single = {name: given.pop(name)[0] for name in _ONCE if name in given}
    _word("format", single.get("format", "json"), ("json",))
    brief = _word("view", single.get("view", "full"), ("full", "brief")) == "brief"
    return Listing(
        limit=_limit(single.get("limit"), MOST_BRIEF if brief else MOST_FULL),
        cursor=single.get("cursor") or None,
        ordering=single.get("ordering") or None,
        brief=brief,
        fields=_names(single.get("fields", "")),
        omit=_names(single.get("omit", "")),
        count=_word("count", single.get("count", "none"), ("none", "exact")) == "exact",
        as_of=read_day("as_of", single.get("as_of")),
        known_on=read_day("known_on", single.get("known_on")),
        filters=given,
    )


def read_only(query: QueryDict, allowed: Iterable[str]) -> dict[str, str]:
    """Parameters of a single resource; raises Problem 400 for any other, or one given twice."""
    allowed = set(allowed)
    if unknown := [name for name in query if name not in allowed]:
        raise unknown_parameters(dict.fromkeys(unknown, f"there are: {', '.join(sorted(allowed)) or 'none'}"))
    for name in query:
        if len(query.getlist(name)) > 1:
            raise bad_parameter(name, "stands more than once")
    _word("format", query.get("format", "json"), ("json",))
    return {name: query[name] for name in query}


def read_day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return parse_day(text)
    except DateError as error:
        raise bad_parameter(name, str(error)) from None


def known_day(day: date | None, *, today: date) -> date:
    """The day of `known_on`, today where none is given; nothing is known yet of a later one."""
    if day is not None and day > today:
        raise bad_parameter("known_on", f"lies in the future; today is {today.isoformat()}")
    return day or today


@dataclass(frozen=True)
class Days:
    """The day in the world and the day up to which texts were published that a request asks for."""

    as_of: date
    known_on: date
    today: date

    @property
    def is_today(self) -> bool:
        return self.as_of == self.known_on == self.today


def read_days(query: QueryDict, *, today: date) -> Days:
    """Today's where none is given; raises Problem 400."""
    as_of, known_on = (read_day(name, query.get(name)) for name in ("as_of", "known_on"))
    return Days(as_of or today, known_day(known_on, today=today), today)


def bad_parameter(name: str, detail: str, code: str = "invalid_parameter") -> Problem:
    error = {"pointer": f"?{name[:60]}", "code": code, "detail": detail}
    return Problem(400, code, parameter_told(name, detail), [error])


def parameter_told(name: str, detail: str) -> str:
    """What is wrong with a parameter as a sentence: `detail` begins with what it does, or with a value of it."""
    said = as_sentence(detail)
    return f'The parameter "{name[:60]}" {said}' if detail[:1].islower() else f'"{name[:60]}": {said}'


def as_sentence(said: str) -> str:
    """With its full stop, unless it asks."""
    return said if said.endswith("?") else f"{said}."


def unknown_parameters(hints: Mapping[str, str]) -> Problem:
    """All of them at once: name → what there is instead, or ""."""
    errors = [
        {"pointer": f"?{name[:60]}", "code": "unknown_parameter", "detail": f"is not a parameter here{hint and f'; {hint}'}"}
        for name, hint in hints.items()
    ]
    return Problem(400, "unknown_parameter", unknown_told(hints), errors)


def unknown_told(hints: Mapping[str, str]) -> str:
    """One sentence that names each of them once."""
    names = ", ".join(f'"{name[:60]}"' for name in hints)
    said = "is not a parameter here" if len(hints) == 1 else "are not parameters here"
    hint = "; ".join(filter(None, dict.fromkeys(hints.values())))
    return as_sentence(f"{names} {said}{hint and f'; {hint}'}")


def _limit(text: str | None, most: int) -> int:
    if text is None:
        return min(LIMIT, most)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most and len(text) < 9):
        raise bad_parameter("limit", f"must be a whole number from 1 to {most}")
    return int(text)


def _word(name: str, value: str, words: tuple[str, ...]) -> str:
    if value not in words:
        raise bad_parameter(name, f"must be one of: {', '.join(words)}")
    return value


def _names(text: str) -> frozenset[str]:
    return frozenset(part for part in text.split(",") if part)
