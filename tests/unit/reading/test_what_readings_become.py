"""Readings that the reader gained have a place among a deal's facts."""

from __future__ import annotations

from datetime import date

import pytest

from deals.agreements.rules.proposed import Proposed
from deals.agreements.rules.readings import reading, row_values
from dealtracker.evidence.reading import read
from dealtracker.periods import When

SHEET = "Term sheet\n\nBorrower: Kallio Compute Ltd\nAgency Fee: $100,000 per annum\nUpfront Fee: 1.00%\nAdvance Rate: 75% of cost\n"


def test_a_fee_in_money_is_an_amount_and_one_in_percent_a_rate() -> None:
    fees = [p for p in read(SHEET) if p.field == "facility.fee"]
    kept = [reading(p.field).value(Proposed(p.field, p.value, more=p.more), date(2026, 1, 1))[0] for p in fees]
    assert [sorted(fee) for fee in kept] == [["amount", "kind"], ["kind", "rate"]]


def test_an_advance_rate_is_a_covenant_and_an_announcement_an_event() -> None:
    assert row_values(Proposed("facility.advance_rate", {}))["kind"] == "advance rate"
    assert row_values(Proposed("event.announced", "2026-04-08"))["kind"] == "announced"
    assert reading("event.announced").entity == "event"


def test_how_long_a_contract_runs_is_kept_with_a_contract() -> None:
    (term,) = [p for p in read(f"{SHEET}The chips are leased to Meta for six years.") if p.field == "contract.term"]
    place = reading(term.field)
    assert (place.entity, place.field) == ("contract", "term_months")
    assert place.value(Proposed(term.field, term.value), date(2026, 1, 1)) == {"kind": "exact", "point": "72"}
    assert row_values(Proposed(term.field, term.value))["kind"] == "other"


@pytest.mark.parametrize(
    ("told", "began"),
    [
        ({"since": "2026-07"}, "2026-07"),
        ({"since_month": 7}, "2025-07"),
        ({"since_month": 2}, "2026-02"),
        ({"at_least_months": 3}, {"by": "2025-12-10"}),
        ({"at_most_months": 2}, {"after": "2026-01-10"}),
        ({"months": 3}, "2025-12"),
        ({"about_months": 3}, {"from": "2025-11", "to": "2026-01"}),
        ({"days": 10}, "2026-02"),
    ],
)
def test_how_long_talks_have_lasted_becomes_when_they_began(told: dict[str, object], began: object) -> None:
    field = "event.talks_began"
    assert reading(field).value(Proposed(field, told), date(2026, 3, 10)) == began
    assert When.from_json(began).text
