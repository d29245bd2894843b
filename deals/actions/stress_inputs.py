"""What a stress run may be asked for, field by field, as it is frozen with its result."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from deals.exposure.dimensions import NAMES
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key
from dealtracker.money import AmountError, parse_currency, parse_decimal
from dealtracker.periods import DateError, parse_day
from dealtracker.strictjson import Fault
from parties.models import Party

_RANGES = {
    "chips": (Decimal(-1), Decimal(10)),
    "fx": (Decimal("-0.99"), Decimal(10)),
    "rate_bps": (Decimal(-5000), Decimal(5000)),
}
SHOCKS = (*_RANGES, "barred")
Inputs = dict[str, Any]


class JobRefused(ValueError):
    """A run that cannot be asked for; `faults` name each field, the reason and what is taken."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer[1:]}: {fault.detail}" for fault in faults))
        self.faults = faults


def read_inputs(given: Inputs, *, viewer: Viewer, today: str) -> Inputs:
    """The inputs as they are frozen: {"as_of", "currency", "measure", "dimensions", "shocks", "invented"}. Raises JobRefused
    that names every field that is wrong."""
    faults: list[Fault] = []
    known = ("as_of", "currency", "measure", "dimensions", "invented", *SHOCKS)
    faults += [
        Fault(f"/{n[:60]}", "unknown_field", f"is not a field here; there are: {', '.join(known)}")
        for n in given
        if n not in known
    ]
    inputs = {
        "as_of": _read(given.get("as_of") or today, _day, "as_of", faults),
        "currency": _read(given.get("currency") or "USD", parse_currency, "currency", faults),
        "measure": _one_of(given.get("measure") or "debt", ("debt", "equity"), "measure", faults),
        "dimensions": _dimensions(given.get("dimensions"), faults),
        "invented": _flag(given.get("invented", False), faults),
        "shocks": _shocks(given, viewer, faults),
    }  # fmt: skip
    if not inputs["shocks"] and not faults:
        faults.append(Fault("/shocks", "required", f"give at least one of: {', '.join(SHOCKS)}"))
    if faults:
        raise JobRefused(*faults)
    return inputs


def _read(text: Any, reader: Any, name: str, faults: list[Fault]) -> Any:
    try:
        return reader(text)
    except (AmountError, DateError, ValueError, TypeError) as error:
        faults.append(Fault(f"/{name}", "invalid_value", str(error)))
        return None


def _day(text: Any) -> str:
    return parse_day(text).isoformat()


def _one_of(value: Any, taken: Sequence[str], name: str, faults: list[Fault]) -> Any:
    if value not in taken:
        faults.append(Fault(f"/{name}", "invalid_value", f'"{str(value)[:60]}" is not one of: {", ".join(taken)}'))
    return value


def _flag(value: Any, faults: list[Fault]) -> bool:
    if not isinstance(value, bool):
        faults.append(Fault("/invented", "invalid_value", "must be true or false"))
    return bool(value)


def _dimensions(value: Any, faults: list[Fault]) -> list[str]:
    if not isinstance(value, list) or not value:
        faults.append(Fault("/dimensions", "required", f"must be a list of one or more of: {', '.join(NAMES)}"))
        return []
    for one in value:
        _one_of(one, NAMES, "dimensions", faults)
    return [name for name in NAMES if name in value]


def _shocks(given: Inputs, viewer: Viewer, faults: list[Fault]) -> dict[str, str]:
    found = {}
    for name, (least, most) in _RANGES.items():
        if given.get(name) not in (None, ""):
            value = _read(given[name], parse_decimal, name, faults)
            if value is not None and not least <= value <= most:
                faults.append(Fault(f"/{name}", "invalid_value", f"must lie between {least} and {most}"))
            found[name] = str(given[name])
    if given.get("barred") not in (None, ""):
        key = private_key("party", str(given["barred"]))
        if key is None or not Party.objects.visible_to(viewer).filter(pk=key).exists():
            faults.append(
                Fault("/barred", "invalid_value", "must be the id of a party: party_ and 32 hexadecimal digits")
            )
        found["barred"] = str(given["barred"])
    return found
