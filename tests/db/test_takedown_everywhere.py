"""After a takedown no table, log, stored answer, export or page holds a word of the text, and nothing brings it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from deals.actions.intake import pasted, take_in_all
from deals.actions.review import Decision, accept_claim
from deals.actions.source_records import SourceEntry, SourceRefused, amend_source
from deals.actions.takedown import takedown
from deals.interchange.dossier.export import export_deal
from dealtracker.access.rules import PUBLIC
from dealtracker.access.walls import set_walls
from dealtracker.evidence.models import Source
from dealtracker.evidence.reports import source_rows
from dealtracker.ids import public_id
from tests import make
from tests.intake import ARTICLE, ENTRY, TODAY, act_as, known, proposal, take
from tests.world import World

pytestmark = pytest.mark.usefixtures("alone")
WORD = "Zyxobelisk"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_HOLDS = "SELECT count(*) FROM {} t WHERE t::text ILIKE %s OR t::text ILIKE %s"


def holding(word: str = WORD) -> dict[str, int]:
    """Table → rows that hold the word, in text, JSON or bytes, as someone who sees behind every wall."""
    set_walls(make.SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(_HOLDS.format(f'"{table}"'), [f"%{word}%", f"%{word.encode().hex()}%"])
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


def dossier(key: str = "taken") -> make.Json:
    """A deal with a quote, words, a reply and a title that all hold the word."""
    return make.dossier(
        key,
        sources=[make.source("told", "Harbour Post", title=f"{WORD} to borrow")],
        claims=[
            {"source": "told", "at": "/facilities/f1/amount", "words": f"{WORD} words",
             "quote": {"exact": f"the {WORD} loan", "prefix": f"{WORD} before", "suffix": f"{WORD} after"}},
        ],
        replies=[{"key": "y1", "party": "bo", "source": "told", "stance": "declines to comment", "words": f"{WORD} said no"}],
    )  # fmt: skip


def told() -> Source:
    return Source.rows.get(publisher="Harbour Post")


def test_no_row_holds_a_word_of_what_was_imported(people: World) -> None:
    (deal,) = make.save(dossier())
    assert {"evidence_source", "evidence_claim", "evidence_anchor", "evidence_reply", "deals_sheet"} <= holding().keys()
    bob = act_as(people, "bob")
    takedown(source=told().pk, on=TODAY, viewer=bob, reason="asked by its publisher")
    make.catch_up()
    assert holding() == {}
    bob = act_as(people, "bob")
    assert WORD.encode() not in export_deal(deal, viewer=bob)
    for below in ("", "claims/?at=/facilities/f1/amount", "drift/?at=/facilities/f1/amount", "compare/"):
        page = people.client("bob").get(f"/deals/{public_id('deal', deal)}/{below}")
        assert page.status_code == 200 and WORD not in page.content.decode(), below


@pytest.mark.parametrize("update", [False, True])
def test_an_import_brings_no_word_back(people: World, update: bool) -> None:
    make.save(dossier())
    takedown(source=told().pk, on=TODAY, viewer=act_as(people, "bob"), reason="asked by its publisher")
    for again in (dossier(), dossier("another")):
        make.save(again, update=update)
    assert holding() == {}
    assert Source.rows.filter(publisher="Harbour Post").count() == 1


def test_a_title_destroyed_is_not_entered_again(people: World) -> None:
    make.save(dossier())
    bob = act_as(people, "bob")
    takedown(source=told().pk, on=TODAY, viewer=bob, reason="asked by its publisher")
    with pytest.raises(SourceRefused, match="taken down") as error:
        amend_source(source=told().pk, values={"title": f"{WORD} again"}, viewer=bob, today=TODAY)
    assert error.value.field == "title"
    amend_source(source=told().pk, values={"title": told().title, "language": "en"}, viewer=bob, today=TODAY)
    assert told().language == "en"


def test_no_row_holds_a_word_of_what_was_read_and_accepted(people: World) -> None:
    bob, deal = act_as(people, "bob"), people.deals["tokyo"]
    entry = SourceEntry(**{**ENTRY.__dict__, "title": f"{WORD} rising"})
    text = ARTICLE.replace("Tokyo", f"Tokyo, beside the {WORD}").replace("the information", f"the {WORD} information")
    source = take(bob, text, entry=entry)
    accept_claim(claim=proposal(source, "facility.amount").pk, decision=Decision(deal=deal), viewer=bob, today=TODAY)
    decision = Decision(deal=deal, party=known(people, "Borealis Compute"))
    accept_claim(claim=proposal(source, "reply", "Borealis").pk, decision=decision, viewer=bob, today=TODAY)
    make.catch_up()
    assert {"evidence_sourcetext", "evidence_anchor", "deals_sheet"} <= holding().keys()
    takedown(source=source, on=TODAY, viewer=act_as(people, "bob"), reason="asked by its publisher")
    make.catch_up()
    assert holding() == {}
    for address in (f"/review/{public_id('source', source)}/", f"/sources/{public_id('source', source)}/", "/review/"):
        page = people.client("bob").get(address)
        assert page.status_code == 200 and WORD not in page.content.decode(), address


def test_a_text_of_which_nothing_was_read_stays_in_review(people: World) -> None:
    bob = act_as(people, "bob")
    (done,) = take_in_all(texts=[pasted(f"{WORD}.")], entry=ENTRY, compartment=PUBLIC, viewer=bob, today=TODAY)
    assert not done.proposals
    takedown(source=done.source, on=TODAY, viewer=bob, reason="asked by its publisher")
    assert not source_rows(viewer=bob).filter(pk=done.source).exists()
    assert people.client("anonymous").get(f"/sources/{public_id('source', done.source)}/").status_code == 404


@pytest.fixture
def answered(people: World) -> Iterator[tuple[Any, dict[str, str], bytes]]:
    """A source entered with a key: whose client, which headers, which body."""
    client, headers = people.client("bob"), {"Idempotency-Key": "one-source"}
    body = {"publisher": "Harbour Post", "kind": "wire", "published_to": "2026-01-10", "title": f"{WORD} to borrow"}
    yield client, headers, json.dumps(body).encode()


def test_a_stored_answer_is_gone(people: World, answered: tuple[Any, dict[str, str], bytes]) -> None:
    client, headers, body = answered
    send = lambda: client.post("/api/v1/sources/", body, content_type="application/json", headers=headers)  # noqa: E731
    assert (send().status_code, send().headers["Idempotency-Replayed"]) == (201, "true")
    takedown(source=told().pk, on=TODAY, viewer=act_as(people, "bob"), reason="asked by its publisher")
    assert holding() == {}
    again = send()
    assert again.status_code == 410 and again.json()["code"] == "taken_down"
    assert Source.rows.filter(publisher="Harbour Post").count() == 1
