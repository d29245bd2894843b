"""Geometry of the small figures and of bars: unknown has no bar, scales begin at nought, nothing leaves its frame."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from dealtracker.uikit import charts, stacks


def _band(**amount: str) -> charts.Band:
    return charts.amount_band(amount)


def test_the_band_is_logarithmic_from_100m_to_100bn() -> None:
    thirds = [charts.band_x(Decimal(10) ** power) for power in (8, 9, 10, 11)]
    assert thirds == [4.0, 37.3, 70.7, 104.0]


@pytest.mark.parametrize(
    ("amount", "shape", "x1", "x2", "beyond"),
    [
        ({"kind": "approx", "point": "300000000"}, "ring", 19.9, 19.9, 0),
        ({"kind": "exact", "point": "1000000000"}, "dot", 37.3, 37.3, 0),
        ({"kind": "range", "low": "1000000000", "high": "10000000000"}, "range", 37.3, 70.7, 0),
        ({"kind": "at most", "high": "10000000000"}, "upto", 4.0, 70.7, 0),
        ({"kind": "at least", "low": "10000000000"}, "atleast", 70.7, 104.0, 0),
        ({"kind": "at least", "low": "1000000"}, "atleast", 4.0, 104.0, 0),
        ({"kind": "exact", "point": "38000000"}, "dot", 4.0, 4.0, -1),
        ({"kind": "exact", "point": "500000000000"}, "dot", 104.0, 104.0, 1),
        ({"kind": "unknown"}, "none", 0.0, 0.0, 0),
    ],
)
def test_each_kind_of_amount_has_its_mark(
    amount: dict[str, str], shape: str, x1: float, x2: float, beyond: int
) -> None:
    assert charts.amount_band(amount) == charts.Band(shape, x1, x2, beyond)


def test_a_narrow_range_stays_visible() -> None:
    band = _band(kind="range", low="600000000", high="600000001")
    assert band.width == 2.0


def test_nothing_stated_is_no_mark() -> None:
    assert charts.amount_band(None).shape == "none"
    assert _band(kind="exact", point="0").x1 == charts.BAND_LEFT


@pytest.mark.parametrize(
    ("stage", "reached", "states"),
    [
        ("talks", None, "reached ahead ahead ahead ahead"),
        ("closed", ["closed"], "skipped skipped skipped skipped reached"),
        ("closed", ["marketing", "closed"], "skipped reached skipped skipped reached"),
        ("ended", ["marketing"], "skipped reached ahead ahead ahead"),
        ("ended", None, "ahead ahead ahead ahead ahead"),
        (None, None, "ahead ahead ahead ahead ahead"),
    ],
)
def test_a_skipped_stage_is_never_invented(stage: str | None, reached: list[str] | None, states: str) -> None:
    assert " ".join(pip.state for pip in charts.stage_pips(stage, reached)) == states


@pytest.mark.parametrize(
    ("top", "last", "steps"),
    [("10000000000", "10000000000", 5), ("3.7", "4", 4), ("1", "1", 5), ("0.03", "0.03", 3), ("0", "0", 0)],
)
def test_ticks_are_round_and_reach_the_top(top: str, last: str, steps: int) -> None:
    ticks = charts.nice_ticks(Decimal(top))
    assert ticks[0] == 0
    assert ticks[-1] == Decimal(last)
    assert len(ticks) == steps + 1


def _row(label: str, **amount: str) -> dict[str, Any]:
    return {"label": label, "amount": amount}


def test_bars_begin_at_the_axis_and_unknown_has_none() -> None:
    bars = charts.exposure_bars(
        [_row("A", point="10"), _row("B", kind="unknown"), _row("C", low="4"), _row("D", high="6")]
    )
    a, b, c, d = bars.rows
    assert a.bar == bars.right
    assert (b.bar, b.low, b.high, b.whisker) == (None, None, None, "")
    assert c.open_end
    assert c.bar == c.low == bars.left + 0.4 * (bars.right - bars.left)
    assert d.bar is None
    assert d.whisker.startswith(f"M{bars.left} ")
    assert [row.y for row in bars.rows] == sorted(row.y for row in bars.rows)


def test_a_limit_is_passed_by_the_largest_bound() -> None:
    rows = [{**_row("A", low="1", point="2", high="4"), "limit": "3"}, {**_row("B", point="3"), "limit": "3"}]
    assert [row.over for row in charts.exposure_bars(rows).rows] == [True, False]


def test_bars_of_nothing_known_draw_no_scale() -> None:
    bars = charts.exposure_bars([_row("A", kind="unknown")])
    assert [tick for _, tick in bars.ticks] == [Decimal(0)]
    assert bars.rows[0].bar is None


def test_a_long_label_is_shortened_to_its_room() -> None:
    row = charts.exposure_bars([_row("Banks and private-credit firms, unnamed, at least two", point="1")]).rows[0]
    assert row.short.endswith("…")
    assert charts.text_width(row.short) <= row.left - 16


def test_steps_stack_from_the_ground_and_skip_the_unknown() -> None:
    columns = [
        {"label": "2030", "parts": {"documented": "3", "reported": "1"}},
        {"label": "2031", "parts": {"documented": None, "reported": None}, "unknown": 4},
    ]
    drawn = stacks.stacked_steps(columns, series=("documented", "reported"))
    first, second = drawn.columns
    (_, y1, h1), (_, y2, h2) = first.parts
    assert y1 + h1 == drawn.base
    assert y2 + h2 == pytest.approx(y1)
    assert h1 == pytest.approx(3 * h2, abs=0.2)
    assert first.total == Decimal(4)
    assert (second.parts, second.total, second.unknown) == ((), None, 4)


def test_steps_of_no_columns() -> None:
    assert stacks.stacked_steps([], series=("a",)).columns == ()


def test_east_asian_signs_are_twice_as_wide() -> None:
    assert charts.text_width("小红书") == 36.0
    assert charts.text_width("") == 0
