"""What the pages about sums have in common: their tabs, how a parameter is read, how a sum is said, sums as CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from deals.pages.deal.downloads import csv_file
from deals.pages.listing import as_json, refusals_told
from dealtracker.access.rules import Viewer
from dealtracker.money import AmountError, minor_units, parse_currency, parse_decimal
from dealtracker.uikit import formats
from dealtracker.uikit.frame import BadAddress, Clocks

TABS = (
    ("Overview", "/exposure/"), ("Grouped", "/exposure/by/"), ("Maturities", "/exposure/maturities/"),
    ("Limits", "/exposure/limits/"), ("Stress", "/exposure/stress/"), ("Jobs", "/jobs/"),
)  # fmt: skip
DIMENSIONS = {
    "lender": "Lender", "lender.parent": "Lender’s ultimate parent", "borrower": "Borrower",
    "borrower.parent": "Borrower’s ultimate parent", "arranger": "Arranger", "beneficiary": "End beneficiary",
    "beneficiary.parent": "End beneficiary’s ultimate parent", "borrower.country": "Country of borrower",
    "site": "Site", "site.country": "Country of site", "beneficiary.country": "Country of end beneficiary", "chip": "Chip",
    "currency": "Currency", "maturity": "Maturity", "maturity.year": "Year of maturity",
}  # fmt: skip
WEIGHTS = {"committed": "Committed", "possible": "Possible", "proposed": "Proposed"}
Row = dict[str, Any]


def tabs(current: str, viewer: Viewer) -> list[Row]:
    """Limits, stress and jobs are for those with an account."""
    shown = [
        (label, url) for label, url in TABS if not viewer.is_anonymous or label in ("Overview", "Grouped", "Maturities")
    ]
    return [{"label": label, "url": url, "current": label == current} for label, url in shown]


def days(clock: Clocks) -> Row:
    return {"as_of": clock.as_of, "known_on": clock.known_on, "today": clock.today}


def asked(question: Callable[..., Row], **given: Any) -> Row:
    """A report's answer; what it does not take is told as a bad address."""
    with refusals_told():
        return question(**given)


def choice(request: HttpRequest, name: str, allowed: Sequence[str], default: str) -> str:
    """A parameter that takes one of these words; raises BadAddress naming them."""
    value = request.GET.get(name) or default
    if value not in allowed:
        raise BadAddress(f'{name}: "{value[:60]}" is not one of: {", ".join(allowed)}.')
    return value


def currency(request: HttpRequest) -> str:
    try:
        return parse_currency(request.GET.get("currency") or "USD")
    except AmountError as error:
        raise BadAddress(f"currency: {error}.") from None


def factor(request: HttpRequest) -> Decimal:
    """The conversion factor of what is undrawn, from 0 to 1."""
    try:
        found = parse_decimal(request.GET.get("factor") or "1")
    except AmountError as error:
        raise BadAddress(f"factor: {error}.") from None
    if not 0 <= found <= 1:
        raise BadAddress(f'factor: "{request.GET["factor"][:40]}" does not lie between 0 and 1.')
    return found


def only(request: HttpRequest, *names: str) -> None:
    """Raises BadAddress for a parameter that the page does not have."""
    known = {*names, "as_of", "known_on", "format"}
    for name in request.GET:
        if name not in known:
            raise BadAddress(f'"{name[:60]}" is not a parameter here; there are: {", ".join(sorted(known))}.')


def as_file(request: HttpRequest, document: Any, lines: Sequence[Sequence[str]], name: str) -> HttpResponse | None:
    """The page's rows where the address asks for `format=json` or `format=csv`."""
    if request.GET.get("format") == "csv":
        return csv_file(lines, name=f"{name}.csv")
    return as_json(request, document)


def twins(request: HttpRequest) -> Row:
    """Addresses of this page as JSON and as CSV."""
    query = request.GET.copy()
    found = {}
    for kind in ("json", "csv"):
        query["format"] = kind
        found[f"{kind}_url"] = f"{request.path}?{query.urlencode()}"
    return found


def sum_words(value: str | None, code: str) -> str | None:
    """A sum, scaled as far as six digits say it exactly; one that is not whole has all decimals of its currency."""
    read = formats.decimal_or_none(value)
    if read is None:
        return None
    sign, unit = "−" if read < 0 else "", formats.SYMBOLS.get(code, f"{code} " if code else "")
    if read != read.to_integral_value():
        return f"{sign}{unit}{abs(read):,.{minor_units(code)}f}"
    billions = (read / 10**9).normalize()
    if abs(read) < 10**9 or len(billions.as_tuple().digits) > 6:
        return formats.figure_words(read, code)
    return f"{sign}{unit}{abs(billions):,f}bn"


def percent(value: str | None) -> str | None:
    """A ratio as a reader reads it, to two places."""
    read = formats.decimal_or_none(value)
    return None if read is None else f"{(read * 100).quantize(Decimal('0.01')).normalize():f} %"


def address(path: str, **given: Any) -> str:
    kept = {name: value for name, value in given.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path
