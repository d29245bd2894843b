"""Red-flag checklists of BIS as dated data; each item is answered yes, no or not known, with its evidence."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dealtracker.periods import DateError, parse_day

ANSWERS = ("yes", "no", "not_known")


class FlagError(ValueError):
    """An answer or a list that cannot be read."""


@dataclass(frozen=True)
class RedFlag:
    id: str
    text: str


@dataclass(frozen=True)
class RedFlagList:
    """One official list under its title and date; `read` says how much of it was read."""

    id: str
    title: str
    authority: str
    first_day: date | None
    url: str
    read: str
    items: tuple[RedFlag, ...]


@dataclass(frozen=True)
class FlagAnswer:
    """What a person says of one item; yes and no need evidence (a claim, a file, a note with its day)."""

    flag: str
    answer: str
    evidence: str
    day: date | None = None


@dataclass(frozen=True)
class AnsweredFlag:
    flag: RedFlag
    list_id: str
    answer: str
    evidence: str
    day: date | None

    def to_json(self) -> dict[str, Any]:
        day = self.day.isoformat() if self.day else None
        told = {"answer": self.answer, "evidence": self.evidence, "date": day}
        return {"id": self.flag.id, "list": self.list_id, "text": self.flag.text, **told}


def answered(
    lists: Iterable[RedFlagList], answers: Iterable[FlagAnswer], *, day: date
) -> tuple[AnsweredFlag, ...]:
    """Every item of the lists in force on `day` with its answer; what nobody answered is not known.

    Raises FlagError for an answer to no item, a word other than yes, no, not_known, or one without evidence.
    """
    given = {answer.flag: answer for answer in answers}
    flags = [(flag, one.id) for one in lists if one.first_day is None or one.first_day <= day for flag in one.items]
    known = {flag.id for flag, _ in flags}
    for answer in given.values():
        _check(answer, known)
    return tuple(_answered(flag, list_id, given.get(flag.id)) for flag, list_id in flags)


def parse_red_flags(data: Mapping[str, Any]) -> tuple[RedFlagList, ...]:
    """From {"schema": "red-flags/1", "lists": [...]}; raises FlagError naming the list."""
    if data.get("schema") != "red-flags/1":
        raise FlagError(f'the schema is "{data.get("schema")}"; this program reads red-flags/1')
    return tuple(_list(row, i) for i, row in enumerate(data["lists"]))


def _list(row: Mapping[str, Any], place: int) -> RedFlagList:
    try:
        first = parse_day(row["first_day"]) if row["first_day"] else None
        items = tuple(RedFlag(item["id"], item["text"]) for item in row["items"])
        return RedFlagList(row["id"], row["title"], row["authority"], first, row["url"], row["read"], items)
    except (KeyError, TypeError, DateError) as error:
        raise FlagError(f"/lists/{place}: {error}") from None


def _check(answer: FlagAnswer, known: set[str]) -> None:
    if answer.flag not in known:
        raise FlagError(f'"{answer.flag}" is not an item of the lists in force on that day')
    if answer.answer not in ANSWERS:
        raise FlagError(f'{answer.flag}: "{answer.answer}" is not one of {", ".join(ANSWERS)}')
    if answer.answer != "not_known" and not answer.evidence.strip():
        raise FlagError(f"{answer.flag}: {answer.answer} needs evidence; say what it rests on")


def _answered(flag: RedFlag, list_id: str, answer: FlagAnswer | None) -> AnsweredFlag:
    if answer is None:
        return AnsweredFlag(flag, list_id, "not_known", "", None)
    return AnsweredFlag(flag, list_id, answer.answer, answer.evidence, answer.day)
