"""From a text to a deal: proposals that nobody else sees, what a person accepts, links, replies, takedowns, walls."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from deals.actions._changed import NotAllowed, NotFound
from deals.actions.intake import IntakeRefused, Text, file_of, pasted, take_in_all
from deals.actions.replies import ReplyEntry, ReplyRefused, record_reply
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
    SourceRefused,
    amend_source,
    link_sources,
    unlink_sources,
    withdraw_source,
)
from deals.actions.takedown import takedown
from deals.agreements.rules.proposed import Proposed
from deals.interchange.dossier.export import deal_dossier
from deals.models import Deal, Facility, PricingTerm, RefreshState, Role
from deals.reports.calendar_items import as_ics, calendar_items
from deals.reports.deal_sheet import deal_sheet
from deals.reports.likely_parents import likely_parents
from deals.reports.proposals import beside, parties_called, proposals, same_deal
from deals.reports.review_queue import review_queue, stored_text
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import as_viewer, set_walls
from dealtracker.audit.models import Change, Seal
from dealtracker.audit.seal import seal_changes, verify
from dealtracker.desk.actions import TaskRefused, add_task, amend_task, calendar_reader, calendar_secret, comment_task
from dealtracker.desk.models import Obligation, Task
from dealtracker.evidence.models import Anchor, Claim, Reply, Source, SourceLink, SourceText
from dealtracker.evidence.queries import evidence_of
from dealtracker.webhooks.models import OutboxEvent
from parties.models import Party
from tests import cast, make
from tests.world import World

TODAY = date(2026, 3, 2)
ARTICLE = (
    "Borealis Compute is seeking to raise about US$300 million from Harbour Bank to buy Nvidia GPUs for a data centre in Tokyo. "
    "The talks have lasted at least three months, people familiar with the matter said.\n\n"
    "Nimbus Grid Inc. would be the end user of the chips. A spokesperson for Borealis Compute said the information is incorrect. "
    "Harbour Bank declined to comment.\n"
)  # fmt: skip
TERM_SHEET = "TERM SHEET\nBorrower: Borealis Compute\nAmount: EUR 250 million\nMargin: 425 bps over 3-month EURIBOR\nFloor: 0.50 %\nTenor: 5 years\n"
ENTRY = SourceEntry(
    publisher="Quayside Times", kind="newspaper", published_from=date(2026, 1, 10), published_to=date(2026, 1, 10)
)


@pytest.fixture
def place(people: World, alone: None) -> World:
    """The cast and the public deal, in a transaction that is undone, seen by the program until a test says otherwise."""
    return people


def act_as(world: World, name: str) -> Viewer:
    viewer = world.cast.viewer(name)
    set_walls(viewer)
    return viewer


def take(
    viewer: Viewer, text: str = ARTICLE, *, wall: UUID = PUBLIC, entry: SourceEntry = ENTRY, deal: UUID | None = None
) -> UUID:
    (done,) = take_in_all(texts=[pasted(text)], entry=entry, compartment=wall, viewer=viewer, today=TODAY, deal=deal)
    assert not done.known and done.proposals
    return done.source


def proposal(source: UUID, read: str, party: str = "") -> Claim:
    found = [
        c
        for c in Claim.rows.filter(source=source, subject=source)
        if (p := Proposed.from_text(c.words)).read == read and party in p.party
    ]
    assert found, f"nothing was read as {read} {party}"
    return found[0]


def known(world: World, name: str) -> UUID:
    return Party.rows.get(name=name, compartment=PUBLIC).pk


def fingerprint() -> dict[str, Any]:
    """Every table that intake may write, as bytes would show it."""
    tables = "evidence_source evidence_sourcetext evidence_claim evidence_anchor evidence_reply evidence_sourcelink deals_deal deals_role"
    tables += " deals_facility parties_party parties_partyname desk_obligation webhooks_outboxevent"
    with connection.cursor() as cursor:
        found = {}
        for table in tables.split():
            cursor.execute(f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY id)), '') FROM {table} t")
            found[table] = cursor.fetchone()
    return found


# A text becomes proposals, and nothing else.


def test_proposals_stand_in_no_deal_and_in_no_export(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    before, sheet = deal_dossier(deal, bob), evidence_of({deal})
    parties = set(Party.rows.values_list("pk", flat=True))
    source = take(bob, deal=deal)
    rows = Claim.rows.filter(source=source)
    assert {row.state for row in rows} == {"proposed"} and {row.subject for row in rows} == {source}
    assert evidence_of({deal}) == sheet
    assert deal_dossier(deal, bob) == before
    assert set(Party.rows.values_list("pk", flat=True)) == parties
    assert not OutboxEvent.rows.filter(deal=deal, kind="claim.accepted").exists()


def test_every_proposal_is_anchored_to_its_sentence(place: World) -> None:
    bob = act_as(place, "bob")
    source = take(bob)
    kept = stored_text(viewer=bob, source=source)
    assert kept is not None
    for row in proposals(viewer=bob, source=source, text=kept.text):
        assert row.start is not None and kept.text[row.start : row.end] == row.quote
    amount = next(
        r for r in proposals(viewer=bob, source=source, text=kept.text) if r.proposed.read == "facility.amount"
    )
    assert (amount.proposed.value["point"], amount.proposed.value["currency"], amount.proposed.value["kind"]) == (
        "300000000",
        "USD",
        "approx",
    )
    assert amount.quote.startswith("Borealis Compute is seeking")


def test_the_register_tells_the_reader_names_of_its_own(place: World) -> None:
    """Borealis Compute stands in no list of the reader, only in the register."""
    bob = act_as(place, "bob")
    source = take(bob)
    assert Proposed.from_text(proposal(source, "role.borrower").words).party == "Borealis Compute"
    called = parties_called({"Borealis Compute", "Nobody Of That Name"}, viewer=bob, wall=PUBLIC)
    assert called == {
        "Borealis Compute": [(known(place, "Borealis Compute"), "Borealis Compute")],
        "Nobody Of That Name": [],
    }


def test_the_same_text_is_taken_in_once(place: World) -> None:
    bob = act_as(place, "bob")
    source, before = take(bob), None
    before = fingerprint()
    (again,) = take_in_all(texts=[pasted(ARTICLE)], entry=ENTRY, compartment=PUBLIC, viewer=bob, today=TODAY)
    assert (again.source, again.known) == (source, True)
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("texts", "entry", "field", "said"),
    [
        ([Text(b"", "empty.txt")], {}, "text", "empty"),
        ([Text(b"%PDF-1.7 nonsense", "broken.pdf")], {}, "text", "damaged"),
        ([Text(b"\x89PNG\r\n\x1a\n\x00\x00", "scan.txt")], {}, "text", "an image"),
        ([Text(b"PK\x03\x04 not a document", "zip.docx")], {}, "text", ""),
        ([Text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "old.doc")], {}, "text", "password"),
        ([pasted(ARTICLE), Text(b"a\x00b\x00\x01\x02" * 50, "bytes.txt")], {}, "text", "binary"),
        ([pasted(ARTICLE)], {"published_from": date(2026, 3, 3), "published_to": date(2026, 3, 3)}, "published_from", "day to come"),
        ([pasted(ARTICLE)], {"published_from": None, "published_to": date(2027, 1, 1)}, "published_to", "day to come"),
        ([pasted(ARTICLE)], {"published_from": date(2026, 2, 2)}, "published_from", "after the latest"),
        ([pasted(ARTICLE)], {"kind": "rumour"}, "kind", "must be one of"),
        ([pasted(ARTICLE)], {"publisher": "  "}, "publisher", "who published"),
        ([pasted(ARTICLE)], {"url": "javascript:alert(1)"}, "url", "address of the web"),
        ([pasted(ARTICLE)], {"language": "l'italien"}, "language", "language tag"),
        ([pasted(ARTICLE), pasted(TERM_SHEET)], {"url": "https://example.org/one"}, "url", "one text"),
        ([], {}, "text", "at least one file"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_leaves_nothing(
    place: World, texts: list[Text], entry: dict[str, Any], field: str, said: str
) -> None:
    bob, before = act_as(place, "bob"), fingerprint()
    with pytest.raises(IntakeRefused) as error:
        take_in_all(
            texts=texts, entry=SourceEntry(**{**ENTRY.__dict__, **entry}), compartment=PUBLIC, viewer=bob, today=TODAY
        )
    (fault,) = error.value.faults
    assert (fault[1], said in fault[2]) == (field, True), fault
    assert fault[0] == (texts[-1].name if texts and field == "text" else "")
    assert fingerprint() == before


def test_a_file_is_kept_under_a_random_name_until_it_is_taken_down(
    place: World, settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    bob = act_as(place, "bob")
    with django_capture_on_commit_callbacks(execute=True):
        (done,) = take_in_all(
            texts=[Text(ARTICLE.encode(), "../../etc/passwd.txt")],
            entry=ENTRY,
            compartment=PUBLIC,
            viewer=bob,
            today=TODAY,
        )
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [ARTICLE.encode()]
    assert file_of(done.source).name == done.source.hex
    with django_capture_on_commit_callbacks(execute=True):
        takedown(source=done.source, on=TODAY, viewer=bob, reason="asked by the publisher")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# Accepting.


def test_an_accepted_amount_is_a_claim_with_its_quote(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
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


def test_an_edited_value_is_what_is_claimed(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    source, value = take(bob), {"kind": "at most", "high": "310000000", "currency": "USD"}
    decision = Decision(deal=deal, value=value, relation="other scope", attribution="document")
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=decision, viewer=bob, today=TODAY)
    made = Claim.rows.get(source=source, subject=deal)
    assert (made.value, made.relation, made.attribution) == (value, "other scope", "document")


def test_attribution_goes_with_its_sentence(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    source = take(bob)
    accept_claim(claim=proposal(source, "event.talks_began").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    made = Claim.rows.get(source=source, subject=deal, field="occurred")
    assert (made.attribution, made.value) == ("people familiar", {"by": "2025-10-10"})


def test_no_party_is_entered_by_itself(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
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


def test_a_second_report_of_a_role_is_a_second_claim(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    source, roles = take(bob), Role.rows.filter(deal=deal).count()
    decision = Decision(deal=deal, party=known(place, "Borealis Compute"))
    accept_claim(claim=proposal(source, "role.borrower").pk, decision=decision, viewer=bob, today=TODAY)
    assert Role.rows.filter(deal=deal).count() == roles
    row = Role.rows.get(deal=deal, role="borrower")
    assert Claim.rows.filter(target=row.pk, state="accepted").values("source").distinct().count() == 2


def test_a_reply_is_kept_with_its_source(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    source = take(bob)
    decision = Decision(deal=deal, party=known(place, "Borealis Compute"))
    accept_claim(claim=proposal(source, "reply", "Borealis").pk, decision=decision, viewer=bob, today=TODAY)
    reply = Reply.rows.get(deal=deal, source=source)
    assert (reply.stance, reply.scope, reply.party.name) == ("denies", "unspecified", "Borealis Compute")
    assert Claim.rows.filter(target=reply.pk, target_kind="reply").count() == 1


def test_terms_of_a_term_sheet_go_to_pricing(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    source = take(bob, TERM_SHEET, entry=SourceEntry(publisher="Borealis Compute", kind="contract", published_to=TODAY))
    for read in ("facility.margin_bps", "facility.floor", "facility.base_rate", "facility.tenor"):
        accept_claim(claim=proposal(source, read).pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    row = PricingTerm.rows.get(deal=deal)
    assert (str(row.margin_bps.point), str(row.floor.point), row.base) == ("425", "0.005", "EURIBOR")
    assert str(Facility.rows.get(deal=deal).tenor_months.point) == "60"


def test_a_new_deal_shows_nothing_before_something_is_accepted(place: World) -> None:
    bob = act_as(place, "bob")
    source = take(bob)
    deal = make_deal(title="Borealis Compute: loan for chips", currency="USD", compartment=PUBLIC, viewer=bob)
    make.catch_up()
    set_walls(bob)
    day = {"today": TODAY, "as_of": TODAY, "known_on": TODAY}
    assert deal_sheet(viewer=bob, deal=deal, **day) is None
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    decision = Decision(deal=deal, party=known(place, "Borealis Compute"))
    accept_claim(claim=proposal(source, "role.borrower").pk, decision=decision, viewer=bob, today=TODAY)
    make.catch_up()
    alice = act_as(place, "alice")
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
def test_a_decision_that_cannot_be_kept_leaves_nothing(place: World, decision: Decision, field: str) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    source = take(bob)
    given = decision if field == "deal" else Decision(**{**decision.__dict__, "deal": deal})
    before = fingerprint()
    with pytest.raises(ReviewRefused) as error:
        accept_claim(claim=proposal(source, "facility.amount").pk, decision=given, viewer=bob, today=TODAY)
    assert error.value.field == field
    assert fingerprint() == before


def test_a_field_that_does_not_exist_is_refused(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    source = take(bob)
    claim = proposal(source, "facility.amount")
    Claim.rows.filter(pk=claim.pk).update(words=Proposed("facility.colour", "green").to_text())
    before = fingerprint()
    with pytest.raises(ReviewRefused, match=r"facility\.colour.*no field"):
        accept_claim(claim=claim.pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    assert fingerprint() == before


def test_rejected_is_kept_and_can_wait_again(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
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


def test_the_same_deal_is_shown_with_what_it_shares(place: World) -> None:
    bob = act_as(place, "bob")
    source = take(bob)
    text = SourceText.rows.get(source=source).text
    rows = proposals(viewer=bob, source=source, text=text)
    (found, *_) = same_deal(viewer=bob, source=Source.rows.get(pk=source), rows=rows)
    assert found.deal == place.deals["tokyo"]
    assert {"Borealis Compute", "Harbour Bank"} <= set(found.reasons)
    stands = beside(viewer=bob, deal=found.deal, rows=rows)
    amount = next(row for row in rows if row.proposed.read == "facility.amount")
    assert (stands[amount.id].row, stands[amount.id].value["point"], stands[amount.id].relation) == (
        "f1",
        "300000000",
        "same",
    )


def test_a_relation_is_settled_with_its_reason(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
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


# Walls.


def test_a_teams_intake_does_not_exist_for_others(place: World) -> None:
    dan = act_as(place, "dan")
    source = take(dan, wall=place.cast.team)
    for name in ("bob", "alice", "carol", "frank", "eve"):
        viewer = act_as(place, name)
        assert review_queue(viewer=viewer) == []
        assert proposals(viewer=viewer, source=source, text="") == []
        assert stored_text(viewer=viewer, source=source) is None
        assert likely_parents(viewer=viewer, source=source) == []
    bob = act_as(place, "bob")
    assert (
        not Claim.objects.visible_to(bob).filter(source=source).exists()
        and not Claim.rows.filter(source=source).exists()
    )
    (again,) = take_in_all(texts=[pasted(ARTICLE)], entry=ENTRY, compartment=PUBLIC, viewer=bob, today=TODAY)
    assert not again.known and again.source != source
    with pytest.raises(NotFound):
        reject_claim(claim=uuid4(), viewer=bob)


def test_a_teams_source_never_supports_a_public_deal(place: World) -> None:
    dan, deal = act_as(place, "dan"), place.deals["tokyo"]
    source = take(dan, wall=place.cast.team)
    claim, before = proposal(source, "facility.amount"), fingerprint()
    with pytest.raises(ReviewRefused) as error:
        accept_claim(claim=claim.pk, decision=Decision(deal=deal), viewer=dan, today=TODAY)
    assert error.value.field == "deal"
    assert fingerprint() == before


def test_a_reader_reviews_nothing(place: World) -> None:
    bob = act_as(place, "bob")
    source = take(bob)
    claim = proposal(source, "facility.amount")
    alice, before = act_as(place, "alice"), fingerprint()
    for act in (
        lambda: reject_claim(claim=claim.pk, viewer=alice),
        lambda: accept_claim(claim=claim.pk, decision=Decision(deal=place.deals["tokyo"]), viewer=alice, today=TODAY),
        lambda: takedown(source=source, on=TODAY, viewer=alice, reason="x"),
        lambda: link_sources(
            source=source, to=Source.rows.exclude(pk=source).first().pk, kind="quotes", basis="cited", viewer=alice
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(IntakeRefused):
        take_in_all(texts=[pasted(TERM_SHEET)], entry=ENTRY, compartment=PUBLIC, viewer=alice, today=TODAY)
    assert proposals(viewer=alice, source=source, text="") == []
    assert fingerprint() == before


# Sources: links, withdrawals, takedown.


def chain(viewer: Viewer, count: int) -> list[UUID]:
    made = [
        take(viewer, f"{ARTICLE}\nCopy {n}.", entry=SourceEntry(**{**ENTRY.__dict__, "publisher": f"Desk {n}"}))
        for n in range(count)
    ]
    for child, parent in zip(made[1:], made, strict=False):
        link_sources(source=child, to=parent, kind="re-reports", basis="cited", viewer=viewer)
    return made


def test_a_ring_is_refused_and_its_path_named(place: World) -> None:
    bob = act_as(place, "bob")
    made = chain(bob, 4)
    before = fingerprint()
    with pytest.raises(SourceRefused) as error:
        link_sources(source=made[0], to=made[3], kind="re-reports", basis="cited", viewer=bob)
    assert [name in str(error.value) for name in ("Desk 0", "Desk 3", "Desk 2", "Desk 1")] == [True] * 4
    assert str(error.value).index("Desk 3") < str(error.value).index("Desk 2") < str(error.value).index("Desk 1")
    with pytest.raises(SourceRefused, match="itself"):
        link_sources(source=made[0], to=made[0], kind="quotes", basis="cited", viewer=bob)
    assert fingerprint() == before


def test_a_retraction_marks_each_deal_once(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
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


def test_a_link_taken_out_marks_what_rested_on_it(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    first, second = chain(bob, 2)
    accept_claim(claim=proposal(second, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    revision = Deal.rows.get(pk=deal).revision
    unlink_sources(link=SourceLink.rows.get(source=second, to=first).pk, viewer=bob, reason="a mistake")
    assert Deal.rows.get(pk=deal).revision == revision + 1
    assert not SourceLink.rows.filter(source=second).exists()


def test_a_withdrawal_reaches_the_standing(place: World) -> None:
    bob = act_as(place, "bob")
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


def test_a_takedown_destroys_the_words_and_keeps_the_hash(place: World) -> None:
    bob, deal = act_as(place, "bob"), place.deals["tokyo"]
    source = take(bob, ARTICLE.replace("Tokyo", "Tokyo near the Obelisk"))
    digest = Source.rows.get(pk=source).digest
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    decision = Decision(deal=deal, party=known(place, "Borealis Compute"))
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
    bob = act_as(place, "bob")
    (again,) = take_in_all(
        texts=[pasted(ARTICLE.replace("Tokyo", "Tokyo near the Obelisk"))],
        entry=ENTRY,
        compartment=PUBLIC,
        viewer=bob,
        today=TODAY,
    )
    assert (again.source, again.known) == (source, True)


def test_what_is_said_of_a_source_is_checked_like_a_new_one(place: World) -> None:
    bob = act_as(place, "bob")
    one = take(bob, entry=SourceEntry(**{**ENTRY.__dict__, "url": "https://example.org/a"}))
    two = take(bob, TERM_SHEET)
    with pytest.raises(SourceRefused) as error:
        amend_source(source=two, values={"url": "https://example.org/a"}, viewer=bob, today=TODAY)
    assert (error.value.field, error.value.known) == ("url", one)
    amend_source(source=two, values={"title": "Term sheet", "kind": "contract"}, viewer=bob, today=TODAY)
    assert (Source.rows.get(pk=two).title, Source.rows.get(pk=two).kind) == ("Term sheet", "contract")


def test_a_likely_parent_names_what_speaks_for_it(place: World) -> None:
    bob = act_as(place, "bob")
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


# Enquiries of our own, tasks, the calendar.


def test_an_enquiry_stays_with_the_team_and_its_deadline_in_the_calendar(place: World) -> None:
    deal = place.deals["tokyo"]
    (view,) = make.save(cast.private_view())
    dan = act_as(place, "dan")
    entry = ReplyEntry(
        party=known(place, "Harbour Bank"),
        stance="no response",
        channel="e-mail to the press office",
        until=date(2026, 3, 9),
    )
    reply = record_reply(deal=deal, entry=entry, viewer=dan, today=TODAY)
    assert (reply.deal, reply.compartment_id) == (view, place.cast.team)
    (item,) = [i for i in calendar_items(viewer=dan, since=TODAY) if i.obligation]
    assert (item.day, "Harbour Bank" in item.words, item.team) == (date(2026, 3, 9), True, cast.TEAM)
    bob = act_as(place, "bob")
    assert calendar_items(viewer=bob, since=TODAY) == [] and not Obligation.rows.exists()
    assert not Reply.rows.filter(channel="e-mail to the press office").exists()


def test_an_enquiry_without_a_team_is_refused(place: World) -> None:
    bob, before = act_as(place, "bob"), fingerprint()
    harbour = known(place, "Harbour Bank")
    for entry, field in (
        (ReplyEntry(party=harbour, stance="no response", channel="telephone", until=TODAY), "channel"),
        (ReplyEntry(party=harbour, stance="no response"), "source"),
        (ReplyEntry(party=uuid4(), stance="no response", source=Source.rows.first().pk), "party"),
        (ReplyEntry(party=harbour, stance="shrugs", source=Source.rows.first().pk), "stance"),
        (
            ReplyEntry(
                party=harbour,
                stance="denies",
                scope="listed",
                listed=("/facilities/f1/colour",),
                source=Source.rows.first().pk,
            ),
            "listed",
        ),
        (ReplyEntry(party=harbour, stance="denies", until=TODAY, source=Source.rows.first().pk), "until"),
    ):
        with pytest.raises(ReplyRefused) as error:
            record_reply(deal=place.deals["tokyo"], entry=entry, viewer=bob, today=TODAY)
        assert error.value.field == field
    assert fingerprint() == before


def test_tasks_are_for_those_who_read_them(place: World) -> None:
    dan, at = act_as(place, "dan"), timezone.now()
    users = place.cast.users
    with pytest.raises(TaskRefused) as error:
        add_task(title="Ask Harbour Bank", compartment=place.cast.team, viewer=dan, at=at, owner=users["bob"].pk)
    assert error.value.field == "owner"
    task = add_task(
        title="Ask Harbour Bank", compartment=place.cast.team, viewer=dan, at=at, owner=users["carol"].pk, due=TODAY
    )
    comment_task(task=task.pk, text="Press office first.", viewer=dan)
    amend_task(task=task.pk, viewer=dan, at=at, owner=users["dan"].pk, due=TODAY, closed=True)
    task.refresh_from_db()
    assert task.closed_at == at and [c.text for c in task.comments.all()] == ["Press office first."]
    bob = act_as(place, "bob")
    assert not Task.rows.exists()
    with pytest.raises(TaskRefused):
        comment_task(task=task.pk, text="Seen.", viewer=bob)


def test_a_calendar_opens_with_its_secret_alone(place: World) -> None:
    dan, now = place.cast.users["dan"], timezone.now()
    secret = calendar_secret(dan)
    reader = calendar_reader(secret, at=now)
    assert reader is not None and reader.user_id == dan.pk and reader.scopes == {"read"}
    assert calendar_reader(secret[:-1] + ("A" if secret[-1] != "A" else "B"), at=now) is None
    assert calendar_reader("", at=now) is None
    dan.set_password("another password of some length")
    dan.save()
    assert calendar_reader(secret, at=now) is None


def test_a_calendar_is_well_formed() -> None:
    from deals.reports.calendar_items import Item

    item = Item(
        "task-1", TODAY, "Réponse due; asked, by e-mail\nBEGIN:VEVENT " + "長" * 60, "task", "A deal", "/deals/x/"
    )
    text = as_ics([item], root="https://example.org", stamp=timezone.now())
    lines = text.split("\r\n")
    assert text.endswith("END:VCALENDAR\r\n") and text.count("\n") == text.count("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert sum(line == "BEGIN:VEVENT" for line in lines) == 1 and "\\;" in text and "\\," in text


def test_as_viewer_is_how_commands_take_in(place: World) -> None:
    """The verbs need no request: a transaction with its walls is enough."""
    with as_viewer(make.SYSTEM):
        source = take(make.SYSTEM, TERM_SHEET)
    assert Source.rows.get(pk=source).language == "en"


@pytest.mark.django_db(transaction=True)
def test_the_audit_verifies_after_a_takedown() -> None:
    with as_viewer(make.SYSTEM):
        source = take(make.SYSTEM)
    while seal_changes(at=timezone.now()):
        pass
    with as_viewer(make.SYSTEM):
        takedown(source=source, on=TODAY, viewer=make.SYSTEM, reason="asked by its publisher")
    while seal_changes(at=timezone.now()):
        pass
    assert Seal.rows.count() > 1
    assert verify() is None
