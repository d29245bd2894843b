"""Sites as GeoJSON (RFC 7946), drawn no more precisely than is reported: a point for an address, an area for a city."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from deals.sites.calc.places import position

# Kilometres from the middle of what is named to the edge of what is drawn; a country is named and not drawn.
RADIUS_KM: Mapping[str, int] = {"district": 5, "city": 15, "region": 120}
_CORNERS = 24
_KM_A_DEGREE = 111.32
ENTERED, NAMED = "entered with the site", "middle of the place named (GeoNames, Natural Earth); an area, not an address"


def collection(sites: Iterable[Mapping[str, Any]], **members: Any) -> dict[str, Any]:
    """A FeatureCollection of sites in the API's shape; further members (links) stand beside `features`."""
    return {"type": "FeatureCollection", "features": [feature(site) for site in sites], **members}


def feature(site: Mapping[str, Any]) -> dict[str, Any]:
    """{"type": "Feature", "id", "geometry", "properties"}.

    Geometry is a Point where the position is exact, a Polygon around the middle of the district, city or region named,
    and null where no more than a country is known. Properties are the site's own, with `precision` as it is drawn and
    `drawn_from`; `middle` and `radius_km` belong to an area.
    """
    own = {name: value for name, value in site.items() if name not in ("id", "position")}
    at = position(site)
    if at is None or at.precision not in ("exact", *RADIUS_KM):
        return _feature(site, None, {**own, "precision": "country" if site.get("country") else site["precision"]})
    told = {**own, "precision": at.precision, "drawn_from": ENTERED if site.get("position") else NAMED}
    latitude, longitude = float(at.latitude), float(at.longitude)
    if at.precision == "exact":
        return _feature(site, {"type": "Point", "coordinates": [longitude, latitude]}, told)
    radius = RADIUS_KM[at.precision]
    area = {"type": "Polygon", "coordinates": [_ring(latitude, longitude, radius)]}
    return _feature(site, area, {**told, "middle": [longitude, latitude], "radius_km": radius})


def _feature(site: Mapping[str, Any], geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": site["id"], "geometry": geometry, "properties": properties}


def _ring(latitude: float, longitude: float, radius_km: int) -> list[list[float]]:
    """A closed ring against the clock, as the right-hand rule asks; corners on a sphere near enough flat.

    An area that would cross the 180th meridian or a pole ends there: beyond them there are no coordinates.
    """
    height = radius_km / _KM_A_DEGREE
    width = height / max(math.cos(math.radians(latitude)), 0.05)
    turns = [2 * math.pi * i / _CORNERS for i in range(_CORNERS)]
    ring = [
        [_within(longitude + width * math.cos(turn), 180), _within(latitude + height * math.sin(turn), 90)]
        for turn in turns
    ]
    return [*ring, ring[0]]


def _within(degrees: float, bound: int) -> float:
    return round(min(max(degrees, -bound), bound), 4)
