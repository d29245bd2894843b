"""Calendars and interest periods of a case."""

from __future__ import annotations

import re
from datetime import date

from deals.interchange.loan_case.fields import Fields, day_of, kind_of, spelling
from deals.interchange.loan_case.problems import wrong
from deals.ledger.calc.calendars import CONVENTIONS, EVERY_DAY, Calendar, joint
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.schedules import END_OF_MONTH, STUBS, Dates, Span, spans, unadjusted_dates
from deals.ledger.holiday_sets import NAMES, business_calendar

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FREQUENCIES = (1, 2, 3, 4, 6, 12)
# what stands between the names of a joint calendar
_BETWEEN = re.compile(r"[+,&/]|\band\b", re.IGNORECASE)
# other names for the same calendar, as term sheets and libraries write them
ALIASES = {
    "FED": "US_FED", "NEW_YORK": "US_FED", "XFED": "US_FED", "US": "US_FED", "FEDERAL_RESERVE": "US_FED", "USNY": "US_FED",
    "NYC": "US_FED", "NY": "US_FED", "US_FEDERAL_RESERVE": "US_FED", "FEDERAL_RESERVE_BANK": "US_FED",
    "SIFMA": "US_GOVT", "USGS": "US_GOVT", "US_GOVERNMENT_SECURITIES": "US_GOVT", "US_SOFR": "SOFR",
    "ECB": "TARGET", "T2": "TARGET", "TARGET2": "TARGET", "EUR": "TARGET",
    "UK": "LONDON", "GB": "LONDON", "GBLO": "LONDON", "LDN": "LONDON", "LON": "LONDON", "UK_LONDON": "LONDON",
    "TOKYO": "JP", "JAPAN": "JP", "JPTO": "JP",
    "HONG_KONG": "HK", "HONGKONG": "HK", "HKHK": "HK", "SINGAPORE": "SG", "SGSI": "SG",
}  # fmt: skip


CONVENTION_ALIASES = {
    "NONE": "UNADJUSTED", "NO_ADJUSTMENT": "UNADJUSTED", "F": "FOLLOWING", "FOL": "FOLLOWING", "P": "PRECEDING",
    "MF": "MODIFIED_FOLLOWING", "MODFOLLOWING": "MODIFIED_FOLLOWING", "MOD_FOLLOWING": "MODIFIED_FOLLOWING",
    "MODIFIEDFOLLOWING": "MODIFIED_FOLLOWING", "MODFOL": "MODIFIED_FOLLOWING", "MOD_FOL": "MODIFIED_FOLLOWING",
    "MP": "MODIFIED_PRECEDING", "MOD_PRECEDING": "MODIFIED_PRECEDING",
    "MODIFIEDPRECEDING": "MODIFIED_PRECEDING", "MODPRECEDING": "MODIFIED_PRECEDING",
}  # fmt: skip
STUB_ALIASES = {
    f"{length.upper()}_{other}": f"{length}_{end}"
    for length in ("short", "long")
    for end, others in (("first", ("FRONT", "INITIAL", "START")), ("last", ("BACK", "FINAL", "END")))
    for other in others
}


def read_calendar(fields: Fields, key: str, years: tuple[int, int]) -> Calendar:
    """The calendar named ("US_FED+JP"), listed or spelt out; every day is a business day when none is given."""
    if not fields.has(key):
        return EVERY_DAY
    value, pointer = fields.raw(key), fields.at(key)
    if isinstance(value, dict):
        return _own_calendar(fields.child(key))
    names = _BETWEEN.split(value) if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise wrong(pointer, f"must name calendars, not {kind_of(value)}", 'write "US_FED+JP" or {"holidays": […]}')
    return joint(*(named_calendar(name, pointer, years) for name in names))


def named_calendar(name: str, pointer: str, years: tuple[int, int]) -> Calendar:
    """A calendar by its name or an alias of it."""
    known = spelling(name)
    try:
        return business_calendar(ALIASES.get(known, known), *years)
    except KeyError:
        raise wrong(
            pointer, f'calendar "{name.strip()[:40]}" is not known', f"use one of {', '.join(NAMES)}, NONE"
        ) from None


def _own_calendar(fields: Fields) -> Calendar:
    days = frozenset(day_of(item, pointer) for item, pointer in fields.items("holidays", 20_000))
    weekend = {5, 6}
    if fields.has("weekend"):
        weekend = set()
        for item, pointer in fields.items("weekend", 7):
            if item not in WEEKDAYS:
                raise wrong(pointer, f"must be one of {', '.join(WEEKDAYS)}", "write the first three letters")
            weekend.add(WEEKDAYS.index(item))
    if len(weekend) == 7:
        raise wrong(fields.at("weekend"), "every day of the week is closed", "leave a business day")
    fields.done()
    return Calendar("own", days, frozenset(weekend))


def read_roll(fields: Fields) -> int | None:
    if not fields.has("roll"):
        return None
    if spelling(str(fields.raw("roll"))) in ("EOM", "END_OF_MONTH", "MONTH_END"):
        return END_OF_MONTH
    if isinstance(fields.raw("roll"), str):
        raise wrong(fields.at("roll"), f'"{fields.raw("roll")[:40]}" is not known', 'write "EOM" or a day from 1 to 31')
    return fields.whole("roll", 1, 31)


def read_rule(fields: Fields, years: tuple[int, int]) -> Dates:
    """The rule of `schedule`: frequency, roll, stub, convention, calendar."""
    months = fields.whole("months", 1, 12, 3)
    if months not in FREQUENCIES:
        raise wrong(
            fields.at("months"), f"a period of {months} months does not divide a year", "use 1, 2, 3, 4, 6 or 12"
        )
    calendar = read_calendar(fields, "calendar", years)
    usual = "MODIFIED_FOLLOWING" if fields.has("calendar") else "UNADJUSTED"
    return Dates(
        months=months,
        roll=read_roll(fields),
        stub=fields.choice("stub", STUBS, "short_first", STUB_ALIASES),
        first_regular=fields.day_or_none("first_regular_date"),
        convention=fields.choice("convention", CONVENTIONS, usual, CONVENTION_ALIASES),
        calendar=calendar,
        adjusted=fields.choice("accrual_dates", ("adjusted", "unadjusted"), "adjusted") == "adjusted",
    )


def read_spans(fields: Fields, start: date, maturity: date) -> tuple[Dates, tuple[Span, ...]]:
    """The interest periods: from the rule, or between the `dates` that the case lists."""
    rule = read_rule(fields, (start.year - 2, maturity.year + 1))
    listed = [day_of(item, pointer) for item, pointer in fields.items("dates", 1_500)]
    fields.done()
    if listed and (listed[0] != start or listed[-1] != maturity or listed != sorted(set(listed))):
        do = f"begin with {start}, end with {maturity}, in order and without repeats"
        raise wrong(fields.at("dates"), "the dates do not run from the start to maturity", do)
    try:
        return rule, tuple(spans(listed or unadjusted_dates(start, maturity, rule), rule, merge=not listed))
    except Refused as refused:
        raise wrong(fields.pointer, refused.what, refused.do) from None
