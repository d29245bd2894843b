"""Lineages are asked for by the change itself, rebuilt for whoever it reaches, and told to the deals that rest on them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dealtracker.access.rules import PUBLIC, system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Claim, Source
from dealtracker.money import Amount
from dealtracker.periods import When
from parties.models import Lineage, Party, PartyDue, PartyName, Stake
from parties.ownership.queries import headquarters, lineages, load_book
from parties.ownership.recompute import rebuild_lineages, refresh_lineages
from parties.reports.ownership_tree import ownership_tree
from parties.signals import parties_changed

AT, TODAY = datetime(2026, 6, 1, 12, tzinfo=UTC), date(2026, 6, 1)
SYSTEM = system_viewer("tests")
MOST_QUESTIONS = 25


@pytest.fixture
def walls(db: None) -> Iterator[None]:
    with as_viewer(SYSTEM):
        yield


def party(name: str, **more: Any) -> Party:
    made = Party.rows.create(name=name, kind="company", **more)
    PartyName.rows.create(party=made, text=name, primary=True, normalised=name.casefold())
    return made


def owns(owner: Party, owned: Party, share: str | None = "1", **more: Any) -> Stake:
    when = {name: When.parse(more.pop(name)) for name in ("start", "end") if name in more}
    return Stake.rows.create(owner=owner, owned=owned, share=Amount.exact(share) if share else None, **when, **more)


def due() -> set[Any]:
    return set(PartyDue.rows.filter(room="ownership").values_list("party", flat=True))


def test_a_change_asks_for_what_rests_on_it(walls: None) -> None:
    a, b, c = party("A"), party("B"), party("C")
    assert due() == set()
    stake = owns(a, b)
    assert due() == {a.pk, b.pk}
    refresh_lineages(at=AT)
    assert due() == set()
    Stake.rows.filter(pk=stake.pk).update(owner=c)
    assert due() == {a.pk, b.pk, c.pk}
    refresh_lineages(at=AT)
    stake.delete()
    assert due() == {c.pk, b.pk}
    refresh_lineages(at=AT)
    assert not Lineage.rows.exists()


def test_whoever_is_below_is_rebuilt_and_told_of_once(walls: None) -> None:
    told: list[set[Any]] = []

    def listen(sender: Any, *, parties: set[Any], cause: str, **_: Any) -> None:
        told.append(parties)

    a, b, c, apart = party("A"), party("B"), party("C"), party("Apart")
    owns(b, c), owns(a, apart)
    refresh_lineages(at=AT)
    parties_changed.connect(listen)
    try:
        owns(a, b)
        refresh_lineages(at=AT)
        refresh_lineages(at=AT)
        assert rebuild_lineages({a.pk, b.pk, c.pk, apart.pk}, known_on=TODAY) == set()
    finally:
        parties_changed.disconnect(listen)
    assert told == [{b.pk, c.pk}]


def test_any_date_is_a_look_up(walls: None) -> None:
    a, b, c = party("A"), party("B"), party("C")
    owns(a, c, end="2025-03-01"), owns(b, c, start="2025-03-01")
    refresh_lineages(at=AT)
    with CaptureQueriesContext(connection) as asked:
        before, after = (lineages([c.pk], as_of=date(2025, month, 1))[c.pk] for month in (2, 3))
    assert [row.ultimate for row in before] == [a.pk] and [row.ultimate for row in after] == [b.pk]
    assert len(asked) == 2


def test_shares_and_certainty_stand_as_known_on_the_day(walls: None) -> None:
    a, b = party("A"), party("B", hq_country="SG")
    stake = owns(a, b, "0.3")
    early = Source.rows.create(key="s1", kind="wire", publisher="One", published_to=date(2025, 1, 1))
    late = Source.rows.create(key="s2", kind="filing", publisher="Two", published_to=date(2025, 6, 1))
    for source, value in ((early, "0.3"), (late, "0.6")):
        Claim.rows.create(
            source=source, subject_kind="party", subject=b.pk, target_kind="stake", target=stake.pk, field="share",
            value=Amount.exact(value).to_json(),
        )  # fmt: skip
    Claim.rows.create(
        source=late,
        subject_kind="party",
        subject=b.pk,
        target_kind="party",
        target=b.pk,
        field="hq_country",
        value="CN",
    )

    def known(day: date) -> list[tuple[str, str]]:
        return [
            (str(s.share.point), s.certainty) for s in load_book({b.pk}, walls={PUBLIC}, known_on=day).stakes if s.share
        ]

    assert known(date(2024, 12, 31)) == []
    assert known(date(2025, 1, 1)) == [("0.3", "reported")]
    assert known(date(2025, 6, 1)) == [("0.6", "documented")]
    assert headquarters({b.pk}, known_on=TODAY) == {b.pk: ("SG", "CN")}


def test_statements_do_not_grow_with_the_depth(walls: None) -> None:
    counts = []
    for depth in (3, 30):
        chain = [party(f"{depth}-{n}") for n in range(depth)]
        for lower, upper in zip(chain, chain[1:], strict=False):
            owns(upper, lower)
        with CaptureQueriesContext(connection) as asked:
            tree = ownership_tree(viewer=SYSTEM, party=chain[0].pk, as_of=TODAY, known_on=TODAY)
        assert tree is not None and len(tree.up) == depth - 1
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_ring_is_stored_with_its_path_and_told(walls: None) -> None:
    a, b, c = party("A"), party("B"), party("C")
    owns(a, b), owns(b, a, "0.6"), owns(a, c)
    refresh_lineages(at=AT)
    [row] = lineages([c.pk], as_of=TODAY)[c.pk]
    assert (row.basis, row.ultimate) == ("ring", None) and set(row.path) == {a.pk, b.pk}


@pytest.mark.parametrize("depth", [10, 1000])
def test_a_chain_is_read_in_as_many_questions_however_deep(walls: None, depth: int) -> None:
    chain = Party.rows.bulk_create(Party(name=f"p{n}") for n in range(depth))
    share = Amount.exact("0.9")
    Stake.rows.bulk_create(
        Stake(owner=upper, owned=lower, share=share) for lower, upper in zip(chain, chain[1:], strict=False)
    )
    with CaptureQueriesContext(connection) as asked:
        tree = ownership_tree(viewer=SYSTEM, party=chain[0].pk, as_of=TODAY, known_on=TODAY)
    assert len(asked) <= MOST_QUESTIONS
    assert tree is not None and [u.party for u in tree.lineage.ultimate] == [chain[-1].pk]


def test_the_command_rebuilds_all(walls: None) -> None:
    a, b = party("A"), party("B")
    owns(a, b)
    refresh_lineages(at=AT)
    Lineage.rows.all().delete()
    out = StringIO()
    call_command("refresh_ownership", "--all", stdout=out)
    assert "1 requests met" in out.getvalue() and Lineage.rows.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_share_the_work_and_a_writer_waits_for_neither() -> None:
    with as_viewer(SYSTEM):
        a, b, c = party("A"), party("B"), party("C")
        owns(a, b)
    done = threading.Event()

    def write() -> None:
        with as_viewer(SYSTEM):
            owns(b, c)
        connection.close()
        done.set()

    with transaction.atomic():
        refresh_lineages(at=AT)
        other = threading.Thread(target=write)
        other.start()
        assert done.wait(5), "a change of the same party waited for the rebuild"
    other.join()
    assert refresh_lineages(at=AT) == 2
    with as_viewer(SYSTEM):
        assert {row.party: row.ultimate for row in Lineage.rows.all()} == {b.pk: a.pk, c.pk: a.pk}


@pytest.mark.django_db(transaction=True)
def test_a_worker_meets_what_is_due() -> None:
    from parties.tasks import refresh_ownership, screen_changed

    with as_viewer(SYSTEM):
        owns(party("A"), party("B"))
    refresh_ownership()
    screen_changed()
    with as_viewer(SYSTEM):
        assert Lineage.rows.count() == 1 and not PartyDue.rows.exists()
