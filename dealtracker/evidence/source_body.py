"""What a client says about a source it enters: read strictly, every wrong place named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dealtracker.evidence.models import Source
from dealtracker.periods import DateError, parse_day
from dealtracker.strictjson import Fault, step

_TEXTS = {"publisher": 200, "newsroom": 200, "title": 500, "url": 2000, "language": 16, "date_basis": 200}
_DAYS = ("published_from", "published_to")
_NEEDED = ("publisher", "kind", "published_to")
_NAMES = (*_TEXTS, "kind", *_DAYS, "read")


def _text(longest: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest}


_DAY = {"type": "string", "format": "date"}
SOURCE_BODY: dict[str, Any] = {
    "type": "object",
    "required": list(_NEEDED),
    "properties": {
        **{name: _text(longest) for name, longest in _TEXTS.items()},
        "kind": {"enum": list(Source.Kind.values)},
        "published_from": {
            **_DAY,
            "description": "the earliest day it can have appeared; the same day where it is dated",
        },
        "published_to": {**_DAY, "description": "the latest; of an undated page the day on which it was retrieved"},
        "read": {"type": "boolean", "description": "false: known only through others"},
    },
    "additionalProperties": False,
}


class BadSource(ValueError):
    """The body cannot be a source; `faults` say where and why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer} {fault.detail}" for fault in faults))
        self.faults = faults


def read_body(data: Mapping[str, Any], *, at: str = "") -> dict[str, Any]:
    """Field → value, texts trimmed and days as dates; raises BadSource with pointers below `at`."""
    faults = [Fault(f"{at}/{step(name)}", "unknown_field", _unknown(name)) for name in data if name not in _NAMES]
    faults += [Fault(f"{at}/{name}", "required", "is needed") for name in _NEEDED if name not in data]
    found: dict[str, Any] = {}
    for name in _NAMES:
        if name in data:
            try:
                found[name] = _read(name, data[name])
            except (DateError, ValueError) as error:
                faults.append(Fault(f"{at}/{name}", "invalid_value", str(error)))
    if faults:
        raise BadSource(*faults)
    return found


def _unknown(name: str) -> str:
    return f'"{name[:40]}" is not a field of a source; there are: {", ".join(_NAMES)}'


def _read(name: str, value: Any) -> str | bool | date:
    if name in _DAYS:
        return parse_day(value)
    if name == "read":
        if not isinstance(value, bool):
            raise ValueError("must be true or false")
        return value
    if name == "kind":
        if not isinstance(value, str) or value not in Source.Kind.values:
            raise ValueError(f"must be one of: {', '.join(Source.Kind.values)}")
        return value
    if not isinstance(value, str) or not value.strip() or "\n" in value or "\t" in value:
        raise ValueError("must be text on one line, not blank; leave out what is not known")
    if len(value) > _TEXTS[name]:
        raise ValueError(f"has {len(value):,} characters; at most {_TEXTS[name]:,} are kept")
    return value.strip()
