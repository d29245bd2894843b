"""Where the reader stands in a document: every refusal is made from a spot, so it always has its pointer."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any

from deals.actions._dossiers.value import Problems
from deals.interchange.dossier.texts import shorten
from dealtracker.strictjson import BAD, Bad, step

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}", re.ASCII)
_WORDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number"}


class Spot:
    """One object of the document, its file and its pointer (which is put together only when it is asked for)."""

    __slots__ = ("_above", "_steps", "file", "problems")

    def __init__(self, problems: Problems, file: str, pointer: str | Spot = "", steps: tuple[object, ...] = ()) -> None:
        self.problems, self.file, self._above, self._steps = problems, file, pointer, steps

    @property
    def pointer(self) -> str:
        above = self._above.pointer if isinstance(self._above, Spot) else self._above
        return "/".join([above, *(step(str(name)) for name in self._steps)])

    def at(self, *steps: object) -> Spot:
        return Spot(self.problems, self.file, self, steps)

    def refuse(self, code: str, message: str) -> Bad:
        self.problems.add(self.file, self.pointer, code, message)
        return BAD

    def object(self, value: Any) -> dict[str, Any]:
        """The value if it is an object that says something, else {} with a refusal."""
        if value == {} and isinstance(value, dict):
            self.refuse("empty", "is an empty object; say something in it, or leave it out")
        return value if self._is(value, dict) else {}

    def list(self, value: Any) -> list[Any]:
        return value if self._is(value, list) else []

    def _is(self, value: Any, kind: type) -> bool:
        if isinstance(value, Bad) or (isinstance(value, kind) and not (kind is int and isinstance(value, bool))):
            return not isinstance(value, Bad)
        self.refuse("type", f"must be {_WORDS[kind]}, not {word_for(value)}")
        return False

    def is_text(self, value: Any) -> bool:
        return self._is(value, str)

    def is_whole(self, value: Any) -> bool:
        return self._is(value, int)

    def only(self, value: dict[str, Any], known: Iterable[str]) -> None:
        """Refuses names that are not known, each with the nearest one that is."""
        names = list(known)
        for name in value:
            if name not in names:
                hint = nearest(name, names) or f"known are {', '.join(names)}"
                self.at(name).refuse("unknown-field", f'"{shorten(name)}" is not known here; {hint}')

    def key(self, value: dict[str, Any]) -> str:
        """The key of a row; "" with a refusal when it has none that can be used."""
        key = value.get("key")
        if key is None:
            self.refuse("no-key", 'has no key; give it one, such as "key": "f1", unique in its list')
        elif isinstance(key, str) and _KEY.fullmatch(key):
            return key
        elif not isinstance(key, Bad):
            said = f'"{shorten(key)}"' if isinstance(key, str) else word_for(key)
            rule = "use lower-case letters, digits, point, hyphen or underscore, at most 60, beginning with a letter or digit"
            self.at("key").refuse("key", f"{said} cannot be a key; {rule}")
        return ""


def word_for(value: Any) -> str:
    return _WORDS.get(type(value), "an object" if isinstance(value, dict) else type(value).__name__)


def nearest(name: str, known: Iterable[str]) -> str:
    """ "did you mean …?" when something near is known, else ""."""
    found = difflib.get_close_matches(name.lower()[:60], list(known), n=1, cutoff=0.6)
    return f'did you mean "{found[0]}"?' if found else ""
