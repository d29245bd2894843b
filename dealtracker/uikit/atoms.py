"""The small marks of a page as ready HTML. Built in Python and remembered, since a list shows hundreds of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dealtracker.uikit import charts, formats
from dealtracker.uikit.countries import country_name

LONG_WORDS = 26  # an amount longer than this may wrap


@cache
def _sprite() -> str:
    return static("img/icons.svg")


@lru_cache(maxsize=512)
def icon(name: str, label: str = "", classes: str = "ic") -> SafeString:
    """A symbol of the sprite; with a label it is an image with that name, without it is decoration."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', classes, role, _sprite(), name)


def ring(standing: Mapping[str, Any] | str | None, *, silent: bool = False) -> SafeString:
    """The certainty of a value as a shape; `silent` where its word stands beside it."""
    data = {"certainty": standing} if isinstance(standing, str) else standing or {}
    code = str(data.get("certainty") or "")
    symbol = formats.CERTAINTY.get(code, ("c-none",))[0]
    return icon(symbol, "" if silent else formats.certainty_words(data), f"ring {code}".rstrip())


def mark(
    standing: Mapping[str, Any] | None,
    href: str = "",
    *,
    count: int | None = None,
    current: bool = False,
    what: str = "",
) -> SafeString:
    """Ring and number of claims, linked to them; with scripts the link opens beside the page, without it is a page.

    `count` defaults to the number of sources; `what` names the value for those who cannot see where the mark stands.
    """
    number = count if count is not None else (standing or {}).get("sources")
    shown = (
        ""
        if number is None
        else format_html(
            '<span class="n">{}<span class="sr"> claims{}</span></span>', number, f" on {what}" if what else ""
        )
    )
    if not href:
        return format_html('<span class="mark">{}{}</span>', ring(standing), shown)
    return format_html(
        '<a class="mark" href="{0}"{1} hx-get="{0}" hx-target="#drawer" hx-select="#claims" hx-swap="innerHTML"'
        ' hx-push-url="true">{2}{3}</a>',
        href,
        mark_safe(' aria-current="true"') if current else "",
        ring(standing),
        shown or mark_safe('<span class="sr"> claims</span>'),
    )


@lru_cache(maxsize=128)
def blank(kind: str, words: str = "") -> SafeString:
    """One of the four empty values; `words` may say it more exactly ("not named", "not asked by us")."""
    classes, default, _meaning = formats.EMPTY.get(kind, formats.EMPTY["not_stated"])
    return format_html('<span class="e {}">{}</span>', classes, words or default)


@lru_cache(maxsize=2048)
def _band_svg(shape: str, x1: float, x2: float, beyond: int) -> SafeString:
    scale = mark_safe('<path class="b0" d="M4 4.5H104M4 2v5M37.3 2v5M70.7 2v5M104 2v5"/>')
    bar = format_html('<rect class="b4" x="{}" y="3" width="{}" height="3"/>', x1, max(round(x2 - x1, 1), 0))
    outside = {1: '<path class="b2" d="M101 1.5l6 3-6 3z"/>', -1: '<path class="b2" d="M7 1.5l-6 3 6 3z"/>'}.get(beyond)
    drawn = {
        "dot": format_html('<circle class="b2" cx="{}" cy="4.5" r="3.2"/>', x1),
        "ring": format_html('<circle class="b3" cx="{}" cy="4.5" r="2.9"/>', x1),
        "range": format_html('{}<path class="b1" d="M{} 1.5v6M{} 1.5v6"/>', bar, x1, x2),
        "upto": format_html('{}<path class="b1" d="M{} 1v7"/>', bar, x2),
        "atleast": format_html('{}<path class="b1" d="M{} 1v7"/><path class="b2" d="M103 1.5l5 3-5 3z"/>', bar, x1),
    }.get(shape, "")
    return format_html(
        '<svg class="band band-{}" viewBox="0 0 108 9" aria-hidden="true">{}{}</svg>',
        shape,
        scale,
        mark_safe(outside) if outside else drawn,
    )


def band(amount: Mapping[str, Any] | None) -> SafeString:
    """The amount on the scale from 100m to 100bn, in the currency written."""
    shape = charts.amount_band(amount)
    return _band_svg(shape.shape, shape.x1, shape.x2, shape.beyond)


def amount(
    value: Mapping[str, Any] | None,
    standing: Mapping[str, Any] | None = None,
    href: str = "",
    *,
    scale: bool = True,
    empty_kind: str = "not_stated",
) -> SafeString:
    """An amount as its source wrote it, its certainty and its place on the scale."""
    words = formats.amount_words(value)
    if words:
        long = " long" if len(words) > LONG_WORDS else ""
        said: Any = format_html('<span class="w{}" title="{}">{}</span>', long, formats.amount_detail(value), words)
    else:
        said = blank(empty_kind, str((value or {}).get("words") or ""))
    claims = format_html(" {}", mark(standing, href, what="this amount")) if standing else ""
    return format_html('<span class="amt">{}{}{}</span>', said, claims, band(value) if scale else "")


@lru_cache(maxsize=2048)
def country(code: str | None, certainty: str = "reported", label: str = "") -> SafeString:
    """A country box: solid where the party states it or a document was read, dashed where it is reported only."""
    if not code:
        return format_html(
            '<span class="cc gap"><span aria-hidden="true">?</span><span class="sr">{}</span></span>',
            label or "not stated",
        )
    stated = formats.is_stated(certainty)
    title = f"{country_name(code)}, {certainty_of(certainty)}"
    return format_html(
        '<abbr class="cc {}" title="{}">{}<span class="sr"> {}</span></abbr>',
        "said" if stated else "rep",
        title,
        code,
        title,
    )


def certainty_of(code: str) -> str:
    return formats.certainty_words({"certainty": code})


def path(steps: Sequence[Mapping[str, Any]]) -> SafeString:
    """Country boxes in a row, money to use; each step is `{"label", "code", "certainty"}`. Labels are read out."""
    parts = []
    for i, step in enumerate(steps):
        reported = not formats.is_stated(step.get("certainty"))
        if i:
            parts.append(format_html('<i class="{}"></i>', "rep" if reported else "said"))
        parts.append(
            format_html(
                '<span class="sr">{} </span>{}',
                step.get("label", ""),
                country(step.get("code"), str(step.get("certainty") or "reported")),
            )
        )
    return format_html('<span class="path">{}</span>', mark_safe("".join(parts)))


@lru_cache(maxsize=512)
def _pips_svg(stage: str | None, reached: tuple[str, ...]) -> SafeString:
    row = charts.stage_pips(stage, reached)
    drawn = format_html_join(
        "", '<rect class="{}" x="{}" y=".5" width="9" height="4" rx="1"/>', ((p.state, p.x) for p in row)
    )
    words = ", ".join(
        f"{p.stage} {'stated' if p.state == 'reached' else 'not stated'}" for p in row if p.state != "ahead"
    )
    return format_html(
        '<svg class="pips" viewBox="0 0 55 5" role="img" aria-label="{}">{}</svg>',
        f"Steps: {words or 'none stated'}",
        drawn,
    )


def pips(stage: str | None, reached: Sequence[str] | None = None) -> SafeString:
    """Five steps from talks to closed: stated, skipped (no source states it), ahead."""
    return _pips_svg(stage or "", tuple(reached or ()))


def stage(
    code: str | None,
    standing: Mapping[str, Any] | None = None,
    *,
    reached: Sequence[str] | None = None,
    words: str = "",
) -> SafeString:
    """Certainty, stage in a word, and the steps."""
    if not code:
        return blank("not_stated")
    label = words or code.replace("_", " ").capitalize()
    shape = format_html("{}", ring(standing)) if standing else ""
    return format_html('<span class="stage">{}{}{}</span>', shape, label, pips(code, reached))


def replies(counts: Mapping[str, int] | None) -> SafeString:
    """How many parties replied in which way, `{"denies": 1, "no_response": 2}`; none is said in words."""
    shown = [(stance, n) for stance in formats.STANCES if (n := (counts or {}).get(stance))]
    if not shown:
        return blank("not_entered", "none")
    return format_html(
        '<span class="replies">{}</span>',
        format_html_join(
            "", "<span>{}{}</span>", ((icon(formats.STANCES[s][0], f"{formats.STANCES[s][1]}:"), n) for s, n in shown)
        ),
    )


def stance(code: str | None) -> SafeString:
    """One reply with its mark and its word."""
    symbol, words = formats.STANCES.get(str(code), ("r-unasked", str(code or "not entered").replace("_", " ")))
    return format_html("{} {}", icon(symbol), words)


def badge(words: str, kind: str = "", symbol: str = "") -> SafeString:
    """A short label in a box; kind contested or walled changes the surface, the word always says it."""
    return format_html('<span class="badge {}">{}{}</span>', kind, icon(symbol) if symbol else "", words)


def why(href: str, what: str = "") -> SafeString:
    """The link from a figure to the tree of claims and entries it comes from."""
    return format_html(
        '<a class="whylink" href="{}">why<span class="sr"> {}</span></a>',
        href,
        f"this figure: {what}" if what else "this figure",
    )


def when(value: object, *, short: bool = False) -> SafeString:
    """A date with its precision in words; not stated where there is none."""
    words = formats.date_words(value, short=short)
    return format_html('<span class="nowrap">{}</span>', words) if words else blank("not_stated", "undated")
