"""How these tests ask: fields as in a file of cases, one answer back."""
from __future__ import annotations

from typing import Any

from deals.controls.packs import load_pack
from deals.controls.rules import LADDER, Result, case_from_json, evaluate
from deals.hardware.catalogue import load_catalogue

PACK, CATALOGUE = load_pack(), load_catalogue()
JAPAN = {"destination": "JP", "end_user_hq": "JP", "ultimate_parent_hq": "JP", "role_of_china_party": "none"}
CHINA = {"destination": "CN", "end_user_hq": "CN", "ultimate_parent_hq": "CN", "role_of_china_party": "buyer"}
TOKYO = {"destination": "JP", "end_user_hq": "CN", "ultimate_parent_hq": "CN", "role_of_china_party": "cloud customer"}


def ask(base: dict[str, Any] | None = None, /, **fields: Any) -> Result:
    return evaluate(case_from_json({**(base or {}), **fields}), pack=PACK, catalogue=CATALOGUE)


def deciding(result: Result) -> set[str]:
    return {finding.rule.id for finding in result.findings if finding.decides}


def shown(result: Result) -> set[str]:
    return {finding.rule.id for finding in result.findings}


def stands_at_least(result: Result, step: str) -> bool:
    order = list(LADDER)
    return order.index(result.step) <= order.index(step)
