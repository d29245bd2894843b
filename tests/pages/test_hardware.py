"""Hardware counted: units by a named policy, equivalents and megawatts by a table, states held against each other."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command

from deals.hardware.catalogue import load_catalogue
from deals.reports.hardware_counts import hardware_counts
from tests.world import World

GB200 = {"id": "model_1", "slug": "nvidia-gb200", "name": "GB200 (per GPU, NVL72)", "vendor": "NVIDIA"}
SITE = {"id": "site_1", "name": "Hall"}


def line(key: str, quantity: dict[str, str], **more: Any) -> dict[str, Any]:
    row = {"id": f"hardware_{key}", "key": key, "basis": "stated", "state": "planned", "unit": "GPU", "site": SITE}
    return {**row, "quantity": quantity, "standings": {}, **more}


def sheet(*lines: dict[str, Any], pledges: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"hardware": list(lines), "pledges": list(pledges)}


def exact(point: int) -> dict[str, str]:
    return {"kind": "exact", "point": str(point)}


def test_racks_become_chips_only_by_a_named_policy() -> None:
    racks = sheet(line("h1", exact(10), unit="rack", model=GB200))
    [plain], [counted] = hardware_counts(racks).lines, hardware_counts(racks, policies=["nvl72-rack"]).lines
    assert plain.chips.value is None and "named policy" in plain.chips.why
    assert counted.chips.value is not None and counted.chips.value.point == 720
    assert counted.chips.by == "nvl72-rack"
    assert [one.value.kind for one in counted.equivalents if one.value] == ["approx", "approx"]
    assert [one.value.kind for one in counted.megawatts if one.value] == ["at least", "approx"]


def test_a_model_told_in_words_alone_keeps_them() -> None:
    [one] = hardware_counts(sheet(line("h1", exact(10), model="the next Nvidia systems"))).lines
    assert (one.name, one.chip) == ("the next Nvidia systems", None)


def test_a_release_that_does_not_say_what_it_counts_is_not_converted() -> None:
    said = sheet(line("h1", {"kind": "at most", "high": "50000", "words": "up to 50,000 GB200 NVL72s"}, unit="unsaid", model=GB200))
    [one] = hardware_counts(said, policies=["nvl72-rack", "nvl72-system"]).lines
    assert one.chips.value is None and "does not say whether" in one.chips.why
    assert hardware_counts(said).reconciled == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"quantity": {"kind": "unknown"}, "model": GB200}, "the number is not stated"),
        ({"model_words": "Nvidia GPUs, model not stated"}, "the chip is not stated"),
        ({"model": GB200, "basis": "guessed"}, "the chip is not stated"),
        ({"model_words": "MI308X"}, "no factor for amd-mi308x"),
    ],
)
def test_what_is_not_known_is_said_and_never_zero(row: dict[str, Any], why: str) -> None:
    [one] = hardware_counts(sheet({**line("h1", exact(100)), **row})).lines
    assert one.equivalents[0].value is None and why in one.equivalents[0].why
    assert one.equivalents[0].to_json()["value"] == {"kind": "unknown"}


def test_states_stand_side_by_side_and_what_cannot_be_is_said() -> None:
    pledge = {"key": "p1", "line": "hardware_h1", "quantity": exact(150)}
    counts = hardware_counts(
        sheet(
            line("h1", exact(100), state="ordered", model=GB200), line("h2", exact(80), state="shipped", model=GB200),
            line("h3", exact(40), state="shipped", model=GB200), line("h4", exact(9), state="shipped", model=GB200, site=None),
            pledges=(pledge, {**pledge, "key": "p2", "released_on": "2026-01-01"}),
        )
    )  # fmt: skip
    [here, elsewhere] = counts.reconciled
    assert {state: count.point for state, count in here.counts.items()} == {"ordered": 100, "shipped": 120, "pledged": 150}
    assert here.lines == {"ordered": ("h1",), "shipped": ("h2", "h3"), "pledged": ("p1",)}
    assert [(m.count, m.limit, m.by, m.certain) for m in here.mismatches] == [
        ("shipped", "ordered", 20, True), ("pledged", "ordered", 50, True),
    ]  # fmt: skip
    assert elsewhere.mismatches == ()


@pytest.mark.django_db
def test_page_and_api_say_the_same_and_stay_behind_the_wall(world: World) -> None:
    client = world.client("alice")
    told = client.get(f"/api/v1/deals/{world.id('tokyo')}/hardware/").json()
    page = client.get(f"/deals/{world.id('tokyo')}/hardware/?policy=nvl72-rack")
    assert page.status_code == 200 and len(page.context["lines"]) == len(told["lines"])
    assert client.get(page.context["json_url"]).json()["policies"] == ["nvl72-rack"]
    assert client.get(f"/deals/{world.id('tokyo')}/hardware/?policy=dozen").status_code == 400
    assert client.get(f"/api/v1/deals/{world.id('tokyo')}/hardware/?policy=dozen").status_code == 400
    for address in ("/deals/{}/hardware/", "/api/v1/deals/{}/hardware/"):
        assert client.get(address.format(world.id("hidden"))).status_code == 404
        assert world.client("dan").get(address.format(world.id("hidden"))).status_code == 200


@pytest.mark.django_db
def test_every_chip_has_a_page_with_its_sources(world: World) -> None:
    client = world.client("alice")
    call_command("load_catalogue", stdout=io.StringIO())
    listed = client.get("/hardware-models/")
    assert len(listed.context["rows"]) == len(load_catalogue().chips)
    for chip in load_catalogue().chips:
        page = client.get(f"/hardware-models/{chip.key}/")
        assert page.status_code == 200
        assert all(one["citations"] or one["is_computed"] for one in page.context["figures"])
        assert page.context["json_url"].startswith(f"/api/v1/hardware-models/{chip.key}/")
    key = client.get("/api/v1/hardware-models/nvidia-l4/").json()["id"]
    assert client.get(f"/hardware-models/{key}/")["Location"] == "/hardware-models/nvidia-l4/"
    assert client.get("/hardware-models/nvidia-l5/").status_code == 404
    assert [row["slug"] for row in client.get("/hardware-models/?q=l40&vendor=NVIDIA").context["rows"]] == ["nvidia-l40s", "nvidia-l40"]
    assert client.get("/hardware-models/?vendor=Acme").status_code == 400


@pytest.mark.django_db
def test_boundary_chips_stand_on_their_side(world: World) -> None:
    rows = {row["slug"]: row["class"] for row in world.client("alice").get("/hardware-models/").context["rows"]}
    assert {slug: rows[slug] for slug in ("nvidia-a30", "nvidia-l20", "nvidia-l2", "nvidia-l4", "nvidia-h20-96gb", "nvidia-rtx-4090-d",
            "nvidia-rtx-5090-d", "amd-mi325x", "amd-mi308x")} == {
        "nvidia-a30": "3A090.b", "nvidia-l20": "outside", "nvidia-l2": "outside", "nvidia-l4": "3A090.a",
        "nvidia-h20-96gb": "outside", "nvidia-rtx-4090-d": "outside", "nvidia-rtx-5090-d": "outside", "amd-mi325x": "3A090.a",
        "amd-mi308x": "not decided",
    }  # fmt: skip
