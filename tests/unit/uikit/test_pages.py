"""What reaches the browser: every component once, under a strict policy, with nothing that only looks."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from dealtracker.uikit import example_figures, files
from dealtracker.uikit.pages import patterns

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES, STATIC = ROOT / "templates", ROOT / "static"
KIT = sorted([*(TEMPLATES / "ui").glob("*"), *(TEMPLATES / "charts").glob("*"), *TEMPLATES.glob("*.html")])


class Seen(HTMLParser):
    """Elements with their attributes, as a browser would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def html() -> str:
    return patterns(
        RequestFactory().get("/patterns", {"stage": ["talks", "signed"], "known_on": "2026-01-16"})
    ).content.decode()


@pytest.fixture(scope="module")
def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    seen = Seen()
    seen.feed(html)
    return seen.elements


def _render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context)).strip()


def test_nothing_is_inline_and_nothing_comes_from_outside(elements: list[tuple[str, dict[str, str | None]]]) -> None:
    for tag, attributes in elements:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or (attributes.get("src") or "").startswith("/static/")
        assert not (attributes.get("href") or attributes.get("src") or "").startswith(("http:", "https:", "//"))


def test_ids_are_unique_and_labels_find_their_field(elements: list[tuple[str, dict[str, str | None]]]) -> None:
    ids = Counter(attributes["id"] for _, attributes in elements if "id" in attributes)
    assert [name for name, n in ids.items() if n > 1] == []
    wanted = [
        attributes[name]
        for _, attributes in elements
        for name in ("for", "aria-labelledby", "aria-describedby")
        if name in attributes
    ]
    assert [name for names in wanted for name in (names or "").split() if name not in ids] == []


def test_every_symbol_stands_in_the_sprite(html: str) -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")))
    used = set(re.findall(r'icons\.svg#([\w-]+)"', html))
    assert used <= sprite
    assert sprite <= used | {"c-none", "i-review", "i-star"}


def test_every_request_of_htmx_names_its_target(elements: list[tuple[str, dict[str, str | None]]]) -> None:
    asking = [attributes for _, attributes in elements if "hx-get" in attributes]
    assert len(asking) > 5
    assert [a for a in asking if not (a.get("hx-target") or "").startswith("#")] == []


def test_the_clock_keeps_the_address(elements: list[tuple[str, dict[str, str | None]]]) -> None:
    hidden = [(a["name"], a["value"]) for tag, a in elements if tag == "input" and a.get("type") == "hidden"]
    assert hidden.count(("stage", "talks")) == 1  # the clock; the facet form has its own boxes for it
    assert hidden.count(("stage", "signed")) == 1
    assert ("known_on", "2026-01-16") in hidden  # the facet form keeps the clock
    assert hidden.count(("known_on", "2026-01-16")) == 1


def test_every_table_has_a_caption_and_scopes(html: str, elements: list[tuple[str, dict[str, str | None]]]) -> None:
    assert html.count("<table") == html.count("<caption")
    assert [attributes for tag, attributes in elements if tag == "th" and "scope" not in attributes] == []


def test_a_figure_names_itself_and_has_its_table(html: str) -> None:
    for figure in (example_figures.TIMELINE, example_figures.EXPOSURE, example_figures.WALL):
        assert f'id="{figure["id"]}-t">{figure["title"]}<' in html
    assert html.count("The same as a table") == 3


def test_the_foot_says_what_the_record_is(html: str) -> None:
    assert "The record repeats what named sources said on the dates shown; it is not a finding of fact" in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "429.html", "500.html"])
def test_error_pages_need_no_context(name: str) -> None:
    from django.template.loader import get_template

    text = get_template(name).render()
    assert "<h1>" in text
    assert name[:3] in text


def test_values_are_escaped() -> None:
    bad = '<script>"x"</script>'
    amount = {"kind": "exact", "point": "1", "words": bad}
    for source in (
        "{% amount v %}",
        "{% blank 'not_stated' w %}",
        "{% badge w %}",
        "{% country w %}",
        "{% stage w %}",
        "{% when w %}",
    ):
        assert "<script" not in _render(source, v=amount, w=bad)
    assert "<script" not in _render("{% mark s w %}", s={"certainty": bad, "sources": bad}, w=bad)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% blank 'not_stated' %}", "not stated"),
        ("{% blank 'not_disclosed' %}", "not disclosed"),
        ("{% blank 'not_entered' 'not asked by us' %}", "not asked by us"),
        ("{% blank 'not_applicable' %}", "does not apply"),
        ("{% value none %}", "not stated"),
        ("{% amount none %}", "not stated"),
        ("{% amount unknown %}", "undisclosed"),
        ("{% stage none %}", "not stated"),
        ("{% country none %}", "not stated"),
        ("{% when none %}", "undated"),
        ("{% replies none %}", "none"),
        ("{% value zero %}", "0"),
    ],
)
def test_no_cell_is_ever_blank(source: str, words: str) -> None:
    shown = _render(source, none=None, zero=0, unknown={"kind": "unknown", "words": "undisclosed"})
    assert words in re.sub(r"<[^>]+>", "", shown)


def test_a_dashed_box_is_reported_only() -> None:
    assert 'class="cc rep"' in _render("{% country 'CN' 'multiple_newsrooms' %}")
    assert 'class="cc said"' in _render("{% country 'JP' 'documented' %}")
    assert "China, contested" in _render("{% country 'CN' 'contested' %}")


def test_here_changes_one_part_of_the_address() -> None:
    request = RequestFactory().get("/deals/", {"stage": ["talks", "signed"], "cursor": "abc"})
    assert _render("{% here known_on='2025-12-01' cursor=None %}", request=request) == (
        "/deals/?stage=talks&amp;stage=signed&amp;known_on=2025-12-01"
    )
    assert _render("{% here stage=None cursor=None %}", request=request) == "/deals/"


def test_a_notice_polls_only_while_something_is_pending() -> None:
    assert 'hx-trigger="every 2s" hx-target="#pending"' in _render("{% pending_notice p %}", p={"url": "/pending"})
    assert "hx-trigger" not in _render("{% pending_notice p %}", p={"url": "/pending", "stuck": True})
    assert "hx-trigger" not in _render("{% pending_notice p %}", p=None)


# WCAG 2.2, 1.4.3 and 1.4.11: relative luminance and contrast ratio as defined there.
def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(a: str, b: str) -> float:
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)", (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    )
}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", ["paper", "panel", "raised"])
def test_text_and_controls_can_be_told_apart(scheme: int, surface: str) -> None:
    under = TOKENS[surface][scheme]
    for name in ("ink", "ink-2", "ink-3", "accent", "contest", "money", "chips", "site", "use"):
        assert _contrast(TOKENS[name][scheme], under) >= 4.5, name
    assert _contrast(TOKENS["edge"][scheme], under) >= 3
    for text, soft in (
        ("ink", "accent-soft"),
        ("contest", "contest-soft"),
        ("on-accent", "accent"),
        ("accent", "accent-soft"),
    ):
        assert _contrast(TOKENS[text][scheme], TOKENS[soft][scheme]) >= 4.5, (text, soft)


def test_style_sheets_use_only_tokens_that_exist() -> None:
    sheets = {path.name: path.read_text(encoding="utf-8") for path in (STATIC / "css").glob("*.css")}
    defined = {name for text in sheets.values() for name in re.findall(r"(--[\w-]+):", text)}
    used = {name for text in sheets.values() for name in re.findall(r"var\((--[\w-]+)\)", text)}
    assert used <= defined
    outside_tokens = {
        name: re.findall(r"#[0-9a-f]{3,8}\b", text) for name, text in sheets.items() if name != "tokens.css"
    }
    assert {name: colours for name, colours in outside_tokens.items() if set(colours) - {"#000"}} == {}
    layers = re.findall(r"@layer ([\w, ]+);", sheets["tokens.css"])
    assert layers == ["tokens, reset, base, layout, ui, charts, pages, print"]


def test_every_module_of_the_scripts_is_there() -> None:
    for path in (STATIC / "js").glob("*.js"):
        for name in re.findall(r'from "\./([\w.]+)"', path.read_text(encoding="utf-8")):
            assert (STATIC / "js" / name).is_file()


def test_templates_carry_no_inline_style_or_script() -> None:
    for path in KIT:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=", text), path.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path.name


@pytest.mark.parametrize(
    ("kind", "figure"),
    [
        ("timeline", example_figures.TIMELINE),
        ("exposure", example_figures.EXPOSURE),
        ("steps", example_figures.WALL),
        ("graph", example_figures.GRAPH),
    ],
)
def test_a_figure_as_a_file_is_whole_and_says_where_from(kind: str, figure: dict[str, object]) -> None:
    drawn = files.svg_file(kind, figure, source="dealtracker <1>, as known on 23 Nov 2026")
    root = ElementTree.fromstring(drawn)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert list(root)[-1].text == "dealtracker <1>, as known on 23 Nov 2026"
    classes = {name for element in root.iter() for name in element.get("class", "").split()}
    styled = set(re.findall(r"\.([a-z][\w-]*)", files.STYLE))
    plain = {"fig", "st", "start", "fade", "span", "documented"}  # drawn as their element is
    assert classes <= styled | plain
