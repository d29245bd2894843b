"""/api/v1/ tells what there is below it, to programs as JSON and to people as a page."""

from __future__ import annotations

import re
from typing import Any

from tests.pages.markup import check, text
from tests.walls.routes import place, routes
from tests.world import World


def test_every_address_of_the_api_is_told_with_its_methods(people: World) -> None:
    index = people.client("anonymous").get("/api/v1/")
    assert index.status_code == 200 and index["Content-Type"] == "application/json"
    told = {row["path"]: row for row in index.json()["results"]}
    placed = {
        "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route.pattern) for route in routes() if route.pattern.startswith("api/")
    }
    assert set(told) == placed
    assert told["/api/v1/deals/"]["methods"] == ["GET", "POST"]
    assert all(row["what"] and row["methods"] for row in told.values())
    assert place("api/v1/") == "open"


def test_the_same_stands_on_a_page_with_links(people: World, settings: Any) -> None:
    settings.PUBLIC_READING = True
    client = people.client("anonymous")
    page = client.get("/api/v1/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    check(page.content)
    assert "/api/v1/deals/{deal}/" in text(page.content)
    links = re.findall(r'<th scope="row"><a href="([^"]+)"', page.content.decode())
    assert "/api/v1/deals/" in links and not any("{" in link for link in links)
    for link in ("/api/v1/deals/", "/api/v1/parties/", "/api/v1/schema/"):
        assert client.get(link).status_code == 200


def test_what_the_index_does_not_take_is_refused(people: World) -> None:
    client = people.client("anonymous")
    assert client.get("/api/v1/", {"colour": "blue"}).status_code == 400
    assert client.post("/api/v1/").status_code == 405
    assert client.get("/api/v1").headers["Location"] == "/api/v1/"
