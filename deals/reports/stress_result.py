"""A stress run, dimension by dimension: base, stressed and difference of every figure, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from deals.reports.exposure_question import Question
from deals.reports.stress_parts import StressBook
from deals.stress.calc import Line, Scenario, by_group
from dealtracker.access.rules import Viewer
from dealtracker.access.walls import as_viewer
from dealtracker.ids import private_key
from dealtracker.money import plain

Row = dict[str, Any]


def scenario_of(inputs: Row) -> Scenario:
    """From the frozen inputs of a run."""
    shocks = inputs["shocks"]
    numbers = {name: Decimal(shocks[name]) for name in ("chips", "fx", "rate_bps") if name in shocks}
    barred = private_key("party", shocks["barred"]) if "barred" in shocks else None
    return Scenario(inputs["currency"], barred=str(barred) if barred else None, **numbers)


def stress_steps(*, viewer: Viewer, inputs: Row, today: date) -> Iterator[Row]:
    """First {"rates", "missing", "covers"}, then one {"dimension", "lines"} for each dimension that is asked for, by name.

    The amounts are read once, so that every dimension tells of the same book. A line: {"key", "name", "figure", "weight",
    "basis", "base", "stressed", "difference", "computable", "parts", "why": [{"reason", "parts"}]}; key None is for what
    belongs to no group. Each step is a transaction of its own, with the viewer's walls.
    """
    scenario, as_of = scenario_of(inputs), date.fromisoformat(inputs["as_of"])
    question = Question(viewer, as_of, today, today, inputs["measure"], inputs["invented"])
    with as_viewer(viewer):
        book = StressBook(question, scenario)
        covered, deals = question.ask("SELECT (SELECT count(DISTINCT deal) FROM whole), (SELECT count(*) FROM seen)")[0]
        told = book.converter.to_json()
    yield {"rates": told["rates"], "missing": told["missing"], "covers": {"deals": covered, "of": deals}}
    for dimension in inputs["dimensions"]:
        with as_viewer(viewer):
            parts, names = book.parts(dimension)
        lines = [_line(line, names) for line in by_group(parts, scenario)]
        yield {
            "dimension": dimension,
            "lines": sorted(lines, key=lambda line: (line["name"] is None, line["name"] or "")),
        }


def _line(line: Line, names: dict[str, tuple[str | None, str]]) -> Row:
    key, name = names.get(line.key, (None, ""))
    money = {n: None if (v := getattr(line, n)) is None else plain(v) for n in ("base", "stressed", "difference")}
    return {
        "key": key, "name": name or None, "figure": line.figure, "weight": line.weight, "basis": line.basis, **money,
        "computable": line.computable, "parts": line.parts,
        "why": [{"reason": reason, "parts": parts} for reason, parts in line.why],
    }  # fmt: skip
