"""What matures when: facilities counted once, by year, each weight, basis and currency apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from deals.exposure.dimensions import MATURES
from deals.ledger.calc.rounding import from_units
from deals.ledger.fx import Converter
from deals.reports.exposure_question import Question
from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.money import plain

_FACILITIES = f"""
SELECT w.deal, s.title, f.id, f.key, coalesce(nullif(f.name, ''), f.kind), f.maturity_date, m.day, f.maturity_rule,
    f.tenor_months ->> 'point', w.weight, w.basis, w.currency, w.point, w.low, w.high, w.outstanding, w.outstanding_basis
FROM whole w JOIN seen s ON s.deal = w.deal JOIN deals_facility f ON f.id = w.facility
CROSS JOIN LATERAL (SELECT {MATURES} AS day) m
ORDER BY m.day NULLS LAST, s.title, f.key, w.weight
"""
_COLUMNS = (
    "deal", "title", "facility", "key", "name", "matures", "day", "rule", "tenor_months", "weight", "basis", "currency", "point",
    "low", "high", "outstanding", "outstanding_basis",
)  # fmt: skip
_MONEY = ("point", "low", "high", "outstanding")
Row = dict[str, Any]


def maturity_wall(
    *, viewer: Viewer, as_of: date, known_on: date, today: date, currency: str = "USD", measure: str = "debt",
    invented: bool = False,
) -> Row:  # fmt: skip
    """{"years": [{"year", "facilities", "sums"}], "not_stated": [facility], "covers", "conversion"}.

    A sum has weight, basis and currency, the number of facilities with a point, their total, and how much of it is known
    to be outstanding; "in_currency" is the total at the dated rate, None where there is no rate. A facility counts in the
    year of the last day that its stated maturity can mean; it "is_past" from the day after on, and "past" of a sum says
    how many of its facilities are, "past_point" what these come to. One with a tenor or rule only is under "not_stated",
    as it is worded.
    """
    question = Question(viewer, as_of, today, known_on, measure, invented)
    question.prepare()
    rows = [_read(row, as_of) for row in question.ask(_FACILITIES)]
    converter = Converter.on(as_of, currency, {row["currency"] for row in rows})
    dated = [row for row in rows if row["day"] is not None]
    years = sorted({row["day"].year for row in dated})
    return {
        "as_of": as_of.isoformat(), "known_on": known_on.isoformat(), "measure": measure,
        "years": [_year(year, [row for row in dated if row["day"].year == year], converter) for year in years],
        "not_stated": [_facility(row) for row in rows if row["day"] is None],
        "covers": {
            "facilities": len({row["facility"] for row in dated}), "of": len({row["facility"] for row in rows}),
            "past": len({row["facility"] for row in rows if row["is_past"]}),
        },
        "conversion": converter.to_json(),
    }  # fmt: skip


def _read(row: tuple[Any, ...], as_of: date) -> Row:
    found = dict(zip(_COLUMNS, row, strict=True))
    return {**found, "is_past": found["day"] is not None and found["day"] < as_of}


def _year(year: int, rows: list[Row], converter: Converter) -> Row:
    keys = sorted({(row["weight"], row["basis"], row["currency"]) for row in rows})
    sums = [_sum(key, [r for r in rows if (r["weight"], r["basis"], r["currency"]) == key], converter) for key in keys]
    return {"year": year, "facilities": [_facility(row) for row in rows], "sums": sums}


def _sum(key: tuple[str, str, str], rows: list[Row], converter: Converter) -> Row:
    weight, basis, currency = key
    total = _total(rows, "point", currency)
    other = None if total is None else converter.convert(total, currency)
    outstanding, past = _total(rows, "outstanding", currency), [row for row in rows if row["is_past"]]
    return {
        "weight": weight, "basis": basis, "currency": currency, "facilities": len(rows),
        "with_point": sum(row["point"] is not None for row in rows), "point": _shown(total),
        "with_outstanding": sum(row["outstanding"] is not None for row in rows), "outstanding": _shown(outstanding),
        "in_currency": _shown(other), "past": len(past), "past_point": _shown(_total(past, "point", currency)),
    }  # fmt: skip


def _total(rows: list[Row], name: str, currency: str) -> Decimal | None:
    known = [row[name] for row in rows if row[name] is not None]
    return from_units(int(sum(known)), currency) if known else None


def _shown(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _facility(row: Row) -> Row:
    money = {n: None if row[n] is None else plain(from_units(int(row[n]), row["currency"])) for n in _MONEY}
    said = {n: row[n] for n in ("matures", "rule", "tenor_months", "weight", "basis", "currency", "outstanding_basis") if row[n]}
    return {
        "deal": public_id("deal", row["deal"]), "title": row["title"], "facility": public_id("facility", row["facility"]),
        "key": row["key"], "name": row["name"], "is_past": row["is_past"], **said, **money,
    }  # fmt: skip
