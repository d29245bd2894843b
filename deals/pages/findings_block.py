"""What the export rules say of a deal's hardware lines, as a part of its page: step, rules, candidates, recovery route."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from deals.controls.queries import pack_in_force
from deals.controls.rules import Finding
from deals.controls.rules.weakest import ORDER
from deals.pages.answer import answer_view, known_words
from deals.pages.deal.findings import TITLES, input_words
from deals.pages.deal.seen import model_words
from deals.pages.deal_row import path_steps
from deals.reports.line_answers import LineAnswer, Route, line_answers, recovery_routes
from dealtracker.money import Amount, plain
from dealtracker.periods import DateError, When
from dealtracker.uikit.frame import Clocks

Row = Mapping[str, Any]


def findings_block(sheet: Row, clock: Clocks, listed: Mapping[str, Amount]) -> dict[str, Any]:
    """The context of `deals/_findings.html`; the answers are those of the day `as_of`, `listed` as `listed_owners` gives it."""
    root = f"/deals/{sheet['id']}/"
    answers = line_answers(sheet, day=clock.as_of, listed=listed)
    return {
        "path": path_steps(sheet["derived"]["countries"]), "lines": [_line(sheet, answer, clock) for answer in answers],
        "read_up_to": pack_in_force().read_up_to, "pack": pack_in_force().version, "day": clock.as_of,
        "questions_url": clock.on(f"{root}questions/"), "flags_url": clock.on(f"{root}red-flags/"),
        "hardware_url": clock.on(f"{root}hardware/"),
        "decisions_url": f"{root}decisions/",
    }  # fmt: skip


def _line(sheet: Row, answer: LineAnswer, clock: Clocks) -> dict[str, Any]:
    routes = recovery_routes(sheet, answer.case, day=clock.as_of)
    return {
        "name": model_words(answer.line), "at": f"#hardware-{answer.line['key']}", "answer": answer_view(answer.result),
        "weakest": weakest_words(answer.result.findings), "routes": [_route(route) for route in routes],
        "what_if": f"/what-if/?{urlencode(what_if_query(answer))}",
    }  # fmt: skip


def weakest_words(findings: tuple[Finding, ...]) -> str:
    """The link of the chain that is known least, over all findings that decide."""
    found = min((f.weakest for f in findings if f.decides), key=lambda w: ORDER.index(w.certainty), default=None)
    return f"{input_words(found.name)} ({known_words(found.certainty)})" if found else ""


def what_if_query(answer: LineAnswer) -> dict[str, str]:
    """The line's inputs as parameters of the page for cases; what is not known is left out."""
    case = answer.case
    given = {
        "model": case.model, "destination": case.destination, "end_user_hq": case.end_user_hq,
        "ultimate_parent_hq": case.ultimate_parent_hq, "role_of_china_party": case.role.words,
        "delivery": _day(answer.line.get("by")),
        "listed_ownership": plain(case.listed_ownership.point) if case.listed_ownership and case.listed_ownership.point else None,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}


def _day(when: Any) -> str:
    """A date that is known to the day, else nothing."""
    try:
        found = When.from_json(when) if when else None
    except DateError:
        return ""
    return found.latest.isoformat() if found and found.latest and found.latest == found.earliest else ""


def _route(route: Route) -> dict[str, Any]:
    result = route.route.result
    deciding = [finding for finding in result.findings if finding.decides]
    return {
        "lenders": ", ".join(route.lenders), "country": route.country or "", "site": route.route.site or "",
        "title": TITLES[result.step], "rules": [(f.rule.title, f.rule.id, f.rule.citation) for f in deciding],
        "missing": [input_words(name) for name in result.missing], "questions": [text for _, text in result.questions],
    }  # fmt: skip
