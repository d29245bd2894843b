"""An outcome as CSV: one line per figure, with its rule; then one line per expected figure, then one per problem."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from deals.interchange.loan_case.answer import Outcome
from deals.ledger.calc.rulebook import RULES

COLUMNS = ("case", "table", "row", "labels", "figure", "value", "currency", "rule", "rule_text")
# spreadsheets take a cell that begins with these for a formula
_FORMULA = ("=", "+", "@", "\t", "\r")


def as_csv(outcome: Outcome) -> str:
    """Text of the whole CSV, lines ending in CRLF (RFC 4180)."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for case in outcome.cases:
        writer.writerows([_safe(cell) for cell in line] for line in _lines(case))
    for problem in outcome.problems:
        writer.writerow(
            ["", "problems", "", problem.pointer or "/", _safe(problem.what), _safe(problem.do), "", "", ""]
        )
    return out.getvalue()


def _lines(case: dict[str, Any]) -> Iterator[list[str]]:
    for table, rows in case["tables"].items():
        for number, row in enumerate(rows, start=1):
            labels = "; ".join(f"{k}={v}" for k, v in row.items() if k != "rules" and k not in row["rules"])
            for figure, rule in row["rules"].items():
                text = " ".join(RULES[code] for code in rule.split())
                yield [case["id"], table, str(number), labels, figure, row[figure] or "", case["currency"], rule, text]
    for number, item in enumerate(case.get("comparison", []), start=1):
        found = item["computed"] or ""
        yield [
            case["id"],
            "comparison",
            str(number),
            item["pointer"],
            item["verdict"],
            found,
            case["currency"],
            "",
            item["expected"],
        ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
