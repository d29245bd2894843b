"""One loan case from its JSON object: every section is read, and the complaints of all of them come together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from deals.interchange.loan_case.case import FORMAT, Case
from deals.interchange.loan_case.fields import Fields
from deals.interchange.loan_case.problems import CaseError, Gather, Problem, wrong
from deals.interchange.loan_case.read_dates import read_spans
from deals.interchange.loan_case.read_events import read_amortisation, read_event, read_fee
from deals.interchange.loan_case.read_extras import (
    read_cash,
    read_collateral,
    read_coverage,
    read_currency,
    read_factors,
    read_receipts,
    read_translation,
)
from deals.interchange.loan_case.read_rates import read_default, read_interest, read_pik
from deals.ledger.calc.allocation import apportion
from deals.ledger.calc.rounding import ROUNDINGS
from deals.ledger.calc.terms import Amortisation, Event, Lender, Loan, Pik
from dealtracker.money import minor_units, plain

T = TypeVar("T")
LARGEST = 50_000
# Every field of a case: one that is not reached because another is in error is still a field.
FIELDS = (
    "format", "id", "title", "notes", "currency", "signing_date", "maturity_date", "start_date", "commitment", "lenders",
    "principal", "availability", "revolving", "schedule", "interest", "amortisation", "pik", "default_interest",
    "issue_price", "fees", "events", "rounding", "conversion_factors", "yield_frequency", "cash_flows", "coverage",
    "collateral", "fx", "receipts", "expected",
)  # fmt: skip


def read_case(value: object, pointer: str) -> Case:
    """Raises CaseError with all problems that can be seen at once."""
    fields = Fields(value, pointer)
    fields.expect(FIELDS)
    fields.choice("format", (FORMAT,))
    fields.currency = read_currency(fields)
    gather = Gather()
    life = gather(lambda: _life(fields))
    gather.stop_if_any()
    start, maturity = life
    loan: Any = _loan(fields, gather, start, maturity)
    rest: dict[str, Any] = {
        "factors": gather(lambda: read_factors(fields)),
        "collateral": gather(
            lambda: _optional(fields, "collateral", lambda part: read_collateral(part, loan.start if loan else start))
        ),
        "coverage": gather(lambda: _optional(fields, "coverage", read_coverage)),
        "translation": gather(lambda: _optional(fields, "fx", read_translation)),
        "receipts": gather(lambda: read_receipts(fields)),
        "expected": gather(lambda: dict(fields.child("expected").values) if fields.has("expected") else None),
        "yield_frequency": gather(lambda: fields.whole("yield_frequency", 1, 12, 12 // (loan.months if loan else 3))),
    }
    identity = gather(lambda: (fields.name("id"), fields.text("title", ""), fields.text("notes", "")))
    gather(fields.done)
    gather.stop_if_any()
    return Case(id=identity[0], title=identity[1], loan=loan, **rest)


def _optional(fields: Fields, key: str, reading: Callable[[Fields], T]) -> T | None:
    return reading(fields.child(key)) if fields.has(key) else None


def _life(fields: Fields) -> tuple[date, date]:
    """First accrual day (unadjusted) and maturity."""
    signing, maturity = fields.day("signing_date"), fields.day("maturity_date")
    start = fields.day_or_none("start_date") or signing
    if maturity <= signing:
        raise wrong(
            fields.at("maturity_date"), f"maturity {maturity} is not after signing {signing}", "correct one of them"
        )
    if not signing <= start < maturity:
        raise wrong(fields.at("start_date"), f"{start} is not from signing {signing} to before maturity", "correct it")
    return start, maturity


def _loan(fields: Fields, gather: Gather, start: date, maturity: date) -> Loan | None:
    schedule = fields.child("schedule") if fields.has("schedule") else Fields({}, fields.at("schedule"))
    dated = gather(lambda: read_spans(schedule, start, maturity))
    interest = gather(lambda: read_interest(fields.child("interest"), start, maturity))
    lenders = gather(lambda: read_lenders(fields))
    default = gather(lambda: _optional(fields, "default_interest", read_default))
    amortisation = gather(lambda: _optional(fields, "amortisation", read_amortisation)) or Amortisation()
    rest: dict[str, Any] = {
        "revolving": gather(lambda: fields.flag("revolving")),
        "issue_price": gather(lambda: fields.rate("issue_price", "0.01", "2", "1")),
        "pik": gather(lambda: _optional(fields, "pik", read_pik)) or Pik(),
        "fees": tuple(gather(partial(read_fee, item)) for item in fields.children("fees", 50)),
        "events": tuple(gather(partial(read_event, item)) for item in fields.children("events")),
        "cash": gather(lambda: read_cash(fields)),
        "rounding": gather(lambda: fields.choice("rounding", ROUNDINGS, "HALF_UP")),
    }
    window = gather(lambda: _availability(fields))
    principal = gather(lambda: fields.money("principal") if fields.has("principal") else None)
    if gather.problems:
        return None
    rule, spans = dated
    loan = Loan(
        currency=fields.currency, lenders=lenders, spans=spans, day_count=interest[0], benchmark=interest[1],
        margins=interest[2], amortisation=amortisation, months=rule.months, default=default,
        signing=fields.day("signing_date"), available_from=window[0], available_to=window[1], **rest,
    )  # fmt: skip
    gather(lambda: _check_asked(loan, principal, fields))
    return gather(lambda: _drawn_at_start(_in_life(_in_size(loan, fields), fields), principal, fields))


def _check_asked(loan: Loan, principal: Decimal | None, fields: Fields) -> None:
    """Refuses what could only be answered by leaving part of it out."""
    plan = loan.amortisation
    if plan.sweep and not loan.cash:
        raise wrong(fields.at("cash_flows"), "is missing, but a sweep takes part of it", 'add "cash_flows"')
    if fields.has("coverage") and not loan.cash:
        raise wrong(fields.at("cash_flows"), "is missing, but coverage is asked for", 'add "cash_flows"')
    _check_periods(plan, len(loan.spans), fields)
    moves = loan.events or plan.sweep or loan.pik != Pik()
    if principal is not None and not moves:
        _check_principal(plan, principal, fields)


def _check_periods(plan: Amortisation, count: int, fields: Fields) -> None:
    """Refuses more instalments than there are periods for them."""
    given, left = len(plan.amounts or plan.shares), max(count - plan.grace, 0)
    if given > left:
        at = f"{fields.at('amortisation')}/{'amounts' if plan.amounts else 'shares'}"
        raise wrong(at, f"{given} instalments for {left} periods", "give one per period, or fewer")


def _check_principal(plan: Amortisation, principal: Decimal, fields: Fields) -> None:
    """Refuses a plan that repays more than was drawn once and for all."""
    for key, whole in (("amounts", sum(plan.amounts, Decimal(0))), ("balloon", plan.balloon or Decimal(0))):
        if whole > principal:
            said = "the instalments add to" if key == "amounts" else "the balloon is"
            what = f"{said} {plain(whole)}, {plain(whole - principal)} {fields.currency} more than the principal {plain(principal)}"
            raise wrong(f"{fields.at('amortisation')}/{key}", what, "correct one of them")


def _availability(fields: Fields) -> tuple[date | None, date | None]:
    if not fields.has("availability"):
        return None, None
    part = fields.child("availability")
    window = part.day_or_none("from"), part.day_or_none("to")
    part.done()
    if window[0] and window[1] and window[1] < window[0]:
        raise wrong(
            part.at("to"), f"{window[1]} is before {window[0]}", "let the availability period end after it starts"
        )
    return window


def read_lenders(fields: Fields) -> tuple[Lender, ...]:
    """`lenders` with a commitment or a share each; or `commitment` alone, held by one unnamed "lender"."""
    whole = fields.money("commitment") if fields.has("commitment") else None
    items = list(fields.children("lenders", 300))
    if fields.has("lenders") and not items:
        raise wrong(fields.at("lenders"), "the list is empty", "name a lender, or leave it out")
    if not items:
        if whole is None:
            raise wrong(fields.at("commitment"), "is missing", 'give "commitment", or "lenders" with theirs')
        return (Lender("lender", whole),)
    names = [item.name("name") for item in items]
    if len(set(names)) < len(names):
        raise wrong(fields.at("lenders"), "a lender stands twice", "add its commitments up")
    amounts = _by_share(fields, items, whole) if items[0].has("share") else [_held(item) for item in items]
    for item in items:
        item.done()
    if whole is not None and sum(amounts) != whole:
        off = f"{sum(amounts):.{minor_units(fields.currency)}f} {fields.currency}, not {plain(whole)}"
        raise wrong(fields.at("lenders"), f"the commitments add to {off}", "correct one of them")
    return tuple(Lender(name, amount) for name, amount in zip(names, amounts, strict=True))


def _held(item: Fields) -> Decimal:
    if not item.has("commitment"):
        do = f'give "commitment", or each lender\'s "share"{item.misspelt("commitment", "share")}'
        raise wrong(item.at("commitment"), "is missing", do)
    return item.money("commitment")


def _by_share(fields: Fields, items: list[Fields], whole: Decimal | None) -> list[Decimal]:
    shares = [item.rate("share", "0.000000000001", "1") for item in items]
    if whole is None:
        raise wrong(fields.at("commitment"), "is missing, but lenders have shares of it", 'add "commitment"')
    if sum(shares) != 1:
        raise wrong(fields.at("lenders"), f"the shares add to {plain(sum(shares, Decimal(0)))}, not 1", "correct them")
    return apportion(whole, shares, fields.currency)


def _in_size(loan: Loan, fields: Fields) -> Loan:
    """Refuses what would give more rows than anybody reads."""
    lenders, steps = len(loan.lenders), len(loan.spans) + len(loan.events)
    if lenders * steps > LARGEST:
        what = f"{lenders} lenders over {steps} periods and events are {lenders * steps} rows, more than {LARGEST}"
        raise wrong(fields.pointer, what, "split the case by lender or by time")
    return loan


def _in_life(loan: Loan, fields: Fields) -> Loan:
    """Refuses events before signing or after the last period."""
    signing = loan.signing or loan.start
    problems = [
        Problem(
            f"{event.where}/date",
            f"{event.date} is outside the loan's life {signing} to {loan.maturity}",
            "move it inside",
        )
        for event in loan.events
        if not min(signing, loan.start) <= event.date <= loan.maturity
    ]
    if problems:
        raise CaseError(*problems)
    return loan


def _drawn_at_start(loan: Loan, principal: Decimal | None, fields: Fields) -> Loan:
    """`principal`: drawn on the first accrual day; saves an event in the plainest cases."""
    if principal is None:
        return loan
    draw = Event(loan.start, "draw", principal, where=fields.at("principal"))
    return replace(loan, events=(draw, *loan.events))
