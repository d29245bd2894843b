"""The shipped rule pack and red-flag lists, and the reader of a pack file that a person brings."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from deals.controls.rules.pack import Pack
from deals.controls.rules.pack_file import parse_pack
from deals.controls.rules.pack_trees import PackError
from deals.controls.rules.red_flags import RedFlagList, parse_red_flags
from dealtracker.strictjson import unseen

_FOLDER = Path(__file__).parent
SIZE_LIMIT = 5_000_000


@cache
def load_pack() -> Pack:
    """The pack that ships with the program."""
    return read_pack(shipped_bytes())


def shipped_bytes() -> bytes:
    return (_FOLDER / "export_rules.json").read_bytes()


@cache
def load_red_flags() -> tuple[RedFlagList, ...]:
    """The shipped red-flag lists."""
    return parse_red_flags(json.loads((_FOLDER / "red_flags.json").read_text(encoding="utf-8")))


def read_pack(content: bytes) -> Pack:
    """A pack from the bytes of its file; raises PackError for any file that is not one, naming the place."""
    if len(content) > SIZE_LIMIT:
        raise PackError(f"the file is over {SIZE_LIMIT} bytes", "")
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise PackError(f"the file is not UTF-8 (byte {error.start})", "") from None
    except json.JSONDecodeError as error:
        raise PackError(f"is not JSON: {error.msg} in line {error.lineno}, column {error.colno}", "") from None
    except RecursionError:
        raise PackError("is nested too deeply", "") from None
    except PackError:
        raise
    except ValueError:
        raise PackError("holds a number of thousands of digits", "") from None
    for at, text in _texts(data, ""):
        if wrong := unseen(text):
            raise PackError(wrong, at)
    try:
        return parse_pack(data)
    except PackError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError(f"has a part of another shape: {error}", "") from None


def _texts(value: Any, at: str) -> Iterator[tuple[str, str]]:
    """(JSON pointer, text) of every text and name of a member."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield at, name
            yield from _texts(part, f"{at}/{name}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _texts(part, f"{at}/{place}")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise PackError(f'the key "{key[:60]}" stands twice in one object', "")
        found[key] = value
    return found
