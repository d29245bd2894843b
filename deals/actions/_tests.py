"""A covenant's test that was not met becomes an event of the deal, by the source that told the test."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from deals.agreements.models import Covenant, Deal
from deals.events.models import Event
from deals.ledger.calc.covenants import newly_not_met, test_words

Rows = Mapping[str, Mapping[str, Any]]
_LONGEST = 500
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def events_of_tests(deal: Deal, covenants: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Key → fields of the events to write for these covenants as they are changed, `covenants` being key → fields.

    An event of that key that is there already is left as it is; a covenant that cannot be read is told elsewhere.
    """
    known = {row.key: row for row in Covenant.rows.filter(deal=deal, key__in=list(covenants))}
    found: dict[str, dict[str, Any]] = {}
    for key, fields in covenants.items():
        if not isinstance(fields, Mapping) or not _readable(fields.get("tests")):
            continue
        row = known.get(key)
        for test in newly_not_met(row.tests if row else [], fields["tests"]):
            if _DAY.fullmatch(test["on"]):
                found[_key(key, test["on"])] = _event(row, fields, test)
    taken = set(Event.rows.filter(deal=deal, key__in=list(found)).values_list("key", flat=True))
    return {key: fields for key, fields in found.items() if key not in taken}


def _readable(tests: Any) -> bool:
    return isinstance(tests, list) and all(isinstance(one, Mapping) and isinstance(one.get("on"), str) for one in tests)


def _key(covenant: str, on: str) -> str:
    return f"test-{covenant[:40]}-{on}"[:60]


def _event(row: Covenant | None, fields: Mapping[str, Any], test: Mapping[str, Any]) -> dict[str, Any]:
    def of(name: str) -> Any:
        return fields[name] if name in fields else getattr(row, name, None)

    facility = fields.get("facility") or (row.facility.key if row and row.facility else None)
    said = test_words(str(of("kind") or "covenant"), _plain(test), str(of("test") or ""), row.value if row else None)
    about = {"facility": facility} if facility else {}
    return {
        "kind": "test not met",
        "occurred": test["on"],
        "event_class": "covenant",
        "words": said[:_LONGEST],
        **about,
    }


def _plain(test: Mapping[str, Any]) -> dict[str, Any]:
    """A value that is no amount is left out of the words; the check of the field says what is wrong with it."""
    value = test.get("value")
    kept = (
        isinstance(value, Mapping) and isinstance(value.get("point"), str) and value.get("kind") in ("exact", "approx")
    )
    return {**test, "value": {"kind": value["kind"], "point": value["point"]} if kept and value else None}
