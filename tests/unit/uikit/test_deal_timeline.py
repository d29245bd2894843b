"""What the timeline of a deal says beside each event: which part, of what class, how it ended and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from deals.pages.deal.seen import Seen
from deals.pages.deal.timeline import csv_rows
from dealtracker.uikit.frame import Clocks

TODAY = date(2026, 11, 23)
STATED = {"origins": 1}
DEFAULT = {
    "key": "e1", "kind": "default", "facility": "f1", "occurred": "2026-09-01", "ended": "2026-09-20", "ended_how": "cured",
    "event_class": "payment", "amount": {"kind": "exact", "point": "1000000", "currency": "EUR"}, "standing": STATED,
}  # fmt: skip
WITHDRAWN = {"key": "e2", "kind": "withdrawn", "facility": "f2", "occurred": "2026-10-01", "reason": "market conditions", "standing": STATED}
REFUSED = {"key": "e3", "kind": "licence refused", "line": "h1", "occurred": "2026-10-02", "standing": {"origins": 0}}


def notes(*facilities: str) -> dict[str, str]:
    empty = {name: [] for name in ("contracts", "supports", "holds", "replies", "sources", "sites", "parties", "roles")}
    doc: dict[str, Any] = {
        **empty, "id": "deal_0", "title": "A deal", "derived": {"last_report": None, "last_report_earliest": None},
        "events": [DEFAULT, WITHDRAWN, REFUSED],
        "facilities": [{"id": f"f{n}", "key": f"f{n}", "name": name} for n, name in enumerate(facilities, start=1)],
        "hardware": [{"id": "h1", "key": "h1", "model_words": "H20", "state": "ordered"}],
    }  # fmt: skip
    return {row[2]: row[3] for row in csv_rows(Seen(doc, Clocks(TODAY, TODAY, TODAY)))[1:]}


def test_an_event_says_what_it_is_of_and_how_it_ended() -> None:
    said = notes("term loan", "convertible")
    assert said["default"] == "term loan · payment · €1m · ended 20 Sep 2026 · cured"
    assert said["withdrawn"] == "convertible · market conditions"
    assert said["licence refused"] == "H20 (our reading)"


def test_the_one_facility_of_a_deal_is_not_named_each_time() -> None:
    assert notes("term loan")["withdrawn"] == "market conditions"
