"""Export rules as pure functions of dated data. `evaluate` is the one entry; packs and cases come in as values."""
from __future__ import annotations

from deals.controls.rules.case import CERTAINTIES, RECIPIENTS, REQUIRED, Case
from deals.controls.rules.case_json import CaseError, FieldError, case_from_json
from deals.controls.rules.compare import Change, compare_packs
from deals.controls.rules.engine import evaluate, evaluate_on
from deals.controls.rules.finding import CandidateAnswer, Finding, Result, Settle, Weakest
from deals.controls.rules.ladder import LADDER
from deals.controls.rules.over_time import steps_over
from deals.controls.rules.pack import Pack
from deals.controls.rules.pack_file import parse_pack
from deals.controls.rules.pack_trees import PackError
from deals.controls.rules.recovery import RecoveryRoute, recovery_route
from deals.controls.rules.red_flags import AnsweredFlag, FlagAnswer, FlagError, RedFlagList, answered

__all__ = [
    "CERTAINTIES",
    "LADDER",
    "RECIPIENTS",
    "REQUIRED",
    "AnsweredFlag",
    "CandidateAnswer",
    "Case",
    "CaseError",
    "Change",
    "FieldError",
    "Finding",
    "FlagAnswer",
    "FlagError",
    "Pack",
    "PackError",
    "RecoveryRoute",
    "RedFlagList",
    "Result",
    "Settle",
    "Weakest",
    "answered",
    "case_from_json",
    "compare_packs",
    "evaluate",
    "evaluate_on",
    "parse_pack",
    "recovery_route",
    "steps_over",
]
