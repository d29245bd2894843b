"""The watch list: one's own, for anybody who is signed in and sees the deal, with what differs since one looked."""

from __future__ import annotations

from datetime import date

from dealtracker.access.walls import as_viewer
from dealtracker.desk.models import Watch
from tests import make
from tests.pages.markup import check, text
from tests.world import World


def test_a_deal_is_watched_looked_at_and_left(world: World) -> None:
    alice, address = world.client("alice"), f"/deals/{world.id('tokyo')}/"
    assert "Watch this deal" in text(alice.get(address).content)
    assert alice.post(f"{address}watch/", {"do": "look"}).status_code == 302
    with as_viewer(make.SYSTEM):
        Watch.rows.update(looked_on=date(2025, 1, 1))
    page = alice.get(address)
    check(page.content)
    assert "since you last looked, 1 Jan 2025" in text(page.content)
    desk = alice.get("/desk/")
    check(desk.content)
    assert "1 Jan 2025" in text(desk.content) and " differences" in text(desk.content)
    again = alice.post(f"{address}watch/", {"do": "look", "next": "desk"})
    assert again["Location"] == "/desk/" and "nothing published reads differently" in text(alice.get("/desk/").content)
    assert "You watch no deal" in text(world.client("bob").get("/desk/").content)
    alice.post(f"{address}watch/", {"do": "stop"})
    assert "You watch no deal" in text(alice.get("/desk/").content)


def test_nobody_watches_what_they_do_not_see(world: World) -> None:
    for role, deal, code in (("alice", "hidden", 404), ("anonymous", "tokyo", 302), ("carol", "hidden", 302)):
        answer = world.client(role).post(f"/deals/{world.id(deal)}/watch/", {"do": "look"})
        assert answer.status_code in (code, 404 if role == "anonymous" else code), (role, answer.status_code)
    with as_viewer(make.SYSTEM):
        assert [str(watch.user) for watch in Watch.rows.all()] == ["carol"]
    assert world.client("alice").get(f"/deals/{world.id('tokyo')}/watch/").status_code == 405
