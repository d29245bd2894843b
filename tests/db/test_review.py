"""What a person accepts becomes a claim with its quote; nothing is entered by itself."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from deals.actions.deals import DealChange, amend_deal
from deals.actions.review import (
    Decision,
    NewParty,
    ReviewRefused,
    accept_claim,
    make_deal,
    reject_claim,
    reopen_claim,
    settle_relation,
)
from deals.actions.source_records import (
    SourceEntry,
)
from deals.agreements.rules.proposed import Proposed
from deals.models import Deal, Facility, PricingTerm, RefreshState, Role
from deals.reports.deal_sheet import deal_sheet
from deals.reports.proposals import beside, proposals, same_deal
from dealtracker.access.rules import PUBLIC
from dealtracker.access.walls import set_walls
from dealtracker.audit.models import Change
from dealtracker.evidence.models import Anchor, Claim, Reply, Source, SourceText
from dealtracker.evidence.queries import evidence_of
from dealtracker.ids import public_id
from dealtracker.periods import When
from dealtracker.webhooks.models import OutboxEvent
from parties.models import Party
from tests import make
from tests.intake import TERM_SHEET, TODAY, act_as, fingerprint, known, proposal, take
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")


def test_an_accepted_amount_is_a_claim_with_its_quote(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source, revision = take(bob), Deal.rows.get(pk=deal).revision
    claim = proposal(source, "facility.amount")
    assert accept_claim(claim=claim.pk, decision=Decision(deal=deal), viewer=bob, today=TODAY) == deal
    made = Claim.rows.get(source=source, subject=deal)
    row = Facility.rows.get(deal=deal)
    assert (made.target, made.field, made.state) == (row.pk, "amount", "accepted")
    assert made.value["point"] == "300000000" and made.value["kind"] == "approx"
    assert "about US$300 million" in Anchor.rows.get(claim=made).exact
    assert Deal.rows.get(pk=deal).revision == revision + 1
    assert OutboxEvent.rows.filter(deal=deal, kind="claim.accepted").count() == 1
    assert RefreshState.rows.get(pk=deal).wanted > RefreshState.rows.get(pk=deal).done
    claim.refresh_from_db()
    assert (claim.state, Proposed.from_text(claim.words).made) == ("accepted", (str(made.pk),))


def test_an_edited_value_is_what_is_claimed(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source, value = take(bob), {"kind": "at most", "high": "310000000", "currency": "USD"}
    decision = Decision(deal=deal, value=value, relation="other scope", attribution="document")
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=decision, viewer=bob, today=TODAY)
    made = Claim.rows.get(source=source, subject=deal)
    assert (made.value, made.relation, made.attribution) == (value, "other scope", "document")


def test_attribution_goes_with_its_sentence(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob)
    accept_claim(claim=proposal(source, "event.talks_began").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    made = Claim.rows.get(source=source, subject=deal, field="occurred")
    assert (made.attribution, made.value) == ("people familiar", {"by": "2025-10-10"})


def test_no_party_is_entered_by_itself(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source, before = take(bob), set(Party.rows.values_list("pk", flat=True))
    claim = proposal(source, "role.end_beneficiary", "Nimbus")
    with pytest.raises(ReviewRefused) as error:
        accept_claim(claim=claim.pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    assert error.value.field == "party" and "Nimbus Grid Inc." in str(error.value)
    with pytest.raises(ReviewRefused) as error:
        new = NewParty("Nimbus Grid Inc.", "company", "  ")
        accept_claim(claim=claim.pk, decision=Decision(deal=deal, new_party=new), viewer=bob, today=TODAY)
    assert error.value.field == "new_reason"
    assert set(Party.rows.values_list("pk", flat=True)) == before
    new = NewParty("Nimbus Grid Inc.", "company", "named in the report")
    accept_claim(claim=claim.pk, decision=Decision(deal=deal, new_party=new), viewer=bob, today=TODAY)
    role = Role.rows.get(deal=deal, role="end beneficiary")
    assert (role.party.name, role.group, role.status) == ("Nimbus Grid Inc.", "user", "expected")
    assert Change.rows.filter(table="parties_party", row=str(role.party_id)).exists()


def test_a_second_report_of_a_role_is_a_second_claim(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source, roles = take(bob), Role.rows.filter(deal=deal).count()
    decision = Decision(deal=deal, party=known(people, "Borealis Compute"))
    accept_claim(claim=proposal(source, "role.borrower").pk, decision=decision, viewer=bob, today=TODAY)
    assert Role.rows.filter(deal=deal).count() == roles
    row = Role.rows.get(deal=deal, role="borrower")
    assert Claim.rows.filter(target=row.pk, state="accepted").values("source").distinct().count() == 2


def test_a_reply_is_kept_with_its_source(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob)
    decision = Decision(deal=deal, party=known(people, "Borealis Compute"))
    accept_claim(claim=proposal(source, "reply", "Borealis").pk, decision=decision, viewer=bob, today=TODAY)
    reply = Reply.rows.get(deal=deal, source=source)
    assert (reply.stance, reply.scope, reply.party.name) == ("denies", "unspecified", "Borealis Compute")
    assert Claim.rows.filter(target=reply.pk, target_kind="reply").count() == 1


def test_terms_of_a_term_sheet_go_to_pricing(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob, TERM_SHEET, entry=SourceEntry(publisher="Borealis Compute", kind="contract", published_to=TODAY))
    for read in ("facility.margin_bps", "facility.floor", "facility.base_rate", "facility.tenor"):
        accept_claim(claim=proposal(source, read).pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    row = PricingTerm.rows.get(deal=deal)
    assert (str(row.margin_bps.point), str(row.floor.point), row.base) == ("425", "0.005", "EURIBOR")
    assert str(Facility.rows.get(deal=deal).tenor_months.point) == "60"


def test_a_maturity_before_the_signing_is_refused_with_both_days(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    Facility.rows.filter(deal=deal).update(signing_date=When.parse("2026-01-05"))
    sheet = "TERM SHEET\nBorrower: Borealis Compute\nAmount: EUR 250 million\nMaturity date: 30 June 2025\n"
    source = take(bob, sheet, entry=SourceEntry(publisher="Borealis Compute", kind="contract", published_to=TODAY))
    before = fingerprint()
    with pytest.raises(ReviewRefused, match=r"^maturity_date \(30 Jun 2025\) lies before signing_date \(5 Jan 2026\)") as error:
        decision = Decision(deal=deal)
        accept_claim(claim=proposal(source, "facility.maturity").pk, decision=decision, viewer=bob, today=TODAY)
    assert error.value.field == "value"
    assert fingerprint() == before


def test_a_new_deal_shows_nothing_before_something_is_accepted(people: World) -> None:
    bob = act_as(people, "bob")
    source = take(bob)
    deal = make_deal(title="Borealis Compute: loan for chips", currency="USD", compartment=PUBLIC, viewer=bob)
    make.catch_up()
    set_walls(bob)
    day = {"today": TODAY, "as_of": TODAY, "known_on": TODAY}
    assert deal_sheet(viewer=bob, deal=deal, **day) is None
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    decision = Decision(deal=deal, party=known(people, "Borealis Compute"))
    accept_claim(claim=proposal(source, "role.borrower").pk, decision=decision, viewer=bob, today=TODAY)
    make.catch_up()
    alice = act_as(people, "alice")
    found = deal_sheet(viewer=alice, deal=deal, **{**day, "today": timezone.now().date()})
    assert found is not None
    sheet = json.loads(found.body)
    assert sheet["facilities"][0]["amount"]["point"] == "300000000"
    assert [role["role"] for role in sheet["roles"]] == ["borrower"]
    assert deal_sheet(viewer=alice, deal=deal, today=TODAY, as_of=TODAY, known_on=date(2026, 1, 9)) is None


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        (Decision(), "deal"),
        (Decision(row="nothing"), "row"),
        (Decision(value={"kind": "exact", "point": "3e8", "currency": "USD"}), "value"),
        (Decision(value={"kind": "exact", "point": "300000000"}), "value"),
        (Decision(relation="rhymes"), "relation"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_kept_leaves_nothing(people: World, decision: Decision, field: str) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob)
    given = decision if field == "deal" else Decision(**{**decision.__dict__, "deal": deal})
    before = fingerprint()
    with pytest.raises(ReviewRefused) as error:
        accept_claim(claim=proposal(source, "facility.amount").pk, decision=given, viewer=bob, today=TODAY)
    assert error.value.field == field
    assert fingerprint() == before


def test_a_field_that_does_not_exist_is_refused(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob)
    claim = proposal(source, "facility.amount")
    Claim.rows.filter(pk=claim.pk).update(words=Proposed("facility.colour", "green").to_text())
    before = fingerprint()
    with pytest.raises(ReviewRefused, match=r"facility\.colour.*no field"):
        accept_claim(claim=claim.pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    assert fingerprint() == before


def test_rejected_is_kept_and_can_wait_again(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob)
    claim, before = proposal(source, "facility.amount"), evidence_of({deal})
    reject_claim(claim=claim.pk, viewer=bob, reason="of another loan")
    claim.refresh_from_db()
    assert (claim.state, claim.reason) == ("rejected", "of another loan")
    assert evidence_of({deal}) == before
    with pytest.raises(ReviewRefused, match="rejected already"):
        accept_claim(claim=claim.pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    reopen_claim(claim=claim.pk, viewer=bob)
    accept_claim(claim=claim.pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)


def test_the_same_deal_is_shown_with_what_it_shares(people: World) -> None:
    bob = act_as(people, "bob")
    source = take(bob)
    text = SourceText.rows.get(source=source).text
    rows = proposals(viewer=bob, source=source, text=text)
    (found, *_) = same_deal(viewer=bob, source=Source.rows.get(pk=source), rows=rows)
    assert found.deal == people.deals["tokyo"]
    assert {"Borealis Compute", "Harbour Bank"} <= set(found.reasons)
    stands = beside(viewer=bob, deal=found.deal, rows=rows)
    amount = next(row for row in rows if row.proposed.read == "facility.amount")
    assert (stands[amount.id].row, stands[amount.id].value["point"], stands[amount.id].relation) == (
        "f1",
        "300000000",
        "same",
    )


def test_one_maker_of_chips_in_whatever_roles_makes_no_same_deal(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob, "Sunward Foods Inc. seeks a loan of US$12 million to buy GPUs made by Borealis Compute.")
    rows = proposals(viewer=bob, source=source, text="")
    maker = Role.rows.filter(deal=deal).first()
    for number, role in enumerate(("vendor", "investor", "guarantor", "end beneficiary")):
        maker.pk, maker.key, maker.role, maker.party_id = (
            uuid4(),
            f"r9{number}",
            role,
            known(people, "Borealis Compute"),
        )
        maker.save(force_insert=True)
    assert same_deal(viewer=bob, source=Source.rows.get(pk=source), rows=rows) == []


def test_a_relation_is_settled_with_its_reason(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob)
    decision = Decision(deal=deal, value={"kind": "exact", "point": "350000000", "currency": "USD"})
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=decision, viewer=bob, today=TODAY)
    made = Claim.rows.get(source=source, subject=deal)
    assert made.relation == "contradicts"
    with pytest.raises(ReviewRefused) as error:
        settle_relation(claim=made.pk, relation="same", rank=1, reason=" ", viewer=bob)
    assert error.value.field == "reason"
    settle_relation(claim=made.pk, relation="same", rank=1, reason="the later figure of the borrower", viewer=bob)
    assert str(Facility.rows.get(deal=deal).amount.point) == "350000000"


@pytest.mark.parametrize(("relation", "state"), [("", "replaced"), ("earlier state", "accepted")])
def test_what_the_source_was_entered_with_before_is_replaced_unless_a_person_says_otherwise(people: World, relation: str, state: str) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob)

    def dollars(point: str) -> dict[str, str]:
        return {"kind": "exact", "point": point, "currency": "USD"}

    key = Facility.rows.get(deal=deal).key
    change = {"facilities": {key: {"amount": dollars("390000000")}}, "source": public_id("source", source)}
    amend_deal(deal=deal, change=DealChange.read(change), viewer=bob)
    decision = Decision(deal=deal, value=dollars("250000000"), relation=relation)
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=decision, viewer=bob, today=TODAY)
    told = Claim.rows.filter(source=source, subject=deal).order_by("recorded_at")
    assert [(one.value["point"], one.relation, one.state) for one in told] == [
        ("390000000", "same", state), ("250000000", relation or "same", "accepted"),
    ]  # fmt: skip
