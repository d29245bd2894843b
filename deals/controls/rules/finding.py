"""What one rule says of one case, and the answer over all rules, as frozen values with their JSON."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from deals.controls.rules.pack import Enforcement, Rule
from dealtracker.periods import OPEN_END, Period

if TYPE_CHECKING:
    from deals.controls.rules.context import Context


@dataclass(frozen=True)
class Weakest:
    """The input, figure or rule that is known least, and how well."""

    name: str
    certainty: str

    def to_json(self) -> dict[str, str]:
        return {"input": self.name, "certainty": self.certainty}


@dataclass(frozen=True)
class Settle:
    """What would settle an open point: input_missing, open_by_nature, source_contested or rule_not_verified."""

    kind: str
    field: str
    text: str

    def to_json(self) -> dict[str, str]:
        return {"kind": self.kind, "field": self.field, "text": self.text}


@dataclass(frozen=True)
class Finding:
    """A flag for a person: one rule, its step, and all that it rests on. `decides` is False for what only stands by.

    `uses` names the inputs of its case; what they are and how well they are known is worked out for who reads it.
    """

    rule: Rule
    step: str
    context: Context
    uses: tuple[str, ...]
    policy: str | None
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    settles: tuple[Settle, ...]
    decides: bool = True

    @property
    def day(self) -> date:
        return self.context.day

    @property
    def inputs(self) -> dict[str, Any]:
        return {name: self.context.inputs.get(name) for name in (*self.uses, "date")}

    @property
    def enforcement(self) -> Enforcement | None:
        return self.rule.state_on(self.day)

    @property
    def weakest(self) -> Weakest:
        return self.context.weakest(self.rule, self.uses)

    @property
    def read_up_to(self) -> date:
        return self.context.pack.read_up_to

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.rule.id,
            "version": self.rule.version,
            "title": self.rule.title,
            "jurisdiction": self.rule.jurisdiction,
            "step": self.step,
            "decides": self.decides,
            "policy": self.policy,
            "date": self.day.isoformat(),
            "citation": self.rule.citation or self.rule.url,
            "url": self.rule.url,
            **_enforcement(self.enforcement),
            "confirmed": self.rule.confirmed,
            "inputs": self.inputs,
            "weakest": self.weakest.to_json(),
            "reasons": list(self.reasons),
            "read_up_to": self.read_up_to.isoformat(),
        }


@dataclass(frozen=True)
class CandidateAnswer:
    """What the answer would be if the unknown model were this chip."""

    key: str
    model: str
    step: str
    policy: str | None

    def to_json(self) -> dict[str, Any]:
        return {"key": self.key, "model": self.model, "step": self.step, "policy": self.policy}


@dataclass(frozen=True)
class Decided:
    """The step of a case on its day with what it rests on."""

    step: str
    policy: str | None
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    candidates: tuple[CandidateAnswer, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Those that decide."""
        return tuple(finding.rule.id for finding in self.findings if finding.decides)


@dataclass(frozen=True)
class Result:
    """The answer to a case. `not_evaluated` names the rules that were not applied, each with the reason."""

    id: str | int | None
    day: date | None
    step: str
    policy: str | None
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    reasons: tuple[str, ...]
    settles: tuple[Settle, ...]
    questions: tuple[tuple[str, str], ...]
    candidates: tuple[CandidateAnswer, ...]
    not_evaluated: tuple[tuple[str, str], ...]
    inputs: Mapping[str, Any]
    pack_version: str
    catalogue_version: str
    read_up_to: date

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "date": self.day.isoformat() if self.day else None,
            "step": self.step,
            "policy": self.policy,
            "rules": [finding.to_json() for finding in self.findings],
            "missing": list(self.missing),
            "reasons": list(self.reasons),
            "settled_by": [settle.to_json() for settle in self.settles],
            "questions": [{"field": name, "text": text} for name, text in self.questions],
            "candidates": [candidate.to_json() for candidate in self.candidates],
            "not_evaluated": [{"id": rule, "why": why} for rule, why in self.not_evaluated],
            "inputs": dict(self.inputs),
            "pack": self.pack_version,
            "catalogue": self.catalogue_version,
            "read_up_to": self.read_up_to.isoformat(),
        }


def period_json(period: Period) -> dict[str, str | None]:
    """Half-open: `to` is the first day no longer inside; null on either side for no bound."""
    start = None if period.start == date.min else period.start.isoformat()
    return {"from": start, "to": None if period.end == OPEN_END else period.end.isoformat()}


def _enforcement(state: Enforcement | None) -> dict[str, Any]:
    if state is None:
        return {"enforcement": "not_stated"}
    details = {"period": period_json(state.period), "citation": state.citation, "note": state.note}
    return {"enforcement": state.state, "enforcement_details": details}
