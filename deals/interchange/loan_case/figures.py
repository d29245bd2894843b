"""A case's answer as tables: schedule, accruals, payments, fees, positions, transfers, flows, yields, entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from deals.interchange.loan_case.case import Case
from deals.interchange.loan_case.tables import Figure, cash, exact, rate, row
from deals.ledger.calc.allocation import apportion_by_name
from deals.ledger.calc.cashflows import xirr
from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.results import AGENCY, Position, Result, Row
from deals.ledger.calc.rounding import round_cash
from deals.ledger.calc.yields import average_life, multiple, nominal_yield
from dealtracker.money import plain

Table = list[dict[str, Any]]
ZERO = Decimal(0)


def schedule(case: Case, result: Result) -> Table:
    """One row per interest period."""
    return [_period(case, item) for item in result.rows]


def _period(case: Case, item: Row) -> dict[str, Any]:
    money = case.loan.currency
    how = "principal.final" if item.number == len(case.loan.spans) else f"principal.{case.loan.amortisation.kind}"
    if case.loan.amortisation.kind == "none":
        how = "principal.none"
    return row(
        {"period": item.number},
        start=(str(item.start), "date.period"), end=(str(item.end), "date.period"),
        pays=(str(item.pays), "date.period"), days=(str(item.days), "date.period"),
        opening=(cash(item.opening, money), "balance.opening"),
        drawn=(cash(item.drawn, money), "event.amount"), prepaid=(cash(item.prepaid, money), "event.amount"),
        benchmark=(None if "rate.fixed" in item.rules else rate(item.benchmark), " ".join(item.rules)),
        rate=(rate(item.rate), " ".join(item.rules)),
        interest=(cash(item.interest, money), "interest.period"),
        default_interest=(cash(item.default, money), "interest.default"),
        pik=(cash(item.pik, money), "interest.pik"), fees=(cash(item.fees, money), "fee.commitment fee.exit"),
        principal=(cash(item.principal, money), how), sweep=(cash(item.sweep, money), "principal.sweep"),
        payment=(cash(item.payment, money), "payment.sum"), closing=(cash(item.closing, money), "balance.closing"),
    )  # fmt: skip


def accruals(case: Case, result: Result) -> Table:
    """One row per lender of record and stretch; unrounded, to six decimals."""
    money = case.loan.currency
    return [
        row(
            {"period": part.period, "lender": part.lender, "from": part.start, "to": part.end},
            days=(str(part.days), "date.stretch"),
            outstanding=(cash(part.outstanding, money), "position.record"),
            undrawn=(cash(part.undrawn, money), "position.undrawn"),
            rate=(rate(part.rate), " ".join(part.rules)),
            interest_unrounded=(exact(part.interest), "interest.stretch"),
            default_interest_unrounded=(exact(part.default), "interest.default"),
            pik_unrounded=(exact(part.pik), "interest.pik"),
            fee_unrounded=(exact(part.fee), "fee.commitment"),
        )
        for part in result.parts
    ]


_SPLITS = {"interest": "split.accrued", "default interest": "split.accrued", "commitment fee": "split.accrued"}


def payments(case: Case, result: Result) -> Table:
    """Who is paid what (below zero: who pays), by way of which lender of record."""
    return [
        row(
            {"date": paid.date, "what": paid.what, "lender": paid.lender, "holder": paid.holder},
            amount=(cash(paid.amount, case.loan.currency), _payment_rule(paid.what, paid.lender, paid.holder)),
        )
        for paid in result.paid
    ]


def _payment_rule(what: str, lender: str, holder: str) -> str:
    rule = "fee.agency" if what == AGENCY else _SPLITS.get(what, "split.held")
    return rule if lender == holder else f"{rule} split.participation"


def fees(case: Case, result: Result) -> Table:
    return [
        row({"date": charge.date, "kind": charge.kind}, amount=(cash(charge.amount, case.loan.currency), charge.rule))
        for charge in sorted(result.charges, key=lambda charge: charge.date)
    ]


def positions(case: Case, result: Result) -> Table:
    """Each holder on each date on which something changed."""
    return [item for position in result.positions for item in _positions(case, position)]


def _positions(case: Case, position: Position) -> Table:
    money, rows = case.loan.currency, []
    gross = {factor: _gross(position, factor, money) for factor in case.factors}
    net = {factor: _net(position, gross[factor], money) for factor in case.factors}
    for name in position.net:
        committed, outstanding, undrawn = position.held.get(name, (ZERO, ZERO, ZERO))
        figures: dict[str, Figure] = {
            "commitment": (cash(committed, money), "position.record"),
            "outstanding": (cash(outstanding, money), "position.record"),
            "undrawn": (cash(undrawn, money), "position.undrawn"),
        }
        for factor in case.factors:
            label = f"exposure_ccf_{plain(factor * 100)}"
            figures[label] = (cash(gross[factor].get(name, ZERO), money), "position.exposure")
            figures[f"net_{label}"] = (cash(net[factor][name], money), "position.exposure position.net")
        rows.append(row({"date": position.date, "holder": name}, **figures))
    return rows


def _gross(position: Position, factor: Decimal, money: str) -> dict[str, Decimal]:
    """Exposure of each lender of record, in whole units."""
    return {name: round_cash(parts[1] + factor * parts[2], money) for name, parts in position.held.items()}


def _net(position: Position, gross: dict[str, Decimal], money: str) -> dict[str, Decimal]:
    """Each grantor's exposure split over itself and its participants, so that nothing is lost by rounding."""
    net = dict.fromkeys(position.net, ZERO)
    for grantor, exposure in gross.items():
        behind = position.passed.get(grantor, {})
        kept = 1 - sum(behind.values(), Fraction(0))
        for name, part in apportion_by_name(exposure, {grantor: kept, **behind}, money).items():
            net[name] += part
    return net


def transfers(case: Case, result: Result) -> Table:
    money = case.loan.currency
    return [
        row(
            {"date": item.date, "kind": item.kind, "from": item.giver, "to": item.taker},
            commitment=(cash(item.amount, money), "event.amount"),
            outstanding=(cash(item.outstanding, money), "position.record"),
            undrawn=(cash(item.undrawn, money), "position.record"),
            buyer_pays=(cash(item.price, money), "transfer.price"),
        )
        for item in result.settled
    ]


def cash_flows(case: Case, result: Result) -> Table:
    """All lenders together, then each holder."""
    return [
        row({"holder": holder or "all lenders", "date": day}, amount=(cash(amount, case.loan.currency), "flow.sum"))
        for holder in ["", *result.holders()]
        for day, amount in result.flows(holder)
    ]


def yields(case: Case, result: Result) -> Table:
    """Per holder and for all lenders: effective yield, the same compounded per payment, multiple, average life."""
    return [_yield(case, result, holder) for holder in ["", *result.holders()]]


def _yield(case: Case, result: Result, holder: str) -> dict[str, Any]:
    flows = result.flows(holder)
    labels: dict[str, Any] = {"holder": holder or "all lenders", "compounded_a_year": case.yield_frequency}
    if result.rows[-1].closing:
        reason = f"{cash(result.rows[-1].closing, case.loan.currency)} is still outstanding at the end"
        return row({**labels, "reason": reason}, xirr=(None, "yield.unknown"))
    try:
        effective = xirr(flows)
    except Refused as refused:
        return row({**labels, "reason": refused.what}, xirr=(None, "yield.unknown"))
    figures: dict[str, Figure] = {
        "xirr": (f"{effective:.10f}", "yield.xirr"),
        "nominal": (f"{nominal_yield(effective, case.yield_frequency):f}", "yield.nominal"),
        "multiple": (f"{multiple(flows):f}", "yield.multiple"),
    }
    life = _life(result) if not holder else None
    if life is not None:
        figures["average_life"] = (f"{life:f}", "yield.average_life")
    return row(labels, **figures)


def _life(result: Result) -> Decimal | None:
    draws = [paid.date for paid in result.paid if paid.what == "draw"]
    repaid = result.repayments()
    return average_life(repaid, min(draws)) if draws and repaid else None


def entries(case: Case, result: Result) -> Table:
    """The ledger entries that the case amounts to."""
    return [
        row(
            {"value_date": entry.value_date, "hold": entry.hold, "kind": entry.kind},
            amount=(cash(entry.amount, case.loan.currency), "event.amount"),
        )
        for entry in sorted(result.entries, key=lambda entry: entry.value_date)
    ]


def totals(case: Case, result: Result) -> Table:
    money, paid = case.loan.currency, result.rows
    sums: dict[str, Decimal] = {
        "interest": sum((item.interest for item in paid), Decimal(0)),
        "default_interest": sum((item.default for item in paid), Decimal(0)),
        "capitalised": sum((item.pik for item in paid), Decimal(0)),
        "fees": sum((charge.amount for charge in result.charges if charge.kind != "oid"), Decimal(0)),
        "discount": sum((charge.amount for charge in result.charges if charge.kind == "oid"), Decimal(0)),
        "principal": sum((amount for _, amount in result.repayments()), Decimal(0)),
    }
    labelled = {f"total_{name}": (cash(value, money), "flow.sum") for name, value in sums.items()}
    return [row({}, **labelled, final_balance=(cash(paid[-1].closing, money), "balance.closing"))]


TABLES: dict[str, Callable[[Case, Result], Table]] = {
    "schedule": schedule,
    "accruals": accruals,
    "payments": payments,
    "fees": fees,
    "positions": positions,
    "transfers": transfers,
    "cash_flows": cash_flows,
    "yields": yields,
    "entries": entries,
    "totals": totals,
}


def loan_on(result: Result, day: date) -> Decimal:
    """Outstanding at the end of `day`, by the positions."""
    held = [position.held for position in result.positions if position.date <= day]
    return sum((parts[1] for parts in held[-1].values()), Decimal(0)) if held else Decimal(0)
