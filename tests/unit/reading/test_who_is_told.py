"""Who is meant where a text says it by place: "the latter", behind a comma, in a second deal, by whoever speaks."""

from __future__ import annotations

import pytest

from dealtracker.evidence.reading import Proposal, read
from dealtracker.evidence.reading.numbers import numbers
from dealtracker.evidence.reading.vocabulary import VOCABULARIES

FORMER_AND_LATTER = [
    ("en", "Zed Compute Inc. seeks a $90 million loan. Jefferies and Ares were asked: the former declined to comment, the latter did not reply."),
    ("it", "Zed Compute Srl cerca un prestito di 90 milioni di euro. Jefferies e Ares sono stati contattati: il primo non commenta, il secondo non ha risposto."),
    ("es", "Zed Compute SA busca un préstamo de 90 millones de euros. Se preguntó a Jefferies y Ares: el primero declinó comentar, el segundo no respondió."),
    ("fr", "Zed Compute SA cherche un prêt de 90 millions d'euros. Jefferies et Ares ont été sollicités : le premier a refusé de commenter, le second n'a pas répondu."),
    ("de", "Zed Compute GmbH sucht einen Kredit von 90 Mio. Euro. Jefferies und Ares wurden gefragt: Erstere lehnte einen Kommentar ab, letztere antwortete nicht."),
    ("pt", "A Zed Compute SA negocia um empréstimo de R$ 90 milhões. Procurados o Jefferies e a Ares, o primeiro não quis comentar e a segunda não respondeu."),
    ("zh", "Jefferies与Ares均被问及:前者拒绝置评,后者未回应。星河智算科技洽谈9亿元贷款。"),
    ("ja", "Jefferies、Aresに取材したところ、前者はコメントを控え、後者からは回答がなかった。星川電算は90億円の融資を協議している。"),
]  # fmt: skip
TWO_DEALS = """1. Blackstone lends $90 million to Zed Compute Inc. for 500 H200 chips in Reno.

2. Vantor AI Inc. borrowed $200 million from Blackstone. The chips stand in Tulsa."""


def of(text: str, field: str) -> list[Proposal]:
    return [proposal for proposal in read(text) if proposal.field == field]


@pytest.mark.parametrize(("language", "text"), FORMER_AND_LATTER)
def test_the_former_and_the_latter(language: str, text: str) -> None:
    replies = {p.party: p.value["stance"] for p in of(text, "reply")}
    assert replies == {"Jefferies": "declines to comment", "Ares Management": "no response"}


def test_a_bank_that_lends_in_two_deals_of_a_text_is_told_twice() -> None:
    lenders = of(TWO_DEALS, "role.lender")
    assert [p.party for p in lenders] == ["Blackstone", "Blackstone"]
    assert lenders[0].start < TWO_DEALS.index("2.") <= lenders[1].start


def test_in_one_deal_it_is_told_once() -> None:
    text = "Blackstone lends $90 million to Zed Compute Inc. The loan from Blackstone runs for five years."
    assert [p.party for p in of(text, "role.lender")] == ["Blackstone"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Zed Compute Inc. signed a $90 million loan, the company said on Monday.", "spokesperson"),
        ("Zed Compute Inc. signed a $90 million loan, two people familiar with the matter said.", "people familiar"),
        ("Zed Compute Inc. signed a $90 million loan, according to a filing.", "document"),
        ("Zed Compute Inc. signed a $90 million loan, said Mia Tan, chief executive.", "named"),
        ("Ein Sprecher der Zed Compute GmbH bestätigte den Kredit von 90 Mio. Euro.", "spokesperson"),
        ("広報担当者によると、株式会社ゼットは90億円を借り入れた。", "spokesperson"),
        ("Zed Compute Inc. signed a $90 million loan.", None),
        ("Zed Compute Inc. signed a $90 million loan, Reuters said.", None),
    ],
)
def test_whom_a_sentence_rests_on(text: str, value: str | None) -> None:
    assert [p.value for p in of(text, "claim.attribution")] == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "replies"),
    [
        ("Zed Compute Srl cerca un prestito di 90 milioni di euro; no comment da Jefferies e da KKR.", {"Jefferies", "KKR"}),
        ("Zed Compute Inc. seeks a $90 million loan. KKR said it has no tie with Zed Compute and the report is wrong.", {"KKR"}),
        ("Zed Compute Inc. seeks a $90 million loan. The report is wrong, a person close to the company said.", set()),
    ],
)
def test_who_speaks_answers(text: str, replies: set[str]) -> None:
    assert {p.party for p in of(text, "reply")} == replies


def test_a_party_named_in_another_role_does_not_borrow() -> None:
    text = "Zed LLC, as borrower, and Zed Holdings Corp., as guarantor, entered into a loan agreement with Barclays as lender for $90 million."
    assert {p.party for p in of(text, "role.guarantor")} == {"Zed Holdings Corp."}
    assert "Zed Holdings Corp." not in {p.party for p in of(text, "role.borrower")}
    assert {p.party for p in of(text, "role.lender")} == {"Barclays"}


def test_who_arranges_by_a_verb_and_lends_by_another_does_both() -> None:
    text = "Macquarie both arranged and provided a $250 million facility for Zed Compute Inc."
    assert {p.field for p in read(text) if p.party == "Macquarie Group"} >= {"role.arranger", "role.lender"}
    text = "Zed Compute Inc. signed a $250 million loan with Macquarie as arranger."
    assert "role.lender" not in {p.field for p in read(text) if p.party == "Macquarie Group"}


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("en", "twenty-five hundred", 2500), ("en", "twelve hundred", 1200), ("en", "two thousand five hundred", 2500),
        ("it", "quattromila", 4000), ("it", "duemilacinquecento", 2500), ("de", "zweitausendfünfhundert", 2500),
        ("es", "dos mil quinientas", 2500), ("fr", "deux mille cinq cents", 2500), ("pt", "duas mil e quinhentas", 2500),
        ("ru", "двадцать пять тысяч", 25000), ("en", "two hundred and fifty", 250),
    ],
)  # fmt: skip
def test_numbers_in_words(code: str, text: str, value: int) -> None:
    assert [number.value for number in numbers(text, 0, len(text), VOCABULARIES[code])] == [value]


@pytest.mark.parametrize(
    ("text", "borrower"),
    [
        ("Die Commerzbank und die KfW stellen Wellenwerk einen Kredit über 130 Millionen Euro mit sechs Jahren Laufzeit bereit.", "Wellenwerk"),
        ("Bis zu 300 Millionen Euro Kredit will sich Siebengrid leihen. Siebengrid teilte mit, es gebe Gespräche.", "Siebengrid"),
        ("Оператор Кедр Облако ведет переговоры с банками о кредите на 9 млрд рублей.", "Кедр Облако"),
        ("台灣業者峻嶺運算擬舉債1.5億美元。", "峻嶺運算"),
        ("霧島演算は90億円の融資について銀行と協議している。", "霧島演算"),
    ],
)
def test_borrowers_without_legal_form(text: str, borrower: str) -> None:
    assert [p.party for p in of(text, "role.borrower")] == [borrower]


def test_the_model_behind_a_noun_belongs_to_the_count() -> None:
    told = of("Zed Compute GmbH kauft auf Kredit 3.000 Grafikprozessoren vom Typ Nvidia H200.", "hardware.quantity")
    assert [(p.value["point"], p.more["model"]) for p in told] == [("3000", "H200")]
