"""What happens to the loan: draws, prepayments, transfers and the rest; its fees; its amortisation."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from deals.interchange.loan_case.fields import Fields, money_of, rate_of
from deals.interchange.loan_case.problems import wrong
from deals.interchange.loan_case.read_rates import read_day_count
from deals.ledger.calc.fees import EXIT_ON, UPFRONT_ON
from deals.ledger.calc.run import EVENT_KINDS
from deals.ledger.calc.terms import AMORTISATIONS, APPLICATIONS, Amortisation, Event, Fee, Sweep

MOVES = ("transfer", "participation")
# the trade's other words; a voluntary repayment, of a revolving loan too, is a prepayment here
EVENT_ALIASES = {
    "DRAWDOWN": "draw", "DRAWING": "draw", "ADVANCE": "draw", "UTILISATION": "draw", "UTILIZATION": "draw", "BORROWING": "draw",
    "REPAYMENT": "prepayment", "VOLUNTARY_PREPAYMENT": "prepayment", "PREPAY": "prepayment", "REPAY": "prepayment",
    "CANCEL": "cancellation", "REDUCTION": "cancellation", "UPSIZE": "increase", "ACCORDION": "increase",
    "ASSIGNMENT": "transfer", "NOVATION": "transfer", "SUB_PARTICIPATION": "participation", "WRITEOFF": "write_off",
}  # fmt: skip
AMORTISATION_ALIASES = {
    "LINEAR": "level_principal", "STRAIGHT_LINE": "level_principal", "EQUAL_PRINCIPAL": "level_principal",
    "EQUAL_INSTALMENTS": "level_principal", "LEVEL_PAYMENT": "annuity", "LEVEL_PAYMENTS": "annuity", "MORTGAGE": "annuity",
    "MORTGAGE_STYLE": "annuity", "INTEREST_ONLY": "bullet", "SCULPTED": "custom",
}  # fmt: skip
FEE_ALIASES = {
    "UNDRAWN": "commitment", "UNUSED": "commitment", "NON_UTILISATION": "commitment", "ARRANGEMENT": "upfront",
    "CLOSING": "upfront", "ORIGINATION": "upfront", "AGENT": "agency", "FACILITY_AGENT": "agency",
}  # fmt: skip


def read_event(fields: Fields) -> Event:
    """One of `events`, with its own pointer kept for later complaints."""
    kind = fields.choice("kind", EVENT_KINDS, also=EVENT_ALIASES)
    event = _move(fields, kind) if kind in MOVES else _amount(fields, kind)
    fields.done()
    return event


def _amount(fields: Fields, kind: str) -> Event:
    apply = fields.choice("apply", APPLICATIONS, "last") if kind in ("prepayment", "write_off") else "last"
    taker = fields.name("lender") if kind == "increase" and fields.has("lender") else ""
    return Event(fields.day("date"), kind, fields.money("amount"), apply=apply, taker=taker, where=fields.pointer)


def _move(fields: Fields, kind: str) -> Event:
    given = [key for key in ("amount", "share", "share_of_hold") if fields.has(key)]
    if len(given) != 1:
        do = 'give one of "amount", "share" (of all commitments) or "share_of_hold"'
        raise wrong(
            fields.pointer, f"says {len(given)} times how much moves", do + fields.misspelt("amount", "share", "share_of_hold")
        )
    giver, taker = fields.name("from"), fields.name("to")
    if giver == taker:
        raise wrong(fields.at("to"), f'"{taker}" would get its own part', "name another party")
    return Event(
        fields.day("date"), kind,
        amount=fields.money("amount") if given == ["amount"] else None,
        share=fields.rate("share", "0.000000000001", "1") if given == ["share"] else None,
        share_of_hold=fields.rate("share_of_hold", "0.000000000001", "1") if given == ["share_of_hold"] else None,
        giver=giver, taker=taker, price=fields.rate("price", "0", "2", "1"), where=fields.pointer,
    )  # fmt: skip


def _commitment_fee(fields: Fields) -> Fee:
    return Fee(
        "commitment",
        rate=fields.rate("rate", "0", "1"),
        start=fields.day_or_none("from"),
        until=fields.day_or_none("until"),
        day_count=read_day_count(fields) if fields.has("day_count") else "",
    )


def _upfront_fee(fields: Fields) -> Fee:
    return Fee("upfront", rate=fields.rate("rate", "0", "1"), on=fields.choice("on", UPFRONT_ON, "commitment"))


def _agency_fee(fields: Fields) -> Fee:
    return Fee(
        "agency", amount=fields.money("amount"), months=fields.whole("every_months", 1, 120, 12),
        start=fields.day_or_none("from"), until=fields.day_or_none("until"),
    )  # fmt: skip


def _exit_fee(fields: Fields) -> Fee:
    on = fields.choice("on", EXIT_ON, "all")
    return Fee("exit", rate=fields.rate("rate", "0", "1"), on=on, until=fields.day_or_none("until"))


FEES: dict[str, Callable[[Fields], Fee]] = {
    "commitment": _commitment_fee,
    "upfront": _upfront_fee,
    "agency": _agency_fee,
    "exit": _exit_fee,
}


def read_fee(fields: Fields) -> Fee:
    fee = FEES[fields.choice("kind", FEES, also=FEE_ALIASES)](fields)
    fields.done()
    return fee


def read_amortisation(fields: Fields) -> Amortisation:
    kind = fields.choice("kind", AMORTISATIONS, also=AMORTISATION_ALIASES)
    amounts, shares = _figures(fields) if kind == "custom" else ((), ())
    terms = Amortisation(
        kind,
        grace=fields.whole("interest_only_periods", 0, 1_500, 0),
        amounts=amounts,
        shares=shares,
        payment=fields.money("payment") if kind == "annuity" and fields.has("payment") else None,
        nominal=kind == "annuity" and fields.choice("solve_on", ("days", "months"), "days") == "months",
        amount=fields.money("amount") if kind == "level_principal" and fields.has("amount") else None,
        balloon=fields.money("balloon") if kind in ("level_principal", "annuity") and fields.has("balloon") else None,
        sweep=_sweep(fields.child("sweep")) if fields.has("sweep") else None,
    )
    fields.done()
    fixed = "payment" if terms.payment is not None else "amount" if terms.amount is not None else ""
    if terms.balloon is not None and fixed:
        raise wrong(fields.at("balloon"), f'follows from "{fixed}", which is given too', "give one of the two")
    return terms


def _figures(fields: Fields) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    amounts = tuple(money_of(item, at, fields.currency, zero=True) for item, at in fields.items("amounts", 1_500))
    shares = tuple(rate_of(item, at, "0", "1") for item, at in fields.items("shares", 1_500))
    if bool(amounts) == bool(shares):
        raise wrong(
            fields.pointer, 'kind "custom" needs its instalments',
            f'give "amounts" or "shares", one figure per period{fields.misspelt("amounts", "shares")}',
        )
    if sum(shares, Decimal(0)) > 1:
        raise wrong(fields.at("shares"), "the shares add to more than 1", "let them add to 1 at most")
    return amounts, shares


def _sweep(fields: Fields) -> Sweep:
    sweep = Sweep(
        share=fields.rate("share", "0", "1"),
        keep=fields.money_or("keep", "0"),
        apply=fields.choice("apply", APPLICATIONS, "last"),
    )
    fields.done()
    return sweep
