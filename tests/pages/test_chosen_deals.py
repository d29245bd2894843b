"""Deals ticked in the list: side by side, alone, on the watch list, as a file; hidden ones are not there."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from dealtracker.access.walls import as_viewer
from dealtracker.desk.models import Watch
from dealtracker.ids import public_id
from tests import make
from tests.pages.markup import check, text
from tests.world import World


def _two(world: World) -> list[str]:
    keys = make.save(
        make.dossier("north", title="North loan", borrower="North Compute"),
        make.dossier("south", title="South loan", borrower="South Compute"),
    )
    return [public_id("deal", key) for key in keys]


def test_ticked_deals_stand_side_by_side(world: World) -> None:
    ids = _two(world)
    client = world.client("alice")
    page = client.get("/deals/side-by-side/", {"id": [*ids, ids[0]]})
    check(page.content)
    shown = text(page.content)
    assert "2 deals" in shown and "North loan" in shown and "South loan" in shown
    twin = client.get("/deals/side-by-side/", {"id": ids, "format": "json"}).json()["results"]
    assert [one["title"] for one in twin] == ["North loan", "South loan"]
    assert twin[0]["terms"]["Named borrower"] == "North Compute" and "North Compute" in twin[0]["terms"]["Money from"]
    same, other = (
        re.search(rf'<tr( class="differs")?><th scope="row">{head}</th>', page.content.decode())
        for head in ("Stage and certainty", "Named borrower")
    )
    assert same and not same[1] and other and other[1]


def test_what_cannot_be_put_side_by_side_is_said(world: World) -> None:
    client, ids = world.client("alice"), _two(world)
    empty = client.get("/deals/side-by-side/")
    check(empty.content)
    assert "Nothing to compare" in text(empty.content)
    for asked, said in ((["deal_1"], "deal_1"), ([f"deal_{n:032x}" for n in range(7)], "at most 6")):
        refused = client.get("/deals/side-by-side/", {"id": asked})
        assert refused.status_code == 400 and said in text(refused.content)
    absent = client.get("/deals/side-by-side/", {"id": [ids[0], world.id("hidden")]})
    assert "1 deal of those asked for is not among what you may see" in " ".join(text(absent.content).split())
    never = client.get("/deals/side-by-side/", {"id": [ids[0], f"deal_{9:032x}"]})
    assert text(never.content) == text(absent.content), "a hidden deal reads as one that never was"


def test_the_list_takes_ids_and_names_them(world: World) -> None:
    client, ids = world.client("alice"), _two(world)
    page = client.get("/deals/", {"id": ids[0]})
    check(page.content)
    shown = " ".join(text(page.content).split())
    assert "1 deal;" in shown and "Deal North loan" in shown and "South loan" not in shown
    found = {row["id"] for row in client.get("/api/v1/deals/", {"id": ids}).json()["results"]}
    assert found == set(ids)
    assert client.get("/api/v1/deals/", {"id": world.id("hidden")}).json()["results"] == []
    assert client.get("/deals/", {"id": "north"}).status_code == 400
    then = client.get("/deals/", {"id": ids, "known_on": "2026-06-01"})
    assert "North loan" in text(then.content) and "(tokyo)" not in text(then.content)


def test_all_or_none_are_watched_and_one_comes_back(world: World) -> None:
    client, ids = world.client("alice"), _two(world)
    done = client.post("/deals/watch/?next=/deals/%3Fstage%3Dtalks", {"id": ids})
    assert done["Location"] == "/deals/?stage=talks"
    assert "2 deals on your watch list" in text(client.get("/deals/").content)
    assert client.post("/deals/watch/?next=https://elsewhere.example/", {"id": ids})["Location"] == "/deals/"
    with as_viewer(make.SYSTEM):
        Watch.rows.all().delete()
    assert client.post("/deals/watch/", {"id": [ids[0], world.id("hidden")]}).status_code == 404
    assert client.post("/deals/watch/", {"id": ["x"]}).status_code == 400
    client.post("/deals/watch/", {})
    assert "No deal was ticked" in text(client.get("/deals/").content)
    assert world.client("anonymous").post("/deals/watch/", {"id": ids}).status_code == 404
    assert client.get("/deals/watch/").status_code == 405
    with as_viewer(make.SYSTEM):
        assert Watch.rows.count() == 0


def test_who_is_not_signed_in_is_not_offered_a_watch_list(world: World, settings: Any) -> None:
    settings.PUBLIC_READING = True
    guest = world.client("anonymous").get("/deals/")
    assert 'formaction="/deals/watch/' not in guest.content.decode() and "csrftoken" not in guest.cookies
    assert 'formaction="/deals/watch/?next=%2Fdeals%2F"' in world.client("alice").get("/deals/").content.decode()


def test_the_list_as_a_file_has_numbers_and_blanks_for_what_is_not_known(world: World, monkeypatch: Any) -> None:
    from deals.pages import deals_file

    client, ids = world.client("alice"), _two(world)

    def lines(**asked: Any) -> list[dict[str, str]]:
        answer = client.get("/deals/deals.csv", asked)
        assert answer.status_code == 200 and answer["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    rows = {row["title"]: row for row in lines(ordering="title")}
    assert {"North loan", "South loan"} <= set(rows) and "Umbrafold" not in str(rows)
    sheet = client.get("/api/v1/deals/", {"title__ic": "North loan"}).json()["results"][0]
    amount = sheet["derived"]["headline"]["amount"]
    assert rows["North loan"]["point"] == amount.get("point", "") and rows["North loan"]["high"] == amount.get(
        "high", ""
    )
    assert rows["North loan"]["currency"] == amount["currency"]
    assert len(lines(title__ic="North loan")) == 1 and lines(q="nothing of the kind") == []
    assert client.get("/deals/deals.csv", {"colour": "blue"}).status_code == 400
    assert [row["title"] for row in lines(known_on="2026-06-01", id=ids[0])] == ["North loan"]
    monkeypatch.setattr(deals_file, "MOST", 2)
    monkeypatch.setattr(deals_file, "_BATCH", 1)
    assert "Cut after 2 deals" in lines()[-1]["id"]


def test_a_name_that_ends_in_a_stop_ends_its_sentence(world: World) -> None:
    (key,) = make.save(make.dossier("stops", lender="Quayside & Co.", title="Loan with a stop"))
    page = world.client("alice").get(f"/deals/{public_id('deal', key)}/")
    assert "Quayside & Co." in text(page.content) and "Co.." not in text(page.content)
