"""What every kind of vector shares: its envelope, and the answer it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deals.interchange.loan_case.case import Case
from deals.interchange.loan_case.fields import Fields
from deals.interchange.loan_case.figures import Table
from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.read_extras import read_currency

ENVELOPE = ("id", "title", "source", "method", "verification", "notes")


@dataclass(frozen=True)
class Vector:
    """One vector: `inputs` are read strictly, `expected` as it stands (it may also hold inputs, such as dates)."""

    id: str
    title: str
    inputs: Fields
    expected: Any
    pointer: str

    def rows(self, key: str | None = None) -> list[Fields]:
        """The objects of `expected`, or of a list in it; empty when nothing is expected."""
        place, found = f"{self.pointer}/expected", self.expected
        if key is not None:
            place = f"{place}/{key}"
            found = found.get(key) if isinstance(found, dict) else None
        if found is None:
            return []
        if not isinstance(found, list):
            raise wrong(place, "must be a list of objects", "write it as in the published vectors")
        return [Fields(item, f"{place}/{index}", currency=self.inputs.currency) for index, item in enumerate(found)]


def given_name(fields: Fields, names: tuple[str, ...]) -> str:
    """The one of several names under which an input is given; the first when none is, so that a complaint names it."""
    return next((name for name in names if fields.has(name)), names[0])


@dataclass
class Answer:
    """Figures in the shape of `expected`, the rule of each by its name, and the tables behind them."""

    shaped: Any
    rules: dict[str, str]
    case: Case | None = None
    tables: dict[str, Table] = field(default_factory=dict)


def read_vector(value: object, pointer: str) -> Vector:
    fields = Fields(value, pointer)
    texts = {key: fields.text(key, "") for key in ENVELOPE}
    inputs = fields.child("inputs")
    inputs.currency = read_currency(inputs) if inputs.has("currency") else "USD"
    expected = fields.raw("expected") if fields.has("expected") else None
    fields.done()
    if not texts["id"]:
        raise wrong(f"{pointer}/id", "is missing", 'add "id"')
    return Vector(texts["id"], texts["title"], inputs, expected, pointer)
