"""Why this number? A figure of a stress run as a tree: its parts before the shocks and after them, down to the leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from deals.exposure.dimensions import kind_of
from deals.jobs.models import Job
from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from deals.reports.stress_parts import Position, StressBook, deals_under
from deals.reports.stress_result import scenario_of
from deals.reports.why_claims import settled
from deals.reports.why_node import named, opened, parts_rule, worked
from deals.reports.why_rows import titled
from deals.reports.why_stressed import BarredRoles, Stressed, barred_roles
from deals.stress.calc import Effect, Part, effects
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key, public_id
from dealtracker.money import minor_units

Row = dict[str, Any]
VALUES = ("base", "stressed", "difference")
_Told = tuple[Position, Part, Effect]


@dataclass(frozen=True)
class RunLine:
    """One line of a run's result; the key is a public one, None for what belongs to no group."""

    dimension: str
    key: str | None
    figure: str
    weight: str
    basis: str

    def of(self, result: Row) -> Row:
        """The line as it is frozen. Raises FilterError where the run tells none such."""
        found = (row for one in result["dimensions"] if one["dimension"] == self.dimension for row in one["lines"])
        for row in found:
            if (row["key"], row["figure"], row["weight"], row["basis"]) == (self.key, self.figure, self.weight, self.basis):
                return dict(row)
        raise FilterError("figure", "the run tells no line with this dimension, key, figure, weight and basis")

    @property
    def stored_key(self) -> str:
        """As the parts of a run have it: empty for what belongs to no group."""
        kind = kind_of(self.dimension)
        return str(private_key(kind, self.key)) if kind and self.key else self.key or ""


def why_stress(*, viewer: Viewer, job: UUID, line: RunLine, value: str, today: date) -> Row | None:
    """{"job", "dimension", "key", "name", "figure", "weight", "basis", "value", "currency", "as_of", "known_on", "amount",
    "recomputed", "rule", "how", "rounded", "lacks", "parts": [node]}; None where the viewer does not see such a run.

    `value` is base, stressed or difference, and "amount" what is frozen of it; "recomputed" is worked out from the leaves as
    they are told now for the run's day. Nodes and leaves are those of `why_collateral`; a leaf is besides a shock that was
    asked for ({"shock", "amount"}). Raises FilterError.
    """
    found = Job.objects.visible_to(viewer).filter(pk=job).first()
    if found is None:
        return None
    if value not in VALUES:
        raise FilterError("value", f'"{value[:40]}" is not one of: {", ".join(VALUES)}')
    if found.result is None:
        raise FilterError("figure", "the run has no result")
    row = line.of(found.result)
    known_on = date.fromisoformat(found.result["known_on"])
    reader = replace(viewer, walls=frozenset(found.walls), edits=frozenset())
    inputs = found.inputs
    question = Question(reader, date.fromisoformat(inputs["as_of"]), today, known_on, inputs["measure"], inputs["invented"])
    question.prepare()
    root, lacks = _tree(question, inputs, line, row, value)
    settled(question, [root])
    return opened(
        root, job=public_id("job", job), dimension=line.dimension, key=line.key, name=row["name"], figure=line.figure,
        weight=line.weight, basis=line.basis, value=value, as_of=inputs["as_of"], known_on=known_on.isoformat(), lacks=lacks,
    )  # fmt: skip


def _tree(question: Question, inputs: Row, line: RunLine, row: Row, value: str) -> tuple[Row, list[str]]:
    """(the root, why parts are in no sum)."""
    key = line.stored_key
    book = StressBook(question, scenario_of(inputs), deals_under(question, line.dimension, key) if key else None)
    told = list(_told(book, line, key))
    known = [one for one in told if one[2].stressed is not None]
    lacks = Counter(effect.why for *_, effect in told if effect.stressed is None)
    build = partial(_sum, book, barred_roles(book), known, parts_rule(len(known), len(told)))
    return _root(build, row, value), [f"{why} ({count})" for why, count in sorted(lacks.items())]


def _root(build: Callable[[str, str | None], Row], row: Row, value: str) -> Row:
    if value != "difference":
        return build(value, row[value])
    stressed, base = (build(name, row[name]) for name in ("stressed", "base"))
    of = [named("Stressed", stressed), named("Less base", base, times="-1")]
    return worked("", None, "stressed − base", row[value], currency=base["currency"], of=of)


def _told(book: StressBook, line: RunLine, key: str) -> Iterator[_Told]:
    parts, _ = book.parts(line.dimension)
    for position, part in zip(book.positions(line.dimension), parts, strict=True):
        if (part.weight, part.basis) == (line.weight, line.basis) and key in (part.keys or ("",)):
            yield from ((position, part, one) for one in effects(part, book.scenario) if one.figure == line.figure)


def _sum(book: StressBook, roles: BarredRoles, known: Sequence[_Told], rule: str, value: str, amount: str | None) -> Row:
    """The sum before the shocks or after them, rounded once; each part with its deal's title."""
    after = value == "stressed"
    nodes = [
        Stressed(book, position, part, roles, after).node(effect.figure, effect.stressed if after else effect.base)
        for position, part, effect in known
    ]  # fmt: skip
    of = [named(node["title"], node) for node in titled(book.question, nodes)]
    code = book.scenario.currency
    return worked("", None, rule, amount, currency=code, of=of, places=minor_units(code), rounding="HALF_EVEN")
