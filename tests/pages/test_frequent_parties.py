"""The forty parties that the shipped real deals name most: one record each, and a head office that a source states."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from deals.models import Contract, HardwareLine, Role
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Claim, Standing
from dealtracker.ids import public_id
from parties.models import Party
from parties.register.calc import normalise
from parties.reports.duplicates import duplicates_of
from tests import make
from tests.pages.conftest import DEMO, Book
from tests.pages.markup import text

MOST = 40


@pytest.fixture
def forty(reading: Book) -> Iterator[list[Party]]:
    """By number of deals, then by name; groups that nobody names are no party."""
    with as_viewer(make.SYSTEM):
        named: set[tuple[UUID, UUID]] = set(Role.rows.values_list("party_id", "deal_id"))
        for column in ("supplier_id", "customer_id"):
            named |= set(Contract.rows.exclude(**{column: None}).values_list(column, "deal_id"))
        named |= set(HardwareLine.rows.exclude(vendor=None).values_list("vendor_id", "deal_id"))
        count = Counter(party for party, _ in named)
        rows = Party.rows.filter(pk__in=count).exclude(kind=Party.Kind.UNNAMED_GROUP).prefetch_related("names")
        yield sorted(rows, key=lambda party: (-count[party.pk], party.name))[:MOST]


def test_each_is_one_record(forty: list[Party]) -> None:
    assert len(forty) == MOST
    held: dict[str, str] = {}
    for name in Party.rows.exclude(kind=Party.Kind.UNNAMED_GROUP).values_list("names__text", "pk", "name"):
        text, key, primary = name
        other = held.setdefault(normalise(text), f"{primary} {key}")
        assert other == f"{primary} {key}", f"{text} names two records: {other}, {primary} {key}"


def test_none_has_a_near_namesake_that_nobody_looked_at(forty: list[Party]) -> None:
    near = {
        (party.name, one.name): f"{one.score} {one.reasons}"
        for party in forty
        for one in duplicates_of(viewer=make.SYSTEM, party=party.pk)
    }
    assert near == {}


def test_each_has_a_head_office_that_a_source_states(forty: list[Party]) -> None:
    without = [party.name for party in forty if not party.hq_country]
    assert without == []
    for party in forty:
        claims = Claim.rows.filter(target=party.pk, field="hq_country").select_related("source")
        assert {claim.source.publisher for claim in claims}, party.name
        assert Standing.rows.filter(target=party.pk, field="hq_country").exists(), party.name


def stated_in_files() -> set[str]:
    """Names of parties whose head office a claim of a shipped file states, other than as an inference of ours."""
    found: set[str] = set()
    for file in DEMO.glob("*.json"):
        dossier = json.loads(file.read_text(encoding="utf-8"))
        names = {f"/parties/{party['key']}/hq_country": party["names"][0]["text"] for party in dossier["parties"]}
        for claim in dossier["claims"]:
            if claim.get("attribution") != "own inference":
                at = claim["at"] if isinstance(claim["at"], list) else [claim["at"]]
                found |= {names[path] for path in at if path in names}
    return found


def test_as_many_are_stated_as_the_files_have_a_source_for(forty: list[Party]) -> None:
    standings = {party.name: Standing.rows.filter(target=party.pk, field="hq_country") for party in forty}
    stated = {name for name, rows in standings.items() if rows.latest("known_from").certainty != "inferred"}
    assert stated == {party.name for party in forty} & stated_in_files()
    assert len(stated) > MOST * 7 // 8


def test_the_words_that_state_a_head_office_stand_on_the_party_s_page(forty: list[Party], client: Any, settings: Any) -> None:
    settings.PUBLIC_READING = True
    quoted = Claim.rows.filter(field="hq_country", target__in=[party.pk for party in forty], anchors__isnull=False)
    assert quoted.count() > MOST // 2
    for claim in quoted.select_related("source").prefetch_related("anchors")[::7]:
        page = text(client.get(f"/parties/{public_id('party', claim.target)}/").content)
        assert claim.anchors.get().exact in page, claim.source.key
        assert claim.source.publisher in page


def test_a_country_that_no_page_states_says_so(forty: list[Party]) -> None:
    noted = Claim.rows.filter(source__kind="file", field="hq_country", target__in=[party.pk for party in forty])
    assert noted and {claim.attribution for claim in noted} == {"own inference"}
    standing = Standing.rows.filter(target=noted[0].target, field="hq_country").latest("known_from")
    assert standing.certainty == "inferred"


def test_neither_page_nor_api_shows_such_a_country_as_reported(forty: list[Party], client: Any, settings: Any) -> None:
    settings.PUBLIC_READING = True
    noted = Claim.rows.filter(source__kind="file", field="hq_country", target__in=[party.pk for party in forty])
    party = public_id("party", noted[0].target)
    assert "our own reading; no source read states it" in client.get(f"/parties/{party}/", follow=True).content.decode()
    told = client.get(f"/api/v1/parties/{party}/").json()
    assert told["standings"]["hq_country"]["certainty"] == "inferred"
