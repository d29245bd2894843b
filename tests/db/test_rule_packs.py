"""Loading a rule pack: a dry run that stores nothing, a refusal that changes nothing, and deals that follow the pack in force."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from deals.actions.rule_packs import PackRefused, bring_in, put_in_force
from deals.controls.models import Finding, RulePack
from deals.controls.packs import load_pack, shipped_bytes
from deals.controls.queries import look_again, pack_in_force
from deals.sheets.models import RefreshState
from dealtracker.access.walls import as_viewer
from tests import make
from tests.views import post
from tests.world import World

pytestmark = pytest.mark.django_db
RULE = "US-AC-2023-HQ"


@pytest.fixture(autouse=True)
def _shipped_again() -> Any:
    look_again()
    yield
    look_again()


def trial(**more: Any) -> bytes:
    """The shipped pack with a headquarters test that has ended."""
    data = json.loads(shipped_bytes())
    [rule] = [row for row in data["rules"] if row["id"] == RULE]
    rule["last_day"] = rule["enforcement"][0]["last_day"] = "2024-01-31"
    return json.dumps({**data, "version": "trial", **more}).encode()


def file_of(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "pack.json"
    path.write_bytes(content)
    return str(path)


def load(path: str, *more: str) -> tuple[list[dict[str, Any]], str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("load_rules", path, *more, stdout=out, stderr=err)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_a_dry_run_names_deal_days_before_and_after(world: World, tmp_path: Path) -> None:
    changes, said = load(file_of(tmp_path, trial()), "--dry-run")
    assert changes and {"deal", "title", "line", "from", "to", "before", "after"} <= set(changes[0])
    assert all(RULE in one["before"]["rules"] for one in changes)
    assert all(RULE not in one["after"]["rules"] for one in changes)
    assert f"{load_pack().version} → trial" in said and "nothing was saved" in said
    assert not RulePack.rows.exists()
    assert pack_in_force() is load_pack()


def test_a_pack_in_force_makes_deals_stale_and_their_findings_new(world: World, tmp_path: Path) -> None:
    with as_viewer(make.SYSTEM):
        before = dict(RefreshState.rows.values_list("deal", "wanted"))
        assert Finding.rows.filter(result__rules__contains=[RULE]).exists()
    load(file_of(tmp_path, trial()), "--reason", "read anew")
    with as_viewer(make.SYSTEM):
        after = dict(RefreshState.rows.values_list("deal", "wanted"))
    assert all(after[deal] > wanted for deal, wanted in before.items())
    make.catch_up()
    with as_viewer(make.SYSTEM):
        assert not Finding.rows.filter(result__rules__contains=[RULE], end__gt=date(2024, 2, 1)).exists()
    assert (pack_in_force().version, RulePack.rows.get().reason) == ("trial", "read anew")
    call_command("load_rules", "--shipped", stdout=io.StringIO(), stderr=io.StringIO())
    assert pack_in_force() is load_pack()


def _overlapping() -> bytes:
    data = json.loads(trial())
    data["country_sets"][1]["first_day"] = "2024-03-01"
    return json.dumps(data).encode()


def _unknown_chip() -> bytes:
    return trial().replace(b'"huawei-ascend-910b"', b'"huawei-ascend-999"')


def _two_states() -> bytes:
    data = json.loads(trial())
    data["rules"][0]["enforcement"].append({**data["rules"][0]["enforcement"][0], "state": "suspended"})
    return json.dumps(data).encode()


REFUSED = [
    (trial()[:2000], "is not JSON"), (b"id,type\nUS,x\n", "line 1"), (_overlapping(), "/country_sets/1/first_day: .*overlap"),
    (_two_states(), "/rules/0/enforcement/1/first_day"), (_unknown_chip(), "huawei-ascend-999"),
    (trial(read_up_to="2026-02-30"), "/read_up_to"), (trial(rules=[]), "/rules"), (trial(country_sets=[]), "/country_sets"),
    (trial(colour="red"), "/colour"), (trial(version=load_pack().version), "/version"), (b" " * 5_000_001, "at most 5,000,000 are read"),
    (trial().replace(b'"kind": "gap"', b'"kind": "magic"'), "magic"),
    (trial().replace(b'"D:5": [', b'"D:55": ['), "D:5"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "says"), REFUSED)
def test_a_malformed_pack_is_refused_and_the_old_one_stays(world: World, tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(CommandError, match=says) as refusal:
        load(file_of(tmp_path, content))
    assert "stays in force" in str(refusal.value) and "\n" not in str(refusal.value)
    assert not RulePack.rows.exists()
    assert pack_in_force() is load_pack()


def test_only_administrators_load_and_force(world: World) -> None:
    for name in ("alice", "dan"):
        with pytest.raises(PackRefused, match="administrators"):
            bring_in(content=trial(), viewer=world.cast.viewer(name), at=timezone.now())
        with pytest.raises(PackRefused, match="administrators"):
            put_in_force(digest=None, reason="x", viewer=world.cast.viewer(name), at=timezone.now())
        assert world.client(name).get("/rules/shipped/").status_code == 404
        assert world.client(name).post("/rules/").status_code == 403
    assert not RulePack.rows.exists()


def test_the_pages_show_the_dry_run_and_put_the_pack_in_force(world: World) -> None:
    admin = world.client("frank")
    shown = admin.get("/rules/")
    assert "US-AC-2023-HQ" in shown.content.decode() and "not legal advice" in shown.content.decode()
    taken = admin.post("/rules/", {"pack": SimpleUploadedFile("p.json", trial())})
    assert taken.status_code == 302
    tried = admin.get(taken["Location"])
    assert tried.context["changes"] and pack_in_force() is load_pack()
    assert {one["title"] for one in tried.context["changes"]} <= {one["title"] for one in admin.get("/api/v1/deals/").json()["results"]}
    done = admin.post(taken["Location"], {"reason": "read anew"}, follow=True)
    assert "trial is in force" in done.content.decode()
    refused = admin.post("/rules/", {"pack": SimpleUploadedFile("p.json", b"{")})
    assert refused.status_code == 400 and "is not JSON" in refused.content.decode()
    assert admin.get("/rules/?format=json").json()["pack"]["version"] == "trial"


def test_the_admin_leads_to_rules_lists_and_data_quality(world: World) -> None:
    admin = world.client("frank")
    index = admin.get("/admin/").content.decode()
    for address in ("/rules/", "/screening/lists/", "/data-quality/"):
        assert f'href="{address}"' in index and admin.get(address).status_code == 200


def test_a_rule_that_a_newer_pack_left_out_is_said_to_be_retired(world: World, tmp_path: Path) -> None:
    data = json.loads(trial())
    load(file_of(tmp_path, json.dumps({**data, "rules": [r for r in data["rules"] if r["id"] != "US-BILL-GAIN"]}).encode()), "--reason", "x")
    client = world.client("alice")
    page = client.get("/findings/?rule=US-BILL-GAIN")
    assert page.status_code == 200 and f"US-BILL-GAIN stands in pack {load_pack().version}" in page.content.decode()
    wrong = client.get("/findings/?rule=US-BILL-GAYN")
    assert wrong.status_code == 400 and "near it: US-BILL-" in wrong.content.decode()


def test_the_api_answers_by_the_pack_in_force(world: World) -> None:
    case = {"model": "H100", "date": "2024-06-01", "destination": "JP", "end_user_hq": "CN", "ultimate_parent_hq": "CN",
            "role_of_china_party": "cloud customer"}  # fmt: skip
    first = post(world.client("bob-token"), "/api/v1/controls/evaluate/", case).json()
    with as_viewer(make.SYSTEM) as viewer:
        stored = bring_in(content=trial(), viewer=viewer, at=timezone.now())
        put_in_force(digest=stored.digest, reason="x", viewer=viewer, at=timezone.now())
    second = post(world.client("bob-token"), "/api/v1/controls/evaluate/", case).json()
    assert (RULE in {r["id"] for r in first["rules"]}, first["pack"]) == (True, load_pack().version)
    assert (RULE in {r["id"] for r in second["rules"]}, second["pack"]) == (False, "trial")
