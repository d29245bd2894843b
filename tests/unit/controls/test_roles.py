"""What the party of China does: buying meets the headquarters test, use from afar is never decided here."""
from __future__ import annotations

import pytest

from deals.controls.rules.case_json import CaseError, case_from_json
from deals.controls.rules.roles import read_role
from tests.unit.controls.asking import CATALOGUE, JAPAN, TOKYO, ask, deciding

WORDS = [
    ("none", "none"), ("NONE", "none"), ("no Chinese party", "none"), ("none - no China nexus", "none"),
    ("none known", "unknown"), (None, "unknown"), ("unknown", "unknown"), ("customer", "unknown"), ("xyz", "unknown"),
    ("buyer", "acquires"), ("lessee/buyer", "acquires"), ("buyer (export from US)", "acquires"),
    ("end user", "acquires"),
    ("intermediate consignee", "acquires"), ("ultimate consignee", "acquires"), ("purchaser", "acquires"),
    ("owner and operator", "acquires"), ("cloud provider", "acquires"),
    ("cloud customer with CN parent", "remote"), ("IaaS customer", "remote"), ("colocation customer", "remote"),
    ("tenant", "remote"), ("end user / cloud customer", "remote"), ("buyer of cloud capacity", "remote"),
    ("cloud customer only, not buyer/lessee/consignee", "remote"), ("customer of a cloud provider", "remote"),
    ("not a buyer, only a cloud customer", "remote"), ("not only a buyer but also a cloud customer", "both"),
    ("neither buyer nor lessee; end user", "acquires"), ("bare-metal customer", "remote"), ("not the buyer", "unknown"),
    ("cloud customer and buyer", "both"), ("lender", "other"), ("shareholder", "other"), ("supplier", "other"),
    ("leases the servers", "acquires"), ("buys the chips", "acquires"), ("purchasing entity", "acquires"),
    ("sublessee", "acquires"), ("uses the cluster remotely", "remote"), ("leases compute", "remote"),
    ("cloud customer; trains its own models", "remote"), ("cloud customer of servers owned by others", "remote"),
    ("none - lender only", "other"), ("none but a bank", "other"), ("no role", "none"), ("not disclosed", "unknown"),
    ("no party of China", "none"), ("No party from the PRC", "none"), ("no Chinese parties involved", "none"),
    ("no party of China but a lender", "other"), ("no party of China known", "unknown"),
    ("51% owner", "other"), ("owner of 49 %", "other"), ("50 per cent owner of the lessee", "other"),
    ("minority owner", "other"), ("holds a 30% stake in the buyer", "other"), ("co-owns 50% of the operator", "other"),
    ("owner of the servers", "acquires"), ("buyer; 51% owner", "acquires"), ("owner of 512 GPUs", "acquires"),
    ("lender to the buyer", "other"), ("parent of the end user", "other"), ("guarantor of the lessee", "other"),
    ("lender to the buyer and lessee", "acquires"), ("bank of the cloud customer", "remote"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "kind"), WORDS)
def test_words_of_a_role(words: str | None, kind: str) -> None:
    assert read_role(words).kind == kind


@pytest.mark.parametrize(
    ("words", "transaction"),
    [
        ("buyer (export from US)", "export_from_us"),
        ("exported from the United States to a buyer", "export_from_us"),
        ("buyer (re-export from Malaysia)", "reexport"),
        ("in-country transfer to a buyer", "in_country_transfer"),
        ("buyer, export from the U.S.", "export_from_us"),
        ("buyer", "unknown"),
    ],
)
def test_movement_said_in_a_role(words: str, transaction: str) -> None:
    assert read_role(words).transaction == transaction


@pytest.mark.parametrize(
    ("spelt", "transaction"),
    [
        ("re-export", "reexport"), ("Re-Export", "reexport"), ("reexport", "reexport"),
        ("export from the US", "export_from_us"), ("export from the U.S.", "export_from_us"),
        ("export_from_us", "export_from_us"), ("in-country transfer", "in_country_transfer"),
        ("transfer (in-country)", "in_country_transfer"), ("in_country_transfer", "in_country_transfer"),
        ("unknown", "unknown"), ("not stated", "unknown"), ("", "unknown"), (None, "unknown"),
    ],
)  # fmt: skip
def test_a_movement_is_read_in_plain_words(spelt: str | None, transaction: str) -> None:
    assert case_from_json({"transaction": spelt}).transaction == transaction


@pytest.mark.parametrize("spelt", ["fly", "export", "not a re-export", "re-export and then a flight", 3, ["reexport"]])
def test_a_movement_of_other_words_is_refused_by_name(spelt: object) -> None:
    with pytest.raises(CaseError, match="transaction: .*reexport"):
        case_from_json({"transaction": spelt})


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("buyer (re-export from Japan)", "JP"), ("buyer (transhipment through MY)", "MY"), ("buyer", None),
        ("lessee; shipped out of the Netherlands to Singapore", "NL"), ("buyer (moved from the warehouse)", None),
    ],
)  # fmt: skip
def test_country_left_said_in_a_role(words: str, country: str | None) -> None:
    assert read_role(words).moves_from == country


def test_the_rules_of_the_country_left_are_asked_when_only_the_role_says_it() -> None:
    found = ask({**JAPAN, "destination": "SG", "role_of_china_party": "buyer (re-export from Malaysia)"}, model="B200", date="2026-06-15")
    assert "MY-STA-2025" in deciding(found)
    stated = ask({**JAPAN, "moves_from": "JP", "role_of_china_party": "buyer (re-export from Malaysia)"}, model="B200", date="2026-06-15")
    assert "MY-STA-2025" not in deciding(stated)


@pytest.mark.parametrize(
    ("role", "step"),
    [
        ("buyer", "LICENCE_REQUIRED"), ("lessee/buyer", "LICENCE_REQUIRED"), ("consignee", "LICENCE_REQUIRED"),
        ("end user", "LICENCE_REQUIRED"), ("lender", "LICENCE_REQUIRED"), ("none", "LICENCE_REQUIRED"),
        ("cloud customer", "NEEDS_REVIEW"), ("tenant", "NEEDS_REVIEW"), (None, "NEEDS_REVIEW"), ("xyz", "NEEDS_REVIEW"),
    ],
)  # fmt: skip
def test_a_chinese_parent_in_japan_by_role(role: str | None, step: str) -> None:
    found = ask({**JAPAN, "ultimate_parent_hq": "CN", "role_of_china_party": role}, model="B200", date="2026-06-15")
    assert found.step == step


@pytest.mark.parametrize("role", ["51% owner", "49 % owner of the end user", "lender to the buyer", "parent of the lessee"])
def test_a_share_in_the_user_or_a_part_beside_it_is_no_purchase(role: str) -> None:
    assert ask({**JAPAN, "role_of_china_party": role}, model="B200", date="2026-06-15").step == "NEEDS_REVIEW"


@pytest.mark.parametrize("role", ["intermediate consignee", "reseller", "importer", "distributor of the servers"])
def test_who_passes_the_items_on_is_not_the_one_whose_headquarters_is_entered(role: str) -> None:
    found = ask({**JAPAN, "role_of_china_party": role}, model="B200", date="2026-06-15")
    assert found.step == "NEEDS_REVIEW" and "US-AC-2023-HQ" in deciding(found)
    assert any("its own headquarters is not an input" in reason for reason in found.reasons)
    assert any("the party that passes the items on" in settle.text for settle in found.settles)
    assert ask({**JAPAN, "role_of_china_party": role}, model="L2", date="2026-06-15").step == "NO_MATCH_ON_DATA"
    assert ask({**JAPAN, "ultimate_parent_hq": "CN", "role_of_china_party": role}, model="B200", date="2026-06-15").step == "LICENCE_REQUIRED"
    buyer = ask({**JAPAN, "role_of_china_party": f"buyer and {role}"}, model="B200", date="2026-06-15")
    assert buyer.step == "INFO"


def test_a_role_outside_the_rules_is_named() -> None:
    spoken = ask({**JAPAN, "role_of_china_party": "lender"}, model="L2", date="2026-06-15")
    unread = ask({**JAPAN, "role_of_china_party": "xyz"}, model="L2", date="2026-06-15")
    assert spoken.step == unread.step == "NEEDS_REVIEW"
    assert any('a party that is "lender"' in reason for reason in spoken.reasons)
    assert any('the role "xyz" cannot be read' in reason for reason in unread.reasons)


def test_role_none_beside_a_chinese_headquarters_is_pointed_out() -> None:
    found = ask({**JAPAN, "ultimate_parent_hq": "CN"}, model="B200", date="2026-06-15")
    assert any("check which holds" in reason for reason in found.reasons)


@pytest.mark.parametrize("day", ["2021-01-01", "2023-06-01", "2024-06-01", "2025-12-01", "2026-11-23", "2031-01-01"])
def test_the_tokyo_case_is_always_reviewed(day: str) -> None:
    for chip in [None, *(chip.name for chip in CATALOGUE.chips if not chip.flag("prc_designed"))]:
        found = ask(TOKYO, model=chip, date=day)
        assert found.step == "NEEDS_REVIEW", chip
        assert "WATCH-REMOTE-ACCESS" in deciding(found)
        assert found.settles


def test_the_tokyo_case_names_the_rules_that_hinge() -> None:
    found = ask(TOKYO, model="B200", date="2025-12-01")
    assert {"US-AC-2023-HQ", "US-TRAIN-POLICY-2025"} <= deciding(found)
    assert found.policy is None


def test_chips_sent_to_china_need_a_licence_also_for_a_cloud_customer() -> None:
    found = ask({**TOKYO, "destination": "CN"}, model="H100", date="2025-12-01")
    assert (found.step, found.policy) == ("LICENCE_REQUIRED", "presumption_of_denial")
