"""Findings of the export rules for the lines of a deal: a flag for a person, with what would settle it."""

from __future__ import annotations

from typing import Any

from deals.controls.rules.ladder import LADDER
from deals.pages.deal.seen import Seen

TITLES = {
    "BLOCK_AND_REVIEW": "stop and review",
    "LICENCE_REQUIRED": "licence required",
    "LICENCE_REQUIRED_VERIFY": "licence required if the rule is in force",
    "EXCEPTION_POSSIBLE": "an exception may be open",
    "NEEDS_REVIEW": "needs review",
    "INFO": "for information",
    "NO_MATCH_ON_DATA": "no match on the data entered",
    "NOT_EVALUATED": "not evaluated",
}


def findings(seen: Seen) -> list[dict[str, Any]]:
    """One a hardware line: its step, what that means, what is missing and what to ask."""
    lines = {row["key"]: row["id"] for row in seen.doc["hardware"]}
    return [
        {
            "title": TITLES.get(found["step"], found["step"]),
            "means": LADDER.get(found["step"], ""),
            "policy": found.get("policy"),
            "line": seen.name_of(lines[found["line"]]) if found["line"] in lines else found["line"],
            "at": f"#hardware-{found['line']}",
            "missing": [name.replace("_", " ") for name in found["missing"]],
            "questions": found["questions"],
            "rules": found["rules"],
            "read_up_to": found["read_up_to"],
        }
        for found in seen.derived.get("findings", ())
    ]
