"""Makes static/img/world.svg from Natural Earth borders in TopoJSON, projected once, so that no page computes them.

    python -m dealtracker.uikit.world countries-110m.json > static/img/world.svg

Input: `countries-110m.json` of the npm package world-atlas (TopoJSON 3: quantised arcs as running differences).
Antarctica lies outside the frame and is left out. Plain Python.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dealtracker.uikit.maps import SOUTH, WIDTH, place

Ring = list[tuple[float, float]]


def read_arcs(topology: Mapping[str, Any]) -> list[Ring]:
    """Arcs in degrees, undoing quantisation and running differences."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def rings(geometry: Mapping[str, Any]) -> Iterable[list[int]]:
    """The rings of a polygon or multipolygon, each a list of arc numbers (negative: reversed)."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return (ring for polygon in polygons for ring in polygon)


def joined(ring: Iterable[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def as_path(points: Ring, *, close: bool) -> str:
    """Projected points as SVG path data with relative steps in tenths; points that fall together are dropped.

    Where an outline leaves the map at one edge and comes back at the other, a new part begins.
    """
    steps, last = [], None
    for point in _from_edge([place(lon, lat) for lon, lat in points]) if close else (place(*p) for p in points):
        if last is None or abs(point[0] - last[0]) > WIDTH / 2:
            steps.append(f"M{point[0]:g} {point[1]:g}")
        elif point != last:
            steps.append(f"l{round(point[0] - last[0], 1):g} {round(point[1] - last[1], 1):g}")
        last = point
    return "".join(steps) + ("z" if close else "") if len(steps) > 2 or not close else ""


def _from_edge(ring: Ring) -> Ring:
    """The ring turned so that it begins where it comes in at an edge of the map; as it is when it crosses none."""
    crossing = next((i for i in range(1, len(ring)) if abs(ring[i][0] - ring[i - 1][0]) > WIDTH / 2), 0)
    return ring[crossing:] + ring[1:crossing] if crossing else ring


def world_svg(topology: Mapping[str, Any]) -> str:
    """One symbol for the land, one for the borders between countries (arcs that two countries share)."""
    arcs = read_arcs(topology)
    masses = [joined(ring, arcs) for g in topology["objects"]["land"]["geometries"] for ring in rings(g)]
    land = "".join(as_path(mass, close=True) for mass in masses if max(lat for _, lat in mass) > SOUTH)
    users: dict[int, set[int]] = {}
    for i, geometry in enumerate(topology["objects"]["countries"]["geometries"]):
        for ring in rings(geometry):
            for number in ring:
                users.setdefault(number if number >= 0 else ~number, set()).add(i)
    borders = "".join(as_path(arcs[number], close=False) for number, by in sorted(users.items()) if len(by) > 1)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        "<!-- Natural Earth 1:110m, public domain, Equal Earth projection. Borders are de facto ones. -->\n"
        f'<path id="land" d="{land}"/>\n<path id="borders" d="{borders}"/>\n</svg>\n'
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m dealtracker.uikit.world countries-110m.json > static/img/world.svg")
    sys.stdout.write(world_svg(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
