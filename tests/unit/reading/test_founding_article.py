"""Sentences of the founding deal's Italian re-report, and what an article must not make the reader say."""

from __future__ import annotations

import pytest

from dealtracker.evidence.reading import Gazetteer, Party, base_gazetteer, read
from tests.unit.reading.scoring import found

ITALIAN = """La startup PaleBlueDot AI è in negoziati per ottenere un prestito massiccio di 300 milioni di dollari, con l'obiettivo di acquisire acceleratori di NVIDIA e dispiegarli in un centro dati a Tokio. Tuttavia, il beneficiario finale sarebbe l'azienda cinese RedNote, nota globalmente come Xiaohongshu.

  • JPMorgan Chase & Co.: Si dice che la banca abbia aiutato nella preparazione di materiali di marketing per i prestatori, sebbene la sua partecipazione diretta al finanziamento sia incerta.

Un muro di silenzio e smentite

Le reazioni delle aziende coinvolte sono state, nel migliore dei casi, evasive. Un portavoce di PaleBlueDot AI ha dichiarato che le informazioni "non sono precise". Da parte sua, JPMorgan si è rifiutato categoricamente di commentare. Sia NVIDIA che la stessa Xiaohongshu hanno optato per non rispondere.

  • Durata: Le conversazioni durerebbero almeno tre mesi.
"""


def test_the_italian_article_gives_the_deal_and_four_replies() -> None:
    assert found(ITALIAN) == {
        "role.borrower | PaleBlueDot AI",
        "facility.amount | exact 300000000 USD",
        "role.vendor | Nvidia",
        "site.place | Tokyo",
        "role.end_beneficiary | Xiaohongshu",
        "role.prepared_materials | JPMorgan Chase & Co.",
        "role.participation | uncertain JPMorgan Chase & Co.",
        "event.talks_began | at_least_months 3",
        "reply | denies PaleBlueDot AI",
        "reply | declines to comment JPMorgan Chase & Co.",
        "reply | no response Nvidia",
        "reply | no response Xiaohongshu",
    }


def test_jpmorgan_keeps_its_scope_and_the_denial_has_none() -> None:
    proposals = read(ITALIAN)
    [materials] = [p for p in proposals if p.field == "role.prepared_materials"]
    assert materials.more["scope"] == "materials for prospective lenders"
    [denial] = [p for p in proposals if p.field == "reply" and p.value["stance"] == "denies"]
    assert denial.value["scope"] == "unspecified"


@pytest.mark.parametrize(
    "text",
    [
        "The company's answers were evasive and Nvidia's wall of silence speaks volumes.",
        "Un muro di silenzio circonda PaleBlueDot AI: risposte evasive.",
        "Reuters could not independently confirm the report about CoreWeave.",
    ],
)
def test_adjectives_and_doubts_are_no_reply(text: str) -> None:
    assert [p for p in read(text) if p.field == "reply"] == []


@pytest.mark.parametrize(
    "text",
    [
        "PaleBlueDot AI has not secured a $300 million loan.",
        "No deal was signed for a $300 million loan with PaleBlueDot AI.",
        "Will PaleBlueDot AI ever borrow $300 million?",
        "PaleBlueDot AI denied that it is seeking a $300 million loan.",
        "Suppose PaleBlueDot AI borrowed $300 million.",
        "CoreWeave has a market value of $61 billion and revenue of $1.9 billion.",
    ],
)
def test_what_is_denied_supposed_or_another_figure_is_no_facility(text: str) -> None:
    fields = {p.field for p in read(text)}
    assert not fields & {"facility.amount", "role.borrower", "role.lender", "facility.stage"}


def test_satire_raises_nothing() -> None:
    text = "Satire\n\nPaleBlueDot AI is seeking a $300 million loan from JPMorgan to buy Nvidia chips for a Tokyo data centre."
    assert [(p.field, p.value) for p in read(text)] == [("source.kind", "satire")]


def test_a_conversion_points_at_what_it_converts() -> None:
    text = "PaleBlueDot AI seeks a loan of US$300m (¥46.65bn) from banks in Japan."
    by_field = {p.field: p for p in read(text) if p.field.startswith("facility.amount")}
    assert by_field["facility.amount"].value["currency"] == "USD"
    assert by_field["facility.amount.converts"].value == {
        "kind": "exact",
        "point": "46650000000",
        "currency": "JPY",
        "words": "¥46.65bn",
    }
    assert by_field["facility.amount.converts"].more["converts"]["point"] == "300000000"


def test_several_deals_in_one_article_keep_their_borrowers() -> None:
    text = "Nscale is seeking a $1.4 billion loan. Firmus Technologies wants to raise a $120 million private loan."
    amounts = {(p.party, p.value["point"]) for p in read(text) if p.field == "facility.amount"}
    assert amounts == {("Nscale", "1400000000"), ("Firmus Technologies", "120000000")}


def test_a_caller_extends_the_gazetteer() -> None:
    text = "云海数智正寻求约2亿美元贷款。"
    extended = base_gazetteer().extended(parties=[Party("Yunhai Shuzhi", ("云海数智",))])
    borrowers = [p.party for p in read(text, gazetteer=extended) if p.field == "role.borrower"]
    assert borrowers == ["Yunhai Shuzhi"]


def test_an_empty_gazetteer_still_reads_by_text_rules() -> None:
    text = "Nimbus Grid Pte Ltd is seeking a $450 million loan from private credit funds."
    fields = {(p.field, p.party) for p in read(text, gazetteer=Gazetteer())}
    assert ("role.borrower", "Nimbus Grid Pte Ltd") in fields
