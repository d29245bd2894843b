"""Faults that texts nobody had prepared for brought out: each with its kind of sentence in several languages."""

from __future__ import annotations

import pytest

from dealtracker.evidence.reading import Proposal, read
from tests.unit.reading.scoring import label_of

LOAN = {
    "en": "Kallio Compute seeks a $90 million loan. ",
    "de": "Tamarind Compute sucht einen Kredit von 90 Mio. Euro. ",
    "fr": "Kallio Compute négocie un prêt de 90 millions d'euros. ",
    "it": "Lariocloud Srl tratta un prestito di 90 milioni di euro. ",
    "es": "Nubealta Cloud negocia un préstamo de 90 millones de euros. ",
    "pt": "A Serra Dados Cloud negocia um empréstimo de 90 milhões de euros. ",
    "ru": "Компания «Северный кластер» ищет кредит на 9 млрд рублей. ",
    "ja": "ミナトクラウドは90億円の融資を協議している。",
    "zh": "星河智算科技正洽谈9亿元贷款。",
    "ko": "한빛클라우드는 900억원 대출을 협의하고 있다. ",
}
SECURITY = [
    ("en", "The loan is secured by the 2,000 chips and priced at 400 basis points.", "the 2,000 chips"),
    ("en", "Lenders take a first charge over the servers.", "the servers"),
    ("de", "Der Kredit ist durch 2.400 Grafikkarten besichert.", "2.400 Grafikkarten"),
    ("de", "Als Sicherheit dienen die Chips.", "die Chips"),
    ("fr", "Le prêt est garanti par les 1 500 puces.", "les 1 500 puces"),
    ("it", "Il prestito è garantito dalle 2.500 schede grafiche.", "2.500 schede grafiche"),
    ("it", "I 900 acceleratori fanno da garanzia.", "I 900 acceleratori"),
    ("es", "El préstamo está garantizado con los 1.800 chips.", "los 1.800 chips"),
    ("pt", "O empréstimo é garantido pelos 1.200 chips.", "1.200 chips"),
    ("ru", "Кредит выдается под залог 3000 ускорителей.", "3000 ускорителей"),
    ("ja", "エヌビディアのGPU4000基を担保にする。", "エヌビディアのGPU4000基"),
    ("zh", "公司以2000张显卡为抵押。", "2000张显卡"),
    ("ko", "GPU 4000장을 담보로 제공한다.", "GPU 4000장"),
]
MARGINS = [
    ("en", "It pays 4.75 percentage points over Euribor."),
    ("de", "Verzinst wird er mit 4,75 Prozentpunkten über dem Euribor."),
    ("de", "Die Marge beträgt 475 Basispunkte."),
    ("fr", "La marge atteint 4,75 points de pourcentage."),
    ("it", "Lo spread è di 4,75 punti percentuali sull'Euribor."),
    ("es", "El margen es de 4,75 puntos porcentuales."),
    ("pt", "A margem é de 4,75 pontos percentuais."),
    ("ru", "Маржа составит 4,75 процентного пункта."),
    ("ja", "金利はTIBORに4.75%ポイント上乗せする。"),
    ("ja", "スプレッドは475ベーシスポイント。"),
    ("zh", "利率较SOFR加4.75个百分点。"),
    ("ko", "가산금리는 4.75%포인트다."),
]
ARRANGERS = [
    ("en", "Brightwater Partners is arranging the financing.", "Brightwater Partners"),
    ("en", "The lead arranger is Brightwater Partners.", "Brightwater Partners"),
    ("en", "The loan is being arranged by Brightwater Partners.", "Brightwater Partners"),
    ("en", "Leading the financing is Brightwater Partners.", "Brightwater Partners"),
    ("de", "Arrangeurin ist die Nordkapital AG.", "Nordkapital AG"),
    ("fr", "Banque Loire arrange le financement.", "Banque Loire"),
    ("it", "A guidare l'operazione è Banca Adige.", "Banca Adige"),
    ("es", "Lo organiza Banco Duero.", "Banco Duero"),
    ("pt", "O Banco Aurora está a estruturar o financiamento.", "Banco Aurora"),
    ("ru", "Финансирование организует Газпромбанк.", "Gazprombank"),
    ("ja", "みずほ証券が取りまとめを主導した。", "Mizuho Securities"),
    ("zh", "中信证券担任牵头安排行。", "CITIC Securities"),
    ("ko", "대표 주선기관은 KB증권이다.", "KB Securities"),
]  # fmt: skip


def of(text: str, field: str) -> list[Proposal]:
    return [proposal for proposal in read(text) if proposal.field == field]


@pytest.mark.parametrize("language,sentence,words", SECURITY)
def test_what_secures_the_loan(language: str, sentence: str, words: str) -> None:
    assert [p.value for p in of(LOAN[language] + sentence, "facility.security")] == [words]


@pytest.mark.parametrize("language,sentence", MARGINS)
def test_points_of_a_percentage_are_a_margin(language: str, sentence: str) -> None:
    found = of(LOAN[language] + sentence, "facility.margin_bps")
    assert [label_of(p) for p in found] == [
        f"facility.margin_bps | exact {'475' if '475' in sentence else '475.00'}"
    ] or [p.value["point"] for p in found] == ["475"]


@pytest.mark.parametrize("language,sentence,party", ARRANGERS)
def test_who_arranges_is_no_borrower(language: str, sentence: str, party: str) -> None:
    text = LOAN[language] + sentence
    assert [p.party for p in of(text, "role.arranger")] == [party]
    assert party not in [p.party for p in of(text, "role.borrower")]


@pytest.mark.parametrize("banks", ["みずほ銀行など3行と約200億円", "みずほ銀行など３行と、約200億円"])
def test_a_count_of_banks_is_no_end_of_a_range(banks: str) -> None:
    found = of(f"ミナトクラウドは、{banks}の融資について協議している。", "facility.amount")
    assert [label_of(p) for p in found] == ["facility.amount | approx 20000000000 JPY"]


@pytest.mark.parametrize(
    "text,count",
    [
        ("GPU4000基を購入するための融資だ。", "4000"),
        ("GPU800枚を購入するための融資だ。", "800"),
        ("公司购买GPU3000张。", "3000"),
        ("公司购买6000块加速卡。", "6000"),
        ("GPU 2천 장을 구입한다.", "2000"),
        ("서버 300대를 구입한다.", "300"),
        ("Das Geld fließt in den Kauf von 9.000 Chips für das Rechenzentrum.", "9000"),
        ("Куплено 1500 шт. ускорителей.", "1500"),
    ],
)
def test_counters_make_quantities_and_no_parties(text: str, count: str) -> None:
    assert [p.value["point"] for p in of(text, "hardware.quantity")] == [count]
    assert of(text, "party.name") == [] and of(text, "role.borrower") == []


@pytest.mark.parametrize(
    "text",
    [
        "Finnish borrowers seek a $90 million loan.",
        "Danish startup Nordhavn seeks a $90 million loan.",
        "Finnische Banken leihen der Oulun Laskenta Oy 90 Millionen Euro.",
        "La española Nubealta Cloud negocia un préstamo de 90 millones de euros.",
    ],
)
def test_a_nationality_is_no_party(text: str) -> None:
    parties = {p.party for p in read(text)}
    assert not parties & {"Finnish", "Danish", "Finnische", "Finnische Banken", "La española"}


def test_a_dateline_gives_date_and_newsroom_and_no_site() -> None:
    text = "OULU, March 3, 2026 (Nordic Newswire) - Kallio Compute seeks a $90 million loan to buy 6,000 chips."
    assert [p.value for p in of(text, "source.published")] == ["2026-03-03"]
    assert [p.value for p in of(text, "source.origin")] == ["Nordic Newswire"]
    assert of(text, "site.place") == []


def test_a_bank_that_finances_the_purchase_lends() -> None:
    text = LOAN["de"] + "Die Ostbank AG finanziert den Kauf von 9.000 Chips."
    assert [p.party for p in of(text, "role.lender")] == ["Ostbank AG"]
