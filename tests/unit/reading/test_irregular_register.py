"""What the irregular register of wires taught: fines, valuations, talks since a month, kinds; and texts about no loan."""

from __future__ import annotations

from datetime import date

import pytest

from dealtracker.evidence.reading import read

WIRE = (
    "A Texas-based AI cloud provider that was fined $95 million last year by a regulator, and that was valued at $1.9 billion "
    "in a funding round in March, is seeking roughly $410 million in a delayed-draw term loan to pay for Nvidia chips. "
    "The company, Corvane Systems, has been in talks with banks since July, people with knowledge of the matter said."
)
OTHER_NEWS = (
    "Arsenal beat Chelsea on Saturday. The club paid £105 million for Declan Rice and is in talks to sign a midfielder on loan from Barcelona.",
    "Nvidia reported record revenue of $57.0 billion for the third quarter. Gross margin was 73.4%. Interest income was $624 million. Blackwell sales rose.",
    "O Benfica confirmou o empréstimo do avançado João Silva ao Sporting de Braga, com opção de compra de 8 milhões de euros.",
    "Le gouvernement a présenté son budget. Les crédits de la mission recherche baissent de 400 millions d'euros. Le taux du livret A passera à 1,5 %.",
)


def test_each_amount_of_a_long_sentence_has_its_own_meaning() -> None:
    found = {p.field: p.value["point"] for p in read(WIRE) if p.field.startswith(("facility.amount", "figure."))}
    assert found == {"figure.other": "95000000", "figure.valuation": "1900000000", "facility.amount": "410000000"}


def test_talks_since_a_month_take_the_year_of_publication_when_it_is_known() -> None:
    assert [p.value for p in read(WIRE) if p.field == "event.talks_began"] == [{"since_month": 7}]
    for day, since in ((date(2026, 10, 6), "2026-07"), (date(2026, 3, 1), "2025-07")):
        assert [p.value for p in read(WIRE, published=day) if p.field == "event.talks_began"] == [{"since": since}]


def test_the_kind_of_facility_and_the_borrower_are_named_and_nothing_else_is_a_party() -> None:
    proposals = read(WIRE)
    assert [p.value for p in proposals if p.field == "facility.kind"] == ["delayed-draw term loan"]
    assert {p.value for p in proposals if p.field == "role.borrower"} == {"Corvane Systems"}
    assert not {"July", "Texas-based AI"} & {p.party for p in proposals}


@pytest.mark.parametrize("text", OTHER_NEWS)
def test_a_text_about_no_financing_has_no_role_and_no_facility(text: str) -> None:
    assert [p.field for p in read(text) if p.field.startswith(("role.", "facility.", "figure.", "reply"))] == []
