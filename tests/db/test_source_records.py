"""Links without rings, withdrawals and takedowns, and what rests on a source."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from deals.actions.intake import pasted, take_in_all
from deals.actions.replies import ReplyEntry, record_reply
from deals.actions.review import (
    Decision,
    accept_claim,
    make_deal,
)
from deals.actions.source_records import (
    SourceEntry,
    SourceRefused,
    amend_source,
    link_sources,
    unlink_sources,
    withdraw_source,
)
from deals.actions.takedown import takedown
from deals.models import Deal, Facility, RefreshState
from deals.reports.likely_parents import likely_parents
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import set_walls
from dealtracker.evidence.in_review import in_review
from dealtracker.evidence.models import Anchor, Claim, Reply, Source, SourceLink, SourceText
from dealtracker.webhooks.models import OutboxEvent
from parties.actions.parties import save_party
from parties.models import Party
from tests import make
from tests.intake import ARTICLE, ENTRY, TERM_SHEET, TODAY, act_as, fingerprint, known, proposal, take
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")


def chain(viewer: Viewer, count: int) -> list[UUID]:
    made = [
        take(viewer, f"{ARTICLE}\nCopy {n}.", entry=SourceEntry(**{**ENTRY.__dict__, "publisher": f"Desk {n}"}))
        for n in range(count)
    ]
    for child, parent in zip(made[1:], made, strict=False):
        link_sources(source=child, to=parent, kind="re-reports", basis="cited", viewer=viewer)
    return made


def test_a_ring_is_refused_and_its_path_named(people: World) -> None:
    bob = act_as(people, "bob")
    made = chain(bob, 4)
    before = fingerprint()
    with pytest.raises(SourceRefused) as error:
        link_sources(source=made[0], to=made[3], kind="re-reports", basis="cited", viewer=bob)
    assert [name in str(error.value) for name in ("Desk 0", "Desk 3", "Desk 2", "Desk 1")] == [True] * 4
    assert str(error.value).index("Desk 3") < str(error.value).index("Desk 2") < str(error.value).index("Desk 1")
    with pytest.raises(SourceRefused, match="itself"):
        link_sources(source=made[0], to=made[0], kind="quotes", basis="cited", viewer=bob)
    assert fingerprint() == before


def test_a_retraction_marks_each_deal_once(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    made = chain(bob, 3)
    for source in made:
        accept_claim(
            claim=proposal(source, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY
        )
    later = take(bob, f"{ARTICLE}\nRetraction.")
    OutboxEvent.rows.filter(deal=deal).delete()
    revision = Deal.rows.get(pk=deal).revision
    link_sources(source=later, to=made[0], kind="retracts", basis="cited", viewer=bob)
    assert list(OutboxEvent.rows.filter(deal=deal).values_list("kind", flat=True)) == ["source.corrected"]
    assert Deal.rows.get(pk=deal).revision == revision + 1


def _answers(source: UUID, other: UUID, viewer: Viewer, borrower: Party) -> None:
    record_reply(deal=other, entry=ReplyEntry(borrower.pk, "denies", source=source), viewer=viewer, today=TODAY)


def _locates(source: UUID, other: UUID, viewer: Viewer, borrower: Party) -> None:
    borrower.hq_country = "NO" if borrower.hq_country != "NO" else "SE"
    save_party(party=borrower, viewer=viewer, reason="as it says", source=Source.rows.get(pk=source))


@pytest.mark.parametrize("says", [_answers, _locates])
def test_the_first_thing_that_a_correction_says_anywhere_marks_what_it_corrects(people: World, says: Any) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    first = take(bob)
    accept_claim(claim=proposal(first, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    later = take(bob, f"{ARTICLE}\nErratum.")
    link_sources(source=later, to=first, kind="corrects", basis="cited", viewer=bob)
    other = make_deal(title="Another deal", currency="USD", compartment=PUBLIC, viewer=bob)
    borrower = save_party(
        party=Party(compartment_id=PUBLIC, kind="company", name="Nobody Of This Deal"), viewer=bob, reason="named there"
    )
    wanted = RefreshState.rows.get(pk=deal).wanted
    says(later, other, bob, borrower)
    assert RefreshState.rows.get(pk=deal).wanted > wanted


def test_a_link_taken_out_marks_what_rested_on_it(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    first, second = chain(bob, 2)
    accept_claim(claim=proposal(second, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    revision = Deal.rows.get(pk=deal).revision
    unlink_sources(link=SourceLink.rows.get(source=second, to=first).pk, viewer=bob, reason="a mistake")
    assert Deal.rows.get(pk=deal).revision == revision + 1
    assert not SourceLink.rows.filter(source=second).exists()


def test_a_withdrawal_reaches_the_standing(people: World) -> None:
    bob = act_as(people, "bob")
    source = take(bob)
    deal = make_deal(title="Withdrawn soon", currency="USD", compartment=PUBLIC, viewer=bob)
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    for on, reason, field in (
        (TODAY + timedelta(days=1), "x", "withdrawn_on"),
        (date(2026, 1, 9), "x", "withdrawn_on"),
        (TODAY, "", "reason"),
    ):
        with pytest.raises(SourceRefused) as error:
            withdraw_source(source=source, on=on, viewer=bob, today=TODAY, reason=reason)
        assert error.value.field == field
    withdraw_source(source=source, on=TODAY, viewer=bob, today=TODAY, reason="the publisher says so")
    make.catch_up()
    row = Facility.rows.get(deal=deal)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT certainty FROM evidence_standing WHERE target = %s AND field = 'amount' ORDER BY known_from",
            [row.pk],
        )
        assert [code for (code,) in cursor.fetchall()] == ["reported", "withdrawn"]


def test_a_takedown_destroys_the_words_and_keeps_the_hash(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob, ARTICLE.replace("Tokyo", "Tokyo near the Obelisk"))
    digest = Source.rows.get(pk=source).digest
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    decision = Decision(deal=deal, party=known(people, "Borealis Compute"))
    accept_claim(claim=proposal(source, "reply", "Borealis").pk, decision=decision, viewer=bob, today=TODAY)
    with pytest.raises(SourceRefused):
        takedown(source=source, on=TODAY, viewer=bob, reason=" ")
    takedown(source=source, on=TODAY, viewer=bob, reason="asked by its publisher")
    left = Source.rows.get(pk=source)
    assert (left.digest, left.title, left.withdrawn_on) == (digest, "text taken down on 2026-03-02", None)
    assert not SourceText.rows.filter(source=source).exists() and not Anchor.rows.filter(claim__source=source).exists()
    assert set(Claim.rows.filter(source=source).values_list("words", flat=True)) == {""}
    assert set(Reply.rows.filter(source=source).values_list("words", flat=True)) == {""}
    assert not Claim.rows.filter(source=source, state="proposed").exists()
    assert Claim.rows.filter(source=source, subject=deal, field="amount", state="accepted").exists()
    set_walls(make.SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_change WHERE before::text LIKE '%%Obelisk%%' OR after::text LIKE '%%Obelisk%%'"
        )
        assert cursor.fetchone() == (0,)
    bob = act_as(people, "bob")
    (again,) = take_in_all(
        texts=[pasted(ARTICLE.replace("Tokyo", "Tokyo near the Obelisk"))],
        entry=ENTRY,
        compartment=PUBLIC,
        viewer=bob,
        today=TODAY,
    )
    assert (again.source, again.known) == (source, True)


def test_what_is_said_of_a_source_is_checked_like_a_new_one(people: World) -> None:
    bob = act_as(people, "bob")
    one = take(bob, entry=SourceEntry(**{**ENTRY.__dict__, "url": "https://example.org/a"}))
    two = take(bob, TERM_SHEET)
    with pytest.raises(SourceRefused) as error:
        amend_source(source=two, values={"url": "https://example.org/a"}, viewer=bob, today=TODAY)
    assert (error.value.field, error.value.known) == ("url", one)
    amend_source(source=two, values={"title": "Term sheet", "kind": "contract"}, viewer=bob, today=TODAY)
    assert (Source.rows.get(pk=two).title, Source.rows.get(pk=two).kind) == ("Term sheet", "contract")


def test_a_likely_parent_names_what_speaks_for_it(people: World) -> None:
    bob = act_as(people, "bob")
    parent = take(bob)
    other = take(
        bob,
        "Sunward Foods Inc. raised US$12 million for a bakery in Lyon.",
        entry=SourceEntry(**{**ENTRY.__dict__, "publisher": "Bakery News"}),
    )
    child = take(
        bob, f"Quayside Times reported this.\n{ARTICLE}\nMore follows.",
        entry=SourceEntry(publisher="Copy Desk", kind="rewrite", published_from=date(2026, 1, 12), published_to=date(2026, 1, 12)),
    )  # fmt: skip
    found = likely_parents(viewer=bob, source=child)
    assert found[0].source.pk == parent and found[0].reasons and 0 < found[0].score <= 1
    assert other not in [one.source.pk for one in found[:1]]
    link_sources(source=child, to=parent, kind="re-reports", basis="inferred", viewer=bob, score=found[0].score)
    assert next(one.link.basis for one in likely_parents(viewer=bob, source=child) if one.link) == "inferred"


def test_what_goes_back_to_a_source_is_no_parent_of_it(people: World) -> None:
    bob = act_as(people, "bob")
    entries = {
        name: SourceEntry(**{**ENTRY.__dict__, "publisher": name, "kind": "rewrite"})
        for name in ("Copy Desk", "Far Desk")
    }
    parent = take(bob)
    copy, further = (take(bob, f"{ARTICLE}\nTold by {name}.", entry=entry) for name, entry in entries.items())

    def parents() -> set[UUID]:
        return {one.source.pk for one in likely_parents(viewer=bob, source=parent)} & {copy, further}

    assert parents() == {copy, further}
    link_sources(source=copy, to=parent, kind="re-reports", basis="cited", viewer=bob)
    assert parents() == {further}
    link_sources(source=further, to=copy, kind="re-reports", basis="cited", viewer=bob)
    assert parents() == set()


def test_a_source_is_in_review_until_something_of_it_stands(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    source = take(bob)
    assert set(Source.rows.filter(in_review()).values_list("pk", flat=True)) == {source}
    accept_claim(claim=proposal(source, "facility.stage").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    assert not Source.rows.filter(in_review()).exists()
