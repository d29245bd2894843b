"""The role graph: capital to user, and what is left when only parties' own statements count."""

from __future__ import annotations

from itertools import pairwise

from dealtracker.uikit import example_figures, graph

FOUNDING = example_figures.GRAPH


def test_layers_stand_from_left_to_right_inside_the_frame() -> None:
    drawn = graph.layered(FOUNDING["layers"], FOUNDING["edges"])
    xs = [heading.x for heading in drawn.headings]
    assert all(a + drawn.headings[0].width < b for a, b in pairwise(xs))
    assert all(
        0 <= node.x and node.right <= drawn.width and node.y + graph.NODE_HEIGHT <= drawn.height for node in drawn.nodes
    )


def test_nodes_of_a_layer_do_not_meet() -> None:
    drawn = graph.layered(FOUNDING["layers"], FOUNDING["edges"])
    for heading in drawn.headings:
        ys = [node.y for node in drawn.nodes if node.x == heading.x]
        assert all(b - a >= graph.NODE_HEIGHT + graph.GAP for a, b in pairwise(ys))


def test_only_stated_breaks_the_path_of_the_founding_case() -> None:
    drawn = graph.layered(FOUNDING["layers"], FOUNDING["edges"], only_stated=True)
    assert drawn.edges == ()
    assert all(node.ghost for node in drawn.nodes)
    assert (drawn.stated, drawn.reported) == (0, 7)


def test_a_stated_edge_stays_and_keeps_its_ends() -> None:
    edges = [*FOUNDING["edges"], {"from": "nv", "to": "dc", "certainty": "documented"}]
    drawn = graph.layered(FOUNDING["layers"], edges, only_stated=True)
    assert [edge.stated for edge in drawn.edges] == [True]
    assert [node.id for node in drawn.nodes if not node.ghost] == ["nv", "dc"]


def test_an_edge_to_nobody_is_left_out() -> None:
    drawn = graph.layered(FOUNDING["layers"], [{"from": "banks", "to": "nobody"}])
    assert drawn.edges == ()


def test_a_label_is_cut_to_its_box() -> None:
    layers = [{"title": "Capital", "layer": "money", "nodes": [{"id": "a", "label": "x" * 90}]}]
    [node] = graph.layered(layers, []).nodes
    assert node.label.endswith("…")
    assert len(node.label) < 40


def test_a_graph_of_nothing() -> None:
    assert graph.layered([], []).nodes == ()
