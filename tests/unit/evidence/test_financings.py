"""Several financings in one text: each proposal goes to the one that its sentence is about."""

from __future__ import annotations

from deals.agreements.rules.financings import Financing, Told, parted
from dealtracker.evidence.reading.reader import read

ONE, TWO = Financing("Alder Compute"), Financing("Birch Grid")


def test_each_proposal_goes_to_the_borrower_of_its_sentence() -> None:
    told = [
        Told("source.published", "", 0),
        Told("facility.amount", "Alder Compute", 10), Told("role.borrower", "Alder Compute", 10), Told("role.lender", "Elm Bank", 10),
        Told("facility.tenor", "", 60),
        Told("role.borrower", "Birch Grid", 90), Told("role.guarantor", "Alder Compute", 90), Told("site.place", "", 90),
    ]  # fmt: skip
    assert parted(told) == [None, ONE, ONE, ONE, ONE, TWO, TWO, TWO]


def test_joint_borrowers_of_one_loan_are_one_financing() -> None:
    joint = [Told("facility.amount", "Alder Compute", 0), Told("role.borrower", "Alder Compute", 0), Told("role.borrower", "Birch Grid", 0)]
    assert set(parted(joint)) == {ONE}
    own = [*joint, Told("facility.amount", "Birch Grid", 0)]
    assert parted(own) == [ONE, ONE, TWO, TWO]


def test_what_one_sentence_says_of_two_is_left_to_the_reviewer() -> None:
    both = [
        Told("facility.amount", "Alder Compute", 0), Told("facility.amount", "Birch Grid", 0), Told("role.borrower", "Alder Compute", 0),
        Told("role.borrower", "Birch Grid", 0), Told("hardware.model", "", 0), Told("site.place", "", 50),
    ]  # fmt: skip
    assert parted(both) == [ONE, TWO, ONE, TWO, None, None]


def test_an_answer_goes_to_the_loan_in_which_the_party_has_a_role() -> None:
    told = [
        Told("role.borrower", "Alder Compute", 0), Told("role.lender", "Elm Bank", 0), Told("role.borrower", "Birch Grid", 50),
        Told("reply", "Elm Bank", 90), Told("reply", "Birch Grid", 120), Told("reply", "Nobody Known", 150),
    ]  # fmt: skip
    assert parted(told)[3:] == [ONE, TWO, TWO]


def test_a_bank_of_both_loans_answers_for_the_one_told_of_last() -> None:
    told = [
        Told("role.borrower", "Alder Compute", 0), Told("role.lender", "Elm Bank", 0), Told("role.borrower", "Birch Grid", 50),
        Told("role.lender", "Elm Bank", 50), Told("reply", "Elm Bank", 90),
    ]  # fmt: skip
    assert parted(told)[4] == TWO


def test_a_loan_told_of_in_passing_is_another_one() -> None:
    other = Financing("Cedar Cloud", True)
    told = [
        Told("role.borrower", "Alder Compute", 0),
        Told("other_deal.amount", "Alder Compute", 50), Told("other_deal.borrower", "Cedar Cloud", 50), Told("site.place", "", 50),
        Told("facility.tenor", "", 90), Told("other_deal.amount", "", 120),
    ]  # fmt: skip
    assert parted(told) == [ONE, other, other, other, ONE, Financing("", True)]


def test_three_loans_of_one_article() -> None:
    text = (
        "Norrlys Compute AS is in talks to borrow about $420 million from Deutsche Bank to buy Nvidia GB300 chips for a data centre in"
        " Narvik, Norway. A spokesperson for Norrlys declined to comment.\n\nSeparately, Kestrel Grid Pte Ltd of Singapore signed a"
        " 600 million euro loan led by BNP Paribas SA. BNP Paribas confirmed the loan.\n\nIn a third transaction, Halden Cloud GmbH"
        " raised 1.1 billion euros of asset-backed notes arranged by Goldman Sachs. The notes mature on 15 June 2031.\n"
    )
    found = sorted(read(text), key=lambda one: one.start)
    told = parted([Told(one.field, one.party, one.start) for one in found])
    borrowers = {one.field + " " + one.party: financing.borrower for one, financing in zip(found, told, strict=True) if financing}
    assert borrowers["role.approached Deutsche Bank"] == borrowers["reply Norrlys Compute AS"] == "Norrlys Compute AS"
    assert borrowers["role.lender BNP Paribas"] == borrowers["reply BNP Paribas"] == "Kestrel Grid Pte Ltd"
    assert borrowers["role.arranger Goldman Sachs"] == borrowers["facility.maturity Halden Cloud GmbH"] == "Halden Cloud GmbH"
