"""Who borrows, lends and uses is told by the sentence, not by what a firm's name is made of; in all ten languages."""

from __future__ import annotations

import pytest

from dealtracker.evidence.reading import read

LOANS = {
    "en": "Quarrybank Compute has signed a $90 million loan from Saltmarsh Credit to buy chips. Quarrybank Compute will rent the chips to Lanternfish AI.",
    "en with": "Quarrybank Compute has closed a $90 million loan with Saltmarsh Credit. Quarrybank Compute leases the chips to Lanternfish AI.",
    "en secured": "Quarrybank Compute secured a $90 million term loan from Saltmarsh Credit. The company will lease the capacity to Lanternfish AI.",
    "it": "Quarrybank Compute ha firmato un prestito da 90 milioni di dollari con Saltmarsh Credit. Quarrybank Compute affitterà la capacità di calcolo a Lanternfish AI.",
    "it from": "Quarrybank Compute ha ottenuto da Saltmarsh Credit un prestito da 90 milioni di dollari. Quarrybank Compute noleggia i chip a Lanternfish AI.",
    "es": "Quarrybank Compute ha firmado un préstamo de 90 millones de dólares con Saltmarsh Credit. Quarrybank Compute alquilará los chips a Lanternfish AI.",
    "es from": "Quarrybank Compute obtuvo un préstamo de 90 millones de dólares de Saltmarsh Credit. Quarrybank Compute arrienda los chips a Lanternfish AI.",
    "de": "Quarrybank Compute hat mit Saltmarsh Credit einen Kredit über 90 Millionen Dollar unterzeichnet. Quarrybank Compute wird die Chips an Lanternfish AI vermieten.",
    "de from": "Quarrybank Compute hat von Saltmarsh Credit einen Kredit über 90 Millionen Dollar erhalten. Quarrybank Compute vermietet die Chips an Lanternfish AI.",
    "fr": "Quarrybank Compute a signé un prêt de 90 millions de dollars avec Saltmarsh Credit. Quarrybank Compute louera les puces à Lanternfish AI.",
    "fr from": "Quarrybank Compute a obtenu un prêt de 90 millions de dollars de Saltmarsh Credit. Quarrybank Compute loue les puces à Lanternfish AI.",
    "pt": "A Quarrybank Compute assinou um empréstimo de 90 milhões de dólares com a Saltmarsh Credit. A Quarrybank Compute vai alugar os chips à Lanternfish AI.",
    "pt from": "A Quarrybank Compute obteve um empréstimo de 90 milhões de dólares da Saltmarsh Credit. A Quarrybank Compute aluga os chips para a Lanternfish AI.",
    "ru": "Quarrybank Compute подписала с Saltmarsh Credit кредит на 90 млн долларов. Quarrybank Compute сдаст чипы в аренду Lanternfish AI.",
    "ru from": "Quarrybank Compute получила от Saltmarsh Credit кредит на 90 млн долларов. Quarrybank Compute будет сдавать чипы в аренду компании Lanternfish AI.",
    "ja": "Quarrybank ComputeはSaltmarsh Creditと9000万ドルの融資契約を締結した。Quarrybank ComputeはチップをLanternfish AIに貸し出す。",
    "ja from": "Quarrybank ComputeはSaltmarsh Creditから9000万ドルの融資を受けた。Quarrybank ComputeはチップをLanternfish AIにリースする。",
    "zh": "Quarrybank Compute与Saltmarsh Credit签署了9000万美元的贷款协议。Quarrybank Compute将把芯片出租给Lanternfish AI。",
    "zh from": "Quarrybank Compute从Saltmarsh Credit获得9000万美元贷款。Quarrybank Compute将芯片租给Lanternfish AI。",
    "ko": "Quarrybank Compute는 Saltmarsh Credit와 9000만 달러 규모의 대출 계약을 체결했다. Quarrybank Compute는 칩을 Lanternfish AI에 임대한다.",
    "ko from": "Quarrybank Compute는 Saltmarsh Credit로부터 9000만 달러의 대출을 받았다. Quarrybank Compute는 칩을 Lanternfish AI에 빌려준다.",
}  # fmt: skip
CLUBS = {
    "en": "Data-centre operator Rheinrechen GmbH has signed a EUR 180 million loan with Isarbank AG and the credit fund Nordlicht Capital. Isarbank is providing EUR 120 million, Nordlicht Capital EUR 60 million. The user of the computing power is the Paris-based AI company Lutèce Intelligence.",
    "de": "Der Rechenzentrumsbetreiber Rheinrechen GmbH hat mit der Isarbank AG und dem Kreditfonds Nordlicht Capital einen Kredit über 180 Millionen Euro unterzeichnet. Die Isarbank stellt 120 Millionen Euro, Nordlicht Capital 60 Millionen Euro. Nutzer der Rechenleistung ist das Pariser KI-Unternehmen Lutèce Intelligence.",
    "fr": "L'exploitant de centres de données Rheinrechen GmbH a signé avec Isarbank AG et le fonds de crédit Nordlicht Capital un prêt de 180 millions d'euros. Isarbank apporte 120 millions d'euros, Nordlicht Capital 60 millions d'euros. L'utilisateur de la puissance de calcul est l'entreprise d'IA parisienne Lutèce Intelligence.",
    "it": "L'operatore di data center Rheinrechen GmbH ha firmato con Isarbank AG e con il fondo di credito Nordlicht Capital un prestito da 180 milioni di euro. Isarbank mette 120 milioni di euro, Nordlicht Capital 60 milioni di euro. L'utilizzatore della potenza di calcolo è la società di IA parigina Lutèce Intelligence.",
    "es": "El operador de centros de datos Rheinrechen GmbH ha firmado con Isarbank AG y el fondo de crédito Nordlicht Capital un préstamo de 180 millones de euros. Isarbank aporta 120 millones de euros y Nordlicht Capital 60 millones de euros. El usuario de la capacidad de cómputo es la empresa parisina de IA Lutèce Intelligence.",
    "pt": "A operadora de centros de dados Rheinrechen GmbH assinou com o Isarbank AG e o fundo de crédito Nordlicht Capital um empréstimo de 180 milhões de euros. O Isarbank entra com 120 milhões de euros e a Nordlicht Capital com 60 milhões de euros. A usuária da capacidade de computação é a empresa parisiense de IA Lutèce Intelligence.",
    "ru": "Оператор дата-центров Rheinrechen GmbH подписал с Isarbank AG и кредитным фондом Nordlicht Capital кредит на 180 млн евро. Isarbank предоставит 120 млн евро, Nordlicht Capital — 60 млн евро. Пользователем вычислительных мощностей является парижская компания Lutèce Intelligence.",
    "ja": "データセンター運営会社のRheinrechen GmbHは、Isarbank AGおよび信用ファンドのNordlicht Capitalと1億8000万ユーロの融資契約を締結した。Isarbankが1億2000万ユーロ、Nordlicht Capitalが6000万ユーロを拠出する。計算能力の利用者はパリのAI企業Lutèce Intelligenceだ。",
    "zh": "数据中心运营商Rheinrechen GmbH与Isarbank AG和信贷基金Nordlicht Capital签署了1.8亿欧元的贷款协议。Isarbank提供1.2亿欧元,Nordlicht Capital提供6000万欧元。算力的使用方为巴黎人工智能公司Lutèce Intelligence。",
    "ko": "데이터센터 운영사 Rheinrechen GmbH는 Isarbank AG 및 크레딧펀드 Nordlicht Capital과 1억8000만 유로의 대출 계약을 체결했다. Isarbank가 1억2000만 유로, Nordlicht Capital이 6000만 유로를 제공한다. 컴퓨팅 파워의 사용자는 파리의 AI 기업 Lutèce Intelligence다.",
}  # fmt: skip
WHOLE = "Rheinrechen GmbH has signed a EUR 180 million loan with Isarbank AG"


def parties(text: str, *fields: str) -> set[str]:
    return {p.party for p in read(text) if p.field in fields}


def amounts(text: str, field: str = "facility.amount") -> list[str]:
    return [p.value["point"] for p in read(text) if p.field == field]


@pytest.mark.parametrize("name", LOANS)
def test_a_firm_with_a_bank_in_its_name_borrows_and_lets(name: str) -> None:
    text = LOANS[name]
    assert parties(text, "role.borrower") == {"Quarrybank Compute"}
    assert parties(text, "role.lender") == {"Saltmarsh Credit"}
    assert parties(text, "role.offtaker", "role.end_beneficiary") == {"Lanternfish AI"}


@pytest.mark.parametrize("name", CLUBS)
def test_one_loan_of_two_lenders_is_one_financing(name: str) -> None:
    text = CLUBS[name]
    assert parties(text, "role.borrower") == {"Rheinrechen GmbH"}
    assert parties(text, "role.lender") == {"Isarbank AG", "Nordlicht Capital"}
    assert parties(text, "role.end_beneficiary") == {"Lutèce Intelligence"}
    assert (amounts(text), amounts(text, "figure.other")) == (["180000000"], ["120000000", "60000000"])
    assert {p.value for p in read(text) if p.field == "facility.stage"} == {"signed"}


@pytest.mark.parametrize("name", ["Harrow Bank", "Meridian Capital", "Fennel Credit"])
def test_who_obtains_a_loan_from_a_financier_borrows_whatever_its_name(name: str) -> None:
    text = f"{name} obtained a $90 million loan from Saltmarsh Credit to buy Nvidia chips."
    assert (parties(text, "role.borrower"), parties(text, "role.lender")) == ({name}, {"Saltmarsh Credit"})


def test_a_known_bank_does_not_borrow_from_the_funds_beside_it() -> None:
    text = "Deutsche Bank has provided Rheinrechen GmbH with a EUR 90 million loan and sold part of it to Apollo."
    assert "Deutsche Bank" not in parties(text, "role.borrower")


def test_who_rents_from_another_uses_the_chips() -> None:
    text = "Quarrybank Compute borrowed $90 million from Saltmarsh Credit. Lanternfish AI will rent the chips from it for six years."
    assert parties(text, "role.offtaker", "role.end_beneficiary") == {"Lanternfish AI"}


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (". Isarbank is providing EUR 120 million and Nordlicht Capital EUR 60 million.", ["180000000"]),
        (". Isarbank is providing EUR 120 million and Nordlicht Capital EUR 50 million.", ["180000000", "120000000", "50000000"]),
        (" and Nordlicht Capital: a term loan of EUR 120 million and a revolving facility of EUR 60 million.", ["180000000", "120000000", "60000000"]),
        (". Tamarind Compute GmbH borrowed EUR 120 million from Nordlicht Capital and EUR 60 million from Elbbank AG.", ["180000000", "120000000", "60000000"]),
    ],
)  # fmt: skip
def test_shares_are_those_that_make_up_the_loan_between_its_lenders(rest: str, told: list[str]) -> None:
    assert amounts(f"{WHOLE}{rest}") == told


def test_a_currency_before_its_figure_is_no_part_of_a_name() -> None:
    assert parties("Isarbank AG lends Rheinrechen GmbH EUR 120 million.", "role.borrower") == {"Rheinrechen GmbH"}


@pytest.mark.parametrize(
    "text",
    [
        "Nutzer der Rechenleistung ist für sechs Jahre das Pariser KI-Unternehmen Lutèce Intelligence.",
        "Nutzerin der Chips wird Lutèce Intelligence.",
        "The user of the chips will be, for six years, the AI company Lutèce Intelligence.",
        "L'utilisateur des puces sera pendant six ans l'entreprise Lutèce Intelligence.",
        "L'utilizzatore dei chip sarà per sei anni la società Lutèce Intelligence.",
        "El usuario de los chips será durante seis años la empresa Lutèce Intelligence.",
        "The chips would be sublet to Lutèce Intelligence.",
    ],
)
def test_who_uses_the_chips_for_a_time(text: str) -> None:
    told = f"{WHOLE} to buy Nvidia chips. {text}"
    assert parties(told, "role.end_beneficiary", "role.offtaker") == {"Lutèce Intelligence"}
