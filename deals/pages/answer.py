"""An answer of the export rules in words: its step, the rules with citation and state, what is open, the candidates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from deals.controls.rules import LADDER, CandidateAnswer, Finding, Result, Settle
from deals.pages.deal.findings import TITLES, input_words
from dealtracker.periods import OPEN_END, Period, day_words
from dealtracker.uikit.formats import certainty_words

TOOLS = (
    ("What if", "/what-if/"), ("Calculator", "/calculator/"), ("Findings", "/findings/"), ("Rules", "/rules/"),
    ("Chips", "/hardware-models/"), ("Screening", "/screening/"), ("Data quality", "/data-quality/"),
)  # fmt: skip
STATES = {
    "enforced": "enforced", "codified_not_enforced": "codified, not enforced", "suspended": "suspended",
    "not_verified": "state not verified", "bill": "a bill, not law", "informational": "guidance, for information",
}  # fmt: skip
SETTLES = {
    "input_missing": "an input is missing", "open_by_nature": "open by its nature", "source_contested": "a source is contested",
    "rule_not_verified": "a rule is not verified",
}  # fmt: skip
KNOWN = {
    "unknown": "not known", "entered": "entered here", "guessed": "our reading", "inferred": "our reading",
    "unconfirmed": "not confirmed", "not_verified": "not verified",
}  # fmt: skip


def tools(current: str) -> list[dict[str, Any]]:
    """The tabs that the tools share."""
    return [{"label": label, "url": url, "current": label == current} for label, url in TOOLS]


def answer_view(result: Result) -> dict[str, Any]:
    """What `deals/_answer.html` shows of one answer on one day."""
    deciding, beside = _split(result.findings)
    return {
        "step": result.step, "title": TITLES[result.step], "means": LADDER[result.step],
        "policy": policy_words(result.policy), "day": result.day,
        "read_up_to": result.read_up_to, "is_after_reading": bool(result.day and result.day > result.read_up_to),
        "deciding": deciding, "beside": beside, "missing": [input_words(name) for name in result.missing],
        "questions": [text for _, text in result.questions], "settles": settle_rows(result.settles),
        "reasons": result.reasons, "candidates": candidate_rows(result.candidates),
        "not_evaluated": result.not_evaluated, "pack": result.pack_version, "catalogue": result.catalogue_version,
    }  # fmt: skip


def brief_view(result: Result | None) -> dict[str, Any] | None:
    """One column of the dates side by side; None where the day is not known."""
    if result is None or result.day is None:
        return None
    deciding, _ = _split(result.findings)
    said = list(dict.fromkeys(reason for row in deciding for reason in row["reasons"]))
    return {
        "day": result.day, "title": TITLES[result.step], "means": LADDER[result.step],
        "policy": policy_words(result.policy), "rules": [(row["id"], row["title"], row["state"]) for row in deciding],
        "missing": [input_words(name) for name in result.missing],
        "reasons": said or list(result.reasons),
    }  # fmt: skip


def policy_words(policy: str | None) -> str:
    return (policy or "").replace("_", " ")


def _split(findings: Iterable[Finding]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows = [(finding.decides, rule_row(finding)) for finding in findings]
    return [row for decides, row in rows if decides], [row for decides, row in rows if not decides]


def rule_row(finding: Finding) -> dict[str, Any]:
    """One rule: title, version, citation, state with its period, the input that is known least."""
    rule, state = finding.rule, finding.enforcement
    return {
        "id": rule.id, "version": rule.version, "title": rule.title, "jurisdiction": rule.jurisdiction,
        "step": TITLES[finding.step], "policy": policy_words(finding.policy), "citation": rule.citation or rule.url,
        "url": rule.url if rule.url.startswith("https://") else "", "confirmed": rule.confirmed,
        "state": STATES.get(state.state, state.state) if state else "state not stated",
        "state_note": state.note if state else "", "state_period": period_words(state.period) if state else "",
        "weakest": f"{input_words(finding.weakest.name)}: {known_words(finding.weakest.certainty)}",
        "reasons": finding.reasons, "read_up_to": finding.read_up_to,
    }  # fmt: skip


def known_words(code: str) -> str:
    return KNOWN.get(code) or certainty_words({"certainty": code})


def period_words(period: Period) -> str:
    """ "from 29 Sep 2025 to before 10 Nov 2025"; empty without bounds."""
    start = "" if period.start == date.min else f"from {day_words(period.start)}"
    end = "" if period.end == OPEN_END else f"to before {day_words(period.end)}"
    return " ".join(filter(None, (start, end)))


def settle_rows(settles: Iterable[Settle]) -> list[dict[str, str]]:
    """What would settle the open points, each under its kind."""
    return [{"kind": SETTLES.get(one.kind, one.kind.replace("_", " ")), "text": one.text} for one in settles]


def candidate_rows(candidates: Iterable[CandidateAnswer]) -> list[dict[str, Any]]:
    """Chips that give one answer together: step, policy, names; strongest first."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in candidates:
        groups.setdefault((one.step, policy_words(one.policy)), []).append(one.model)
    order = list(LADDER)
    return [
        {"step": step, "title": TITLES[step], "policy": policy, "models": models}
        for (step, policy), models in sorted(groups.items(), key=lambda group: (order.index(group[0][0]), group[0][1]))
    ]
