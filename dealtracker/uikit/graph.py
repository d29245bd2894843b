"""Geometry of the role graph: layers from left to right, capital to user. Plain Python.

Nodes keep the order in which they come. An edge is dashed when it is reported only. With `only_stated`, edges that no
party has stated and no document shows are gone, and nodes left without one stand as ghosts: the path breaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dealtracker.uikit.formats import is_stated
from dealtracker.uikit.scales import text_width

NODE_HEIGHT, GAP, TOP = 46.0, 26.0, 44.0


@dataclass(frozen=True)
class Node:
    id: str
    x: float
    y: float
    width: float
    label: str
    sub: str
    layer: str
    href: str
    stated: bool
    ghost: bool

    @property
    def middle(self) -> float:
        return self.y + NODE_HEIGHT / 2

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Edge:
    path: str
    arrow: str
    label: str
    label_x: float
    label_y: float
    certainty: str

    @property
    def stated(self) -> bool:
        return is_stated(self.certainty)


@dataclass(frozen=True)
class Heading:
    title: str
    layer: str
    x: float
    width: float


@dataclass(frozen=True)
class Graph:
    width: float
    height: float
    headings: tuple[Heading, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    stated: int
    reported: int


def layered(
    layers: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any]],
    *,
    width: float = 1040.0,
    only_stated: bool = False,
) -> Graph:
    """Lay out the graph.

    A layer is `{"title", "layer": money|chips|site|use, "nodes": [{"id", "label", "sub", "href", "certainty"}]}`, an
    edge `{"from", "to", "label", "certainty"}`; edges to ids that are not there are left out.
    """
    kept = [e for e in edges if not only_stated or is_stated(e.get("certainty"))]
    joined = {e["from"] for e in kept} | {e["to"] for e in kept}
    column = width / max(len(layers), 1)
    box = min(column * 0.68, 176.0)
    xs = [round(2 + i * (width - 4 - box) / max(len(layers) - 1, 1), 1) for i in range(len(layers))]
    tallest = max((len(layer["nodes"]) for layer in layers), default=0)
    inner = tallest * NODE_HEIGHT + max(tallest - 1, 0) * GAP
    nodes = {
        n.id: n
        for x, layer in zip(xs, layers, strict=True)
        for n in _column(layer, x, box, inner, joined if only_stated else None)
    }
    drawn = tuple(_edge(nodes[e["from"]], nodes[e["to"]], e) for e in kept if e["from"] in nodes and e["to"] in nodes)
    headings = tuple(Heading(str(la["title"]), str(la["layer"]), x, box) for x, la in zip(xs, layers, strict=True))
    stated = sum(is_stated(e.get("certainty")) for e in edges)
    return Graph(width, TOP + inner + 12.0, headings, tuple(nodes.values()), drawn, stated, len(edges) - stated)


def _column(layer: Mapping[str, Any], x: float, box: float, inner: float, joined: set[Any] | None) -> list[Node]:
    count = len(layer["nodes"])
    own = count * NODE_HEIGHT + max(count - 1, 0) * GAP
    y0 = TOP + (inner - own) / 2
    return [
        Node(
            str(n["id"]),
            x,
            round(y0 + i * (NODE_HEIGHT + GAP), 1),
            round(box, 1),
            _fit(str(n.get("label") or ""), box, 12.0),
            _fit(str(n.get("sub") or ""), box, 12.0),
            str(layer["layer"]),
            str(n.get("href") or ""),
            is_stated(n.get("certainty")),
            joined is not None and n["id"] not in joined,
        )
        for i, n in enumerate(layer["nodes"])
    ]


def _fit(text: str, box: float, size: float) -> str:
    """The text, shortened with an ellipsis where it would leave its box; the table has it whole."""
    while text and text_width(text, size) > box - 12.0:
        text = text[:-2].rstrip() + "…" if len(text) > 2 else ""
    return text


def _edge(start: Node, end: Node, data: Mapping[str, Any]) -> Edge:
    label, certainty = str(data.get("label") or ""), str(data.get("certainty") or "reported")
    if abs(start.x - end.x) < 1:  # within a layer: a short vertical line
        up = start.y > end.y
        x = start.x + start.width / 2
        y1, y2 = (start.y, end.y + NODE_HEIGHT + 7) if up else (start.y + NODE_HEIGHT, end.y - 7)
        tip = f"M{x - 4:g} {y2:g}l4 {-7 if up else 7}l4 {7 if up else -7}z"
        return Edge(f"M{x:g} {y1:g}V{y2:g}", tip, label, round(x + 9, 1), round((y1 + y2) / 2 + 4, 1), certainty)
    x1, y1, x2, y2 = start.right, start.middle, end.x - 7, end.middle
    bend = round((x1 + x2) / 2, 1)
    tip = f"M{x2:g} {y2 - 4:g}l7 4-7 4z"
    return Edge(
        f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}",
        tip,
        label,
        round(x1 + 5, 1),
        round(y1 + (15 if y2 < y1 else -6), 1),
        certainty,
    )
