"""Files → the JSON values of their dossiers, one, an array of them, or one a line; each refusal says where and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deals.actions._dossiers.value import Problems
from deals.interchange.dossier.texts import text_fault, tidy
from dealtracker.strictjson import Fault, MoreFollows, Policy, StrictError, clean, decode, parse

POLICY = Policy(
    largest=20_000_000,
    longest_text=20_000,
    null='leave the field out if it was not asked, or say {"kind": "unknown"}',
    text_fault=text_fault,
    tidy=tidy,
    # What stands around a quote ends or begins with the blank beside it (W3C text quote selector).
    keeps_blanks=frozenset({"prefix", "suffix"}),
)
# the codes of the strict reader → those that a preview of an import has always had
_CODES = {"too_large": "too-large", "not_utf8": "encoding", "not_json": "not-json", "too_deep": "too-deep",
          "duplicate_name": "repeated-name", "too_long": "too-long"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON value of a file: `name` says which file (and line), `prefix` the pointer to it in that file."""

    name: str
    prefix: str
    value: Any


def read_documents(data: bytes, *, name: str, problems: Problems) -> list[Document]:
    """The objects of a file that holds one, an array of them, or one a line (NDJSON)."""
    try:
        text = decode(data, POLICY)
        if not text.strip():
            problems.add(name, "", "empty", "is empty; a dossier is one JSON object")
            return []
        return _whole(parse(text, POLICY), name, problems)
    except MoreFollows as error:
        if "\n" in text.strip():
            return _lines(text, name, problems)
        _tell(error.faults, name, problems)
    except StrictError as error:
        _tell(error.faults, name, problems)
    return []


def _whole(value: Any, name: str, problems: Problems) -> list[Document]:
    if not isinstance(value, list):
        return [clean_value(value, name=name, prefix="", problems=problems)]
    if not value:
        problems.add(name, "", "empty", "is an empty array; give at least one dossier")
    return [clean_value(item, name=name, prefix=f"/{place}", problems=problems) for place, item in enumerate(value)]


def _lines(text: str, name: str, problems: Problems) -> list[Document]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{name} line {number}"
        try:
            found.append(clean_value(parse(line, POLICY), name=place, prefix="", problems=problems))
        except StrictError as error:
            _tell(error.faults, place, problems)
    return found


def clean_value(value: Any, *, name: str, prefix: str, problems: Problems) -> Document:
    """A value that was parsed, here or by another reader, under the checks of a dossier."""
    cleaned, faults = clean(value, prefix, POLICY)
    _tell(faults, name, problems)
    return Document(name, prefix, cleaned)


def _tell(faults: Iterable[Fault], name: str, problems: Problems) -> None:
    for fault in faults:
        problems.add(name, fault.pointer, _CODES.get(fault.code, fault.code), fault.detail)
