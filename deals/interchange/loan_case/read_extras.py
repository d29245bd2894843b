"""What a case asks beside the loan itself: cover by collateral, debt service coverage, other currencies, receipts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

from deals.interchange.loan_case.case import Collateral, CoverageAsked, Receipt, Translation
from deals.interchange.loan_case.fields import Fields, day_of, decimal_of, rate_of
from deals.interchange.loan_case.problems import wrong
from deals.ledger.calc.curves import Asset, Curve
from deals.ledger.calc.fx import Quote, Rates
from deals.ledger.calc.rounding import round_cash
from deals.ledger.rate_files import Rate, shipped
from dealtracker.currencies import CURRENCIES
from dealtracker.money import AmountError, parse_currency, parse_decimal, plain

CLASSES = ("fees", "interest", "principal")
SHIPPED_OLDEST = 7  # days; as the book: a weekend with holidays around it


def read_currency(fields: Fields, key: str = "currency") -> str:
    return _code(fields.raw(key), fields.at(key))


def _straight_line(fields: Fields, name: str) -> Curve:
    residual = fields.rate("residual", "0", "1", "0")
    return Curve("straight_line", name, life_months=fields.whole("life_months", 1, 600), residual=residual)


def _declining(fields: Fields, name: str) -> Curve:
    residual = fields.rate("residual", "0", "1", "0")
    return Curve("declining", name, yearly_rate=fields.rate("yearly_rate", "0", "1"), residual=residual)


def _table(fields: Fields, name: str) -> Curve:
    points = []
    for item in fields.children("points", 600):
        points.append((item.whole("month", 0, 600), item.rate("factor", "0", "10")))
        item.done()
    months = [month for month, _ in points]
    if not points or months[0] != 0 or months != sorted(set(months)):
        raise wrong(
            fields.at("points"), "the points do not start at month 0 and rise",
            f'begin with {{"month": 0, "factor": "1"}}{fields.misspelt("points")}',
        )
    return Curve("table", name, points=tuple(points), between=fields.choice("between", ("linear", "step"), "linear"))


CURVE_READERS: dict[str, Callable[[Fields, str], Curve]] = {
    "straight_line": _straight_line,
    "declining": _declining,
    "table": _table,
}


def read_curve(fields: Fields) -> Curve:
    kind = fields.choice("kind", CURVE_READERS)
    curve = CURVE_READERS[kind](fields, fields.text("name", kind))
    fields.done()
    return curve


def read_collateral(fields: Fields, start: date) -> Collateral:
    assets = tuple(_asset(item, start) for item in fields.children("assets", 200))
    if not assets:
        do = f'give at least one {{"name", "cost", "curve"}}{fields.misspelt("assets")}'
        raise wrong(fields.at("assets"), "no assets are given", do)
    found = Collateral(
        assets,
        advance_rate=fields.rate("advance_rate", "0", "2") if fields.has("advance_rate") else None,
        ltv_limit=fields.rate("ltv_limit", "0", "10") if fields.has("ltv_limit") else None,
        dates=tuple(day_of(item, at) for item, at in fields.items("dates")),
    )
    fields.done()
    return found


def _asset(fields: Fields, start: date) -> Asset:
    if fields.has("cost") == fields.has("quantity"):
        do = f'give "cost", or "quantity" and "unit_cost"{fields.misspelt("cost", "quantity")}'
        raise wrong(fields.pointer, "says its cost twice or not at all", do)
    if fields.has("cost"):
        cost = fields.money("cost")
    else:
        quantity = rate_of(fields.raw("quantity"), fields.at("quantity"), "0", "1000000000")
        cost = round_cash(quantity * fields.money("unit_cost"), fields.currency)
    since = fields.day_or_none("since") or start
    asset = Asset(fields.name("name"), cost, since, read_curve(fields.child("curve")))
    fields.done()
    return asset


def read_cash(fields: Fields) -> dict[date, Decimal]:
    """`cash_flows`: [{"date", "amount"}], the borrower's cash available for debt service; below zero is a shortfall."""
    found: dict[date, Decimal] = {}
    for item in fields.children("cash_flows"):
        day, amount = item.day("date"), item.money("amount", negative=True)
        item.done()
        found[day] = found.get(day, Decimal(0)) + amount
    return found


def read_coverage(fields: Fields) -> CoverageAsked:
    asked = CoverageAsked(
        with_fees=fields.flag("include_fees"),
        with_balloon=fields.flag("include_final_repayment", True),
        minimum=fields.rate("minimum", "0", "100") if fields.has("minimum") else None,
    )
    fields.done()
    return asked


def read_translation(fields: Fields) -> Translation:
    """At the case's own rates, or at those that ship where it gives none."""
    own = [_quote(item) for item in fields.children("rates", 20_000)]
    if fields.has("rates") and not own:
        raise wrong(fields.at("rates"), "no rates are given", "give dated rates with their source, or leave it out")
    targets = tuple(_code(item, at) for item, at in fields.items("to", 50))
    if not targets:
        raise wrong(fields.at("to"), "no currency is named", f'write "to": ["USD"]{fields.misspelt("to")}')
    through = read_currency(fields, "through") if fields.has("through") else "EUR"
    dates = tuple(day_of(item, at) for item, at in fields.items("dates"))
    oldest = None if own and not fields.has("oldest_days") else fields.whole("oldest_days", 0, 3_650, SHIPPED_OLDEST)
    fields.done()
    quotes = own or shipped_quotes({fields.currency, through, *targets})
    return Translation(Rates(quotes, through=through, oldest_days=oldest), targets, dates)


def shipped_quotes(currencies: set[str]) -> list[Quote]:
    """The reference rates that ship, of these currencies to the euro."""
    rates = (rate for rate in all_shipped() if rate.currency in currencies)
    return [Quote(rate.day, "EUR", rate.currency, rate.per_eur, rate.source) for rate in rates]


@cache
def all_shipped() -> tuple[Rate, ...]:
    return tuple(shipped())


def _code(item: object, pointer: str) -> str:
    try:
        code = parse_currency(item)
    except AmountError as error:
        raise wrong(pointer, str(error), 'write it as "USD"') from None
    if code not in CURRENCIES:
        raise wrong(pointer, f'"{code}" is not a currency of ISO 4217', 'write it as "USD"')
    return code


def positive_rate(value: object, pointer: str) -> Decimal:
    rate = decimal_of(value, pointer)
    if rate <= 0:
        raise wrong(
            pointer, f"the rate {plain(rate)} is not above zero", "give how much of the quote currency one unit buys"
        )
    return rate


def _quote(fields: Fields) -> Quote:
    quote = Quote(
        fields.day("date"), read_currency(fields, "base"), read_currency(fields, "quote"),
        positive_rate(fields.raw("rate"), fields.at("rate")), fields.text("source"),
    )  # fmt: skip
    fields.done()
    if quote.base == quote.quote:
        raise wrong(fields.at("quote"), "both currencies are the same", "name two currencies")
    return quote


def read_receipts(fields: Fields) -> tuple[Receipt, ...]:
    receipts = []
    for item in fields.children("receipts"):
        order = tuple(text for text, _ in item.items("order", 3)) or CLASSES
        if sorted(map(str, order)) != sorted(CLASSES):
            raise wrong(item.at("order"), "does not list each class once", f"order {', '.join(CLASSES)}")
        receipts.append(Receipt(item.day("date"), item.money("amount"), order, item.pointer))
        item.done()
    return tuple(receipts)


def read_factors(fields: Fields) -> tuple[Decimal, ...]:
    """`conversion_factors` of exposure; one alone, 1, when not given."""
    given = tuple(rate_of(item, at, "0", "1") for item, at in fields.items("conversion_factors", 10))
    return given or (parse_decimal("1"),)
