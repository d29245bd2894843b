"""The score of a match: every feature, its reason, and what the labelled set measures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from parties.screening.rules import ADJUSTMENTS, BASES, Name, Side, compare, likeness
from parties.screening.rules.keys import forms
from parties.screening.rules.tables import MOST_ADDED, THRESHOLD
from tests.unit.screening.labelled import labelled

LEI, OTHER_LEI = "5493001KJTIIGC8Y1R12", "213800D1EI4B9WTWWD28"


def side(*names: str, kind: str = "company", at: str = "", weak: bool = False, **numbers: str) -> Side:
    return Side(kind, tuple(Name(name, weak) for name in names), frozenset(at.split()), frozenset(numbers.items()))


def features(one: Side, other: Side) -> dict[str, int]:
    match = compare(one, other)
    return {reason.feature: reason.points for reason in match.reasons} if match else {}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (side("Alderwood"), side("ALDERWOOD, Inc."), {"equal": 980}),
        (side("PaleAlder AI"), side("Pale Alder A.I."), {"joined": 960}),
        (side("Alder Marine Lines"), side("Lines Marine Alder"), {"reordered": 950}),
        (side("Аldеrwооd"), side("Alderwood"), {"look_alike": 930}),
        (side("Алдервуд"), side("Aldervud"), {"transliterated": 900}),
        (side("Alderwood Optix"), side("Alderwood Optic"), {"near": 933}),
        (side("Alder Cloud"), side("Alder Cloud Computing Services"), {"contained": 820}),
        (side("QMVT"), side("Qinghe Micro Vision Technology"), {"acronym": 800}),
        (side("Zelkova", lei=LEI), side("Linden", lei=LEI), {"identifier": 1000}),
        (side("Alderwood Ltd"), side("Alderwood Limited"), {"equal": 980, "same_form": 10}),
        (side("Alderwood Ltd"), side("Alderwood GmbH"), {"equal": 980, "other_form": -40}),
        (side("Alderwood", at="CN HK"), side("Alderwood", at="HK"), {"equal": 980, "same_country": 20}),
        (side("Alderwood", at="CN"), side("Alderwood", at="BR"), {"equal": 980, "other_country": -60}),
        (side("Alderwood"), side("Alderwood", weak=True), {"equal": 980, "weak_alias": -50}),
        (side("Alderwood Fund II"), side("Alderwood Fund III"), {"near": 940, "other_number": -180}),
        (side("Hebei Alder Machinery"), side("Hubei Alder Machinery"), {"near": 909, "other_place": -180}),
        (side("湖北桤木机械", at="CN"), side("湖南桤木机械", at="CN"), {"near": 833, "same_country": 20, "other_place": -180}),
        (side("Shanxi Alder Power"), side("Shaanxi Alder Power"), {"near": 940}),
        (side("Sequ0ia A1der"), side("Sequoia Alder"), {"look_alike": 930}),
        (side("梧桐芯片", at="CN"), side("Wutong Xinpian"), {"transliterated": 900}),
        (side("梧桐芯片", at="JP"), side("Wutong Xinpian"), {}),
        (side("Alder Дуб"), side("Alder Dub"), {"transliterated": 900}),
        (side("НПОТ"), side("Научно-производственное объединение Тис"), {"acronym": 800}),
        (side("Alderwood", lei=LEI), side("Alderwood", lei=OTHER_LEI), {"equal": 980, "other_identifier": -150}),
        (side("Rowan Oakes"), side("Rowan Oakes", kind="person"), {"equal": 980, "other_kind": -200}),
        (side("Pacific Star Line"), side("Pacific Stir Lane"), {"near": 882}),
        (side("Pacific Oak Harbour"), side("Pacific Elm Harbour"), {"near": 842, "odd_word": -120}),
        (side("Alderwood"), side("Birchfield"), {}),
        (side("Global Trading"), side("Global Trading Technology Group"), {"contained": 0}),
    ],
)  # fmt: skip
def test_each_feature(one: Side, other: Side, expected: dict[str, int]) -> None:
    found = features(one, other)
    if expected == {"contained": 0}:
        assert "contained" not in found, "words that many names have tell nothing"
    else:
        assert found == expected
        assert features(other, one) == expected or "weak_alias" in expected, "the same from either side"


def test_every_feature_of_the_tables_is_tried_above() -> None:
    tried = {f for mark in test_each_feature.pytestmark for *_, expected in mark.args[1] for f in expected}  # type: ignore[attr-defined]
    assert tried == set(BASES) | set(ADJUSTMENTS)


def test_a_score_is_its_reasons_added_up() -> None:
    for pair in labelled():
        match = compare(pair.party, pair.listed)
        if match:
            total = sum(reason.points for reason in match.reasons)
            assert match.score == Decimal(min(1000, max(0, total))) / 1000
            assert match.is_candidate is (total >= THRESHOLD)


def test_the_best_of_several_names_counts() -> None:
    match = compare(side("Umbra", "Old Alder Works"), side("Somebody", "Old Alder Works Ltd"))
    assert match is not None and (match.party_name, match.listed_name) == ("Old Alder Works", "Old Alder Works Ltd")


@given(st.text("abcdeé 红", max_size=80), st.text("abcdeé 红", max_size=80))
def test_likeness_is_rapidfuzzs_ratio(one: str, other: str) -> None:
    assert likeness(one, other) == int(round(fuzz.ratio(one, other) * 10, 6))


def measured() -> dict[str, Any]:
    """What the labelled set gives: themes with their pairs, found and missed, and precision and recall as they are printed."""
    pairs = [(pair, compare(pair.party, pair.listed)) for pair in labelled()]
    told = [(pair, bool(match and match.is_candidate)) for pair, match in pairs]
    both = sum(found and pair.same for pair, found in told)
    themes = dict.fromkeys(pair.theme for pair, _ in told)
    return {
        "pairs": len(told), "same": sum(pair.same for pair, _ in told),
        "precision": f"{both / sum(found for _, found in told):.3f}",
        "recall": f"{both / sum(pair.same for pair, _ in told):.3f}",
        "themes": {
            theme: (
                sum(p.theme == theme and p.same for p, _ in told), sum(p.theme == theme and p.same and f for p, f in told),
                sum(p.theme == theme and not p.same for p, _ in told), sum(p.theme == theme and not p.same and f for p, f in told),
            )
            for theme in themes
        },
    }  # fmt: skip


def test_the_labelled_set_is_large_and_well_found() -> None:
    found = measured()
    assert found["pairs"] >= 80 and found["same"] >= 50
    assert float(found["recall"]) >= 0.95 and float(found["precision"]) >= 0.85


@pytest.mark.parametrize("name", ["", " ", "\u200b", "!!!", "x" * 10_000, "ＡＢＣ" * 2000, "а" * 5000, "(" * 3000, "A,B,C", ","])
def test_odd_names_have_forms_quickly_and_compare_with_themselves(name: str) -> None:
    assert all(len(key) <= 300 for key, _ in forms(name))
    compare(side(name), side(name))


def test_positive_adjustments_are_what_the_bound_allows_for() -> None:
    assert MOST_ADDED == sum(points for points, _ in ADJUSTMENTS.values() if points > 0)
    assert all(points >= THRESHOLD - MOST_ADDED for points, _ in BASES.values())
