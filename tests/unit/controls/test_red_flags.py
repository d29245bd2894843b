"""Red flags of BIS: dated lists, and answers of yes, no or not known with their evidence."""
from __future__ import annotations

from datetime import date

import pytest

from deals.controls.packs import load_red_flags
from deals.controls.rules import FlagAnswer, FlagError, answered

DAY = date(2025, 12, 1)


def test_lists_are_dated_and_what_nobody_answered_is_not_known() -> None:
    early = {flag.list_id for flag in answered(load_red_flags(), [], day=date(2025, 5, 12))}
    later = {flag.list_id for flag in answered(load_red_flags(), [], day=date(2025, 5, 13))}
    assert later - early == {"BIS-IC-DIVERSION-2025"}
    flags = answered(load_red_flags(), [], day=DAY)
    assert {(flag.answer, flag.evidence) for flag in flags} == {("not_known", "")}
    assert len({flag.flag.id for flag in flags}) == len(flags) == 19


def test_an_answer_carries_its_evidence() -> None:
    told = FlagAnswer("ICD-1", "no", "invoices since 2021, read by the desk", DAY)
    [flag] = [f for f in answered(load_red_flags(), [told], day=DAY) if f.flag.id == "ICD-1"]
    assert flag.to_json()["answer"] == "no"
    assert flag.to_json()["evidence"] == "invoices since 2021, read by the desk"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (FlagAnswer("ICD-1", "yes", " "), "needs evidence"),
        (FlagAnswer("ICD-1", "perhaps", "a call"), "not one of yes, no, not_known"),
        (FlagAnswer("ICD-99", "yes", "a call"), "not an item"),
    ],
)
def test_an_answer_without_evidence_or_item_is_refused(answer: FlagAnswer, words: str) -> None:
    with pytest.raises(FlagError, match=words):
        answered(load_red_flags(), [answer], day=DAY)
