"""Unknown never passes: whatever is missing, the answer is NEEDS_REVIEW or above and says what settles it."""
from __future__ import annotations

import itertools
from collections import Counter

import pytest

from deals.controls.rules import REQUIRED
from deals.controls.rules.reasons import MOST_NAMED
from tests.unit.controls.asking import CATALOGUE, CHINA, JAPAN, TOKYO, ask, deciding, stands_at_least

UNKNOWN = [None, "unknown", "", "n/a"]
DAYS = ["2021-06-01", "2022-12-01", "2023-12-01", "2025-12-01", "2026-11-23"]


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("word", UNKNOWN)
def test_each_required_input(name: str, word: str | None) -> None:
    for base, chip in itertools.product((JAPAN, CHINA), ("V100", "L40", "H100")):
        found = ask({**base, "model": chip, "date": "2025-12-01", name: word})
        assert stands_at_least(found, "NEEDS_REVIEW")
        assert found.missing[0] == name
        assert name in {question for question, _ in found.questions}
        assert ("input_missing", name) in {(s.kind, s.field) for s in found.settles}


@pytest.mark.parametrize("name", REQUIRED)
def test_a_field_left_out_is_unknown(name: str) -> None:
    fields = {**JAPAN, "model": "V100", "date": "2025-12-01"}
    del fields[name]
    assert ask(fields).step == "NEEDS_REVIEW"


@pytest.mark.parametrize("day", DAYS)
def test_on_every_day(day: str) -> None:
    assert ask(JAPAN, model=None, date=day).step == "NEEDS_REVIEW"
    assert ask(CHINA, model=None, date=day).step == "NEEDS_REVIEW"


def test_an_unknown_model_shows_what_each_chip_would_give() -> None:
    found = ask(CHINA, model=None, date="2025-12-01")
    steps = {candidate.key: candidate.step for candidate in found.candidates}
    assert len(steps) == len(CATALOGUE.chips)
    for chip in CATALOGUE.chips:
        assert steps[chip.key] == ask(CHINA, model=chip.name, date="2025-12-01").step, chip.name
    assert {"BLOCK_AND_REVIEW", "LICENCE_REQUIRED", "EXCEPTION_POSSIBLE", "NO_MATCH_ON_DATA"} <= set(steps.values())


def test_chips_of_a_list_whose_answers_differ_are_named_with_their_answers() -> None:
    """No licence rule of that day reached a chip with a slow interconnect, so the list as a whole stays open."""
    found = ask(CHINA, model="H100 SXM, H20 and L40S", date="2023-06-01")
    assert (found.step, found.missing) == ("NEEDS_REVIEW", ("model",))
    said = "LICENCE_REQUIRED for 1 (H100 SXM5 80GB), NO_MATCH_ON_DATA for 2 (H20 96GB, L40S)"
    assert f"of 3 chips that may be meant: {said}" in found.reasons


def test_more_chips_than_a_sentence_takes_are_counted() -> None:
    found = ask(CHINA, model=None, date="2025-12-01")
    [said] = [reason for reason in found.reasons if "may be meant" in reason]
    alike = Counter(candidate.step for candidate in found.candidates)
    many = {step for step, count in alike.items() if count > MOST_NAMED}
    assert many and many < set(alike)
    for step, count in alike.items():
        assert (f"{step} for {count} (" in said) == (step not in many)


def test_a_vendor_or_family_is_an_unknown_model_with_fewer_candidates() -> None:
    found = ask(CHINA, model="Nvidia Hopper", date="2025-12-01")
    assert found.step == "NEEDS_REVIEW"
    assert {CATALOGUE.by_key[c.key].architecture for c in found.candidates} == {"Hopper"}


def test_a_shared_name_answers_when_all_agree_and_asks_when_they_do_not() -> None:
    agreed = ask(CHINA, model="H100", date="2025-12-01")
    assert (agreed.step, agreed.missing, len(agreed.candidates)) == ("LICENCE_REQUIRED", (), 3)
    split = ask(CHINA, model="RTX PRO 6000", date="2025-12-01")
    assert {c.step for c in split.candidates} == {"LICENCE_REQUIRED", "EXCEPTION_POSSIBLE"}
    assert "model" in split.missing


@pytest.mark.parametrize("model", ["MI308X", "Trainium"])
def test_a_chip_that_cannot_be_classified_is_reviewed_everywhere(model: str) -> None:
    for base in (JAPAN, CHINA):
        found = ask(base, model=model, date="2024-06-01")
        assert found.step == "NEEDS_REVIEW"
        assert {"tpp", "performance_density"} & set(found.missing)


def test_a_contested_input_is_reviewed_and_named_as_the_weakest() -> None:
    base = {**JAPAN, "model": "L40", "date": "2025-12-01"}
    assert ask(base).step == "NO_MATCH_ON_DATA"
    doubted = ask(base, certainty={"ultimate_parent_hq": "contested"})
    assert doubted.step == "NEEDS_REVIEW"
    assert ("source_contested", "ultimate_parent_hq") in {(s.kind, s.field) for s in doubted.settles}
    matched = ask({**base, "ultimate_parent_hq": "CN", "role_of_china_party": "buyer"},
                  certainty={"ultimate_parent_hq": "contested", "destination": "documented"})  # fmt: skip
    [finding] = [f for f in matched.findings if f.rule.id == "US-AC-2023-HQ"]
    assert (finding.weakest.name, finding.weakest.certainty) == ("ultimate_parent_hq", "contested")


def test_the_weakest_is_a_figure_or_the_group_list_where_inputs_are_certain() -> None:
    groups = ask(CHINA, model="A100 80GB SXM4", date="2024-06-01").findings[0]
    assert (groups.weakest.name, groups.weakest.certainty) == ("US-CG-2024-03-15", "reconstructed")
    figure = ask(CHINA, model="L40", date="2026-08-01").findings[0]
    assert figure.weakest.certainty == "unconfirmed"


def test_figures_stand_in_for_a_model() -> None:
    flags = {"marketed_for_datacenter": True, "prc_designed": False}
    just = {"tpp": "1600", "performance_density": "5.92"}
    below = {"tpp": "1599.99", "performance_density": "9"}
    assert ask(CHINA, date="2024-06-01", figures=just, flags=flags).step == "LICENCE_REQUIRED"
    assert ask(CHINA, date="2024-06-01", figures=below, flags=flags).step == "NO_MATCH_ON_DATA"
    rates = {"fp8_tflops_dense": "600", "die_area_mm2": "800"}
    assert deciding(ask(CHINA, date="2024-06-01", figures=rates, flags=flags)) == {"US-AC-2023-A-DEST", "US-AC-2023-HQ"}
    half = ask(CHINA, date="2024-06-01", figures={"tpp": "2000"}, flags=flags)
    assert (half.step, half.missing) == ("NEEDS_REVIEW", ("performance_density",))


def test_a_part_near_the_h20_goes_to_a_person() -> None:
    figures = {"tpp": "2300", "performance_density": "1.5", "memory_bandwidth_gb_s": "4000"}
    figures["interconnect_gb_s_bidirectional"] = "400"
    flags = {"marketed_for_datacenter": True, "prc_designed": False}
    found = ask(CHINA, model="a part of the future", date="2025-06-01", figures=figures, flags=flags)
    assert (found.step, deciding(found)) == ("NEEDS_REVIEW", {"US-LETTER-H20-2025"})


@pytest.mark.parametrize("day", ["2022-11-01", "2023-11-17", "2025-05-01", "2026-02-01", "2026-11-23"])
@pytest.mark.parametrize("where", [CHINA, JAPAN, TOKYO, {**JAPAN, "ultimate_parent_hq": None}])
def test_each_candidate_answers_as_it_would_alone(day: str, where: dict[str, str]) -> None:
    """Chips that meet the same tests are asked once; none may answer otherwise than by itself."""
    for one in ask(where, model=None, date=day).candidates:
        alone = ask(where, model=one.model, date=day)
        assert (one.step, one.policy) == (alone.step, alone.policy), one.model


@pytest.mark.parametrize("known", ["guessed", "inferred"])
def test_what_nobody_states_never_passes_and_is_asked_for(known: str) -> None:
    base = {**JAPAN, "model": "L40", "date": "2025-12-01"}
    read = ask(base, certainty={"end_user_hq": known})
    assert (ask(base).step, read.step) == ("NO_MATCH_ON_DATA", "NEEDS_REVIEW")
    assert ("input_missing", "end_user_hq") in {(s.kind, s.field) for s in read.settles}
