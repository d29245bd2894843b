"""Lists brought, tried and loaded; candidates judged, confirmed and remembered; who sees them and who does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from parties.actions.list_uploads import folder_of, run_uploads
from parties.models import Candidate, Disposition, ListUpload, ListVersion, Party
from parties.screening.recompute import screen
from tests import cast, make
from tests.pages.markup import check, text
from tests.unit.screening.lists import EL, SDN, csl_csv
from tests.world import World

ROWS = (
    {"_id": "e1", "name": "Borealis Compute Co., Ltd.", "addresses": "1 Quay Rd, Dalian, CN", "source": EL},
    {"_id": "e2", "name": "Harbor Bank", "source": SDN},
    {"_id": "e3", "name": cast.CANARIES["borrower"], "source": SDN},
)
NEWS = {"retrieved_on": "2026-02-01", "kind": "csl-csv", "name": "CSL"}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def bring(client: Any, data: str | bytes, **more: Any) -> Any:
    body = data if isinstance(data, bytes) else data.encode()
    return client.post("/screening/lists/", {**NEWS, "files": SimpleUploadedFile("consolidated.csv", body), **more})


def work() -> None:
    with as_viewer(make.SYSTEM):
        run_uploads(now=timezone.now)
        screen(at=timezone.now())


def load(world: World, *rows: dict[str, str], **more: Any) -> None:
    client = world.client("bob")
    place = bring(client, csl_csv(*rows or ROWS), **more)["Location"]
    work()
    client.post(place, {"do": "load"})
    work()


def pid(name: str) -> str:
    with as_viewer(make.SYSTEM):
        return public_id("party", Party.rows.get(name=name).pk)


def address(name: str = "Borealis Compute") -> str:
    return f"/parties/{pid(name)}/screening/"


def judge(world: World, who: str, verdict: str = "different", **more: Any) -> Any:
    with as_viewer(make.SYSTEM):
        found = Candidate.rows.get(ref="e1")
    given = {
        "do": "judge",
        "watchlist": found.watchlist,
        "ref": "e1",
        "party": pid("Borealis Compute"),
        "inputs": found.inputs,
    }
    return world.client(who).post(address(), {**given, "verdict": verdict, "reason": "another register number", **more})


def test_without_a_list_every_place_says_so(world: World) -> None:
    client = world.client("alice")
    for place in (
        address(),
        f"/parties/{pid('Borealis Compute')}/",
        f"/deals/{world.id('tokyo')}/",
        "/screening/",
        "/screening/candidates.csv",
    ):
        assert "not screened: no list loaded" in text(client.get(place).content).lower(), place
    assert "No list is loaded" in text(client.get("/screening/lists/").content)


def test_a_list_is_tried_first_and_loaded_when_that_is_said(world: World) -> None:
    client = world.client("bob")
    place = bring(client, csl_csv(*ROWS))["Location"]
    assert (
        "waiting to be tried" in text(client.get(place).content) and client.get(f"{place}pending/").status_code == 200
    )
    assert client.post(place, {"do": "load"}).status_code == 409
    work()
    tried = client.get(place)
    check(tried.content)
    assert "3 with 3 names" in text(tried.content) and "3 new, 0 changed, 0 gone" in text(tried.content)
    with as_viewer(make.SYSTEM):
        assert not ListVersion.rows.exists(), "a trial saves nothing"
    assert client.post(place, {"do": "load"}).status_code == 302
    work()
    lists = client.get("/screening/lists/")
    check(lists.content)
    assert "1 Feb 2026" in text(lists.content) and "consolidated.csv" in text(lists.content)
    with as_viewer(make.SYSTEM):
        [version] = ListVersion.rows.all()
        assert (version.number, str(version.retrieved_on), version.entries) == (1, "2026-02-01", 3)
        assert not folder_of(ListUpload.rows.get().pk).exists(), "what was loaded is not kept"
    assert client.get(f"{place}pending/")["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("data", "row", "reason"),
    [
        (csl_csv(*ROWS)[:-30], 4, "cut off"), (csl_csv(*ROWS).replace("alt_names", "other"), 1, "lacks the column alt_names"),
        (csl_csv(*ROWS).encode("utf-16"), 0, "UTF-16"), (csl_csv(*ROWS).encode().replace(b"Harbor", b"H\xe4rbor"), 3, "not UTF-8"),
        (b"<!DOCTYPE html><title>Access denied</title>", 0, "web page"), (b"\x1f\x8b\x08\x00", 0, "gzip"), (b"PK\x03\x04", 0, "zip"),
        (csl_csv(*ROWS).replace("Harbor", "Har\x00bor"), 3, "control character"), (csl_csv(ROWS[0]), 0, "fewer"),
    ],
)  # fmt: skip
def test_a_refused_file_names_row_and_reason_and_the_old_version_stays(
    world: World, data: str | bytes, row: int, reason: str
) -> None:
    load(world)
    client = world.client("bob")
    before = text(client.get(address()).content)
    place = bring(client, data)["Location"]
    work()
    said = text(client.get(place).content)
    assert reason in said and "the version that was active stays so" in said and (not row or f"row {row}" in said)
    assert client.post(place, {"do": "load"}).status_code == 409
    assert text(client.get(address()).content) == before
    with as_viewer(make.SYSTEM):
        assert ListVersion.rows.count() == 1


def test_bad_forms_and_those_who_may_not_load(world: World) -> None:
    bob = world.client("bob")
    for given in ({"retrieved_on": "2999-01-01"}, {"retrieved_on": "soon"}, {"kind": "shoes"}, {"files": ""}):
        assert (
            bob.post("/screening/lists/", {**NEWS, "files": SimpleUploadedFile("a.csv", b"x"), **given}).status_code
            == 400
        ), given
    assert bob.post("/screening/lists/", {**NEWS, "files": SimpleUploadedFile("a.csv", b"")}).status_code == 400
    place = bring(bob, csl_csv(*ROWS))["Location"]
    for role in ("alice", "carol", "eve", "anonymous"):
        client = world.client(role)
        assert bring(client, csl_csv(*ROWS)).status_code in (302, 403), role
        assert client.get(place).status_code in (302, 404), role
        assert client.post(place, {"do": "load"}).status_code in (302, 404), role
    with as_viewer(make.SYSTEM):
        assert ListUpload.rows.count() == 1
    assert bob.post(place, {"do": "dance"}).status_code == 400
    assert bob.post(place, {"do": "drop"}).status_code == 302
    assert "taken back" in text(bob.get(place).content)


def test_a_name_with_a_path_in_it_stays_in_its_folder(world: World) -> None:
    bring(world.client("bob"), csl_csv(*ROWS))
    with as_viewer(make.SYSTEM):
        first = ListUpload.rows.get()
    named = SimpleUploadedFile("x", b"y")
    named.name = "../../etc/cron.d/x\x00.csv"
    from parties.actions.list_uploads import _plain_name

    assert _plain_name(named.name) == "x_.csv"
    assert (folder_of(first.pk) / "consolidated.csv").is_file()


def test_candidates_are_judged_remembered_and_open_again(world: World) -> None:
    load(world)
    page = world.client("bob").get(address())
    check(page.content)
    assert "Borealis Compute Co., Ltd." in text(page.content) and "equal names" in text(page.content)
    assert judge(world, "bob", reason="").status_code == 400
    assert judge(world, "bob", verdict="").status_code == 400
    assert judge(world, "alice").status_code == 403
    assert judge(world, "bob", inputs="0" * 64).status_code == 409
    assert judge(world, "bob", ref="e9").status_code == 409
    with as_viewer(make.SYSTEM):
        assert not Disposition.rows.exists()
    assert judge(world, "bob").status_code == 302
    assert "False positive" in text(world.client("bob").get(address()).content)
    load(world, {**ROWS[0], "alt_names": "Boreal"}, *ROWS[1:])
    assert "on other inputs: open again" in text(world.client("bob").get(address()).content)
    csv = world.client("alice").get("/screening/candidates.csv?state=changed").content.decode()
    assert "Borealis Compute" in csv and "judged on other inputs, open again" in csv


def test_a_true_match_stands_on_the_page_of_the_deal(world: World) -> None:
    load(world)
    deal, told = f"/deals/{world.id('tokyo')}/", "Judged a true match:"
    assert told not in text(world.client("bob").get(deal).content)
    assert judge(world, "bob", verdict="same").status_code == 302
    page = world.client("bob").get(deal)
    assert f"{told} 1 candidate of these parties, 0 of their owners." in text(page.content)
    assert page.context["screening"].same == 1 and told not in text(world.client("anonymous").get(deal).content)
    linked = world.client("bob").get(f"/screening/?deal={world.id('tokyo')}&state=same")
    assert "Borealis Compute Co., Ltd." in text(linked.content)


def test_a_second_person_confirms_where_the_policy_says_so(world: World, settings: Any) -> None:
    settings.SCREENING_SECOND_PERSON = "different"
    load(world)
    judge(world, "bob")
    with as_viewer(make.SYSTEM):
        key = public_id("disposition", Disposition.rows.get().pk)
    assert "waiting for a second person" in text(world.client("bob").get(address()).content)
    confirm = {"do": "confirm", "judgement": key}
    assert world.client("bob").post(address(), confirm).status_code == 403
    assert world.client("alice").post(address(), confirm).status_code == 403
    assert world.client("dan").post(address(), confirm).status_code == 302
    assert "confirmed by dan" in text(world.client("alice").get(address()).content)
    assert world.client("dan").post(address(), confirm).status_code == 409
    assert world.client("bob").post(address(), {"do": "undo", "judgement": key, "reason": ""}).status_code == 400
    assert (
        world.client("bob").post(address(), {"do": "undo", "judgement": key, "reason": "wrong entry"}).status_code
        == 302
    )
    assert "not judged yet" in text(world.client("bob").get(address()).content)


def test_the_list_of_candidates_by_list_score_and_deal(world: World) -> None:
    load(world)
    client = world.client("alice")
    page = client.get("/screening/")
    check(page.content)
    assert "Borealis Compute" in text(page.content) and "Harbour Bank" in text(page.content)
    assert "Harbor Bank" not in text(client.get("/screening/?least=0.98").content)
    assert "Borealis Compute Co" in text(client.get(f"/screening/?deal={world.id('tokyo')}").content)
    assert "Harbor Bank" not in text(client.get("/screening/?list=999").content)
    for query in (
        "least=2",
        "list=x",
        "state=odd",
        "deal=deal_1",
        f"deal={world.id('hidden')}",
        "cursor=x",
        "colour=blue",
    ):
        assert client.get(f"/screening/?{query}").status_code == 400, query
    deal = text(client.get(f"/deals/{world.id('tokyo')}/").content)
    assert "held against 3 entries of CSL" in deal and "2 candidates of these parties" in deal


def test_visitors_and_other_teams_see_no_candidate(world: World) -> None:
    load(world)
    visitor = world.client("anonymous")
    for place in (address(), "/screening/", f"/parties/{pid('Borealis Compute')}/", f"/deals/{world.id('tokyo')}/"):
        said = visitor.get(place).content.decode()
        assert "Co., Ltd." not in said and "candidate ≥" not in said, place
    assert visitor.get("/screening/candidates.csv").status_code == 302
    assert visitor.get(f"/api/v1{address()}").status_code == 401
    hidden = address(cast.CANARIES["borrower"])
    assert cast.CANARIES["borrower"] in text(world.client("carol").get("/screening/").content)
    for role in cast.OUTSIDERS:
        client = world.client(role)
        assert client.get(hidden).status_code in (302, 404), role
        assert "Zephyranth" not in client.get("/screening/").content.decode(), role
        assert "Zephyranth" not in client.get("/screening/candidates.csv").content.decode(), role
        assert client.get(f"/api/v1{hidden}").status_code in (401, 404), role


def test_the_same_through_the_api(world: World) -> None:
    load(world)
    client = world.client("bob-token")
    doc = client.get(f"/api/v1{address()}").json()
    [found] = doc["candidates"]
    assert (found["ref"], found["verdict"], found["regimes"]) == ("e1", "", ["affiliates"])
    body = {
        "watchlist": found["watchlist"],
        "ref": "e1",
        "verdict": "different",
        "reason": "seen",
        "inputs": found["inputs"],
    }
    def post(client, **more):
        return client.post(
            f"/api/v1{address()}judgements/", {**body, **more}, content_type="application/json"
        )
    assert post(world.client("alice-token")).status_code == 403
    for more, status in (({"verdict": "perhaps"}, 400), ({"reason": " "}, 400), ({"ref": 5}, 400), ({"x": 1}, 400), ({"watchlist": True}, 400),
                         ({"ref": "e9"}, 409), ({"inputs": "0"}, 409), ({"watchlist": 2**70}, 400), ({"reason": "a\x00"}, 400)):  # fmt: skip
        assert post(client, **more).status_code == status, more
    assert post(client).status_code == 201
    assert client.get(f"/api/v1{address()}").json()["candidates"][0]["judgement"]["judged_by"] == "bob"
