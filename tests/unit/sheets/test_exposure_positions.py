"""What a stated amount counts as, over the stages of its facility."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

from deals.exposure.calc import minor, positions
from deals.timeline.calc import Stage
from dealtracker.money import Amount
from dealtracker.periods import OPEN_END

ABOUT_300M = Amount("approx", point=Decimal(300_000_000), currency="USD", words="about US$300m")


def stage(name: str, start: date, end: date = OPEN_END) -> Stage:
    return Stage(name, start, end, start.isoformat(), "", uuid4())


def test_a_deal_only_talked_about_has_proposed_amounts_never_commitments() -> None:
    [found] = positions(amount=ABOUT_300M, commitment="committed", stages=[stage("talks", date(2025, 9, 1))])
    assert (found.weight, found.point, found.currency, found.end) == ("proposed", 300_000_000_00, "USD", OPEN_END)


def test_signing_makes_it_committed_and_the_end_takes_it_out() -> None:
    path = [
        stage("marketing", date(2025, 1, 1), date(2025, 3, 1)), stage("signed", date(2025, 3, 1), date(2025, 4, 1)),
        stage("closed", date(2025, 4, 1), date(2026, 1, 1)), stage("ended", date(2026, 1, 1)),
    ]  # fmt: skip
    found = positions(amount=ABOUT_300M, commitment="unknown", stages=path)
    assert [(p.weight, p.start, p.end) for p in found] == [
        ("proposed", date(2025, 1, 1), date(2025, 3, 1)), ("committed", date(2025, 3, 1), date(2026, 1, 1)),
    ]  # fmt: skip


def test_an_underwritten_loan_is_committed_while_it_is_placed() -> None:
    [found] = positions(amount=ABOUT_300M, commitment="committed", stages=[stage("marketing", date(2025, 1, 1))])
    assert found.weight == "committed"


def test_options_and_conditions_stay_possible() -> None:
    for commitment in ("conditional", "uncommitted option"):
        [found] = positions(amount=ABOUT_300M, commitment=commitment, stages=[stage("closed", date(2025, 1, 1))])
        assert found.weight == "possible"


def test_unknown_is_never_zero() -> None:
    assert positions(amount=None, commitment="committed", stages=[stage("closed", date(2025, 1, 1))]) == []
    assert positions(amount=Amount.unknown(), commitment="committed", stages=[stage("closed", date(2025, 1, 1))]) == []
    assert minor(None, "USD") is None


def test_up_to_has_a_high_and_no_point() -> None:
    amount = Amount("at most", high=Decimal(1_200), currency="JPY")
    [found] = positions(amount=amount, commitment="committed", stages=[stage("signed", date(2025, 1, 1))])
    assert (found.low, found.point, found.high) == (None, None, 1_200)


def test_without_a_stage_the_words_of_the_commitment_tell_alone() -> None:
    known, ended = date(2025, 6, 1), date(2026, 1, 1)
    said = {"committed": "committed", "conditional": "possible", "uncommitted option": "possible", "proposed": "proposed", "unknown": "proposed"}
    for commitment, weight in said.items():
        [found] = positions(amount=ABOUT_300M, commitment=commitment, stages=[], since=known)
        assert (found.weight, found.start, found.end) == (weight, known, OPEN_END)
        [before] = positions(amount=ABOUT_300M, commitment=commitment, stages=[stage("ended", ended)], since=known)
        assert (before.weight, before.start, before.end) == (weight, known, ended)
    assert positions(amount=ABOUT_300M, commitment="committed", stages=[stage("ended", known)], since=ended) == []
    [after] = positions(amount=ABOUT_300M, commitment="committed", stages=[stage("signed", ended)], since=known)
    assert after.start == ended, "a stage that is known tells when it began"
