"""Files of lists read strictly: UTF-8, whole rows, no surprises. What is wrong is told with file, row and reason."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST_FILE = 2_000_000_000
LARGEST_DOCUMENT = 500_000_000
LONGEST_LINE = 8_000_000
LONGEST_CELL = 131_072
MOST_ROWS = 5_000_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff]")
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "gzip"}


class ListRefused(ValueError):
    """A list that is not loaded. `file` and `row` say where (row 0: the file as a whole), the message what to do."""

    def __init__(self, file: str, row: int, reason: str) -> None:
        super().__init__(f"{file}, row {row}: {reason}" if row else f"{file}: {reason}")
        self.file, self.row, self.reason = file, row, reason


@dataclass(frozen=True)
class FileSeen:
    """One file as it was found: its name without folders, its size and the SHA-256 of its bytes."""

    name: str
    bytes: int
    sha256: str


def look_at(path: Path) -> FileSeen:
    """Size and hash; raises ListRefused for what cannot be a list at all."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            first = file.read(1024)
            for mark, what in _OTHER_ENCODINGS.items():
                if first.startswith(mark):
                    raise ListRefused(path.name, 0, f"is {what}; unpack it or save it as UTF-8 text")
            if first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
                raise ListRefused(path.name, 0, "is a web page or XML, not this list; fetch the file itself")
            file.seek(0)
            while part := file.read(1 << 20):
                digest.update(part)
                size += len(part)
                if size > LARGEST_FILE:
                    raise ListRefused(path.name, 0, f"has more than {LARGEST_FILE:,} bytes; no such list is known")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ListRefused(path.name, 0, f"cannot be read ({reason}); give the path of a readable file") from None
    if not size:
        raise ListRefused(path.name, 0, "is empty; fetch it again")
    return FileSeen(path.name, size, digest.hexdigest())


def lines(path: Path, *, ends_with_sub: bool = False) -> Iterator[tuple[int, str]]:
    """(number, line with its end) in UTF-8. With `ends_with_sub` a last U+001A, as OFAC writes it, ends the file."""
    with path.open("rb") as file:
        number = 0
        while data := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(data) > LONGEST_LINE:
                raise ListRefused(path.name, number, f"is longer than {LONGEST_LINE:,} bytes; it is no line of a list")
            if ends_with_sub and data.strip() == b"\x1a":
                if file.read(1024).strip():
                    raise ListRefused(path.name, number + 1, "goes on after its end mark U+001A; two files were put together")
                return
            yield number, _decoded(path.name, number, data.removeprefix(b"\xef\xbb\xbf") if number == 1 else data)


def _decoded(name: str, number: int, data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ListRefused(
            name, number, f"is not UTF-8 at byte {error.start + 1} (0x{data[error.start]:02x}); save the whole file as UTF-8"
        ) from None
    if found := _CONTROL.search(text):
        raise ListRefused(name, number, f"holds the control character U+{ord(found[0]):04X}; the file is damaged")
    return text


def table(path: Path, *, required: Sequence[str], known: Sequence[str], notices: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """(row, cells by column) of a CSV with a header; raises ListRefused for anything but whole rows of its columns.

    Columns that are not known are not read, and a notice says so. Blank lines are passed over; rows keep their numbers.
    """
    rows = _cells(path)
    _, header = next(rows, (0, []))
    names = [cell.strip() for cell in header]
    _check_header(path.name, names, required, known, notices)
    for row, cells in rows:
        if len(cells) != len(names):
            raise ListRefused(path.name, row, _cut(len(cells), len(names)))
        yield row, dict(zip(names, (cell.strip() for cell in cells), strict=True))


def columns(path: Path, *, count: int) -> Iterator[tuple[int, list[str]]]:
    """(row, cells) of a CSV without header that has exactly so many columns, such as OFAC's."""
    for row, cells in _cells(path, ends_with_sub=True):
        if len(cells) != count:
            raise ListRefused(path.name, row, _cut(len(cells), count))
        yield row, [cell.strip() for cell in cells]


def _cut(found: int, wanted: int) -> str:
    where = "the file seems cut off or of another kind" if found < wanted else "a comma or quote is wrong, or it is another file"
    return f"has {found} cells where {wanted} belong; {where}"


def _check_header(name: str, names: list[str], required: Sequence[str], known: Sequence[str], notices: list[str]) -> None:
    twice = sorted({column for column in names if names.count(column) > 1})
    missing = [column for column in required if column not in names]
    # A row of another list's file has doubles of its own: of its columns none is this list's.
    if twice and len(missing) < len(required):
        raise ListRefused(name, 1, f'has the column "{twice[0]}" twice; take one out')
    if missing:
        columns = "column" if len(missing) == 1 else "columns"
        raise ListRefused(name, 1, f"lacks the {columns} {', '.join(missing)}; its header must be that of the published file")
    extra = [column for column in names if column not in known]
    if extra:
        notices.append(f"{name}: columns not read: {', '.join(extra)}")


def _cells(path: Path, *, ends_with_sub: bool = False) -> Iterator[tuple[int, list[str]]]:
    at, count = 1, 0
    reader = csv.reader((line for _, line in lines(path, ends_with_sub=ends_with_sub)), strict=True)
    while True:
        at = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ListRefused(path.name, at, _csv_words(str(error))) from None
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise ListRefused(path.name, at, f"is row {count:,}; at most {MOST_ROWS:,} are read")
        yield at, cells


def _csv_words(said: str) -> str:
    if "field limit" in said:
        return f"has a cell of more than {LONGEST_CELL:,} characters; a quote that opens here is never closed"
    if "end of data" in said:
        return "opens a quote that is never closed; the file seems cut off"
    if "new-line" in said:
        return "has line ends of a carriage return alone; save the file with line feeds"
    return f"is not CSV ({said}); quotes inside a cell are written twice"


def document(path: Path) -> Any:
    """The JSON value of a whole file; raises ListRefused."""
    if path.stat().st_size > LARGEST_DOCUMENT:
        raise ListRefused(path.name, 0, f"has more than {LARGEST_DOCUMENT:,} bytes; no such list is known")
    return _value(path.name, 0, "".join(line for _, line in lines(path)))


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row, object) of a file with one JSON object a line; blank lines are passed over."""
    for row, line in lines(path):
        if not line.strip():
            continue
        value = _value(path.name, row, line)
        if not isinstance(value, dict):
            raise ListRefused(path.name, row, "is not a JSON object; this list has one a line")
        yield row, value


def _value(name: str, row: int, text: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for key in found if sum(1 for other, _ in pairs if other == key) > 1)
            raise ListRefused(name, row, f'has "{twice[:60]}" twice in one object')
        return found

    def number(said: str) -> None:
        raise ListRefused(name, row, f"holds {said}, which is no number of JSON; the file is damaged")

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=number)
    except ListRefused:
        raise
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if not row else f"column {error.colno}"
        is_cut = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip())
        what = "the file seems cut off" if is_cut else "it is damaged there, or a file of another kind"
        reason = f"is not JSON ({error.msg.lower().removesuffix(' at')} at {where}); {what}"
        raise ListRefused(name, row or error.lineno, reason) from None
    except RecursionError:
        raise ListRefused(name, row, "is nested too deeply") from None
    except ValueError:
        raise ListRefused(name, row, "holds a number of thousands of digits; the file is damaged") from None


def text_of(name: str, row: int, data: dict[str, Any], key: str, *, needed: bool = False) -> str:
    """A text of an object, "" where it is absent or null; raises ListRefused for another type, or where it is needed."""
    value = data.get(key)
    if value is None or value == "":
        if needed:
            raise ListRefused(name, row, f'lacks "{key}"')
        return ""
    if not isinstance(value, str):
        raise ListRefused(name, row, f'has {type(value).__name__} where "{key}" is text')
    return _whole(name, row, key, value).strip()


def word_of(name: str, row: int, data: dict[str, Any], key: str, *, needed: bool = False) -> str:
    """As text_of, for a number that names something: written as text or as a whole number."""
    value = data.get(key)
    return str(value) if type(value) is int else text_of(name, row, data, key, needed=needed)


def texts_of(name: str, row: int, data: dict[str, Any], key: str) -> list[str]:
    """A list of texts of an object; a single text counts as one of them, a null as none."""
    value = data.get(key)
    texts = items_of(name, row, {key: [value]} if isinstance(value, str) else data, key, str, "texts")
    return [_whole(name, row, key, text).strip() for text in texts if text.strip()]


def items_of(name: str, row: int, data: dict[str, Any], key: str, kind: type, called: str) -> list[Any]:
    """A list of things of one kind, nulls among them left out; raises ListRefused for anything else."""
    value = [] if data.get(key) in (None, "") else data[key]
    if not isinstance(value, list) or not all(item is None or isinstance(item, kind) for item in value):
        raise ListRefused(name, row, f'has something else than {called} in "{key}"')
    return [item for item in value if item is not None]


def _whole(name: str, row: int, key: str, text: str) -> str:
    """What stands escaped in JSON is held to the same as what stands plain."""
    if found := _CONTROL.search(text):
        raise ListRefused(name, row, f'holds the control character U+{ord(found[0]):04X} in "{key}"; the file is damaged')
    return text


