"""Sites as GeoJSON: a point is an address, everything less precise is an area or nothing."""

from __future__ import annotations

import math
from typing import Any

import pytest

from deals.sites.calc.geojson import RADIUS_KM, collection, feature

BASE: dict[str, Any] = {"id": "site_1", "name": "Hall", "kind": "site", "precision": "country", "capacities": [], "deals": []}
EXACT = {**BASE, "precision": "exact", "position": {"latitude": "35.65", "longitude": "139.79"}}
CITY = {**BASE, "precision": "city", "city": "Tokyo", "country": "JP"}


def test_an_address_is_a_point_with_longitude_first() -> None:
    shown = feature(EXACT)
    assert shown["geometry"] == {"type": "Point", "coordinates": [139.79, 35.65]}
    assert (shown["id"], shown["properties"]["precision"]) == ("site_1", "exact")


@pytest.mark.parametrize(
    ("site", "precision"),
    [
        (CITY, "city"),
        ({**BASE, "precision": "region", "region": "Texas", "country": "US"}, "region"),
        ({**EXACT, "precision": "district"}, "district"),
    ],
)
def test_what_is_known_less_precisely_is_an_area(site: dict[str, Any], precision: str) -> None:
    shown = feature(site)
    [ring] = shown["geometry"]["coordinates"]
    assert (shown["geometry"]["type"], shown["properties"]["precision"]) == ("Polygon", precision)
    assert ring[0] == ring[-1] and len(ring) == 25
    assert sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(ring, ring[1:], strict=False)) < 0, "against the clock"
    longitude, latitude = shown["properties"]["middle"]
    for corner in ring:
        across = (corner[0] - longitude) * math.cos(math.radians(latitude))
        assert math.hypot(across, corner[1] - latitude) * 111.32 == pytest.approx(RADIUS_KM[precision], rel=0.02)


@pytest.mark.parametrize(
    "site", [BASE, {**BASE, "country": "JP"}, {**BASE, "country": "JP", "city": "A town that no table names", "precision": "city"}]
)
def test_a_country_alone_is_named_and_not_drawn(site: dict[str, Any]) -> None:
    shown = feature(site)
    assert shown["geometry"] is None
    assert shown["properties"].get("country") == site.get("country")
    assert shown["properties"]["precision"] == "country"


def test_a_collection_keeps_the_order_and_its_links() -> None:
    shown = collection([CITY, EXACT], next=None)
    assert (shown["type"], shown["next"]) == ("FeatureCollection", None)
    assert [one["geometry"]["type"] for one in shown["features"]] == ["Polygon", "Point"]
    assert "position" not in shown["features"][1]["properties"]
