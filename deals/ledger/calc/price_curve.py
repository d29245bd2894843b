"""The terms of a price curve as they are kept, read into the curve that values hardware by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from deals.ledger.calc.curves import Curve
from dealtracker.money import AmountError, parse_decimal

LONGEST_MONTHS, MOST_POINTS = 600, 601
Terms = Mapping[str, Any]


class CurveError(ValueError):
    """Terms that are no curve; `field` names the part that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def read_curve(kind: str, terms: object, *, name: str = "") -> Curve:
    """The curve of a kind and its terms; raises CurveError.

    straight-line {"life_months": 60, "residual": "0.1"}; declining {"yearly_rate": "0.35", "residual": "0.05"}; table
    {"points": [[0, "1"], [12, "0.7"]], "between": "linear" or "step"}: months since delivery and the part of the first
    cost that remains then. Parts lie between 0 and 1; the first point of a table is month 0.
    """
    if kind not in READERS:
        raise CurveError("kind", f'"{kind[:40]}" is not one of: {", ".join(READERS)}')
    if not isinstance(terms, Mapping):
        raise CurveError("terms", "must be an object with the terms of the curve")
    known, reader = READERS[kind]
    if other := [one for one in terms if one not in known]:
        raise CurveError("terms", f'"{str(other[0])[:40]}" is no term of this kind; there are: {", ".join(known)}')
    return reader(terms, name)


def _straight_line(terms: Terms, name: str) -> Curve:
    life = _months(terms, "life_months", 1)
    return Curve("straight_line", name, life_months=life, residual=_part(terms.get("residual", "0"), "residual"))


def _declining(terms: Terms, name: str) -> Curve:
    rate, residual = _part(terms.get("yearly_rate"), "yearly_rate"), _part(terms.get("residual", "0"), "residual")
    return Curve("declining", name, yearly_rate=rate, residual=residual)


def _table(terms: Terms, name: str) -> Curve:
    given, between = terms.get("points"), terms.get("between", "linear")
    if not isinstance(given, Sequence) or isinstance(given, str) or not 1 <= len(given) <= MOST_POINTS:
        raise CurveError("points", f"must be a list of 1 to {MOST_POINTS} pairs of month and part")
    points = tuple(_point(one) for one in given)
    months = [month for month, _ in points]
    if months[0] != 0 or months != sorted(set(months)):
        raise CurveError("points", "must begin at month 0 and go on from month to later month")
    if between not in ("linear", "step"):
        raise CurveError("between", "must be linear or step")
    return Curve("table", name, points=points, between=between)


def _point(given: Any) -> tuple[int, Decimal]:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 2:
        raise CurveError("points", 'must be pairs of month and part, such as [12, "0.7"]')
    return _months({"points": given[0]}, "points", 0), _part(given[1], "points")


def _months(terms: Terms, field: str, least: int) -> int:
    value = terms.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= LONGEST_MONTHS:
        raise CurveError(field, f"must be a whole number of months from {least} to {LONGEST_MONTHS}")
    return value


def _part(value: Any, field: str) -> Decimal:
    try:
        found = parse_decimal(value)
    except AmountError as error:
        raise CurveError(field, str(error)) from None
    if not 0 <= found <= 1:
        raise CurveError(field, "must lie between 0 and 1")
    return found


READERS: dict[str, tuple[tuple[str, ...], Callable[[Terms, str], Curve]]] = {
    "straight-line": (("life_months", "residual"), _straight_line),
    "declining": (("yearly_rate", "residual"), _declining),
    "table": (("points", "between"), _table),
}
