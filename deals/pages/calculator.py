"""/calculator/: a loan case in, its schedule, accruals, fees, yields and cover out, each figure with its rule; nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deals.interchange.loan_case.answer import Outcome, calculate
from deals.interchange.loan_case.as_csv import as_csv
from deals.interchange.loan_case.problems import Problem
from deals.ledger.calc.rulebook import RULES
from deals.pages.answer import tools
from deals.pages.loan_figures import figures_of
from dealtracker.uikit.frame import BadAddress, frame, reader_page

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "loan-cases"
MOST_BYTES, MOST_CASES, MOST_ROWS = 1_000_000, 50, 400
# Table → heading and whether it is open, in the order of the page.
TABLES: dict[str, tuple[str, bool]] = {
    "schedule": ("Schedule", True), "accruals": ("Accruals by lender", True), "fees": ("Fees", True),
    "yields": ("Yields", True), "collateral": ("Loan to value", True), "dscr": ("Debt service coverage", True),
    "totals": ("Totals", True), "payments": ("Payments, by holder", False), "positions": ("Positions", False),
    "transfers": ("Transfers", False), "receipts": ("Receipts", False), "cash_flows": ("Cash flows", False),
    "entries": ("Ledger entries", False), "fx": ("In other currencies", False),
}  # fmt: skip


class CaseForm(forms.Form):
    """The text of a document, pasted or as a file; a file takes the place of the text."""

    text = forms.CharField(
        label="Loan case, as JSON", required=False, strip=False, max_length=MOST_BYTES,
        help_text="One case, a list of cases, or published vectors; docs/loan-case.md says how a case is written.",
        widget=forms.Textarea(attrs={"class": "paste", "rows": "16", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    file = forms.FileField(
        label="Or a file", required=False, allow_empty_file=True, help_text="Takes the place of the text above. At most 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") and not self.errors:
            data["text"] = self._read(data["file"])
        if not self.errors and not (data.get("text") or "").strip():
            empty = "There is nothing in it; paste a case, choose a file, or take an example."
            self.add_error("file" if data.get("file") else "text", empty)
        return data

    def _read(self, file: UploadedFile) -> str:
        if file.size is None or file.size > MOST_BYTES:
            self.add_error("file", f"The file is over {MOST_BYTES:,} bytes; split it, or use manage.py loan_case.")
            return ""
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.add_error("file", f"The file is not UTF-8 text (byte {error.start}); save it as UTF-8.")
            return ""
        return str(text)


@reader_page
def calculator(request: HttpRequest) -> HttpResponse:
    """GET /calculator/[?example=annuity]; POST /calculator/ with `text` or `file`, and `as` for a download."""
    example = request.GET.get("example", "")
    form = CaseForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is None and not example:
        return _page(request, CaseForm(), None)
    if form is None:
        form = CaseForm({"text": _example(example)})
    if not form.is_valid():
        return _page(request, form, None, status=400)
    text = form.cleaned_data["text"]
    outcome = calculate(text)
    if len(outcome.cases) > MOST_CASES and request.POST.get("as", "page") == "page":
        form.add_error(
            "text", f"Over {MOST_CASES} cases do not fit on a page; download the answer, or split the document."
        )
        return _page(request, form, None, status=400)
    if outcome.cases and (file := _download(request, outcome)):
        return file
    shown = CaseForm({"text": text})
    shown.is_valid()
    for problem in outcome.problems:
        shown.add_error("text", f"{problem.pointer or '/'}: {problem.what}; {problem.do}.")
    return _page(request, shown, outcome, status=400 if outcome.problems else 200, text=text, example=example)


def _page(
    request: HttpRequest,
    form: CaseForm,
    outcome: Outcome | None,
    *,
    status: int = 200,
    text: str = "",
    example: str = "",
) -> HttpResponse:
    context = {
        **frame(request, section="Tools"), "tabs": tools("Calculator"), "form": form,
        "examples": example_names(), "example": example,
        "wrong": [(form[name], error) for name, errors in form.errors.items() if name != "__all__" for error in errors],
        "cases": [case_view(case) for case in outcome.cases] if outcome else [],
        "problems": [problem_view(problem, text) for problem in outcome.problems] if outcome else [],
        "rules": _rules(outcome) if outcome else [],
    }  # fmt: skip
    return render(request, "deals/calculator.html", context, status=status)


@cache
def example_names() -> tuple[str, ...]:
    """Names of the shipped examples; none where the documentation is not installed."""
    return tuple(sorted(file.stem for file in EXAMPLES.glob("*.json")))


def _example(name: str) -> str:
    if name not in example_names():
        known = ", ".join(example_names()) or "no example is installed here"
        raise BadAddress(f'example: "{name[:60]}" is not one of: {known}.')
    return (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")


def _download(request: HttpRequest, outcome: Outcome) -> HttpResponse | None:
    """The answer as a file, with its problems in it; None where the page is asked for."""
    kind = request.POST.get("as", "page")
    if kind not in ("page", "json", "csv"):
        raise BadAddress(f'as: "{kind[:20]}" is not one of page, json, csv.')
    if kind == "page":
        return None
    body = as_csv(outcome) if kind == "csv" else json.dumps(outcome.as_json(), indent=1, ensure_ascii=False)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8" if kind == "csv" else "application/json")
    response["Content-Disposition"] = f'attachment; filename="loan-case-answer.{kind}"'
    return response


def problem_view(problem: Problem, text: str) -> dict[str, str]:
    """A problem with what stands at its pointer."""
    return {
        "pointer": problem.pointer or "/",
        "what": problem.what,
        "do": problem.do,
        "there": _at(text, problem.pointer),
    }


def _at(text: str, pointer: str) -> str:
    """The value that a JSON pointer leads to, shortened; empty where it leads nowhere."""
    try:
        value: Any = json.loads(text)
        for part in pointer.split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            value = value[int(key)] if isinstance(value, list) else value[key]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ""
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= 160 else f"{said[:160]}…"


def case_view(case: Mapping[str, Any]) -> dict[str, Any]:
    """One case: its tables in the order of the page, and the verdicts on expected figures."""
    known = [name for name in TABLES if name in case["tables"]]
    names = [*known, *(name for name in case["tables"] if name not in TABLES)]
    tables = [table_view(name, case["tables"][name]) for name in names]
    differing = [row for row in case.get("comparison", []) if row["verdict"] in ("differs", "not computed")]
    return {
        "id": case["id"], "title": case.get("title") or case["id"], "currency": case["currency"], "kind": case["kind"],
        "tables": tables, "figures": figures_of(case["tables"], case["currency"]) if case["kind"] == "loan" else [],
        "summary": [(verdict, n) for verdict, n in case.get("summary", {}).items() if n], "differing": differing[:100],
    }  # fmt: skip


def table_view(name: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Columns with the rule that all their figures share; figures that are nought throughout are named, not shown."""
    title, is_open = TABLES.get(name, (name.replace("_", " ").capitalize(), True))
    labels = [key for key in rows[0] if key != "rules" and key not in rows[0]["rules"]]
    figures = list(dict.fromkeys(key for row in rows for key in row["rules"]))
    empty = [key for key in figures if all(row.get(key) is None for row in rows)]
    nought = [
        key for key in figures if key not in empty and len(rows) > 1 and all(_is_nought(row.get(key)) for row in rows)
    ]
    shown = [key for key in figures if key not in empty and key not in nought]
    columns = [{"title": words(key), "rule": ""} for key in labels]
    shared = {key: _shared_rule(rows, key) for key in shown}
    columns += [{"title": words(key), "rule": shared[key] or "", "num": True} for key in shown]
    return {
        "name": name, "title": title, "open": is_open, "columns": columns, "nought": [words(key) for key in nought],
        "rows": [_cells(row, labels, shared) for row in rows[:MOST_ROWS]], "more": max(0, len(rows) - MOST_ROWS), "n": len(rows),
    }  # fmt: skip


def _cells(row: Mapping[str, Any], labels: Sequence[str], shared: Mapping[str, str | None]) -> list[dict[str, Any]]:
    cells = [{"title": words(key), "text": row.get(key)} for key in labels]
    for key, rule in shared.items():
        own = "" if rule is not None else row["rules"].get(key, "")
        cells.append({"title": words(key), "text": figure(row.get(key)), "rule": own, "num": True})
    return cells


def _shared_rule(rows: Sequence[Mapping[str, Any]], key: str) -> str | None:
    found = {row["rules"][key] for row in rows if key in row["rules"]}
    return found.pop() if len(found) == 1 else None


def _is_nought(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and not value.strip("0.")


def words(name: str) -> str:
    return name.replace("_", " ")


def figure(value: Any) -> Any:
    """Money and counts with separators; rates and words as they are."""
    text = str(value or "")
    whole, _, places = text.partition(".")
    if whole.lstrip("-").isdigit() and len(whole.lstrip("-")) > 3:
        return f"{int(whole):,}" + (f".{places}" if places else "")
    return value


def _rules(outcome: Outcome) -> list[tuple[str, str]]:
    return [(code, RULES[code]) for code in outcome.as_json()["rules"]]
