"""The shipped rule pack and red-flag lists, and the reader of a pack file that a person brings."""
from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from deals.controls.rules.pack import Pack
from deals.controls.rules.pack_file import parse_pack
from deals.controls.rules.pack_trees import PackError
from deals.controls.rules.red_flags import RedFlagList, parse_red_flags
from dealtracker.strictjson import Policy, StrictError, clean, decode, parse

_FOLDER = Path(__file__).parent
SIZE_LIMIT = 5_000_000
_POLICY = Policy(SIZE_LIMIT, longest_text=4_000)


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
    try:
        return parse_pack(_read(content))
    except PackError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError(f"has a part of another shape: {str(error)[:200]}", "") from None


def _read(content: bytes) -> Any:
    try:
        value, faults = clean(parse(decode(content, _POLICY), _POLICY), "", _POLICY)
    except StrictError as error:
        value, faults = None, list(error.faults)
    if faults:
        raise PackError(faults[0].detail, faults[0].pointer)
    return value
