"""Views of the deal list that a person keeps under a name of their own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dealtracker.desk.models import SavedView
from tests.pages.markup import check, text
from tests.world import World


def _tabs(page: Any) -> dict[str, str]:
    nav = page.content.decode().split('<nav class="tabs"', 1)[1].split("</nav>", 1)[0]
    return {
        label.strip(): address.replace("&amp;", "&")
        for address, label in re.findall(r'href="([^"]+)"[^>]*>([^<]+)<', nav)
    }


def test_a_view_is_kept_shown_as_a_tab_and_forgotten(world: World) -> None:
    client = world.client("alice")
    asked = {
        "stage": ["talks", "marketing"],
        "site.country": "JP",
        "ordering": "title",
        "column": ["amount", "chips"],
        "known_on": "2026-06-01",
    }
    page = client.get("/deals/", asked)
    check(page.content)
    query = re.search(r'name="query" value="([^"]+)"', page.content.decode())
    assert query and "known_on" not in query[1]
    saved = client.post("/deals/views/", {"label": "  Tokyo   talks ", "query": query[1].replace("&amp;", "&")})
    assert saved.status_code == 302
    shown = client.get(saved["Location"])
    assert 'aria-current="page">Tokyo talks' in shown.content.decode() and "Save this view" not in text(shown.content)
    address = _tabs(client.get("/deals/", {"known_on": "2026-06-01"}))["Tokyo talks"]
    assert "known_on=2026-06-01" in address and "stage=talks&stage=marketing" in address and "column=chips" in address
    client.post("/deals/views/", {"label": "Tokyo talks", "query": "stage=closed"})
    assert _tabs(client.get("/deals/"))["Tokyo talks"] == "/deals/?stage=closed"
    assert client.post("/deals/views/", {"forget": "Tokyo talks"})["Location"] == "/deals/"
    assert "Tokyo talks" not in _tabs(client.get("/deals/"))


def test_a_view_is_its_owners_alone(world: World, settings: Any) -> None:
    settings.PUBLIC_READING = True
    world.client("alice").post("/deals/views/", {"label": "Mine", "query": "q=umbrafold"})
    for role in ("bob", "carol", "anonymous"):
        page = world.client(role).get("/deals/")
        assert "Mine" not in _tabs(page) and "q=umbrafold" not in page.content.decode()
    world.client("bob").post("/deals/views/", {"forget": "Mine"})
    assert SavedView.objects.filter(label="Mine").count() == 1
    assert world.client("anonymous").post("/deals/views/", {"label": "x", "query": "q=x"}).status_code == 404
    assert "Save this view" not in text(world.client("anonymous").get("/deals/?q=loan").content)


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"label": "x", "query": "colour=blue"}, 400, "colour"),
        ({"label": "x", "query": "stage=asleep"}, 400, "asleep"),
        ({"label": "x", "query": "ordering=luck"}, 400, "luck"),
        ({"label": "x", "query": "&".join(f"q={n}" for n in range(2000))}, 400, ""),
        ({"label": " ", "query": "stage=talks"}, 302, "the name needs 1 to 60 characters"),
        ({"label": "x" * 61, "query": "stage=talks"}, 302, "the name needs 1 to 60 characters"),
        ({"label": "a\x07b", "query": "stage=talks"}, 400, "label: holds the character U+0007"),
        ({"label": "x", "query": ""}, 302, "there must be something to keep"),
        ({"label": "x", "query": "q=" + "&q=".join(["w" * 190] * 12)}, 302, "at most 2,000 characters"),
        ({}, 302, "was not kept"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is(world: World, given: dict[str, str], code: int, said: str) -> None:
    client = world.client("alice")
    answer = client.post("/deals/views/", given)
    assert answer.status_code == code
    shown = text(answer.content) if code == 400 else text(client.get("/deals/").content)
    assert said in shown
    assert SavedView.objects.count() == 0


def test_one_keeps_so_many_and_may_still_change_them(world: World) -> None:
    client = world.client("alice")
    for n in range(21):
        client.post("/deals/views/", {"label": f"view {n}", "query": "stage=talks"})
    assert SavedView.objects.count() == 20
    assert "you keep 20 views already" in text(client.get("/deals/").content)
    client.post("/deals/views/", {"label": "view 3", "query": "stage=closed"})
    assert SavedView.objects.get(label="view 3").query == "stage=closed"
