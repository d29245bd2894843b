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
INPUTS = {
    "model": "chip model", "date": "day", "destination": "destination", "end_user_hq": "headquarters of the end user",
    "ultimate_parent_hq": "headquarters of its ultimate parent", "role_of_china_party": "role of the party of China",
    "transaction": "movement", "moves_from": "country that the hardware leaves",
    "recipient_status": "status of the recipient", "listed_ownership": "share owned by listed parties",
    "fp16_bf16_tflops_dense": "FP16 or BF16, dense TFLOPS", "fp8_tflops_dense": "FP8, dense TFLOPS",
    "int8_tops_dense": "INT8, dense TOPS", "fp6_tflops_dense": "FP6, dense TFLOPS", "fp4_tflops_dense": "FP4, dense TFLOPS",
    "int4_tops_dense": "INT4, dense TOPS", "memory_gb": "memory, GB", "memory_bandwidth_gb_s": "memory bandwidth, GB/s",
    "interconnect_gb_s_bidirectional": "interconnect both ways, GB/s", "tdp_w": "power, W", "die_area_mm2": "die area, mm²",
    "tpp": "total processing performance (TPP)", "performance_density": "performance density",
    "marketed_for_datacenter": "marketed for data centres", "prc_designed": "designed in China",
    "sold_to_third_parties": "sold to third parties",
}  # fmt: skip


def input_words(name: str) -> str:
    """An input or a chip's figure by its name on a page."""
    return INPUTS.get(name, name.replace("_", " ").replace(".", ": "))


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
            "missing": [input_words(name) for name in found["missing"]],
            "questions": found["questions"],
            "rules": found["rules"],
            "read_up_to": found["read_up_to"],
        }
        for found in seen.derived.get("findings", ())
    ]
