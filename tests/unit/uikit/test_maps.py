"""The projection, its outline of the world, and marks no more precise than what is known."""

from __future__ import annotations

import hashlib
import json
import re
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from dealtracker.uikit import maps, world

STATIC = Path(__file__).resolve().parents[3] / "static"


# Equal Earth by its published polynomial: the pole line and the equator have lengths known in closed form.
def test_the_projection_at_its_corners() -> None:
    assert maps.equal_earth(0, 0) == (0, 0)
    x, y = maps.equal_earth(180, 0)
    assert x == pytest.approx(2 * sqrt(3) * 3.141592653589793 / (3 * 1.340264))
    assert y == 0
    _, pole = maps.equal_earth(0, 90)
    assert pole == pytest.approx(1.3173627591574133)


def test_equal_areas_stay_equal() -> None:
    def area(lat: float) -> float:
        (x1, y1), (x2, _), (_, y3) = (
            maps.equal_earth(0, lat),
            maps.equal_earth(0.1, lat),
            maps.equal_earth(0, lat + 0.1),
        )
        from math import cos, radians

        return (x2 - x1) * (y3 - y1) / cos(radians(lat + 0.05))

    assert area(70) == pytest.approx(area(0), rel=2e-3)
    assert area(-40) == pytest.approx(area(0), rel=2e-3)


def test_a_place_stands_in_the_frame_with_north_up() -> None:
    tokyo, johor = maps.place(139.69, 35.68), maps.place(103.59, 1.44)
    assert 0 < johor[0] < tokyo[0] < maps.WIDTH
    assert 0 < tokyo[1] < johor[1] < maps.HEIGHT


def _site(**changes: Any) -> dict[str, Any]:
    return {"label": "Tokyo", "lat": "35.68", "lon": "139.69", "precision": "city", **changes}


def test_an_address_is_a_pin_and_all_else_an_area() -> None:
    pins = [maps.site_map([_site(precision=p)]).spots[0].is_pin for p in ("exact", "city", "region", "country", "odd")]
    assert pins == [True, False, False, False, False]


def test_a_vaguer_place_is_a_larger_area() -> None:
    radii = [maps.site_map([_site(precision=p)]).spots[0].radius for p in ("city", "region", "country")]
    assert radii == sorted(set(radii))


def test_a_site_without_a_place_is_not_drawn() -> None:
    drawn = maps.site_map([_site(lat=None), _site(lon=""), _site()])
    assert len(drawn.spots) == 1
    assert len(drawn.unplaced) == 2


def test_labels_that_would_meet_are_left_to_the_list() -> None:
    drawn = maps.site_map([_site(), _site(label="Tokyo, second"), _site(label="Sydney", lat="-33.9", lon="151.2")])
    assert [spot.label for spot in drawn.spots] == ["Tokyo", "", "Sydney"]


def test_every_mark_lies_in_the_frame() -> None:
    sites = [_site(lat=lat, lon=lon) for lat in ("-50", "0", "70") for lon in ("-179", "0", "179")]
    for drawn in (maps.site_map(sites), maps.site_map(sites[:1]), maps.site_map(sites, whole=True)):
        assert all(0 <= spot.x <= maps.WIDTH and 0 <= spot.y <= maps.HEIGHT for spot in drawn.spots)


def test_no_sites_show_the_whole_world() -> None:
    assert maps.site_map([]).scale == 1.0


SQUARE = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [[[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
    "objects": {
        "land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0, 1]]]}]},
        "countries": {"geometries": [{"type": "Polygon", "arcs": [[0, 1]]}, {"type": "Polygon", "arcs": [[2, -1]]}]},
    },
}


def test_the_outline_undoes_quantised_arcs() -> None:
    arcs = world.read_arcs(SQUARE)
    assert arcs[1] == [(10, 10), (0, 10), (0, 0)]
    assert world.joined([0, 1], arcs) == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert world.joined([-1], arcs) == [(10, 10), (10, 0), (0, 0)]


def test_only_a_shared_arc_is_a_border() -> None:
    svg = world.world_svg(SQUARE)
    borders = re.search(r'id="borders" d="([^"]*)"', svg)
    assert borders is not None
    assert borders[1].count("M") == 1
    assert svg.count("z") == 1


def test_an_outline_over_the_edge_is_cut_there() -> None:
    ring = [(170.0, 0.0), (179.0, 0.0), (-179.0, 1.0), (-170.0, 5.0), (-179.0, 6.0), (179.0, 7.0), (170.0, 0.0)]
    path = world.as_path(ring, close=True)
    assert path.count("M") == 2
    steps = [abs(float(x)) for x in re.findall(r"l(-?[\d.]+)", path)]
    assert max(steps) < maps.WIDTH / 2


def test_vendored_files_are_those_of_the_manifest() -> None:
    listed = json.loads((STATIC / "vendor" / "MANIFEST.json").read_text(encoding="utf-8"))["files"]
    for entry in listed:
        assert hashlib.sha256((STATIC / entry["path"]).read_bytes()).hexdigest() == entry["sha256"], entry["path"]
        assert entry["licence"]
        assert (STATIC / entry["licence_file"]).read_text(encoding="utf-8").strip()
    found = {f"vendor/{path.name}" for path in (STATIC / "vendor").glob("*.js")}
    assert found <= {entry["path"] for entry in listed}
