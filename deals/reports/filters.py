"""The parameters a deal list takes: one table for page and API, each turned into a condition with its values."""

from __future__ import annotations

import difflib
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.agreements.words import FACILITY_KINDS, GROUPS, ROLE_GROUPS
from deals.controls.rules.ladder import LADDER
from deals.reports.chip_names import chip_hint, known_chip
from deals.sheets.calc.facets import BANDS, NOT_STATED, UNDATED, fold
from deals.timeline.calc import STAGES
from dealtracker.access.rules import Viewer
from dealtracker.countries import wrong_country
from dealtracker.currencies import CURRENCIES
from dealtracker.evidence.rules import CERTAINTIES
from dealtracker.ids import private_key
from dealtracker.money import AmountError, parse_decimal
from dealtracker.periods import DateError, parse_day
from parties.register.merged import merged_among

Filters = Mapping[str, Sequence[str]]
REPLIES = ("confirms", "denies", "declines to comment", "no response")

# parameter → (dimension of the facet, words it may say; "party", "site", "country", "path", "currency", "chip" and "any" are
# kinds of value)
FACETS: dict[str, tuple[str, Any]] = {
    "stage": ("stage", STAGES),
    "certainty": ("certainty", CERTAINTIES),
    "path": ("path", "path"),
    "borrower.country": ("borrower.country", "country"),
    "site.country": ("site.country", "country"),
    "beneficiary.country": ("use.country", "country"),
    "chip": ("chip", "chip"),
    "vendor": ("vendor", "party"),
    "site": ("site", "site"),
    "party": ("party", "party"),
    "label": ("label", "any"),
    "facility.kind": ("facility.kind", tuple(FACILITY_KINDS)),
    "reply": ("reply", REPLIES),
    "finding": ("finding", LADDER),
    "band": ("band", tuple(name for name, _, _ in BANDS)),
    "currency": ("currency", "currency"),
    "measure": ("measure", "any"),
    **{f"role.{role.replace(' ', '_')}": (f"role.{role.replace(' ', '_')}", "party") for role in ROLE_GROUPS},
    **{f"group.{group}": (f"group.{group}", "party") for group in GROUPS},
}
# parameter → (column, how its value is read)
COLUMNS = {
    "announced": ("announced", "day"),
    "last_report": ("last_report", "day"),
    "amount": ("amount_sort", "number"),
}
ORDERINGS = {
    "title": "title", "amount": "amount_sort", "announced_date": "announced", "last_report": "last_report",
    "certainty": "certainty", "stage": "stage",
}  # fmt: skip
DEFAULT_ORDERING = "-last_report"
_SIGNS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "gte": (">=", operator.ge), "lte": ("<=", operator.le), "exact": ("=", operator.eq),
}  # fmt: skip
_FIRST_DAY = UNDATED + timedelta(days=1)
_MAX_VALUES = 100
_MAX_TERMS = 8
_TODAY = "s.valid_from <= %s AND s.valid_to > %s"
_WALL = " AND v.compartment = ANY(%s)"
_UNVIEWED = "NOT EXISTS (SELECT 1 FROM deals_sheet v WHERE v.stands_for = s.deal{wall})"
_LATEST = (
    "(s.stands_for IS NULL OR NOT EXISTS (SELECT 1 FROM deals_sheet v WHERE v.stands_for = s.stands_for"
    " AND v.valid_from <= %s AND v.valid_to > %s AND (v.last_report, v.deal) > (s.last_report, s.deal){wall}))"
)


class FilterError(ValueError):
    """A parameter that cannot be used; `name` is the parameter, `code` a word for programs."""

    def __init__(self, name: str, message: str, *, code: str = "invalid_parameter") -> None:
        super().__init__(message)
        self.name, self.code = name, code


class UnknownParameters(FilterError):
    """Parameters that the list does not have: name → which may have been meant, or ""."""

    def __init__(self, hints: Mapping[str, str]) -> None:
        super().__init__(next(iter(hints)), "is not a parameter here", code="unknown_parameter")
        self.hints = hints


@dataclass(frozen=True)
class Condition:
    """A piece of SQL over the sheet `s`, and its values; `dimension` where it filters by a facet.

    `null` says whether the facet is to be absent; `test` the same of the sort columns of a sheet that is not stored,
    `terms` which folded words must stand in it.
    """

    sql: str
    values: tuple[Any, ...] = ()
    dimension: str = ""
    null: bool | None = None
    test: Callable[[Mapping[str, Any]], bool] | None = None
    terms: tuple[str, ...] = ()


def read(filters: Filters) -> list[Condition]:
    """Conditions for every parameter; raises FilterError for unknown ones or a value that one cannot take."""
    if unknown := [name for name in filters if not _is_known(name)]:
        raise UnknownParameters({name: _near(name) for name in unknown})
    return [condition for name, values in sorted(filters.items()) for condition in _one(name, values)]


def _is_known(name: str) -> bool:
    base, _, lookup = name.partition("__")
    lookups = ("", "in", "isnull") if base in FACETS else ("", "gte", "lte", "isnull") if base in COLUMNS else ("",)
    return name == "title__ic" or (base in (*FACETS, *COLUMNS, "q", "id", "external_ref") and lookup in lookups)


def _near(name: str) -> str:
    known = [*FACETS, *COLUMNS, "q", "title__ic", "id", "external_ref"]
    near = difflib.get_close_matches(name.partition("__")[0], known, 1)
    return f'did you mean "{near[0]}"?' if near else ""


def _one(name: str, values: Sequence[str]) -> Iterable[Condition]:
    base, _, lookup = name.partition("__")
    if len(values) > _MAX_VALUES:
        raise FilterError(name, f"takes at most {_MAX_VALUES} values")
    if base == "q":
        return [search(value) for value in values if value.strip()]
    if base in FACETS:
        return [_facet(name, base, lookup, values)]
    if base in COLUMNS:
        if len(values) > 1:
            raise FilterError(name, "takes one value; give a range with __gte and __lte")
        return [_column(name, base, lookup or "exact", values[0])]
    if base == "title":
        return [_title(values[-1])]
    if base == "id":
        return [Condition("s.deal = ANY(%s)", ([_deal(value) for value in values],))]
    return [Condition("s.deal IN (SELECT id FROM deals_deal WHERE external_ref = ANY(%s))", (list(values),))]


def _title(part: str) -> Condition:
    """Deals whose title of the day holds these letters, whatever their case."""
    wanted = part.lower()
    return Condition("s.title ILIKE %s", (f"%{_escaped(part)}%",), test=lambda row: wanted in row["title"].lower())


def _deal(value: str) -> UUID:
    if key := private_key("deal", value):
        return key
    raise FilterError("id", f'"{value[:60]}" is not an id of a deal (deal_…)')


def search(text: str) -> Condition:
    """Deals in which every word of `text` occurs, in any script."""
    terms = fold(text).split()
    if len(terms) > _MAX_TERMS or len(text) > 200:
        raise FilterError("q", f"takes at most {_MAX_TERMS} words and 200 characters")
    patterns = [f"%{_escaped(term)}%" for term in terms]
    return Condition(
        "s.deal IN (SELECT target FROM search_entries(ARRAY['deal'], %s))", (patterns,), terms=tuple(terms)
    )


def _facet(name: str, base: str, lookup: str, values: Sequence[str]) -> Condition:
    dimension, kind = FACETS[base]
    if lookup == "isnull":
        wanted = _flag(name, values[-1])
        negation = "" if wanted else "NOT "
        sql = f"{negation}(NOT EXISTS (SELECT 1 FROM deals_facet f WHERE f.deal = s.deal AND f.dimension = %s AND f.value <> %s))"
        return Condition(sql, (dimension, NOT_STATED), dimension, null=wanted)
    given = [part for value in values for part in (value.split(",") if lookup == "in" else [value])]
    keys = [_facet_value(name, kind, value) for value in given]
    if kind == "party":
        keys += _same_parties(keys)
    sql = "s.deal IN (SELECT f.deal FROM deals_facet f WHERE f.dimension = %s AND f.value = ANY(%s))"
    return Condition(sql, (dimension, keys), dimension)


def _same_parties(keys: Sequence[str]) -> list[str]:
    """The other records of these parties, as far as the walls of this transaction show the judgements."""
    asked = [UUID(key) for key in keys if key != NOT_STATED]
    return [str(key) for key in sorted(merged_among(asked).records() - set(asked))] if asked else []


def _facet_value(name: str, kind: Any, value: str) -> str:
    if value == NOT_STATED or kind == "any":
        return value
    if kind in ("party", "site"):
        key = private_key(kind, value)
        if key is None:
            raise FilterError(name, f'"{value[:60]}" is not an id of a {kind} ({kind}_…)')
        return str(key)
    if kind == "chip":
        if not known_chip(value):
            hint = chip_hint(value) or "see /api/v1/hardware-models/"
            raise FilterError(name, f'"{value[:60]}" is not a chip of the catalogue; {hint}')
        return value
    if isinstance(kind, str):
        if fault := _FAULTS[kind](value):
            raise FilterError(name, fault)
        return value
    if value not in kind:
        raise FilterError(name, f'"{value[:60]}" is not one of: {", ".join(kind)}, {NOT_STATED}')
    return value


def _wrong_path(value: str) -> str:
    """Borrower, site and user: a country each, or "?" where none is stated."""
    steps = value.split(">")
    if len(steps) != 3:
        return f'"{value[:40]}" is not a path: borrower, site and user, such as US>JP>CN, with ? where none is stated'
    return next((fault for step in steps if step != "?" and (fault := wrong_country(step))), "")


def _wrong_currency(value: str) -> str:
    return "" if value in CURRENCIES else f'"{value[:20]}" is not a currency code of ISO 4217, such as USD'


_FAULTS: dict[str, Callable[[str], str]] = {"country": wrong_country, "path": _wrong_path, "currency": _wrong_currency}


def _column(name: str, base: str, lookup: str, value: str) -> Condition:
    """A range over what lists sort by, where what is not stated lies in no range."""
    column, kind = COLUMNS[base]
    least = 0 if base == "amount" else _FIRST_DAY
    if lookup == "isnull":
        absent = _flag(name, value)
        sign = "<" if absent else ">="
        return Condition(f"s.{column} {sign} %s", (least,), test=lambda row: (row[column] < least) is absent)
    given = _day(name, value) if kind == "day" else _number(name, value)
    sql, compare = _SIGNS[lookup]
    return Condition(
        f"(s.{column} {sql} %s AND s.{column} >= %s)", (given, least),
        test=lambda row: bool(row[column] >= least and compare(row[column], given)),
    )  # fmt: skip


def _day(name: str, value: str) -> date:
    try:
        return parse_day(value)
    except DateError as error:
        raise FilterError(name, str(error)) from None


def _number(name: str, value: str) -> int | Decimal:
    try:
        found = parse_decimal(value)
    except AmountError as error:
        raise FilterError(name, str(error)) from None
    if found < 0:
        raise FilterError(name, "must not be below zero")
    return int(found) if found == int(found) else found


def _flag(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise FilterError(name, 'must be "true" or "false"')
    return value == "true"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def visible(viewer: Viewer, day: date) -> Condition:
    """Sheets of that day behind no wall of others; a private view stands in its public deal's place.

    Who reads the views of several teams sees one of them: the one with the latest report, by id where these are equal.
    The program itself sees every view, and no public deal that has one.
    """
    if viewer.system:
        return Condition(f"{_TODAY} AND {_UNVIEWED.format(wall='')}", (day, day))
    walls = list(viewer.walls)
    sql = f"{_TODAY} AND s.compartment = ANY(%s) AND {_UNVIEWED.format(wall=_WALL)} AND {_LATEST.format(wall=_WALL)}"
    return Condition(sql, (day, day, walls, walls, day, day, walls))
