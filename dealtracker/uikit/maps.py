"""Equal Earth projection and the marks of the sites map. Plain Python.

Šavrič, Patterson, Jenny, "The Equal Earth map projection", International Journal of Geographical Information Science
33 (2019), 454–465. The frame is 1000 units wide and shows latitudes from 58° S to 84° N; the outline in
static/img/world.svg was projected with the same function, so a place stands where it belongs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import asin, cos, radians, sin, sqrt
from typing import Any

from dealtracker.uikit.scales import text_width

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
WIDTH = 1000.0
NORTH, SOUTH = 84.0, -58.0
# Radius of the shaded area, in kilometres, for a place that is known only so far.
REACH_KM = {"exact": 0.0, "site": 0.0, "district": 0.0, "city": 60.0, "region": 250.0, "country": 450.0}
KM_PER_UNIT = 40030.0 / 1000.0


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Degrees to the projection's own plane (sphere of radius 1); x grows east, y north."""
    t = asin(sqrt(3) / 2 * sin(radians(lat)))
    t2, t6 = t * t, t**6
    x = 2 * sqrt(3) * radians(lon) * cos(t) / (3 * (9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1))
    return x, t * (A4 * t6 * t2 + A3 * t6 + A2 * t2 + A1)


_HALF = equal_earth(180.0, 0.0)[0]
_SCALE = WIDTH / (2 * _HALF)
_TOP = equal_earth(0.0, NORTH)[1]
HEIGHT = round((_TOP - equal_earth(0.0, SOUTH)[1]) * _SCALE, 1)


def place(lon: float, lat: float) -> tuple[float, float]:
    """Degrees to units of the map's frame, y downwards, rounded to a tenth."""
    x, y = equal_earth(lon, lat)
    return round((x + _HALF) * _SCALE, 1), round((_TOP - y) * _SCALE, 1)


@dataclass(frozen=True)
class Spot:
    """A site on the map: a pin where the address is known, an area where only the city, region or country is.

    `name` is read out and shown on pointing; `label` is drawn, and empty where it would meet another.
    """

    x: float
    y: float
    radius: float
    name: str
    label: str
    sub: str
    href: str
    text_x: float
    anchor: str
    precision: str

    @property
    def is_pin(self) -> bool:
        return self.radius == 0


@dataclass(frozen=True)
class Sitemap:
    """The frame is `width` by `height`; `scale` and `dx`, `dy` bring the outline of the world into it."""

    width: float
    height: float
    scale: float
    dx: float
    dy: float
    spots: tuple[Spot, ...]
    unplaced: tuple[Mapping[str, Any], ...]


def site_map(sites: Sequence[Mapping[str, Any]], *, whole: bool = False) -> Sitemap:
    """Marks for sites `{"label", "sub", "lat", "lon", "precision", "href"}`; the frame closes in unless `whole`.

    Sites without a position are returned in `unplaced` and belong in the list only. A label that would meet an earlier
    one is left to the list.
    """
    known = [(site, *place(float(site["lon"]), float(site["lat"]))) for site in sites if _has_position(site)]
    x0, y0, scale = _frame([(x, y) for _, x, y in known], whole)
    spots: list[Spot] = []
    taken: list[tuple[float, float, float, float]] = []
    for site, x, y in known:
        spot = _spot(site, round((x - x0) * scale, 1), round((y - y0) * scale, 1), scale)
        box = _label_box(spot)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            spot = replace(spot, label="")
        else:
            taken.append(box)
        spots.append(spot)
    unplaced = tuple(site for site in sites if not _has_position(site))
    return Sitemap(WIDTH, HEIGHT, scale, round(-x0 * scale, 1), round(-y0 * scale, 1), tuple(spots), unplaced)


def _has_position(site: Mapping[str, Any]) -> bool:
    return site.get("lat") not in (None, "") and site.get("lon") not in (None, "")


def _frame(points: Sequence[tuple[float, float]], whole: bool) -> tuple[float, float, float]:
    """Corner and scale of the part around the points, at least a fifth of the world wide."""
    if whole or not points:
        return 0.0, 0.0, 1.0
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width = max(max(xs) - min(xs), (max(ys) - min(ys)) * WIDTH / HEIGHT, WIDTH / 7) * 1.4
    width = min(width, WIDTH)
    height = width * HEIGHT / WIDTH
    x0 = min(max((min(xs) + max(xs) - width) / 2, 0.0), WIDTH - width)
    y0 = min(max((min(ys) + max(ys) - height) / 2, 0.0), HEIGHT - height)
    return x0, y0, round(WIDTH / width, 3)


def _spot(site: Mapping[str, Any], x: float, y: float, scale: float) -> Spot:
    precision = str(site.get("precision") or "exact")
    reach = REACH_KM.get(precision, 60.0)
    radius = round(max(reach / KM_PER_UNIT * scale, 9.0), 1) if reach else 0.0
    label = str(site.get("label") or "")
    gap = (radius or 5.0) + 6.0
    fits = x + gap + text_width(label) < WIDTH
    return Spot(
        x,
        y,
        radius,
        label,
        label,
        str(site.get("sub") or ""),
        str(site.get("href") or ""),
        round(x + gap if fits else x - gap, 1),
        "start" if fits else "end",
        precision,
    )


def _label_box(spot: Spot) -> tuple[float, float, float, float]:
    length = max(text_width(spot.label), text_width(spot.sub))
    left = spot.text_x if spot.anchor == "start" else spot.text_x - length
    return left, spot.y - 10, left + length, spot.y + (20 if spot.sub else 6)
