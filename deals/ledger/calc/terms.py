"""The terms of one loan and what happens to it, as values. Money in decimals, rates and shares as fractions of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from deals.ledger.calc.compounding import Compounded
from deals.ledger.calc.daycount import year_fraction
from deals.ledger.calc.rates import Fixed, Term, Year
from deals.ledger.calc.schedules import Span

AMORTISATIONS = ("bullet", "level_principal", "annuity", "custom", "none")
APPLICATIONS = ("last", "first", "pro_rata")


@dataclass(frozen=True)
class Lender:
    """A lender of record at signing."""

    name: str
    commitment: Decimal


@dataclass(frozen=True)
class Event:
    """What happens on a date. `where` is the caller's mark of its place, given back with a refusal.

    kind: draw, prepayment, cancellation, increase, transfer, participation, write_off.
    A transfer or participation has one of `amount` (of commitment), `share` (of all commitments), `share_of_hold`.
    """

    date: date
    kind: str
    amount: Decimal | None = None
    share: Decimal | None = None
    share_of_hold: Decimal | None = None
    giver: str = ""
    taker: str = ""
    price: Decimal = Decimal(1)
    apply: str = "last"
    where: str = ""


@dataclass(frozen=True)
class Sweep:
    """The part of each period's excess cash that prepays, after `keep` stays with the borrower."""

    share: Decimal
    keep: Decimal = Decimal(0)
    apply: str = "last"


@dataclass(frozen=True)
class Amortisation:
    """How principal is repaid. `grace`: periods without principal first.

    custom: one of `amounts` (in cash) or `shares` (of what is outstanding when repayment begins), a figure per period
    after the grace; what is still outstanding falls due at maturity. level_principal: `amount` fixes the instalment.
    annuity: `payment` fixes the level payment, else it is solved; `nominal` solves it on months/12 instead of the real
    days. `balloon` (level_principal, annuity) is left for maturity on top of the last instalment.
    """

    kind: str = "bullet"
    grace: int = 0
    amounts: tuple[Decimal, ...] = ()
    shares: tuple[Decimal, ...] = ()
    payment: Decimal | None = None
    nominal: bool = False
    amount: Decimal | None = None
    balloon: Decimal | None = None
    sweep: Sweep | None = None


@dataclass(frozen=True)
class Window:
    """Dates from `start` to before `end` (None: to the end of the loan)."""

    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Overdue:
    """An amount due on `start` and paid on `end`."""

    amount: Decimal
    window: Window


@dataclass(frozen=True)
class Default:
    """Extra margin on what is outstanding during `windows`, and on overdue amounts on top of the loan's rate."""

    margin: Decimal
    windows: tuple[Window, ...] = ()
    overdue: tuple[Overdue, ...] = ()


@dataclass(frozen=True)
class Pik:
    """Capitalised at the end of each period: a `rate` of its own, and/or a `share` of the interest.

    `elections` (a toggle): for periods that begin in the window, its terms stand in place of these.
    """

    rate: Decimal = Decimal(0)
    share: Decimal = Decimal(0)
    elections: tuple[tuple[Window, Pik], ...] = ()

    def on(self, day: date) -> Pik:
        """The terms of the period that begins on `day`."""
        return next((elected for window, elected in self.elections if window.holds(day)), self)


@dataclass(frozen=True)
class Fee:
    """kind commitment (on undrawn), upfront (on commitment or draw), agency (a sum), exit (on repaid).

    `day_count` of a commitment fee: empty for the loan's own.
    """

    kind: str
    rate: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    on: str = ""
    months: int = 12
    start: date | None = None
    until: date | None = None
    day_count: str = ""


@dataclass(frozen=True)
class Loan:
    """Everything `run` needs. `spans` are the interest periods; `margins` are (from, margin) steps in order."""

    currency: str
    lenders: tuple[Lender, ...]
    spans: tuple[Span, ...]
    day_count: str
    margins: tuple[tuple[date, Decimal], ...]
    benchmark: Fixed | Term | Compounded = field(default_factory=Fixed)
    amortisation: Amortisation = field(default_factory=Amortisation)
    months: int = 3
    signing: date | None = None
    available_from: date | None = None
    available_to: date | None = None
    revolving: bool = False
    issue_price: Decimal = Decimal(1)
    pik: Pik = field(default_factory=Pik)
    default: Default | None = None
    fees: tuple[Fee, ...] = ()
    events: tuple[Event, ...] = ()
    cash: Mapping[date, Decimal] = field(default_factory=dict)
    rounding: str = "HALF_UP"

    @property
    def start(self) -> date:
        return self.spans[0].start

    @property
    def maturity(self) -> date:
        return self.spans[-1].end

    @property
    def year(self) -> Year:
        """The day count; 30E/360 ISDA treats the maturity date as its rule says."""
        return self.year_by(self.day_count)

    def year_by(self, day_count: str) -> Year:
        """Another day count over the same life."""
        return lambda start, end: year_fraction(day_count, start, end, termination=end == self.maturity)

    def margin_on(self, day: date) -> Decimal:
        """The step in force on `day`."""
        return next((margin for start, margin in reversed(self.margins) if start <= day), self.margins[0][1])

    def available(self, day: date) -> bool:
        """Whether undrawn commitment can still be drawn on `day`; both ends of the availability period belong to it."""
        return (self.available_from is None or self.available_from <= day) and (
            self.available_to is None or day <= self.available_to
        )

    def lapsed(self, day: date) -> bool:
        return self.available_to is not None and day > self.available_to
