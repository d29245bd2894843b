"""Cases derived by hand from the text of the rules, at every day, group and threshold where an answer turns.

One row each: chip, day, "destination end-user parent" ("-" is not known), role of the party of China, step, how the
policy of review begins ("" is none), rules that must stand in the answer, and the inputs that must be named as missing.
"""
from __future__ import annotations

import pytest

from tests.unit.controls.asking import ask, shown

BLOCK, LICENCE, MAYBE, REVIEW = "BLOCK_AND_REVIEW", "LICENCE_REQUIRED", "EXCEPTION_POSSIBLE", "NEEDS_REVIEW"
INFO, NONE = "INFO", "NO_MATCH_ON_DATA"
DENY, APPROVE, BY_CASE, OPEN = "presumption_of_denial", "presumption_of_approval", "case_by_case", "undetermined"
Y22, A23, B23, HQ = "US-AC-2022", "US-AC-2023-A-DEST", "US-AC-2023-B-DEST", "US-AC-2023-HQ"
DIFF, H20, GP10, Y26, UAE = "US-DIFF-2025", "US-LETTER-H20-2025", "US-GP10-ASCEND-2025", "US-AC-2026-H200", "US-UAE-2026"
WATCH, TRAIN, GAP = "WATCH-REMOTE-ACCESS", "US-TRAIN-POLICY-2025", "US-GAP-PART-746"
ALL = "model date destination end_user_hq ultimate_parent_hq role_of_china_party"

Row = tuple[str, str, str, str, str, str, str, str]

FIRST_RULE: list[Row] = [
    ("A100 80GB SXM4", "2022-10-06", "CN CN CN", "buyer", NONE, "", "", ""),
    ("A100 80GB SXM4", "2022-10-07", "CN CN CN", "buyer", LICENCE, DENY, Y22, ""),
    ("A100 40GB SXM4", "2022-11-01", "HK HK HK", "buyer", LICENCE, DENY, Y22, ""),
    ("A100 80GB PCIe", "2023-01-16", "MO MO MO", "buyer", NONE, "", "", ""),
    ("A100 80GB PCIe", "2023-01-17", "MO MO MO", "buyer", LICENCE, DENY, Y22, ""),
    ("H100 NVL 94GB", "2023-06-01", "CN CN CN", "buyer", LICENCE, DENY, Y22, ""),
    ("Instinct MI250X", "2023-02-01", "CN CN CN", "importer", LICENCE, DENY, Y22, ""),
    ("Gaudi 2", "2023-02-01", "CN CN CN", "buyer", LICENCE, DENY, Y22, ""),
    ("A800 80GB SXM4", "2023-11-16", "CN CN CN", "buyer", NONE, "", "", ""),
    ("A800 80GB SXM4", "2023-11-17", "CN CN CN", "buyer", LICENCE, DENY, f"{A23} {HQ}", ""),
    ("H800 SXM5 80GB", "2023-11-16", "CN CN CN", "buyer", NONE, "", "", ""),
    ("H800 SXM5 80GB", "2023-11-17", "HK CN CN", "buyer", LICENCE, DENY, f"{A23} {HQ}", ""),
    ("L40S", "2023-06-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("A30", "2022-11-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("A100 80GB SXM4", "2023-06-01", "CN JP JP", "none", LICENCE, BY_CASE, Y22, ""),
    ("A100 80GB SXM4", "2023-06-01", "CN SG SG", "none", LICENCE, BY_CASE, Y22, ""),
    ("A100 80GB SXM4", "2023-06-01", "CN JP -", "none", LICENCE, OPEN, Y22, "ultimate_parent_hq"),
    ("H100 SXM5 80GB", "2023-06-01", "VN VN VN", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2023-11-16", "SG SG CN", "buyer", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2023-11-17", "SG SG CN", "buyer", LICENCE, DENY, HQ, ""),
    ("A100 80GB SXM4", "2023-06-01", "RU RU RU", "none", REVIEW, "", GAP, ""),
    ("H100 SXM5 80GB", "2019-05-01", "CN CN CN", "buyer", NONE, "", "", ""),
]

CHIPS: list[Row] = [
    ("A30", "2024-06-01", "VN VN VN", "none", MAYBE, APPROVE, B23, ""),
    ("A10", "2024-06-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("L20", "2025-06-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("L2", "2025-06-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("L4", "2024-06-01", "CN CN CN", "buyer", LICENCE, DENY, f"{A23} {HQ}", ""),
    ("L40S", "2024-06-01", "SA SA SA", "none", LICENCE, APPROVE, A23, ""),
    ("L40", "2024-06-01", "CN CN CN", "buyer", MAYBE, DENY, f"{B23} {HQ}", ""),
    ("L40", "2024-06-01", "JP JP CN", "lessee", MAYBE, DENY, HQ, ""),
    ("Instinct MI210", "2024-06-01", "CN CN CN", "buyer", MAYBE, DENY, B23, ""),
    ("V100 SXM2 32GB", "2024-06-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("RTX 4090", "2024-06-01", "VN VN VN", "none", MAYBE, APPROVE, A23, ""),
    ("RTX 4090", "2024-06-01", "JP JP CN", "buyer", MAYBE, DENY, HQ, ""),
    ("RTX 4090", "2025-06-01", "JP JP JP", "none", INFO, "", DIFF, ""),
    ("RTX 4090D", "2025-06-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("GeForce RTX 5090", "2025-06-01", "CN CN CN", "buyer", MAYBE, DENY, f"{A23} {HQ}", ""),
    ("RTX 5090 D", "2025-06-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("RTX 5090 D V2", "2025-09-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("RTX PRO 6000 Blackwell Server Edition", "2025-06-01", "CN CN CN", "buyer", LICENCE, DENY, A23, ""),
    ("RTX PRO 6000 Blackwell Workstation", "2025-06-01", "CN CN CN", "buyer", MAYBE, DENY, A23, ""),
    ("Gaudi 3", "2025-06-01", "KZ KZ KZ", "none", LICENCE, APPROVE, A23, ""),
    ("TPU v5p", "2024-06-01", "QA QA QA", "none", LICENCE, APPROVE, A23, ""),
    ("Trainium", "2024-06-01", "CN CN CN", "buyer", REVIEW, "", "", "performance_density"),
    ("Trainium2", "2025-02-01", "CN CN CN", "buyer", LICENCE, DENY, A23, ""),
    ("Instinct MI308X", "2024-06-01", "CN CN CN", "buyer", REVIEW, "", "", "tpp"),
    ("Instinct MI308X", "2024-06-01", "JP JP JP", "none", REVIEW, "", "", "tpp"),
    ("Instinct MI355X", "2025-08-01", "AM AM AM", "none", LICENCE, APPROVE, A23, ""),
    ("B30A", "2026-02-01", "CN CN CN", "buyer", REVIEW, "", "", "model"),
    ("Nvidia Blackwell", "2026-02-01", "JP JP JP", "none", REVIEW, "", "", "model"),
    ("Quantum Cruncher 9000", "2025-06-01", "CN CN CN", "buyer", REVIEW, "", "", "model"),
]

NAMES: list[Row] = [
    ("NVIDIA H100 80GB SXM", "2024-06-01", "CN CN CN", "buyer", LICENCE, DENY, A23, ""),
    ("nvidia h100", "2024-06-01", "VN VN VN", "none", LICENCE, APPROVE, A23, ""),
    ("H100 SXM", "2024-06-01", "JP JP JP", "none", NONE, "", "", ""),
    ("gb200 nvl72", "2025-06-01", "MY MY MY", "none", INFO, "", DIFF, ""),
    ("NVIDIA GB300 NVL72", "2026-03-01", "MY MY CN", "lessee", LICENCE, DENY, HQ, ""),
    ("HGX B200", "2026-03-01", "TH TH TH", "none", INFO, "", DIFF, ""),
    ("AMD Instinct MI300X", "2024-06-01", "SA SA SA", "none", LICENCE, APPROVE, A23, ""),
    ("NVIDIA H200", "2025-06-01", "IN IN IN", "none", INFO, "", DIFF, ""),
    ("GeForce RTX 4090 D", "2024-02-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("Nvidia L40s GPU", "2024-02-01", "CN CN CN", "buyer", LICENCE, DENY, A23, ""),
    ("昇腾910C", "2025-06-01", "CN CN CN", "buyer", BLOCK, "", GP10, ""),
    ("Huawei Ascend 910D", "2025-06-01", "MY MY MY", "none", BLOCK, "", GP10, ""),
    ("Huawei Ascend 910D", "2025-05-12", "MY MY MY", "none", REVIEW, "", "", "tpp"),
]

DAYS_AND_GROUPS: list[Row] = [
    ("H100 SXM5 80GB", "2024-06-01", "TW TW TW", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2025-01-12", "TW TW TW", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2025-01-13", "TW TW TW", "none", INFO, "", DIFF, ""),
    ("L40", "2025-06-01", "TW TW TW", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2024-06-01", "CY CY CY", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2024-06-01", "TR TR TR", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2024-06-01", "BR BR BR", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2024-06-01", "GE GE GE", "none", LICENCE, APPROVE, A23, ""),
    ("H100 SXM5 80GB", "2024-06-01", "LB LB LB", "none", LICENCE, DENY, A23, ""),
    ("H100 SXM5 80GB", "2024-06-01", "AF AF AF", "none", LICENCE, DENY, A23, ""),
    ("H100 SXM5 80GB", "2024-06-01", "MO MO MO", "buyer", LICENCE, DENY, f"{A23} {HQ}", ""),
    ("H100 SXM5 80GB", "2024-06-01", "VN VN HK", "buyer", LICENCE, DENY, f"{A23} {HQ}", ""),
    ("H100 SXM5 80GB", "2024-06-01", "JP RU RU", "none", LICENCE, DENY, HQ, ""),
    ("H100 SXM5 80GB", "2024-06-01", "IR IR IR", "none", LICENCE, DENY, f"{A23} {GAP}", ""),
    ("L2", "2024-06-01", "RU RU RU", "none", REVIEW, "", GAP, ""),
    ("L40", "2024-03-14", "NI NI NI", "none", NONE, "", "", ""),
    ("L40", "2024-03-15", "NI NI NI", "none", MAYBE, DENY, B23, ""),
    ("H100 SXM5 80GB", "2024-03-14", "JP NI NI", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2024-03-15", "JP NI NI", "none", LICENCE, DENY, HQ, ""),
    ("H100 SXM5 80GB", "2026-02-02", "JP KH KH", "none", LICENCE, DENY, HQ, ""),
    ("H100 SXM5 80GB", "2026-02-03", "JP KH KH", "none", INFO, "", DIFF, ""),
    ("H20 96GB", "2026-02-02", "KH KH KH", "none", LICENCE, "licences assured", H20, ""),
    ("H20 96GB", "2026-02-03", "KH KH KH", "none", NONE, "", "", ""),
    ("L40", "2026-07-09", "AE AE AE", "none", MAYBE, APPROVE, B23, ""),
    ("H100 SXM5 80GB", "2026-07-09", "AE AE AE", "none", LICENCE, APPROVE, A23, ""),
    ("H100 SXM5 80GB", "2026-07-10", "AE AE AE", "none", MAYBE, "", UAE, "recipient_status"),
    ("RTX 4090 D", "2026-08-01", "AE AE AE", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2024-06-01", "US US US", "none", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2026-06-01", "US US CN", "buyer", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2026-06-01", "GU CN CN", "buyer", NONE, "", "", ""),
    ("H100 SXM5 80GB", "2029-01-01", "CN CN CN", "buyer", LICENCE, BY_CASE, f"{A23} {HQ}", "certifications"),
    ("B200 (HGX, 1000 W)", "2029-01-01", "sg sg sg", "none", INFO, "", DIFF, ""),
]

LETTERS: list[Row] = [
    ("H20 96GB", "2024-06-01", "CN CN CN", "buyer", NONE, "", "", ""),
    ("H20 96GB", "2025-04-08", "HK HK CN", "buyer", NONE, "", "", ""),
    ("H20 96GB", "2025-04-09", "HK HK CN", "buyer", LICENCE, "required, none granted", H20, ""),
    ("H20 96GB", "2025-07-14", "MO MO MO", "buyer", LICENCE, "required, none granted", H20, ""),
    ("H20 96GB", "2025-07-15", "CN CN CN", "buyer", LICENCE, "licences assured", H20, ""),
    ("H20 96GB", "2025-05-01", "SG SG CN", "lessee", LICENCE, "required, none granted", H20, ""),
    ("H20 96GB", "2025-05-01", "VN VN VN", "none", NONE, "", "", ""),
    ("Instinct MI308X", "2025-05-01", "CN CN CN", "buyer", LICENCE, "required, none granted", H20, ""),
    ("Ascend 910B", "2025-05-12", "CN CN CN", "buyer", LICENCE, DENY, A23, ""),
    ("Ascend 910B", "2025-05-12", "MY MY MY", "none", INFO, "", DIFF, ""),
    ("Ascend 910B", "2025-05-13", "US US US", "none", BLOCK, "BIS authorization presumed", GP10, ""),
    ("Ascend 910C", "2026-11-23", "CN CN CN", "cloud customer", BLOCK, "BIS authorization presumed", GP10, ""),
]

CASE_BY_CASE: list[Row] = [
    ("H200 SXM 141GB", "2026-01-14", "CN CN CN", "buyer (export from US)", LICENCE, DENY, A23, ""),
    ("H200 SXM 141GB", "2026-01-15", "CN CN CN", "buyer (export from US)", LICENCE, BY_CASE, f"{A23} {Y26}", "certifications"),
    ("H200 NVL 141GB", "2026-01-15", "HK HK HK", "buyer (export from US)", LICENCE, BY_CASE, Y26, ""),
    ("H200 SXM 141GB", "2026-02-01", "CN CN CN", "buyer", LICENCE, BY_CASE, Y26, "transaction"),
    ("H200 SXM 141GB", "2026-02-01", "CN CN CN", "buyer (in-country transfer)", LICENCE, DENY, A23, ""),
    ("H200 SXM 141GB", "2026-02-01", "MY MY CN", "buyer (export from US)", LICENCE, DENY, HQ, ""),
    ("H200 SXM 141GB", "2026-02-01", "RU RU RU", "none", LICENCE, DENY, A23, ""),
    ("Instinct MI325X", "2026-02-01", "CN CN CN", "buyer (export from US)", LICENCE, BY_CASE, Y26, ""),
    ("Instinct MI350X", "2026-02-01", "CN CN CN", "buyer (export from US)", LICENCE, DENY, A23, ""),
    ("B100", "2026-02-01", "CN CN CN", "buyer (export from US)", LICENCE, DENY, A23, ""),
    ("A100 80GB SXM4", "2026-02-01", "CN CN CN", "buyer (export from US)", LICENCE, BY_CASE, Y26, ""),
    ("L40", "2026-02-01", "CN CN CN", "buyer (export from US)", MAYBE, BY_CASE, f"{B23} {Y26}", ""),
]

ROLES: list[Row] = [
    ("B200 (HGX, 1000 W)", "2026-06-01", "JP JP CN", "lessee", LICENCE, DENY, f"{HQ} US-GUID-2026-05-31", ""),
    ("B200 (HGX, 1000 W)", "2026-06-01", "JP JP CN", "ultimate consignee", LICENCE, DENY, HQ, ""),
    ("B200 (HGX, 1000 W)", "2026-06-01", "JP JP CN", "cloud customer", REVIEW, "", f"{WATCH} {TRAIN} {HQ}", ""),
    ("B200 (HGX, 1000 W)", "2025-05-12", "JP JP CN", "IaaS tenant", REVIEW, "", WATCH, ""),
    ("L2", "2024-06-01", "JP JP JP", "cloud customer with CN parent", REVIEW, "", WATCH, ""),
    ("H100 SXM5 80GB", "2020-01-01", "JP CN CN", "remote user", REVIEW, "", WATCH, ""),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP CN", "colocation customer", REVIEW, "", WATCH, ""),
    ("H100 SXM5 80GB", "2024-06-01", "CN CN CN", "cloud customer", LICENCE, DENY, f"{A23} {WATCH}", ""),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP CN", "buyer and cloud customer", LICENCE, DENY, f"{HQ} {WATCH}", ""),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP JP", "minority investor", REVIEW, "", "", "role_of_china_party"),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP JP", "lender", REVIEW, "", "", "role_of_china_party"),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP JP", "friend of the house", REVIEW, "", "", "role_of_china_party"),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP CN", "unknown", REVIEW, "", HQ, "role_of_china_party"),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP CN", "none", LICENCE, DENY, HQ, ""),
    ("H100 SXM5 80GB", "2024-06-01", "US CN CN", "cloud customer", REVIEW, "", WATCH, ""),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP CN", "not a buyer, only a cloud customer", REVIEW, "", WATCH, ""),
]

UNKNOWN: list[Row] = [
    ("-", "-", "- - -", "-", REVIEW, "", "", ALL),
    ("-", "2024-06-01", "CN CN CN", "buyer", REVIEW, "", "", "model"),
    ("-", "2024-06-01", "JP JP JP", "none", REVIEW, "", "", "model"),
    ("H100 SXM5 80GB", "-", "CN CN CN", "buyer", REVIEW, "", "", "date"),
    ("H100 SXM5 80GB", "2024-06-01", "- CN CN", "buyer", REVIEW, "", HQ, "destination"),
    ("H100 SXM5 80GB", "2024-06-01", "- JP JP", "none", REVIEW, "", A23, "destination"),
    ("L2", "2024-06-01", "- JP JP", "none", REVIEW, "", "", "destination"),
    ("H100 SXM5 80GB", "2024-06-01", "JP - JP", "none", REVIEW, "", HQ, "end_user_hq"),
    ("H100 SXM5 80GB", "2024-06-01", "JP - CN", "buyer", LICENCE, DENY, HQ, "end_user_hq"),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP -", "buyer", REVIEW, "", HQ, "ultimate_parent_hq"),
    ("H100 SXM5 80GB", "2024-06-01", "CN CN -", "buyer", LICENCE, DENY, A23, "ultimate_parent_hq"),
    ("H100 SXM5 80GB", "2024-06-01", "VN VN -", "none", LICENCE, OPEN, A23, "ultimate_parent_hq"),
    ("H100 SXM5 80GB", "2024-06-01", "JP JP JP", "-", REVIEW, "", "", "role_of_china_party"),
    ("H100 SXM5 80GB", "2024-06-01", "CN CN CN", "-", LICENCE, DENY, A23, "role_of_china_party"),
    ("Ascend 910C", "2025-06-01", "- - -", "-", BLOCK, "", GP10, "destination end_user_hq ultimate_parent_hq role_of_china_party"),
    ("L2", "2024-06-01", "CN CN CN", "-", REVIEW, "", "", "role_of_china_party"),
    ("H100", "2019-01-01", "- JP JP", "none", REVIEW, "", "", "destination"),
]

EVERY = [*FIRST_RULE, *CHIPS, *NAMES, *DAYS_AND_GROUPS, *LETTERS, *CASE_BY_CASE, *ROLES, *UNKNOWN]


def fields(model: str, day: str, where: str, role: str) -> dict[str, str | None]:
    """A row's inputs as the fields of a case."""
    named = dict(zip(ALL.split(), (model, day, *where.split(), role), strict=True))
    return {name: None if value == "-" else value for name, value in named.items()}


@pytest.mark.parametrize(("model", "day", "where", "role", "step", "policy", "rules", "missing"), EVERY)
def test_an_edge_of_the_rules(
    model: str, day: str, where: str, role: str, step: str, policy: str, rules: str, missing: str
) -> None:
    found = ask(fields(model, day, where, role))
    assert found.step == step
    assert (found.policy or "").startswith(policy)
    assert policy or step in (BLOCK, MAYBE) or found.policy is None
    assert set(rules.split()) <= shown(found)
    assert set(missing.split()) <= set(found.missing)


def test_the_cases_reach_every_licence_rule_and_every_group_set() -> None:
    """A rule or a set that no case reaches would be unproved."""
    found = [ask(fields(*row[:4])) for row in EVERY]
    reached = {rule for one in found for rule in shown(one)}
    assert {Y22, A23, B23, HQ, DIFF, H20, GP10, Y26, UAE, WATCH, TRAIN, GAP} <= reached
    assert len(EVERY) > 120


def test_every_finding_has_a_citation_and_a_version() -> None:
    for row in EVERY:
        for rule in ask(fields(*row[:4])).to_json()["rules"]:
            assert rule["citation"] and rule["version"], (row, rule["id"])
