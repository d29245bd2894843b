"""What a case asks beside the loan, as tables: collateral, debt service coverage, other currencies, receipts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from deals.interchange.loan_case.case import Case, Receipt
from deals.interchange.loan_case.figures import Table, loan_on
from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.tables import Figure, cash, row
from deals.ledger.calc.allocation import receive
from deals.ledger.calc.curves import cover_path
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.results import AGENCY, Result, Row
from deals.ledger.calc.yields import coverage_path


def collateral(case: Case, result: Result) -> Table:
    """Loan to value after every change and period, and on the dates asked for."""
    asked = case.collateral
    if asked is None:
        return []
    days = sorted({*asked.dates, *(position.date for position in result.positions)})
    money = case.loan.currency
    path = cover_path(
        asked.assets, [(day, loan_on(result, day)) for day in days], advance_rate=asked.advance_rate, currency=money
    )
    curves = ", ".join(dict.fromkeys(asset.curve.name for asset in asked.assets))
    rows: Table = []
    for item in path:
        figures: dict[str, Figure] = {
            "value": (cash(item.value, money), "cover.value"),
            "outstanding": (cash(item.outstanding, money), "position.record"),
            "ltv": (None if item.ltv is None else f"{item.ltv:f}", "cover.ltv"),
        }
        if asked.advance_rate is not None:
            figures["borrowing_base"] = (cash(item.borrowing_base, money), "cover.borrowing_base")
            figures["headroom"] = (cash(item.headroom, money), "cover.headroom")
        if asked.ltv_limit is not None:
            over = item.outstanding > 0 and (item.ltv is None or item.ltv > asked.ltv_limit)
            figures["above_limit"] = ("yes" if over else "no", "cover.breach")
        rows.append(row({"date": item.date, "curve": curves}, **figures))
    return rows


def dscr(case: Case, result: Result) -> Table:
    """Coverage per period, where the case gives the borrower's cash."""
    if not case.loan.cash:
        return []
    asked, money = case.coverage, case.loan.currency
    service = [(item.start, item.pays, _service(case, item)) for item in result.rows]
    rows: Table = []
    for item in coverage_path(service, case.loan.cash):
        figures: dict[str, Figure] = {
            "cash": (cash(item.cash, money), "dscr.cash"),
            "debt_service": (cash(item.service, money), "dscr.service"),
            "dscr": (None if item.ratio is None else f"{item.ratio:f}", "dscr.ratio"),
        }
        if asked and asked.minimum is not None:
            low = item.ratio is not None and item.ratio < asked.minimum
            figures["below_minimum"] = ("yes" if low else "no", "dscr.ratio")
        rows.append(row({"date": item.date}, **figures))
    return rows


def _service(case: Case, item: Row) -> Decimal:
    asked = case.coverage
    due = item.interest + item.default
    if asked and asked.with_fees:
        due += item.fees
    final = item.number == len(case.loan.spans)
    return due if final and asked and not asked.with_balloon else due + item.principal


def translations(case: Case, result: Result) -> Table:
    """Outstanding in other currencies, with each rate, its date and its source."""
    asked = case.translation
    if asked is None:
        return []
    days = asked.dates or tuple(item.end for item in result.rows)
    return [_translated(case, result, day, target) for day in sorted(set(days)) for target in asked.targets]


def _translated(case: Case, result: Result, day: Any, target: str) -> dict[str, Any]:
    assert case.translation is not None
    loan = loan_on(result, day)
    try:
        found = case.translation.rates.convert(loan, case.loan.currency, target, day, rounding=case.loan.rounding)
    except Refused as refused:
        raise wrong("/fx/rates", refused.what, refused.do) from None
    used = [
        f"{leg.used.base}/{leg.used.quote} {leg.used.rate} of {leg.used.day} ({leg.used.source})" for leg in found.legs
    ]
    return row(
        {"date": day, "currency": target, "rate_date": found.rate_date, "rates": "; ".join(used)},
        outstanding=(cash(loan, case.loan.currency), "position.record"),
        translated=(cash(found.amount, target), "fx.convert"),
    )


def _class_of(what: str) -> str:
    """The class of a payment: every fee is one, every interest, and the rest is principal."""
    return next(
        (kind for ending, kind in (("fee", "fees"), ("interest", "interest")) if what.endswith(ending)), "principal"
    )


def receipts(case: Case, result: Result) -> Table:
    """Each receipt split over what fell due on its date."""
    rows: Table = []
    for receipt in case.receipts:
        rows += _received(case, result, receipt)
    return rows


def _received(case: Case, result: Result, receipt: Receipt) -> Table:
    claims: dict[str, dict[str, Decimal]] = {}
    for paid in result.paid:
        if paid.date == receipt.date and paid.amount > 0 and paid.what != AGENCY and paid.what != "discount":
            due, kind = claims.setdefault(paid.lender, {}), _class_of(paid.what)
            due[kind] = due.get(kind, Decimal(0)) + paid.amount
    if not claims:
        raise wrong(receipt.where, f"nothing falls due on {receipt.date}", "give a payment date of the schedule")
    split, over = receive(receipt.amount, claims, order=receipt.order, currency=case.loan.currency)
    money = case.loan.currency
    rows = [
        row(
            {"date": receipt.date, "lender": part.lender, "class": kind},
            paid=(cash(part.paid[kind], money), "receipt.waterfall"),
            unpaid=(cash(part.unpaid[kind], money), "receipt.waterfall"),
        )
        for part in split
        for kind in receipt.order
    ]
    spare = (cash(over, money), "receipt.waterfall")
    return rows + ([row({"date": receipt.date, "lender": "", "class": "left over"}, paid=spare)] if over else [])


EXTRAS: dict[str, Callable[[Case, Result], Table]] = {
    "collateral": collateral,
    "dscr": dscr,
    "fx": translations,
    "receipts": receipts,
}
