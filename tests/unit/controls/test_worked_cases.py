"""Worked cases of the US rules, one row each: chip, day, where to, for whom, and the answer with its rules."""
from __future__ import annotations

import pytest

from tests.unit.controls.asking import ask, shown

DENIAL, APPROVAL = "presumption_of_denial", "presumption_of_approval"
BOTH = "US-AC-2023-A-DEST US-AC-2023-HQ"
B200 = "B200 (HGX, 1000 W)"
CASES = [
    ("A800 80GB SXM4", "2023-12-01", "CN CN CN", "buyer", "LICENCE_REQUIRED", DENIAL, BOTH),
    ("H100 SXM5 80GB", "2023-06-01", "JP JP CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    (B200, "2026-11-23", "JP JP JP", "none", "INFO", None, "US-DIFF-2025"),
    (
        B200, "2026-11-23", "JP JP JP", "cloud customer with CN parent", "NEEDS_REVIEW", None,
        "US-TRAIN-POLICY-2025 US-AC-2023-HQ US-BILL-RASA",
    ),
    (B200, "2026-11-23", "JP JP CN", "lessee/buyer", "LICENCE_REQUIRED", DENIAL, "US-AC-2023-HQ US-GUID-2026-05-31"),
    (
        "H200 SXM 141GB", "2026-02-01", "CN CN CN", "buyer (export from US)", "LICENCE_REQUIRED",
        "case_by_case if certified", "US-AC-2026-H200",
    ),
    (B200, "2026-02-01", "CN CN CN", "buyer", "LICENCE_REQUIRED", DENIAL, "US-AC-2023-A-DEST"),
    ("H20 96GB", "2025-03-01", "CN CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("RTX 4090", "2024-06-01", "CN CN CN", "buyer", "EXCEPTION_POSSIBLE", DENIAL, "US-AC-2023-A-DEST"),
    ("RTX 4090 D", "2024-06-01", "CN CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("L40", "2024-06-01", "SA SA SA", "buyer", "EXCEPTION_POSSIBLE", APPROVAL, "US-AC-2023-B-DEST"),
    ("H100 SXM5 80GB", "2026-06-01", "AE AE AE", "buyer", "LICENCE_REQUIRED", APPROVAL, "US-AC-2023-A-DEST"),
    ("H100 SXM5 80GB", "2024-06-01", "IL IL IL", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("Ascend 910B", "2026-01-01", "MY MY MY", "none", "BLOCK_AND_REVIEW", "BIS authorization", "US-GP10-ASCEND-2025"),
    # Below: what the same rules say next to their edges.
    ("NVIDIA H100 SXM", "2023-11-16", "CN CN CN", "buyer", "LICENCE_REQUIRED", DENIAL, "US-AC-2022"),
    ("RTX 4090", "2023-11-16", "CN CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("H800", "2023-06-01", "CN CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("A100", "2023-03-01", "CN US US", "none", "LICENCE_REQUIRED", "case_by_case", "US-AC-2022"),
    ("A100", "2023-03-01", "CN CN US", "buyer", "LICENCE_REQUIRED", DENIAL, "US-AC-2022"),
    ("L4", "2024-06-01", "VN VN VN", "none", "LICENCE_REQUIRED", APPROVAL, "US-AC-2023-A-DEST"),
    ("L4", "2024-06-01", "VN VN MO", "none", "LICENCE_REQUIRED", DENIAL, "US-AC-2023-A-DEST US-AC-2023-HQ"),
    ("A30", "2024-06-01", "CN CN CN", "buyer", "EXCEPTION_POSSIBLE", DENIAL, "US-AC-2023-B-DEST"),
    ("L20", "2024-06-01", "CN CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("L2", "2024-06-01", "CN CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("RTX 5090D", "2025-06-01", "CN CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("MI325X", "2026-02-01", "MO MO MO", "export from the US", "LICENCE_REQUIRED", "case_by_case", "US-AC-2026-H200"),
    ("MI325X", "2026-02-01", "CN CN CN", "buyer (re-export)", "LICENCE_REQUIRED", DENIAL, "US-AC-2026-H200"),
    ("MI325X", "2026-02-01", "SG SG CN", "buyer (export from US)", "LICENCE_REQUIRED", DENIAL, "US-AC-2023-HQ"),
    ("MI300X", "2026-01-14", "CN CN CN", "buyer (export from US)", "LICENCE_REQUIRED", DENIAL, "US-AC-2023-A-DEST"),
    ("Gaudi 3", "2026-02-01", "CN CN CN", "buyer (export from US)", "LICENCE_REQUIRED", DENIAL, "US-AC-2023-A-DEST"),
    ("Nvidia H20", "2025-04-08", "CN CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("Nvidia H20", "2025-04-09", "CN CN CN", "buyer", "LICENCE_REQUIRED", "required, none", "US-LETTER-H20-2025"),
    ("Nvidia H20", "2025-07-15", "HK HK HK", "buyer", "LICENCE_REQUIRED", "licences assured", "US-LETTER-H20-2025"),
    ("MI308X", "2025-06-01", "JP JP CN", "buyer", "LICENCE_REQUIRED", "required, none", "US-LETTER-H20-2025"),
    ("Ascend 910C", "2025-05-13", "US US US", "none", "BLOCK_AND_REVIEW", "BIS authorization", "US-GP10-ASCEND-2025"),
    ("H100", "2025-06-01", "US CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("H100", "2025-06-01", "PR CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("H100", "2026-07-09", "AE AE AE", "buyer", "LICENCE_REQUIRED", APPROVAL, "US-AC-2023-A-DEST"),
    ("H100", "2026-07-10", "AE AE AE", "buyer", "EXCEPTION_POSSIBLE", None, "US-UAE-2026"),
    ("H100", "2026-07-10", "AE AE CN", "buyer", "LICENCE_REQUIRED", DENIAL, "US-AC-2023-HQ US-UAE-2026"),
    ("L40", "2026-08-01", "AE AE AE", "buyer", "EXCEPTION_POSSIBLE", APPROVAL, "US-AC-2023-B-DEST US-UAE-2026"),
    ("H100", "2024-03-14", "NI NI NI", "none", "NO_MATCH_ON_DATA", None, ""),
    ("H100", "2024-03-15", "NI NI NI", "none", "LICENCE_REQUIRED", DENIAL, "US-AC-2023-A-DEST"),
    ("H100", "2026-02-02", "KH KH KH", "none", "LICENCE_REQUIRED", DENIAL, "US-AC-2023-A-DEST"),
    ("H100", "2026-02-03", "KH KH KH", "none", "LICENCE_REQUIRED", APPROVAL, "US-AC-2023-A-DEST"),
    ("H100", "2025-01-12", "JP JP JP", "none", "NO_MATCH_ON_DATA", None, ""),
    ("H100", "2025-01-13", "JP JP JP", "none", "INFO", None, "US-DIFF-2025"),
    ("L40", "2026-01-01", "JP JP JP", "none", "NO_MATCH_ON_DATA", None, ""),
    ("H100", "2022-10-06", "CN CN CN", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("H100", "2022-10-07", "CN CN CN", "buyer", "LICENCE_REQUIRED", DENIAL, "US-AC-2022"),
    ("H100", "2023-01-16", "MO MO MO", "buyer", "NO_MATCH_ON_DATA", None, ""),
    ("H100", "2023-01-17", "MO MO MO", "buyer", "LICENCE_REQUIRED", DENIAL, "US-AC-2022"),
    ("V100", "2025-06-01", "KP KP KP", "none", "NEEDS_REVIEW", None, "US-GAP-PART-746"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "day", "where", "role", "step", "policy", "rules"), CASES)
def test_worked_case(
    model: str, day: str, where: str, role: str, step: str, policy: str | None, rules: str
) -> None:
    destination, end_user, parent = where.split()
    found = ask(
        model=model, date=day, destination=destination, end_user_hq=end_user, ultimate_parent_hq=parent,
        role_of_china_party=role,
    )  # fmt: skip
    assert found.step == step
    assert (found.policy is None) if policy is None else (found.policy or "").startswith(policy)
    assert set(rules.split()) <= shown(found)
    assert found.reasons


def test_the_reason_names_the_edge() -> None:
    near = ask(model="RTX 4090 D", date="2024-06-01", destination="CN", end_user_hq="CN", ultimate_parent_hq="CN",
               role_of_china_party="buyer")  # fmt: skip
    assert any("note 2" in reason for reason in near.reasons)
    israel = ask(model="H100", date="2024-06-01", destination="IL", end_user_hq="IL", ultimate_parent_hq="IL",
                 role_of_china_party="buyer")  # fmt: skip
    assert "country groups: IL: A:6, D:4" in israel.reasons
    early = ask(model="H100", date="2023-06-01", destination="JP", end_user_hq="JP", ultimate_parent_hq="CN",
                role_of_china_party="buyer")  # fmt: skip
    assert "US-AC-2023-HQ would match this line, but begins on 17 Nov 2023" in early.reasons


def test_no_match_says_what_it_does_not_say() -> None:
    found = ask(model="L2", date="2024-06-01", destination="CN", end_user_hq="CN", ultimate_parent_hq="CN",
                role_of_china_party="buyer")  # fmt: skip
    assert found.reasons[-1].startswith("no match on the data entered, under the rules listed, read up to")
    assert found.reasons[-1].endswith("not legal advice and not a licence determination")


def test_a_day_beyond_the_reading_says_so() -> None:
    for day, beyond in (("2026-07-23", False), ("2026-07-24", True), ("2035-01-01", True)):
        found = ask(model="L2", date=day, destination="JP", end_user_hq="JP", ultimate_parent_hq="JP",
                    role_of_china_party="none")  # fmt: skip
        assert any("lies beyond 23 Jul 2026" in reason for reason in found.reasons) is beyond
