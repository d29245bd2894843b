"""Interest of a case: fixed, term or compounded benchmark, margins, PIK, default interest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from deals.interchange.loan_case.fields import Fields, day_of, rate_of
from deals.interchange.loan_case.problems import Gather, join, wrong
from deals.interchange.loan_case.read_dates import read_calendar
from deals.ledger.calc.compounding import BASES, Compounded
from deals.ledger.calc.daycount import DAY_COUNTS
from deals.ledger.calc.rates import Fixed, Fixings, Term
from deals.ledger.calc.terms import Default, Overdue, Pik, Window

Years = tuple[int, int]
Benchmark = Fixed | Term | Compounded
# how documents write the day counts → their name here; "30/360" alone is the bond basis, as ISDA has it
DAY_COUNT_ALIASES = {
    "A/360": "ACT/360", "ACTUAL/360": "ACT/360", "ACT360": "ACT/360", "MONEY_MARKET": "ACT/360",
    "ACT/365": "ACT/365F", "ACT/365_FIXED": "ACT/365F", "ACT/365_(FIXED)": "ACT/365F", "A/365": "ACT/365F", "A/365F": "ACT/365F",
    "ACTUAL/365": "ACT/365F", "ACTUAL/365F": "ACT/365F", "ACTUAL/365_FIXED": "ACT/365F", "ACTUAL/365_(FIXED)": "ACT/365F",
    "ACT365F": "ACT/365F", "ACT365": "ACT/365F",
    "ACT/ACT": "ACT/ACT_ISDA", "ACTUAL/ACTUAL": "ACT/ACT_ISDA", "ACTUAL/ACTUAL_ISDA": "ACT/ACT_ISDA", "A/A": "ACT/ACT_ISDA",
    "ACT/ACT_(ISDA)": "ACT/ACT_ISDA", "ACTUAL/ACTUAL_(ISDA)": "ACT/ACT_ISDA", "ACT/365_ISDA": "ACT/ACT_ISDA",
    "30/360": "30/360_US_BOND_BASIS", "360/360": "30/360_US_BOND_BASIS", "30/360_BOND_BASIS": "30/360_US_BOND_BASIS",
    "30/360_(BOND_BASIS)": "30/360_US_BOND_BASIS", "30A/360": "30/360_US_BOND_BASIS", "BOND_BASIS": "30/360_US_BOND_BASIS",
    "30/360_ISDA": "30/360_US_BOND_BASIS", "30/360_US_MUNI": "30/360_US_BOND_BASIS",
    "30/360_SIA": "30/360_SIA_EOM", "30/360_US": "30/360_SIA_EOM", "30/360_US_EOM": "30/360_SIA_EOM", "30U/360": "30/360_SIA_EOM",
    "30/360_EOM": "30/360_SIA_EOM", "30/360_(SIA,_EOM)": "30/360_SIA_EOM", "SIA_30/360": "30/360_SIA_EOM",
    "30/360_(SIA)": "30/360_SIA_EOM",
    "30E/360_EUROBOND": "30E/360", "EUROBOND_BASIS": "30E/360", "30E/360_ICMA": "30E/360", "30S/360": "30E/360",
    "EUROPEAN_30/360": "30E/360", "30/360_EUROPEAN": "30E/360", "EUROBOND": "30E/360",
    "30E/360_(ISDA)": "30E/360_ISDA", "30E/360ISDA": "30E/360_ISDA", "30/360_GERMAN": "30E/360_ISDA",
    "30E/360E": "30E/360_ISDA", "GERMAN_30/360": "30E/360_ISDA",
}  # fmt: skip


def read_day_count(fields: Fields, key: str = "day_count") -> str:
    return fields.choice(key, DAY_COUNTS, also=DAY_COUNT_ALIASES)


def read_fixings(fields: Fields, key: str = "fixings") -> Fixings:
    """{"2026-01-15": "0.0430"} or [["2026-01-15", "0.0430"]]."""
    value, pointer = fields.raw(key), fields.at(key)
    previous = fields.choice("missing_fixing", ("error", "previous"), "error") == "previous"
    if isinstance(value, list):
        pairs = [(join(pointer, i), pair) for i, pair in enumerate(value)]
        if not all(isinstance(pair, list) and len(pair) == 2 for _, pair in pairs):
            raise wrong(pointer, "each item must be [date, rate]", 'write ["2026-01-15", "0.0430"]')
        found = [(day_of(pair[0], at), rate_of(pair[1], at)) for at, pair in pairs]
    else:
        pairs_of = fields.child(key).values.items()
        found = [(day_of(day, join(pointer, day)), rate_of(rate, join(pointer, day))) for day, rate in pairs_of]
    if len(dict(found)) != len(found):
        raise wrong(pointer, "a date has two rates", "keep one rate per date")
    if len(found) > 20_000:
        raise wrong(pointer, f"has {len(found)} rates, more than 20000", "give only those the loan needs")
    return Fixings(dict(found), previous, where=pointer)


def _fixed(fields: Fields, day_count: str, years: Years) -> Benchmark:
    return Fixed()


def _floor(fields: Fields) -> Decimal | None:
    return fields.rate("floor") if fields.has("floor") else None


def _term(fields: Fields, day_count: str, years: Years) -> Benchmark:
    return Term(
        read_fixings(fields),
        floor=_floor(fields),
        floor_on=fields.choice("floor_on", ("benchmark", "all_in"), "benchmark"),
        lag=fields.whole("fixing_lag_days", 0, 30, 0),
        calendar=read_calendar(fields, "fixing_calendar", years),
    )


def _compounded(fields: Fields, day_count: str, years: Years) -> Benchmark:
    if day_count not in BASES:
        raise wrong(
            fields.at("day_count"), f"rates compound in arrears on {' or '.join(BASES)}, not {day_count}", "change it"
        )
    return Compounded(
        read_fixings(fields),
        day_count=day_count,
        calendar=read_calendar(fields, "fixing_calendar", years),
        lookback=fields.whole("lookback_days", 0, 30, 5),
        shift=fields.flag("observation_shift"),
        floor=_floor(fields),
        floor_on=fields.choice("floor_on", ("daily", "compounded"), "daily"),
        places=fields.whole("rate_decimals", 2, 12) if fields.has("rate_decimals") else None,
    )


KIND_ALIASES = {
    "FIXED_RATE": "fixed", "TERM_RATE": "term", "TERM_SOFR": "term", "FLOATING_TERM": "term", "EURIBOR": "term",
    "IN_ARREARS": "compounded", "COMPOUNDED_IN_ARREARS": "compounded", "COMPOUNDED_SOFR": "compounded", "RFR": "compounded",
}  # fmt: skip
BENCHMARKS: dict[str, Callable[[Fields, str, Years], Benchmark]] = {
    "fixed": _fixed,
    "term": _term,
    "compounded": _compounded,
}


def read_interest(
    fields: Fields, start: date, maturity: date
) -> tuple[str, Benchmark, tuple[tuple[date, Decimal], ...]]:
    """(day count, benchmark, margin steps): a fixed loan's rate stands as its margin."""
    kind = fields.choice("kind", BENCHMARKS, also=KIND_ALIASES)
    gather = Gather()
    day_count = gather(lambda: read_day_count(fields))
    first = gather(lambda: fields.rate("rate" if kind == "fixed" else "margin"))
    gather.stop_if_any()
    benchmark = BENCHMARKS[kind](fields, day_count, (start.year - 2, maturity.year + 1))
    steps = [(date.min, first)]
    for step in fields.children("steps"):
        steps.append((step.day("from"), step.rate("rate" if kind == "fixed" else "margin")))
        step.done()
    if steps != sorted(steps, key=lambda pair: pair[0]) or len(dict(steps)) != len(steps):
        raise wrong(fields.at("steps"), "the steps are not in order of date", "put the earliest first, one per date")
    fields.done()
    return day_count, benchmark, tuple(steps)


def read_pik(fields: Fields) -> Pik:
    """In kind for the whole life, and what the borrower elected instead for the periods that begin in a window."""
    elections = tuple(_election(item) for item in fields.children("elections"))
    for (before, _), (after, _) in pairwise(elections):
        if before.end is None or after.start < before.end:
            what = f"the election from {after.start} begins before the one from {before.start} ends"
            raise wrong(
                fields.at("elections"), what, 'put them in order of date, each with "to" before the next "from"'
            )
    pik = Pik(rate=fields.rate("rate", "0", "1", "0"), share=fields.rate("share", "0", "1", "0"), elections=elections)
    fields.done()
    return pik


def _election(fields: Fields) -> tuple[Window, Pik]:
    terms = Pik(rate=fields.rate("rate", "0", "1", "0"), share=fields.rate("share", "0", "1", "0"))
    return _window(fields), terms


def read_default(fields: Fields) -> Default:
    default = Default(
        margin=fields.rate("margin", "0", "1"),
        windows=tuple(_window(item) for item in fields.children("periods")),
        overdue=tuple(Overdue(item.money("amount"), _window(item)) for item in fields.children("overdue")),
    )
    fields.done()
    if not default.windows and not default.overdue:
        raise wrong(
            fields.pointer, "says neither when nor on what", 'give "periods" (from, to) or "overdue" (amount, from, to)'
        )
    return default


def _window(fields: Fields) -> Window:
    window = Window(fields.day("from"), fields.day_or_none("to"))
    fields.done()
    if window.end and window.end <= window.start:
        raise wrong(fields.at("to"), f"{window.end} is not after {window.start}", "let the period end after it starts")
    return window
