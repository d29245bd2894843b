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


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        ({"country": "GB", "city": "Lancaster"}, "country"),
        ({"country": "US", "region": "Texas", "city": "Lancaster"}, "region"),
        ({"country": "US", "region": "Pennsylvania", "city": "Lancaster"}, "city"),
        ({"country": "US", "city": "Lancaster"}, "country"),
        ({"country": "US", "region": "TX", "city": "Abilene"}, "city"),
        ({"country": "US", "region": "Oregon", "city": "Dallas"}, "country"),
        ({"country": "CA", "city": "London"}, "country"),
        ({"country": "GB", "region": "England", "city": "London"}, "city"),
        ({"country": "JP", "city": "Tokyo", "precision": "region"}, "region"),
    ],
)
def test_a_namesake_in_another_place_is_not_taken_for_it(place: dict[str, str], precision: str) -> None:
    shown = feature({**BASE, "precision": "city", **place})
    assert shown["properties"]["precision"] == precision
    assert (shown["geometry"] is None) == (precision == "country")


@pytest.mark.parametrize(("latitude", "longitude"), [("-16.8", "179.99"), ("-16.8", "-179.99"), ("89.95", "0"), ("-90", "180")])
def test_an_area_ends_where_coordinates_end(latitude: str, longitude: str) -> None:
    shown = feature({**EXACT, "precision": "city", "position": {"latitude": latitude, "longitude": longitude}})
    [ring] = shown["geometry"]["coordinates"]
    assert all(-180 <= east <= 180 and -90 <= north <= 90 for east, north in ring)
    assert ring[0] == ring[-1] and len({tuple(corner) for corner in ring}) > 3


def test_a_collection_keeps_the_order_and_its_links() -> None:
    shown = collection([CITY, EXACT], next=None)
    assert (shown["type"], shown["next"]) == ("FeatureCollection", None)
    assert [one["geometry"]["type"] for one in shown["features"]] == ["Polygon", "Point"]
    assert "position" not in shown["features"][1]["properties"]
