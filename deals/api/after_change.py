"""What the answer of a PATCH tells beside its version: what does not stand, and which chips were stored as words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from rest_framework.request import Request

from deals import facts
from deals.reports.chip_names import chip_hint
from deals.reports.not_standing import not_standing
from dealtracker.strictjson import step


def told(request: Request, deal: UUID) -> dict[str, Any]:
    """{"not_standing", "notes"}, each only where there is something to tell."""
    changed = dict(_changed(request.data))
    behind = not_standing(viewer=request.viewer, deal=deal, ats=changed)
    notes = [{"at": at, "note": note} for at, value in changed.items() if (note := _note(at, value))]
    return {name: rows for name, rows in (("not_standing", behind), ("notes", notes)) if rows}


def _changed(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """(path, value) of each field of a row that the body states."""
    for name in body.keys() & facts.BY_LIST.keys():
        for key, fields in body[name].items():
            yield from ((f"/{name}/{step(key)}/{step(field)}", value) for field, value in (fields or {}).items())


def _note(at: str, value: Any) -> str:
    """A chip that the catalogue does not have, where others are called nearly so."""
    hint = chip_hint(value) if at.startswith("/hardware/") and at.endswith("/model") and isinstance(value, str) else ""
    return f"stored as words; {hint}" if hint else ""
