"""Standings in the database: written once, only where they differ, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Claim, Reply, Source, SourceLink, Standing
from dealtracker.evidence.queries import ListedError, evidence_of
from dealtracker.evidence.recompute import rebuild_standing
from dealtracker.evidence.rules import standings
from parties.register.models import Party

DAY, LATER = date(2026, 1, 10), date(2026, 2, 10)


@pytest.fixture(autouse=True)
def walls(db: None) -> Iterator[None]:
    with as_viewer(system_viewer("tests")):
        yield


def source(kind: str = "wire", day: date = DAY, **more: Any) -> Source:
    return Source.rows.create(key="s", kind=kind, publisher="Bloomberg", published_from=day, published_to=day, **more)


def claim(by: Source, subject: UUID, target: UUID, value: Any = "JP", **more: Any) -> Claim:
    return Claim.rows.create(
        source=by, subject_kind="deal", subject=subject, target_kind="facility", target=target, field="amount",
        value=value, **more,
    )  # fmt: skip


def deal(fields: int = 1) -> UUID:
    subject, origin, echo = uuid4(), source(), source("rewrite", LATER)
    SourceLink.rows.create(source=echo, to=origin, kind="re-reports")
    for _ in range(fields):
        target = uuid4()
        claim(origin, subject, target)
        claim(echo, subject, target)
    return subject


def stored(subject: UUID) -> list[tuple[Any, ...]]:
    rows = Standing.rows.filter(subject=subject).order_by("target", "known_from")
    return list(rows.values_list("id", "value", "certainty", "sources", "origins", "newsrooms", "known_from", "compartment"))


def test_standings_are_written_and_stay_when_nothing_changed() -> None:
    subject = deal()
    assert rebuild_standing({subject}) == 2
    before = stored(subject)
    assert [row[1:] for row in before] == [
        ("JP", "reported", 1, 1, 1, DAY, PUBLIC), ("JP", "reported", 2, 1, 1, LATER, PUBLIC),
    ]  # fmt: skip
    assert rebuild_standing({subject}) == 0
    assert stored(subject) == before


def test_only_rows_that_differ_are_touched() -> None:
    subject = deal()
    rebuild_standing({subject})
    [first, second] = stored(subject)
    [target] = Standing.rows.filter(subject=subject).values_list("target", flat=True).distinct()
    claim(source("filing", LATER), subject, target, "SG")
    assert rebuild_standing({subject}) == 1
    [kept, written] = stored(subject)
    assert kept == first
    assert written[1:5] == ("SG", "documented", 1, 1) and written[0] != second[0]


def test_a_subject_without_claims_loses_its_standings_and_others_keep_theirs() -> None:
    one, other = deal(), deal()
    rebuild_standing({one, other})
    Claim.rows.filter(subject=one).delete()
    assert rebuild_standing({one}) == 0
    assert stored(one) == [] and len(stored(other)) == 2


def test_the_number_of_statements_does_not_grow() -> None:
    def statements(subjects: set[UUID]) -> int:
        with CaptureQueriesContext(connection) as captured:
            rebuild_standing(subjects)
        return len(captured)

    assert statements({deal()}) == statements({deal(4) for _ in range(30)})


def test_evidence_takes_in_the_origins_and_corrections_of_its_sources() -> None:
    subject, origin, copy, fix = uuid4(), source(read=False), source("licensed copy"), source(day=LATER)
    SourceLink.rows.create(source=copy, to=origin, kind="translates")
    SourceLink.rows.create(source=fix, to=origin, kind="retracts")
    claim(copy, subject, uuid4())
    evidence = evidence_of({subject})[subject]
    assert {found.id for found in evidence.sources} == {origin.id, copy.id, fix.id}
    assert [row.certainty for row in standings(evidence)] == ["reported", "withdrawn"]
    assert evidence_of({uuid4()}) == {}


def test_a_walled_retraction_does_not_reach_a_public_deal() -> None:
    team = Compartment.objects.create(name="Team North")
    subject, origin = uuid4(), source()
    secret = source(day=LATER, compartment=team)
    claim(origin, subject, uuid4())
    before = evidence_of({subject})[subject]
    SourceLink.rows.create(source=secret, to=origin, kind="retracts", compartment=team)
    assert evidence_of({subject})[subject] == before


def test_what_a_team_holds_about_a_public_subject_does_not_reach_it() -> None:
    team = Compartment.objects.create(name="Team North")
    subject, target = uuid4(), uuid4()
    claim(source(), subject, target)
    before = evidence_of({subject})[subject]
    claim(source("filing", compartment=team), subject, target, "SG", compartment=team)
    assert evidence_of({subject})[subject] == before
    rebuild_standing({subject})
    assert [(row[1], row[2], row[-1]) for row in stored(subject)] == [("JP", "reported", PUBLIC)]


def test_standings_stand_behind_the_wall_of_their_claims() -> None:
    team = Compartment.objects.create(name="Team North")
    subject = uuid4()
    claim(source(), subject, uuid4(), compartment=team)
    rebuild_standing({subject})
    assert {row[-1] for row in stored(subject)} == {team.pk}


def test_a_reply_that_lists_no_field_is_an_error_and_nothing_changes() -> None:
    subject = deal()
    rebuild_standing({subject})
    before = stored(subject)
    party = Party.rows.create(name="Acme", kind="company")
    Reply.rows.create(key="r", deal=subject, party=party, source=source(), stance="denies", scope="listed", listed=["/f1"])
    with pytest.raises(ListedError, match="a reply lists '/f1'; an entry must be"):
        rebuild_standing({subject})
    assert stored(subject) == before


def test_a_listed_denial_is_read_from_its_row() -> None:
    subject, target, origin = uuid4(), uuid4(), source()
    claim(origin, subject, target)
    party = Party.rows.create(name="Acme", kind="company")
    Reply.rows.create(
        key="r", deal=subject, party=party, source=origin, stance="denies", scope="listed",
        listed=[{"target": str(target), "field": "amount"}],
    )  # fmt: skip
    rebuild_standing({subject})
    [row] = Standing.rows.filter(subject=subject)
    assert (row.certainty, row.contested, row.stated_by) == ("contested", "denied", party.pk)
