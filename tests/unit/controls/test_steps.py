"""The steps of a case over time, worked out on few days and without words, are those of the whole answer on any day."""
from __future__ import annotations

import random
from datetime import timedelta

import pytest

from deals.controls.answers import step_on, steps
from deals.controls.rules import case_from_json, evaluate
from deals.controls.rules.case import CERTAINTIES
from tests.unit.controls.asking import CATALOGUE, PACK, deciding

MODELS = (None, "H100", "H20", "A100", "B200", "L40S", "RTX 4090", "MI300X", "GB200 NVL72", "Nvidia", "an unknown thing", "910B")
PLACES = (None, "CN", "HK", "MO", "JP", "AE", "SG", "MY", "TW", "KE", "RU", "DE", "US", "IR", "SA")
ROLES = (None, "none", "buyer", "cloud customer", "lessee", "lender")
DAYS = sorted({day + timedelta(days=shift) for day in (*PACK.boundaries, PACK.read_up_to) for shift in (-1, 0, 1)})


@pytest.mark.parametrize("seed", range(12))
def test_a_step_is_that_of_the_whole_answer_on_every_day(seed: int) -> None:
    choose, seen = random.Random(seed), set()
    for _ in range(3):
        fields = {"model": choose.choice(MODELS), "role_of_china_party": choose.choice(ROLES)}
        fields |= {name: choose.choice(PLACES) for name in ("destination", "end_user_hq", "ultimate_parent_hq")}
        certainty = {name: choose.choice(CERTAINTIES) for name in fields if choose.random() < 0.5}
        case = case_from_json({**{name: value for name, value in fields.items() if value}, "certainty": certainty})
        kept = steps(case, pack=PACK)
        assert kept[0].start == PACK.earliest_rule
        for day in (day for day in DAYS if day >= PACK.earliest_rule):
            whole = evaluate(case.on(day), pack=PACK, catalogue=CATALOGUE)
            told = (whole.step, whole.policy, deciding(whole), whole.missing)
            for one in (step_on(case, day=day, pack=PACK), *(s for s in kept if s.start <= day < s.end)):
                assert (one.step, one.policy, set(one.rules), one.missing) == told, (case, day)
            seen.add(whole.step)
    assert seen
