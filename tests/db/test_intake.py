"""A text becomes a source and proposals that nobody else sees; what cannot be read leaves nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from deals.actions._changed import NotAllowed, NotFound
from deals.actions.intake import IntakeRefused, Text, file_of, pasted, take_in_all
from deals.actions.review import (
    Decision,
    ReviewRefused,
    accept_claim,
    reject_claim,
)
from deals.actions.source_records import (
    SourceEntry,
    link_sources,
)
from deals.actions.takedown import takedown
from deals.agreements.rules.proposed import Proposed
from deals.interchange.dossier.export import deal_dossier
from deals.reports.likely_parents import likely_parents
from deals.reports.proposals import parties_called, proposals
from deals.reports.review_queue import review_queue, stored_text
from dealtracker.access.rules import PUBLIC
from dealtracker.evidence.models import Claim, Source
from dealtracker.evidence.queries import evidence_of
from dealtracker.webhooks.models import OutboxEvent
from parties.models import Party
from tests.intake import ARTICLE, ENTRY, TERM_SHEET, TODAY, act_as, fingerprint, known, proposal, take
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")


def test_proposals_stand_in_no_deal_and_in_no_export(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    before, sheet = deal_dossier(deal, bob), evidence_of({deal})
    parties = set(Party.rows.values_list("pk", flat=True))
    source = take(bob, deal=deal)
    rows = Claim.rows.filter(source=source)
    assert {row.state for row in rows} == {"proposed"} and {row.subject for row in rows} == {source}
    assert evidence_of({deal}) == sheet
    assert deal_dossier(deal, bob) == before
    assert set(Party.rows.values_list("pk", flat=True)) == parties
    assert not OutboxEvent.rows.filter(deal=deal, kind="claim.accepted").exists()


def test_every_proposal_is_anchored_to_its_sentence(people: World) -> None:
    bob = act_as(people, "bob")
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


def test_the_register_tells_the_reader_names_of_its_own(people: World) -> None:
    """Borealis Compute stands in no list of the reader, only in the register."""
    bob = act_as(people, "bob")
    source = take(bob)
    assert Proposed.from_text(proposal(source, "role.borrower").words).party == "Borealis Compute"
    called = parties_called({"Borealis Compute", "Nobody Of That Name"}, viewer=bob, wall=PUBLIC)
    assert called == {
        "Borealis Compute": [(known(people, "Borealis Compute"), "Borealis Compute")],
        "Nobody Of That Name": [],
    }


def test_the_same_text_is_taken_in_once(people: World) -> None:
    bob = act_as(people, "bob")
    source, before = take(bob), None
    before = fingerprint()
    (again,) = take_in_all(texts=[pasted(ARTICLE)], entry=ENTRY, compartment=PUBLIC, viewer=bob, today=TODAY)
    assert (again.source, again.known) == (source, True)
    assert fingerprint() == before


def test_the_dateline_of_its_own_publisher_names_no_other_source(people: World) -> None:
    wire = replace(ENTRY, publisher="Baltic Wire", url="")
    text = "RIGA, Feb 3 2026 (Baltic Wire) - Borealis Compute is seeking a loan of $300 million. {}"
    named = {}
    for told in ("", "The Harbour Gazette reported it first."):
        source = take(act_as(people, "bob"), text.format(told), entry=wire)
        words = Claim.rows.filter(source=source).values_list("words", flat=True)
        named[told] = [p.party for p in map(Proposed.from_text, words) if p.read == "source.origin"]
    assert list(named.values()) == [[], ["Harbour Gazette"]]


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
    people: World, texts: list[Text], entry: dict[str, Any], field: str, said: str
) -> None:
    bob, before = act_as(people, "bob"), fingerprint()
    with pytest.raises(IntakeRefused) as error:
        take_in_all(
            texts=texts, entry=SourceEntry(**{**ENTRY.__dict__, **entry}), compartment=PUBLIC, viewer=bob, today=TODAY
        )
    (fault,) = error.value.faults
    assert (fault[1], said in fault[2]) == (field, True), fault
    assert fault[0] == (texts[-1].name if texts and field == "text" else "")
    assert fingerprint() == before


def test_a_file_is_kept_under_a_random_name_until_it_is_taken_down(
    people: World, settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    bob = act_as(people, "bob")
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


def test_a_teams_intake_does_not_exist_for_others(people: World) -> None:
    dan = act_as(people, "dan")
    source = take(dan, wall=people.cast.team)
    for name in ("bob", "alice", "carol", "frank", "eve"):
        viewer = act_as(people, name)
        assert review_queue(viewer=viewer) == []
        assert proposals(viewer=viewer, source=source, text="") == []
        assert stored_text(viewer=viewer, source=source) is None
        assert likely_parents(viewer=viewer, source=source) == []
    bob = act_as(people, "bob")
    assert (
        not Claim.objects.visible_to(bob).filter(source=source).exists()
        and not Claim.rows.filter(source=source).exists()
    )
    (again,) = take_in_all(texts=[pasted(ARTICLE)], entry=ENTRY, compartment=PUBLIC, viewer=bob, today=TODAY)
    assert not again.known and again.source != source
    with pytest.raises(NotFound):
        reject_claim(claim=uuid4(), viewer=bob)


def test_a_teams_source_never_supports_a_public_deal(people: World) -> None:
    dan, deal = act_as(people, "dan"), people.deals["tokyo"]
    source = take(dan, wall=people.cast.team)
    claim, before = proposal(source, "facility.amount"), fingerprint()
    with pytest.raises(ReviewRefused) as error:
        accept_claim(claim=claim.pk, decision=Decision(deal=deal), viewer=dan, today=TODAY)
    assert error.value.field == "deal"
    assert fingerprint() == before


def test_a_reader_reviews_nothing(people: World) -> None:
    bob = act_as(people, "bob")
    source = take(bob)
    claim = proposal(source, "facility.amount")
    alice, before = act_as(people, "alice"), fingerprint()
    for act in (
        lambda: reject_claim(claim=claim.pk, viewer=alice),
        lambda: accept_claim(claim=claim.pk, decision=Decision(deal=people.deals["tokyo"]), viewer=alice, today=TODAY),
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
