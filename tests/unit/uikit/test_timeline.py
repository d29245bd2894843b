"""The timeline: imprecise dates are bars, open sides fade, labels never meet."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealtracker.uikit import timeline
from dealtracker.uikit.scales import text_width
from dealtracker.uikit.timeline import Mark, Timeline

KNOWN_ON = date(2026, 11, 23)


def _chart(*marks: dict[str, Any]) -> Timeline:
    return timeline.timeline([{"key": "events", "title": "Events", "marks": marks}], known_on=KNOWN_ON)


def _only(when: object) -> Mark:
    return _chart({"when": "2025-01-01", "title": "first"}, {"when": when, "title": "x"}).lanes[0].marks[-1]


def test_a_day_has_no_width_and_a_quarter_has() -> None:
    assert _only("2025-12-01").is_day
    quarter = _only("2025-Q4")
    assert not quarter.is_day
    assert quarter.x2 > quarter.x1


def test_a_side_without_a_bound_is_open() -> None:
    by, after = _only({"by": "2025-09-01"}), _only({"after": "2025-09-01"})
    assert (by.open_left, by.open_right) == (True, False)
    assert (after.open_left, after.open_right) == (False, True)
    assert by.x1 < by.x2
    assert after.x1 < after.x2


def test_what_has_no_readable_date_is_left_to_the_table() -> None:
    chart = _chart({"when": None, "title": "a"}, {"when": "spring", "title": "b"}, {"when": "2025", "title": "c"})
    assert [mark["title"] for mark in chart.undated] == ["a", "b"]
    assert [mark.title for mark in chart.lanes[0].marks] == ["c"]


def test_a_re_report_is_tied_to_its_root() -> None:
    chart = _chart(
        {"id": "root", "when": "2025-12-01", "title": "root"},
        {"when": "2025-12-02", "title": "copy", "tied_to": "root"},
        {"when": "2025-12-03", "title": "stray", "tied_to": "gone"},
    )
    root, copy, stray = chart.lanes[0].marks
    assert copy.tie == (root.x2, root.y)
    assert stray.tie is None


def test_no_name_of_a_month_is_cut_at_the_right_edge() -> None:
    for day in range(1, 29):
        chart = timeline.timeline(
            [{"key": "events", "title": "Events", "marks": [{"when": "2026-10-01", "title": "x"}]}],
            known_on=date(2026, 11, day),
        )
        assert len(chart.ticks) > 1
        assert all(x + text_width(words) <= chart.width for x, words in chart.ticks), day


def test_a_timeline_of_nothing_has_a_frame() -> None:
    chart = timeline.timeline([])
    assert chart.lanes == ()
    assert chart.today is None
    assert chart.bottom == timeline.HEAD


def test_ticks_are_few_and_carry_the_year() -> None:
    chart = _chart({"when": "1999-05-01", "title": "old"})
    assert len(chart.ticks) <= 10
    assert chart.ticks[0][1].endswith(("1999", "1995", "2000"))
    near = _chart({"when": "2026-08-01", "title": "new"})
    assert all(" " in words or words.isalpha() for _, words in near.ticks)


DAYS = st.dates(date(2020, 1, 1), date(2026, 11, 1))
WHENS = st.one_of(
    DAYS.map(str),
    DAYS.map(lambda day: {"by": str(day)}),
    DAYS.map(lambda day: {"after": str(day)}),
    st.tuples(DAYS, DAYS).map(lambda pair: {"from": str(min(pair)), "to": str(max(pair))}),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.fixed_dictionaries({"when": WHENS, "title": st.text("abc 小", max_size=40)}), max_size=12))
def test_no_label_meets_another_and_all_stay_in_the_frame(marks: list[dict[str, Any]]) -> None:
    chart = _chart(*marks)
    placed = chart.lanes[0].marks
    assert len(placed) == len(marks)
    boxes: list[tuple[float, float, float]] = []
    for mark in placed:
        left, right = timeline._label_span(mark)
        assert chart.left - 0.1 <= mark.x1 <= mark.x2 <= chart.width
        assert chart.lanes[0].top < mark.y < chart.lanes[0].bottom
        line = mark.y - (timeline.LINE if mark.over else 0)
        assert not any(y == line and left < b and a < right for a, b, y in boxes)
        boxes.append((left, right, line))


def test_the_rail_labels_stops_that_have_room() -> None:
    days = {date(2025, 12, 1): 2, date(2025, 12, 2): 1, date(2026, 6, 1): 9, date(2026, 11, 20): 1}
    rail = timeline.rail(days, known_on=KNOWN_ON)
    assert [label for *_, label in rail.stops] == [True, False, True, False]
    assert [radius for _, radius, *_ in rail.stops] == [4.1, 3.3, 6.0, 3.3]
    assert rail.stops[0][2] == "2025-12-01"
    assert rail.now == 748.0
