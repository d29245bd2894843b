"""What a re-report, a second story and a retraction change in the sheet that readers get, byte by byte."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Claim, Source, SourceLink
from dealtracker.ids import private_key
from dealtracker.webhooks.models import OutboxEvent
from tests import make
from tests.pages.conftest import Book

BOOK = ("palebluedot-xiaohongshu-tokyo",)
TOKYO = BOOK[0]
_COUNTS = ("sources", "claims", "revision", "digest")


def sheet(book: Book, known_on: str = "") -> dict[str, Any]:
    query = f"?known_on={known_on}" if known_on else ""
    found: dict[str, Any] = orjson.loads(book.client().get(f"/api/v1{book.url(TOKYO)}{query}").content)
    return found


def without_counts(value: Any) -> Any:
    """The sheet as bytes with only the number of sources, of claims and the revision taken out."""
    if isinstance(value, dict):
        return {name: without_counts(inner) for name, inner in value.items() if name not in _COUNTS}
    return [without_counts(inner) for inner in value] if isinstance(value, list) else value


def marked(book: Book) -> None:
    """What a verb does after its change: the deal is rebuilt."""
    from deals.sheets.stale import mark_stale

    mark_stale([key for name in book.ids.values() if (key := private_key("deal", name))], cause="a test")
    make.catch_up()


def added(
    book: Book, *, kind: str, link: str, basis: str, publisher: str = "Harbour Echo", newsroom: str = ""
) -> Source:
    """A source of 3 Dec 2025 that says all that Bloomberg says of the loan, linked to it, and stated to be wrong in one."""
    deal = private_key("deal", book.ids[TOKYO])
    assert deal
    root = Source.rows.get(claims__subject=deal, publisher="Bloomberg News", claims__field="amount")
    made: Source = Source.rows.create(
        key="echo", kind=kind, publisher=publisher, newsroom=newsroom, published_from=date(2025, 12, 3), published_to=date(2025, 12, 3),
    )  # fmt: skip
    SourceLink.rows.create(source=made, to=root, kind=link, basis=basis)
    for claim in Claim.rows.filter(source=root, subject=deal):
        claim.pk, claim.source, claim.value = None, made, None
        claim._state.adding = True
        claim.save(force_insert=True)
    amount = Claim.rows.filter(source=made, field="amount").first()
    assert amount
    Claim.rows.filter(pk=amount.pk).update(
        value={"kind": "exact", "point": "3000000000", "currency": "USD", "words": "US$3bn"}, relation="contradicts"
    )
    marked(book)
    return made


def test_a_re_report_changes_the_count_of_sources_and_nothing_else(reading: Book) -> None:
    before, early = sheet(reading), sheet(reading, "2025-12-02")
    with as_viewer(make.SYSTEM):
        added(reading, kind="rewrite", link="re-reports", basis="cited")
    after = sheet(reading)
    assert orjson.dumps(without_counts(after)) == orjson.dumps(without_counts(before))
    counts, now = before["derived"]["counts"], after["derived"]["counts"]
    assert (now["sources"], now["origins"], now["newsrooms"]) == (
        counts["sources"] + 1,
        counts["origins"],
        counts["newsrooms"],
    )
    assert without_counts(sheet(reading, "2025-12-02")) == without_counts(early)
    drift = reading.client().get(f"/api/v1{reading.url(TOKYO)}drift/?at=/facilities/f1/amount").json()
    slip = [hop for hop in drift["hops"] if hop["source"]["publisher"] == "Harbour Echo"]
    assert [(hop["verdict"], hop["slip"], hop["first_wrong"]) for hop in slip] == [("drift", 1, True)]


def test_a_second_story_of_one_newsroom_by_inference_leaves_one_newsroom(reading: Book) -> None:
    before = sheet(reading)["derived"]
    with as_viewer(make.SYSTEM):
        deal = private_key("deal", reading.ids[TOKYO])
        made = added(
            reading,
            kind="licensed copy",
            link="re-reports",
            basis="inferred",
            publisher="Bay Times",
            newsroom="Bloomberg News",
        )
        Claim.rows.filter(source=made, subject=deal).update(attribution="own inference", value=None, relation="same")
        marked(reading)
    after = sheet(reading)["derived"]
    assert after["counts"]["newsrooms"] == before["counts"]["newsrooms"] == 1
    assert after["certainty"] == before["certainty"] and after["last_report"] == before["last_report"]


def test_a_retracted_root_marks_the_deal_in_one_change(reading: Book) -> None:
    from deals.actions.source_records import SourceEntry, add_source, link_sources
    from dealtracker.access.rules import PUBLIC

    with as_viewer(make.SYSTEM):
        deal = private_key("deal", reading.ids[TOKYO])
        root = Source.rows.get(claims__subject=deal, publisher="Bloomberg News", claims__field="amount")
        day = date(2026, 2, 2)
        entry = SourceEntry(publisher="Bloomberg News", kind="wire", published_from=day, published_to=day)
        made = add_source(entry=entry, compartment=PUBLIC, viewer=make.SYSTEM, today=date(2026, 11, 23))
        seen = OutboxEvent.rows.filter(deal=deal).count()
        link_sources(source=made.pk, to=root.pk, kind="retracts", basis="cited", viewer=make.SYSTEM)
        assert OutboxEvent.rows.filter(deal=deal).count() == seen + 1
        marked(reading)
    assert sheet(reading)["derived"]["certainty"]["code"] == "withdrawn"
    assert sheet(reading, "2026-02-01")["derived"]["certainty"]["code"] == "contested"
    amount = sheet(reading)["facilities"][0]
    assert amount["standings"]["amount"]["certainty"] == "withdrawn" and amount["amount"]["point"] == "300000000"
