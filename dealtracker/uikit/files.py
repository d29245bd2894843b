"""Figures as files of their own: the drawing of the page, its colours written in, and the line that says where from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape

from dealtracker.uikit import figures

# Kind of figure: the function that lays it out, and the drawing. The map is left out: its outline is a file apart.
DRAWINGS = {
    "timeline": (figures.timeline_chart, "charts/timeline.svg"),
    "exposure": (figures.exposure_chart, "charts/exposure.svg"),
    "steps": (figures.steps_chart, "charts/steps.svg"),
    "graph": (figures.role_graph, "charts/graph.svg"),
}
FOOT = 26
# The light scheme of static/css, flat: programs that open SVG files know neither tokens nor mixed colours.
STYLE = """
text{font:12px "Liberation Sans",Arial,"DejaVu Sans","Noto Sans CJK SC",sans-serif;fill:#14202b}.t2{fill:#414f5c}
.t3{fill:#5a6773}.b{font-weight:600}.mid{text-anchor:middle}.end{text-anchor:end}
.axis,.grid,.ln,.edge{fill:none}.axis{stroke:#c3ccd3}.grid{stroke:#e4e9ec}.ln{stroke:#414f5c}
.thin{stroke-width:.75}.now{stroke:#0a5674;stroke-width:1.5;stroke-dasharray:3 3}
.halo{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}.money{fill:#755400}
.chips{fill:#55479b}.site{fill:#18684e}.use{fill:#923660}.s-money{stroke:#755400}.s-chips{stroke:#55479b}
.s-site{stroke:#18684e}.s-use{stroke:#923660}.tl .bar{fill:#a5acb2}.g0{stop-color:#5a6773}.origin{fill:#14202b}
.rereport,.inferred{fill:#fff;stroke:#414f5c;stroke-width:1.4}.inferred{stroke-dasharray:2.5 2}
.event,.reply,.rule,.f-ink2{fill:#414f5c}.ex .bar{fill:#414f5c}
.ex .reported,.ex .multiple_newsrooms,.ex .inferred{fill:#c6cace;stroke:#414f5c;stroke-dasharray:4 2.5}
.ex .contested{fill:#deccbd;stroke:#804500}.limit{stroke:#804500;stroke-width:1.5}.part{stroke:#fff}
.p0{fill:#414f5c}.p1{fill:#a4abb1}.p2{fill:#d5d8db}.p3{fill:#fff;stroke:#414f5c;stroke-dasharray:3 2}
.edge{stroke:#414f5c;stroke-width:1.5}.gr .rep{stroke-dasharray:6 4}.gr .contested{stroke:#804500}
.node{fill:#fff;stroke-width:1.5}.gr .node.rep{stroke-dasharray:5 3}
.ghost{fill:none;stroke:#7b8792;stroke-dasharray:1.5 3}
"""


def svg_file(kind: str, figure: Mapping[str, Any], *, source: str) -> str:
    """The figure as an SVG document with `source` as its last line.

    `kind` is one of DRAWINGS, `figure` what its tag takes. `source` names the record, both dates and the revision; a
    figure never leaves without it. Raises KeyError for an unknown kind.
    """
    lay_out, template = DRAWINGS[kind]
    context = lay_out(figure)
    width, height = context["chart"].width, context["chart"].height
    drawing = render_to_string(template, context)
    body = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
    classes = drawing.split('class="', 1)[1].split('"', 1)[0]
    return (
        f'<svg class="{classes}" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height + FOOT}" '
        f'viewBox="0 0 {width} {height + FOOT}">\n<style>{STYLE}</style>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>{body}'
        f'<text class="t3" x="0" y="{height + FOOT - 8}">{escape(source)}</text>\n</svg>\n'
    )
