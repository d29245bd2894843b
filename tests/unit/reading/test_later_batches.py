"""News and term sheets written and labelled before their first reading, batch after batch: what they taught is kept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dealtracker.evidence.files import extract
from dealtracker.evidence.files.compatibility import plain_letters
from dealtracker.evidence.files.pdf import _tidied
from dealtracker.evidence.reading import read
from tests.unit.reading.news_scoring import _plain, found, rates, tallies

LATER = Path(__file__).parent / "later"
FLOOR = 0.95
ALL_DECLINED = """Apollo, KKR and Ares have been approached for a $2 billion loan to Vantor AI Inc.
The chips would stand in Austin. All three declined to comment. Neither Vantor nor Dell replied."""
OWN_TALKS = "A Zed Compute SA conduz negociações sobre um empréstimo de R$ 90 milhões com o KKR."
LOST_COLUMNS = """Term Sheet
借入人 有明計算基盤株式会社
アレンジャー みずほ銀行
貸付人 みずほ銀行、りそな銀行
貸付金額 金95億円
満期日 2032年9月30日"""


@pytest.mark.parametrize("batch", ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"])
def test_what_a_batch_taught_is_kept_as_a_whole(batch: str) -> None:
    languages, _ = tallies(LATER / batch)
    assert set(languages) == {"en", "it", "es", "de", "fr", "pt", "ru", "ja", "zh", "ko", "terms"}
    assert min(rates(sum(languages.values(), Counter()))) >= FLOOR


@pytest.mark.parametrize(
    ("batch", "recall", "precision"),
    [("ninth", FLOOR, FLOOR), ("tenth", 0.86, 0.93), ("eleventh", 0.98, 0.98), ("twelfth", FLOOR, FLOOR), ("thirteenth", 0.8, 0.93)],
)
def test_news_of_the_last_batches_is_read_as_measured(batch: str, recall: float, precision: float) -> None:
    """What a batch showed to be wanting is kept; nothing was mended because of the tenth and thirteenth, which measure."""
    languages, _ = tallies(LATER / batch)
    assert set(languages) - {"terms"} == {"en", "it", "es", "de", "fr", "pt", "ru", "ja", "zh", "ko"}
    found_rate, true_rate = rates(sum(languages.values(), Counter()))
    assert found_rate >= recall and true_rate >= precision


@pytest.mark.parametrize("name", ["page.html", "letter.eml"])
def test_files_give_what_was_labelled(name: str) -> None:
    path = LATER / "files" / name
    labels = {_plain(line) for line in path.with_suffix(".labels").read_text("utf-8").splitlines()}
    assert found(extract(path.read_bytes(), name=name).text) == labels


def test_all_three_are_those_named_before() -> None:
    replies = {(p.party, p.value["stance"]) for p in read(ALL_DECLINED) if p.field == "reply"}
    assert replies == {
        *((name, "declines to comment") for name in ("Apollo Global Management", "KKR", "Ares Management")),
        *((name, "no response") for name in ("Vantor AI Inc.", "Dell")),
    }


def test_all_three_of_nobody_is_nobody() -> None:
    assert [
        p.party for p in read("Vantor AI Inc. seeks a $2 billion loan. All three declined.") if p.field == "reply"
    ] == []


def test_rows_of_a_table_without_columns_keep_their_labels() -> None:
    roles = {(p.field, p.party) for p in read(LOST_COLUMNS) if p.field.startswith("role.")}
    assert roles == {
        ("role.borrower", "有明計算基盤"),
        ("role.arranger", "Mizuho"),
        ("role.lender", "Mizuho"),
        ("role.lender", "Resona"),
    }


def test_letters_of_a_font_are_letters_of_the_language() -> None:
    assert plain_letters("ﬁnance ﬂoor ⽇⻑⾦⼈") == "finance floor 日長金人"


def test_a_compound_cut_at_a_line_end_keeps_its_hyphens() -> None:
    assert _tidied(["Maximum loan-\nto-value; the financ-\ning"]) == ["Maximum loan-to-value; the financing"]


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("The loan pays 475 to 525 basis points over SOFR.", "facility.margin_bps", [("475", "525")]),
        ("Pricing: Term SOFR + 5.25%, stepping down to 4.75%", "facility.margin_bps", [("525",), ("475",)]),
        ("Pricing: S+650, 1% floor, 97.5 OID", "facility.margin_bps", [("650",)]),
        ("The margin is SOFR + 400 bps, with +75 bps if paid in kind.", "facility.margin_bps", [("400",)]),
        ("EURIBOR 6 mesi, con floor a zero, margine 2,65%", "facility.floor", [("0",)]),
        ("Crédito por mil 200 millones de dólares de BBVA a Nube SA", "facility.amount", [("1200000000",)]),
        ("Zed SA emprunte une soixantaine de millions d'euros.", "facility.amount", [("60000000",)]),
    ],
)
def test_ways_of_writing_figures(text: str, field: str, values: list[tuple[str, ...]]) -> None:
    told = [p.value for p in read(f"Borrower: Nube SA\nLender: BBVA\n{text}") if p.field == field]
    assert [tuple(v[key] for key in ("low", "point", "high") if key in v) for v in told] == values


def test_seats_are_no_sites_and_listed_cities_are() -> None:
    text = "Denver-based Zed Compute Inc. borrowed $90 million from KKR for chips to be installed in Reno, Nevada, and Tulsa."
    assert [p.value["city"] for p in read(text) if p.field == "site.place"] == ["Reno", "Tulsa"]


@pytest.mark.parametrize(
    "text",
    [
        "Zed Compute Inc. turned to Jefferies to raise a $90 million loan.",
        "A fare da regista è Jefferies. Zed Compute Srl cerca un prestito da 90 milioni di euro.",
        "Zed Compute SA négocie un prêt de 90 millions d'euros. Jefferies pilote les discussions.",
        "A Zed Compute SA quer um empréstimo de R$ 90 milhões. Quem toca a operação é o Jefferies.",
        "Zed Compute SA busca un préstamo de 90 millones de dólares. Jefferies prepara la operación.",
    ],
)
def test_one_frame_serves_all_languages(text: str) -> None:
    assert {p.field for p in read(text) if p.party == "Jefferies" and p.field.startswith("role.")} == {"role.arranger"}


def test_who_leads_its_own_talks_arranges_nothing() -> None:
    told = [p.field for p in read(OWN_TALKS) if p.party == "Zed Compute SA"]
    assert "role.arranger" not in told
