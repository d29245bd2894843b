"""What pages look for on other dates is looked for in what was known then; lists of today say that they are."""

from __future__ import annotations

import pytest

from deals.reports import deals_at
from tests import make
from tests.pages.markup import check, text
from tests.world import World

BEFORE, AFTER = "known_on=2026-01-15", "known_on=2026-02-20"
PLACES = {"/facilities/": "results", "/search/": "deals"}


@pytest.fixture(scope="module")
def renamed(people: World) -> World:
    """A deal whose title of ours tells of February 2026, when a report names its lender."""
    document = make.dossier("petrel", title="Shearwater notes of Dunlin")
    document["parties"].append(make.party("dun", "Dunlin Capital", kind="fund"))
    document["roles"].append({"key": "r9", "party": "dun", "role": "lender"})
    document["sources"].append(make.source("feb", "Sandpiper Post", published="2026-02-10"))
    document["claims"].append({"source": "feb", "at": "/roles/r9"})
    (people.deals["petrel"],) = make.save(document)
    return people


def refs(world: World, address: str, words: str, dates: str) -> list[str]:
    answer = world.client("anonymous").get(f"{address}?q={words}&format=json&{dates}").json()
    wanted = world.id("petrel")
    return [row.get("deal", row["id"]) for row in answer[PLACES[address]] if wanted in (row.get("deal"), row["id"])]


@pytest.mark.parametrize("address", PLACES)
def test_a_word_of_later_finds_nothing_before(renamed: World, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [renamed.id("petrel")]
    for most in (deals_at.MOST_ORDERED, 1, 0):
        monkeypatch.setattr(deals_at, "MOST_ORDERED", most)
        for word in ("dunlin", "sandpiper", "shearwater"):
            assert refs(renamed, address, word, BEFORE) == [], (word, most)
            assert refs(renamed, address, word, AFTER) == wanted, (word, most)
        assert refs(renamed, address, "borealis petrel", BEFORE) in (wanted, []), most
    monkeypatch.undo()
    assert refs(renamed, address, "petrel", BEFORE) == wanted


def test_a_title_is_looked_for_as_it_was(renamed: World) -> None:
    client = renamed.client("anonymous")

    def found(part: str, dates: str) -> list[str]:
        rows = client.get(f"/api/v1/deals/?title__ic={part}&{dates}").json()["results"]
        return [row["id"] for row in rows if row["id"] == renamed.id("petrel")]

    wanted = [renamed.id("petrel")]
    assert (found("BOREALIS COMPUTE: LO", BEFORE), found("shearwater", BEFORE)) == (wanted, [])
    assert (found("borealis", ""), found("SHEARwater", "")) == ([], wanted)


def test_a_page_of_another_date_keeps_it(renamed: World) -> None:
    page = renamed.client("anonymous").get(f"/search/?q=petrel&{BEFORE}")
    check(page.content)
    assert "all as known on 15 Jan 2026" in text(page.content) and f"/?{BEFORE}" in page.content.decode()
    assert f'name="known_on" value="{BEFORE[9:]}"' in page.content.decode()
