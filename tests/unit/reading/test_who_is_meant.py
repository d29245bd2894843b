"""Names that stand for a party: terms a filing defines, "we", people with their firm, other cases, the genitive."""

from __future__ import annotations

import pytest

from dealtracker.evidence.reading import read

FILING = """On 12 February 2026, Northline Digital LLC (the "Borrower"), a subsidiary of Northline Holdings, Inc. (the "Company"),
entered into a Credit Agreement with MUFG Bank, Ltd., as administrative agent. The Company has guaranteed the loan of $875 million."""
INTERVIEW = """Q: Etna Compute Spa is planning a data centre in Catania. How will it be paid?
A: We are seeking a $250 million loan from Mediobanca. We confirm the talks."""
FEATURE = """Hendra Wijaya, 34, runs Coral Sky Data, which seeks a $2 billion loan from Barclays. Wijaya confirmed the talks."""
CASES = "ООО «Сибирские облака» привлекло у ВТБ кредит на 24 млрд рублей. В «Сибирских облаках» подтвердили сделку."
GENITIVE = "Die Vantor GmbH leiht sich 90 Millionen Euro von der LBBW für Nvidias H200-Chips."
CHINESE_GROUP = """Kestrel Compute Spa cerca un prestito di 400 milioni di dollari da Goldman Sachs. Alla fine i chip li userebbe Tencent.
Il gruppo cinese ha smentito."""
LOAN = "Zed Compute Inc. borrowed $90 million from Apollo."
LEASED = "Vantor AI Inc. signed a $90 million loan with KKR. The chips would be leased to Tencent. The company confirmed the deal."


def _parties(text: str, field: str) -> set[str]:
    return {p.party for p in read(text) if p.field == field}


@pytest.mark.parametrize(
    ("text", "field", "parties"),
    [
        (FILING, "role.borrower", {"Northline Digital LLC"}),
        (FILING, "role.guarantor", {"Northline Holdings, Inc."}),
        (FILING, "role.agent", {"MUFG"}),
        (INTERVIEW, "role.borrower", {"Etna Compute Spa"}),
        (INTERVIEW, "reply", {"Etna Compute Spa"}),
        (FEATURE, "reply", {"Coral Sky Data"}),
        (CASES, "role.borrower", {"Сибирские облака"}),
        (CASES, "reply", {"Сибирские облака"}),
        (GENITIVE, "role.vendor", {"Nvidia"}),
        (CHINESE_GROUP, "reply", {"Tencent"}),
        (LEASED, "reply", {"Vantor AI Inc."}),
    ],
)
def test_who_is_meant(text: str, field: str, parties: set[str]) -> None:
    assert _parties(text, field) == parties


def test_a_filing_names_no_agreement_as_a_party() -> None:
    assert not {p.party for p in read(FILING) if "Agreement" in p.party or p.party == "Ltd"}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a quarter of a billion dollars", "250000000"),
        ("two hundred and fifty million dollars", "250000000"),
        ("three-quarters of a billion dollars", "750000000"),
    ],
)
def test_amounts_in_words(words: str, value: str) -> None:
    told = [p.value.get("point") for p in read(f"Vantor AI Inc. borrowed {words} from KKR.") if p.field == "facility.amount"]
    assert told == [value]


@pytest.mark.parametrize("words", ["several hundred million dollars", "a few hundred million dollars"])
def test_no_certain_number_is_no_amount(words: str) -> None:
    assert not [p for p in read(f"Vantor AI Inc. wants a loan of {words} from KKR.") if p.field == "facility.amount"]


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("Vantor AI Inc. borrowed $90 million from KKR for a data center in Ashgrove.", "Ashgrove", None),
        ("Where: Temple, Texas\nBorrower: Vantor AI Inc.", "Temple", "US"),
        ("새빛컴퓨팅은 전남 장성군 데이터센터에 넣을 칩을 산다.", "장성군", "KR"),
        ("Чипы установят в дата-центре в Верхней Салде Свердловской области.", "Верхняя Салда", "RU"),
        ("云岭智算有限公司将在贵州省榕江县建设数据中心。", "榕江县", "CN"),
        ("ルミナス株式会社は青森県むつ市のデータセンターにGPUを置く。", "むつ市", "JP"),
        ("O data center da Vantor SA fica em Vila Nova de Santo André.", "Vila Nova de Santo André", None),
    ],
)
def test_towns_that_no_list_has(text: str, city: str, country: str | None) -> None:
    places = [p.value for p in read(f"{text}\n\n{LOAN}") if p.field == "site.place"]
    assert [(place.get("city"), place.get("country")) for place in places] == [(city, country)]


def test_the_city_of_a_wire_is_no_site() -> None:
    text = "(서울=연합뉴스) 김하늘 기자 = 새빛컴퓨팅은 KB국민은행에서 4500억원을 대출받아 데이터센터를 짓는다."
    assert not [p for p in read(text) if p.field == "site.place"]
    assert [p.value for p in read(text) if p.field == "source.origin"] == ["Yonhap"]
