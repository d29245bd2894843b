"""Figures, days and anchors as the world writes them."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtracker.evidence.anchors import anchor, find
from dealtracker.evidence.reading import Proposal, read
from tests.unit.reading.news_scoring import UNSEEN, texts
from tests.unit.reading.scoring import label_of

AMOUNTS = [
    ("Kallio Compute seeks a loan of US$1.2tn.", "exact 1200000000000 USD"),
    ("Kallio Compute seeks a loan of $300-400m.", "range 300000000-400000000 USD"),
    ("Kallio Compute seeks a three hundred million dollar loan.", "exact 300000000 USD"),
    ("Kallio Compute seeks a loan of Rs 1,200 crore.", "exact 12000000000 INR"),
    ("Kallio Compute borrows 600 million dirhams.", "exact 600000000 AED"),
    ("Kallio Compute borrows 2 billion Saudi riyals.", "exact 2000000000 SAR"),
    ("Kallio Compute seeks a loan worth HK$1.2bn.", "exact 1200000000 HKD"),
    ("Die Kallio Compute GmbH sucht einen Kredit von 300 Mio. Euro.", "exact 300000000 EUR"),
    ("Die Kallio Compute GmbH sucht einen Kredit von 1,2 Mrd. Euro.", "exact 1200000000 EUR"),
    ("La Nubealta Cloud negocia un préstamo de 3 mil millones de pesos mexicanos.", "exact 3000000000 MXN"),
    ("A Serra Dados Cloud negocia um empréstimo de R$ 1,8 bilhão.", "exact 1800000000 BRL"),
    ("Компания «Северный кластер» ищет кредит на 3 000 млн рублей.", "exact 3000000000 RUB"),
    ("Компания «Северный кластер» ищет кредит примерно на $500 млн.", "approx 500000000 USD"),
    ("한빛클라우드는 3천200억원 대출을 협의하고 있다.", "exact 320000000000 KRW"),
    ("한빛클라우드는 12.5억 달러 대출을 협의하고 있다.", "exact 1250000000 USD"),
    ("한빛클라우드는 1조2천억원 대출을 협의하고 있다.", "exact 1200000000000 KRW"),
    ("ミナトクラウドは2兆3000億ウォンの融資を協議している。", "exact 2300000000000 KRW"),
    ("鼎岳雲端股份有限公司正洽談新台幣80億元貸款。", "exact 8000000000 TWD"),
]  # fmt: skip
NOT_THE_LOAN = [
    "Kallio Compute borrowed $90 million. Its shares fell to $12.40.",
    "Kallio Compute borrowed $90 million. The market for such debt may reach $40 billion, analysts estimate.",
    "Kallio Compute borrowed $90 million. A court fined it $2 million for late accounts.",
    "Kallio Compute borrowed $90 million. It was valued at $6.8 billion in January.",
    "Kallio Compute borrowed $90 million. See page 12 of the 2026 report.",
]
COUNTED = [
    ("de", "Die Kallio Compute GmbH verhandelt mit vier Banken über einen Kredit von 90 Mio. Euro."),
    ("it", "Kallio Compute Srl tratta con quattro banche un prestito da 90 milioni di euro."),
    ("zh", "星河智算科技正与四家银行洽谈9亿元贷款。"),
    ("ko", "한빛클라우드가 은행 네 곳과 900억원 대출을 협의 중이다."),
    ("ru", "Компания «Северный кластер» ведет переговоры с четырьмя банками о кредите на 9 млрд рублей."),
]


def of(text: str, field: str, **options: date) -> list[Proposal]:
    return [proposal for proposal in read(text, **options) if proposal.field == field]  # type: ignore[arg-type]


@pytest.mark.parametrize("text,label", AMOUNTS)
def test_amounts_as_they_are_written(text: str, label: str) -> None:
    assert [label_of(p) for p in of(text, "facility.amount")] == [f"facility.amount | {label}"]


@pytest.mark.parametrize("text", NOT_THE_LOAN)
def test_other_figures_are_not_the_loan(text: str) -> None:
    assert [p.value.get("point") for p in of(text, "facility.amount")] == ["90000000"]


@pytest.mark.parametrize("language,text", COUNTED)
def test_banks_without_a_name_are_a_group(language: str, text: str) -> None:
    assert [p.value for p in of(text, "role.approached")] == ["banks"]


def test_a_bank_beside_the_loan_lends_and_one_that_guarantees_or_forecasts_does_not() -> None:
    text = "Kallio Compute Ltd gets a $90 million loan from UBS under a guarantee from Sace. Analysts at ING put the market at $9 billion."
    assert {p.party for p in of(text, "role.lender")} == {"UBS"}
    assert {p.party for p in of(text, "role.borrower")} == {"Kallio Compute Ltd"}


def test_months_of_talks_are_no_tenor_and_a_lease_is_none() -> None:
    text = "Kallio Compute has been in talks for at least three months about a five-year loan of $90 million. The building is leased for 15 years."
    assert [p.value for p in of(text, "facility.tenor")] == [{"months": 60}]
    assert [p.value for p in of(text, "event.talks_began")] == [{"at_least_months": 3}]


SAID = (
    "Kallio Compute Ltd has closed a $90 million loan, it announced on Tuesday. Nvidia had not responded as of Sunday."
)


def test_weekdays_are_placed_by_the_day_of_publication_alone() -> None:
    day = date(2026, 4, 16)  # a Thursday
    assert [p.value for p in of(SAID, "event.announced", published=day)] == ["2026-04-14"]
    assert [p.more.get("day") for p in of(SAID, "reply", published=day)] == ["2026-04-12"]
    assert of(SAID, "event.announced") == []
    assert [p.more.get("day") for p in of(SAID, "reply")] == [None]


def test_fees_in_money_and_advance_rates() -> None:
    text = "Term sheet\n\nBorrower: Kallio Compute Ltd\nAgency Fee: $100,000 per annum\nAdvance Rate: 75% of cost\n"
    assert [(p.value["point"], p.value["currency"], p.more["of"]) for p in of(text, "facility.fee")] == [
        ("100000", "USD", "agency")
    ]
    assert [p.value["point"] for p in of(text, "facility.advance_rate")] == ["0.75"]


PIECES = [text for _, _, text in texts(UNSEEN)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=2), st.text(max_size=60), st.integers(0, 400))
def test_quotes_stand_at_their_offsets_whatever_is_cut_or_put_between(pieces: list[str], noise: str, cut: int) -> None:
    text = noise.join(piece[cut:] if at else piece[: len(piece) - cut] for at, piece in enumerate(pieces))
    for proposal in read(text):
        assert 0 <= proposal.start < proposal.end <= len(text)
        assert text[proposal.start : proposal.end] == proposal.quote


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_anchors_survive_white_space_and_composition_in_every_language(form: str) -> None:
    for text in PIECES:
        start, end = len(text) // 4, len(text) // 4 + 40
        wanted = anchor(text, start, end)
        changed = unicodedata.normalize(form, f"Menu\n\n{text}".replace(" ", "  \n"))
        found = find(changed, wanted)
        assert found is not None
        plain = unicodedata.normalize("NFKC", "".join(changed[found.start : found.end].split()))
        assert plain == unicodedata.normalize("NFKC", "".join(wanted.exact.split()))


def test_a_short_quote_of_han_is_found_after_one_change() -> None:
    text = "前文。同社は東京のデータセンターで約3億ドルの融資を協議しているという。後文。"
    wanted = anchor(text, 3, 36)
    found = find(text.replace("協議", "交渉"), wanted)
    assert found is not None and found.how == "similar"


def test_a_quote_read_in_koi8_is_found() -> None:
    text = "Стартап ищет кредит на 300 млн долларов для покупки чипов."
    found = find(text.encode("cp1251").decode("koi8-r"), anchor(text, 8, 40))
    assert found is not None and (found.start, found.how) == (8, "encoding")
