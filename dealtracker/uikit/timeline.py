"""Geometry of the timeline: lanes of dated marks, an imprecise date is a bar that fades on its open side. Plain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dealtracker.periods import DateError, When
from dealtracker.uikit.formats import date_words
from dealtracker.uikit.scales import text_width

LINE = 22.0  # one row of marks in a lane
HEAD = 30.0  # room for the axis above the lanes
OPEN = 84.0  # how far a bar reaches on a side that no source bounds


@dataclass(frozen=True)
class Mark:
    """One dated thing. A mark of no width is a day; `open_left` / `open_right` fade where no source bounds the date."""

    id: str
    kind: str
    x1: float
    x2: float
    y: float
    open_left: bool
    open_right: bool
    title: str
    sub: str
    date_words: str
    href: str
    text_x: float = 0.0
    anchor: str = "start"
    tied_to: str = ""
    over: bool = False
    tie: tuple[float, float] | None = None

    @property
    def is_day(self) -> bool:
        return self.x2 - self.x1 < 3 and not (self.open_left or self.open_right)

    @property
    def width(self) -> float:
        return round(max(self.x2 - self.x1, 2.0), 1)

    @property
    def bar_y(self) -> float:
        return self.y - 4

    @property
    def cap_y(self) -> float:
        return self.y - 7

    @property
    def text_y(self) -> float:
        return self.y - (12 if self.over else -4)

    @property
    def label(self) -> str:
        return " ".join(filter(None, (self.title, self.sub)))

    @property
    def square_x(self) -> float:
        return round(self.x2 - 3.5, 1)

    @property
    def square_y(self) -> float:
        return self.y - 3.5


@dataclass(frozen=True)
class Lane:
    key: str
    title: str
    top: float
    bottom: float
    marks: tuple[Mark, ...]
    note: str = ""

    @property
    def title_y(self) -> float:
        return self.top + 22


@dataclass(frozen=True)
class Timeline:
    width: float
    height: float
    left: float
    ticks: tuple[tuple[float, str], ...]
    lanes: tuple[Lane, ...]
    today: float | None
    today_words: str
    undated: tuple[Mapping[str, Any], ...] = ()

    @property
    def bottom(self) -> float:
        return self.lanes[-1].bottom if self.lanes else HEAD

    @property
    def foot(self) -> float:
        return self.height - 5


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(self.left + min(max(share, 0.0), 1.0) * (self.right - self.left), 1)


def read_when(value: object) -> When | None:
    """An imprecise date from its string or object; None when there is none or it cannot be read."""
    try:
        return When.parse(value) if isinstance(value, str) and value else When.from_json(value) if value else None
    except (DateError, TypeError):
        return None


def timeline(
    lanes: Sequence[Mapping[str, Any]], *, known_on: date | None = None, width: float = 1040.0, left: float = 128.0
) -> Timeline:
    """Lay out lanes of marks.

    A lane is `{"key", "title", "note", "marks": [{"id", "when", "title", "sub", "kind", "href", "tied_to"}]}`, a mark
    with a `note` too where the table says more than `sub`; `kind` is event, origin, rereport, inferred, reply, rule or
    span. Marks without a readable date are returned in `undated` and belong in the table only. `known_on` draws the
    line of the clock. No label meets another.
    """
    dated = [
        [(mark, when) for mark in lane.get("marks", ()) if (when := read_when(mark.get("when")))] for lane in lanes
    ]
    undated = tuple(m for lane in lanes for m in lane.get("marks", ()) if not read_when(m.get("when")))
    axis = _axis([when for lane in dated for _, when in lane], known_on, left, width - 8.0)
    drawn, top = [], HEAD
    for lane, marks in zip(lanes, dated, strict=True):
        placed, rows = _place(marks, axis, top + 18.0, width)
        bottom = top + max(rows, 1) * LINE + 14.0
        drawn.append(Lane(str(lane["key"]), str(lane["title"]), top, bottom, placed, str(lane.get("note") or "")))
        top = bottom
    tied = _tie(drawn)
    today = axis.x(known_on) if known_on else None
    return Timeline(width, top + 24.0, left, _ticks(axis, width), tied, today, date_words(known_on), undated)


def _axis(whens: Sequence[When], known_on: date | None, left: float, right: float) -> _Axis:
    days = [day for when in whens for day in (when.earliest, when.latest) if day] + ([known_on] if known_on else [])
    first, last = min(days, default=date(2025, 1, 1)), max(days, default=date(2025, 12, 31))
    margin = timedelta(days=max((last - first).days // 9, 20))
    return _Axis(first - margin, last + margin / 3, left, right)


def _place(
    marks: Sequence[tuple[Mapping[str, Any], When]], axis: _Axis, y0: float, width: float
) -> tuple[tuple[Mark, ...], int]:
    """Each mark in the first rows where neither its bar nor its label meets what stands there already."""
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for data, when in sorted(marks, key=lambda pair: pair[1].earliest or pair[1].latest or date.min):
        mark = _mark(data, when, axis, width)
        bar, label = (mark.x1 - 6.0, mark.x2), _label_span(mark)
        spans = [label, bar] if mark.over else [(min(bar[0], label[0]), max(bar[1], label[1]))]
        first = next(i for i in range(len(rows) + 1) if all(_free(rows, i + k, span) for k, span in enumerate(spans)))
        for k, span in enumerate(spans):
            rows.extend([] for _ in range(first + k + 1 - len(rows)))
            rows[first + k].append(span)
        placed.append(replace(mark, y=round(y0 + (first + len(spans) - 1) * LINE, 1)))
    return tuple(placed), len(rows)


def _free(rows: Sequence[Sequence[tuple[float, float]]], row: int, span: tuple[float, float]) -> bool:
    return row >= len(rows) or all(span[1] < taken[0] or taken[1] < span[0] for taken in rows[row])


def _label_span(mark: Mark) -> tuple[float, float]:
    label = text_width(mark.label) + 12.0
    return (mark.text_x, mark.text_x + label) if mark.anchor == "start" else (mark.text_x - label, mark.text_x)


def _mark(data: Mapping[str, Any], when: When, axis: _Axis, width: float) -> Mark:
    """The bar from the earliest to the latest day; its label right, left, or above where neither has room."""
    bounded = [day for day in (when.earliest, when.latest) if day]
    x1 = axis.x(when.earliest) if when.earliest else max(axis.x(bounded[0]) - OPEN, axis.left)
    x2 = axis.x(when.latest) if when.latest else min(axis.x(bounded[-1]) + OPEN, axis.right)
    mark = Mark(
        id=str(data.get("id") or ""),
        kind=str(data.get("kind") or "event"),
        x1=x1,
        x2=x2,
        y=0.0,
        open_left=when.earliest is None,
        open_right=when.latest is None,
        title=str(data.get("title") or ""),
        sub=str(data.get("sub") or ""),
        date_words=date_words(when),
        href=str(data.get("href") or ""),
        tied_to=str(data.get("tied_to") or ""),
    )
    label = text_width(mark.label) + 12.0
    if x2 + 12.0 + label <= width:
        return replace(mark, text_x=round(x2 + 12.0, 1))
    if x1 - 12.0 - label >= axis.left:
        return replace(mark, text_x=round(x1 - 12.0, 1), anchor="end")
    return replace(mark, text_x=round(max(min(x1, width - label), axis.left), 1), over=True)


def _tie(lanes: Sequence[Lane]) -> tuple[Lane, ...]:
    """Each mark that names another in `tied_to` gets the place of that one, to draw the line between them."""
    at = {mark.id: (mark.x2, mark.y) for lane in lanes for mark in lane.marks if mark.id}
    return tuple(
        replace(lane, marks=tuple(replace(m, tie=at.get(m.tied_to)) if m.tied_to else m for m in lane.marks))
        for lane in lanes
    )


def _ticks(axis: _Axis, width: float) -> tuple[tuple[float, str], ...]:
    """Month starts, thinned to at most ten; the first one and each January carry the year. None is cut at the edge."""
    first = axis.first.year * 12 + axis.first.month
    last = axis.last.year * 12 + axis.last.month - 1
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if (last - first + 1) / s <= 10), 120)
    out: list[tuple[float, str]] = []
    for month in range(first, last + 1):
        if month % step == 0:
            day = date(month // 12, month % 12 + 1, 1)
            out.append((axis.x(day), _tick_words(day, with_year=not out or day.month <= step)))
    return tuple((x, words) for x, words in out if x + text_width(words) <= width)


def _tick_words(day: date, *, with_year: bool) -> str:
    words = date_words(f"{day.year}-{day.month:02}")
    return words if with_year else words.split(" ")[0]


@dataclass(frozen=True)
class Rail:
    """Dates on which something was published, for choosing what was known when: (x, radius, iso day, words, label?)."""

    width: float
    stops: tuple[tuple[float, float, str, str, bool], ...]
    now: float
    now_words: str

    @property
    def now_text_x(self) -> float:
        return min(self.now + 12, self.width)


def rail(days: Mapping[date, int], *, known_on: date, width: float = 760.0) -> Rail:
    """Stops at publication days (`{day: number of sources}`), larger for more; labels are kept 90 units apart."""
    axis = _Axis(min([*days, known_on]), max([*days, known_on]), 12.0, width - 12.0)
    stops: list[tuple[float, float, str, str, bool]] = []
    last_label = -90.0
    for day, number in sorted(days.items()):
        x = axis.x(day)
        label = x - last_label >= 90.0 and abs(axis.x(known_on) - x) >= 90.0
        last_label = x if label else last_label
        stops.append((x, min(2.5 + 0.8 * number, 6.0), day.isoformat(), date_words(day), label))
    return Rail(width, tuple(stops), axis.x(known_on), date_words(known_on))
