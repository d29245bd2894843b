"""One loan case, read: the loan and what else is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deals.ledger.calc.curves import Asset
from deals.ledger.calc.fx import Rates
from deals.ledger.calc.terms import Loan

FORMAT = "loan_case/1"


@dataclass(frozen=True)
class Collateral:
    """Pledged hardware, and how much may be lent on it."""

    assets: tuple[Asset, ...]
    advance_rate: Decimal | None = None
    ltv_limit: Decimal | None = None
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class CoverageAsked:
    """What counts as debt service."""

    with_fees: bool = False
    with_balloon: bool = True
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Translation:
    """Other currencies in which the outstanding is wanted, at which rates, on which days."""

    rates: Rates
    targets: tuple[str, ...]
    dates: tuple[date, ...]


@dataclass(frozen=True)
class Receipt:
    """Cash that came in on a payment date, to be split over what fell due on it."""

    date: date
    amount: Decimal
    order: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class Case:
    id: str
    title: str
    loan: Loan
    factors: tuple[Decimal, ...]
    collateral: Collateral | None
    coverage: CoverageAsked | None
    translation: Translation | None
    receipts: tuple[Receipt, ...]
    expected: Mapping[str, object] | None
    yield_frequency: int
