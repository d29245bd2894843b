"""What an independent reader found missing or wrong in texts nobody had prepared for: each as a sentence of its own."""

from __future__ import annotations

from typing import Any

import pytest

from dealtracker.evidence.reading import read

EN = "Firmus seeks a $450 million loan from KKR for chips. "
ZH = "腾云智算科技正洽谈9亿元贷款购买英伟达芯片，花旗银行和汇丰银行牵头安排。"
KO = "새빛클라우드가 하나은행과 최대 1조2000억원 규모의 GPU 대출을 논의 중이다. "
JA = "ミナトクラウドはGPU購入資金として90億円の融資をみずほ銀行と協議している。"
PT = "A Serra Dados Cloud negocia um empréstimo de R$ 90 milhões com o Itaú para comprar chips"
ES = "ZTK Cloud Centers negocia un préstamo de 300 millones de dólares con KKR. "
DE = "Norwind Compute GmbH spricht mit der KfW über einen Kredit von 90 Mio. Euro. "

VALUES: list[tuple[str, str, list[Any]]] = [
    (f"{EN}It would mature in 2031.", "facility.maturity", ["2031"]),
    (f"{EN}The chips would be leased to Kallio Compute Ltd for six years.", "contract.term", [{"months": 72}]),
    (f"{EN}The chips would be leased to Kallio Compute Ltd for six years.", "facility.tenor", []),
    (f"{ZH}设备租给腾讯使用，期限六年。", "facility.tenor", []),
    (f"{PT}. A Shopee será a usuária da capacidade, por um prazo de oito anos.", "facility.tenor", []),
    (f"{DE}Die Gespräche laufen seit mindestens sieben Wochen.", "event.talks_began", [{"at_least_days": 49}]),
    (f"{DE}Die Gespräche laufen noch, die Laufzeit beträgt vier Jahre.", "facility.tenor", [{"months": 48}]),
]
PARTIES = [
    ("Firmus borrowed $90 million. Firmus, which is majority owned by Meta, sells computing.", "role.landlord", []),
    ("Firmus borrowed $90 million. The site is owned by Segro.", "role.landlord", ["Segro"]),
    (ZH, "role.arranger", ["Citigroup", "HSBC"]),
    (f"{PT}, disseram duas pessoas ao Valor.", "role.approached", ["Itaú"]),
    (f"{PT}, disseram duas pessoas ao Valor.", "source.origin", ["Valor Econômico"]),
    ("Valor is lending $90 million to Kallio Compute Ltd.", "role.lender", ["Valor Equity Partners"]),
    (f"{KO}서울경제가 5일 보도했다.", "source.origin", ["서울경제"]),
    ("ミナトクラウドは90億円の融資を協議していると北海道新聞が報じた。", "source.origin", ["北海道新聞"]),
    ("Según el diario Cinco Días, Lunara Cloud busca un préstamo de 3 millones.", "source.origin", ["Cinco Días"]),
    (f"{PT}. A Shopee será a usuária da capacidade.", "role.end_beneficiary", ["Shopee"]),
    (f"{PT}. A usuária final dos chips, em Recife, seria a Baidu.", "role.end_beneficiary", ["Baidu"]),
    (f"{ES}Carlyle y HPS figuran entre los prestamistas interesados.", "role.approached", ["Carlyle", "HPS Investment Partners"]),
    (f"{ES}Quien las usaría al cabo de todo sería Baidu.", "role.end_beneficiary", ["Baidu"]),
    ("O BNDES vai financiar com R$ 640 milhões a compra de 900 GPUs pela Vargem Nuvem.", "role.borrower", ["Vargem Nuvem"]),
    ("阳光智算科技有限公司向工商银行借款8亿元购买英伟达H20芯片。", "role.lender", ["ICBC"]),
    ("阳光智算科技有限公司向工商银行借款8亿元购买英伟达H20芯片。", "role.vendor", ["Nvidia"]),
    (f"{KO}최종 사용자는 넥스톤이다.", "role.end_beneficiary", ["넥스톤"]),
    ("Rheintal Rechen GmbH erhält von der KfW einen Kredit über 90 Mio. Euro, um H200-Chips von Nvidia zu kaufen.", "role.lender", ["KfW"]),
    (f"{ES}HSBC figura entre los bancos interesados.", "role.approached", ["HSBC"]),
    ("Prestatario: Nube Alta, S.L.\nEstructurador: Bankinter\nImporte: 3.000.000 EUR", "role.arranger", ["Bankinter"]),
    (f"{KO}키움증권이 주관사를 맡고 있다.", "role.arranger", ["키움증권"]),
]  # fmt: skip
# Who was asked to lend has lent nothing, in whichever language.
ASKED = [
    (f"{EN}Daugava Bank AS and Deutsche Bank have been approached to lend the five-year loan, the people said.", ["Daugava Bank AS", "Deutsche Bank"]),
    (f"{EN}Deutsche Bank was asked to lend the money by the borrower.", ["Deutsche Bank"]),
    (f"{DE}Die Deutsche Bank und die Commerzbank wurden angefragt, das Darlehen zu gewähren.", ["Commerzbank", "Deutsche Bank"]),
    ("Calcul SAS négocie un prêt de 90 millions d'euros. BNP Paribas a été sollicitée pour accorder le prêt.", ["BNP Paribas"]),
    (f"{ES}Santander y BBVA han sido contactados para prestar el dinero del préstamo.", ["BBVA", "Santander"]),
    ("Lunara Cloud SpA negozia un prestito da 90 milioni. UniCredit è stata contattata per finanziare il prestito.", ["UniCredit"]),
    (f"{PT}. O Bradesco foi contactado para financiar o empréstimo.", ["Bradesco"]),
    ("腾云智算科技正洽谈9亿元贷款购买英伟达芯片。花旗银行和汇丰银行获邀提供这笔贷款。", ["Citigroup", "HSBC"]),
    ("ミナトクラウドは90億円の融資を協議している。みずほ銀行と三菱UFJ銀行が融資を打診された。", ["MUFG", "Mizuho"]),
    ("새빛클라우드가 1조2000억원 규모의 GPU 대출을 논의 중이다. 국민은행이 대출 제안을 받았다.", ["KB Kookmin Bank"]),
]  # fmt: skip
ORIGINS = [
    ("【リガ】ミナトクラウドは90億円の融資を協議している。バルティック・ワイヤーが4日報じた。", ["バルティック・ワイヤー"]),
    ("【リガ】ミナトクラウドは90億円の融資を協議している。メディアが4日報じた。", []),
    ("【東京=NNA】ミナトクラウドは90億円の融資を協議している。", ["NNA"]),
    ("【NNA】ミナトクラウドは90億円の融資を協議している。", ["NNA"]),
]  # fmt: skip
REPLIES = [
    (f"{ZH}花旗拒绝置评，丰顺未回应置评请求，腾讯否认了该报道。", {"Citigroup": "declines to comment", "Tencent": "denies"}),
    (f"{JA}みずほ銀行は取材に対し「お話しできることはない」と回答した。", {"Mizuho": "declines to comment"}),
    (f"{ES}ZTK rechazó hacer comentarios, KKR no contestó.", {"ZTK Cloud Centers": "declines to comment", "KKR": "no response"}),
]  # fmt: skip
TOWNS = [
    (f"{EN}The site is in Borgvatn, Norway.", "Borgvatn", "NO"),
    (f"{EN}The chips go to a data center in Norway, at a site in Borgvatn, Norway.", "Borgvatn", "NO"),
    (f"{PT} para o campus de Vargem Bela do Oeste, no Rio Grande do Sul.", "Vargem Bela do Oeste", "BR"),
    ("Kallio Compute emprunte 90 millions d'euros pour un centre de données à Cléguennec (France).", "Cléguennec", "FR"),
    (f"{JA}鹿児島県南九州台市のデータセンターに設置する。", "南九州台市", "JP"),
    (f"{DE}Das Rechenzentrum steht in Grönfelde in Polen.", "Grönfelde", "PL"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "values"), VALUES)
def test_terms_and_times(text: str, field: str, values: list[Any]) -> None:
    assert [p.value for p in read(text) if p.field == field] == values


@pytest.mark.parametrize(("text", "field", "parties"), PARTIES)
def test_who_does_what(text: str, field: str, parties: list[str]) -> None:
    assert sorted({p.party for p in read(text) if p.field == field}) == parties


@pytest.mark.parametrize(("text", "parties"), ASKED)
def test_who_was_asked_to_lend_is_no_lender(text: str, parties: list[str]) -> None:
    found = read(text)
    asked = {p.party for p in found if p.field == "role.approached" and not p.more.get("unnamed")}
    assert asked >= set(parties)
    assert not {p.party for p in found if p.field == "role.lender"} & set(parties)


def test_who_was_asked_and_agreed_lends() -> None:
    found = read(
        "Firmus seeks a $90 million loan. Deutsche Bank was approached and has agreed to lend the $90 million loan."
    )
    assert [p.party for p in found if p.field == "role.lender"] == ["Deutsche Bank"]


@pytest.mark.parametrize(("text", "named"), ORIGINS)
def test_a_city_before_the_report_is_no_newsroom(text: str, named: list[str]) -> None:
    assert [p.value for p in read(text) if p.field == "source.origin"] == named


@pytest.mark.parametrize(("text", "stances"), REPLIES)
def test_a_reply_is_put_on_nobody_else(text: str, stances: dict[str, str]) -> None:
    assert {p.party: p.value["stance"] for p in read(text) if p.field == "reply"} == stances


@pytest.mark.parametrize(("text", "city", "country"), TOWNS)
def test_a_town_of_no_list_keeps_its_name_beside_its_country(text: str, city: str, country: str) -> None:
    places = [p.value for p in read(text) if p.field == "site.place"]
    assert places == [{"city": city, "country": country, "precision": "city"}]


def test_money_raised_to_buy_chips_is_the_financing() -> None:
    found = read("Firmus is in talks to raise about $450 million to buy Nvidia H200 chips.")
    assert [p.value["point"] for p in found if p.field == "facility.amount"] == ["450000000"]


def test_a_count_keeps_the_words_that_say_how_exact_it_is() -> None:
    found = [*read(f"{EN}It buys around 8,000 Nvidia H100 chips."), *read(f"{KO}엔비디아 H100 500여 장을 산다.")]
    counts = [p.value for p in found if p.field == "hardware.quantity"]
    assert counts[0]["words"].startswith("around 8,000")
    text = "ミナトクラウドはエヌビディアの「H200」約3500基を90億円の融資で買う。"
    assert [p.value for p in read(text) if p.field == "hardware.quantity"] == [
        {"kind": "approx", "point": "3500", "words": "約3500基"}
    ]
    assert counts[1] == {"kind": "at least", "low": "500", "words": "500"}
