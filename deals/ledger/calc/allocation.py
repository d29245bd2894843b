"""Splitting cash: largest remainder over exact weights, receipts down a waterfall, price of a transfer.

Largest remainder (Hamilton): everybody gets the whole units of its exact part, units left over go to the largest
fractions, equal fractions to the earlier name. Parts always add to the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from deals.ledger.calc.refusals import Refused
from deals.ledger.calc.rounding import from_units, round_cash, to_units

Weight = Fraction | Decimal | int


def apportion(total: Decimal, weights: Sequence[Weight], currency: str) -> list[Decimal]:
    """Parts of `total` in proportion to `weights` (none negative), each in whole minor units, adding to `total`.

    A total of zero gives zeros whatever the weights. Raises Refused where there is no weight to split by.
    """
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact, Fraction(0))
    if total == 0:
        return [Decimal(0)] * len(exact)
    if whole <= 0 or min(exact) < 0:
        raise Refused(f"{total} {currency} cannot be split: the parts weigh nothing", do="give positive weights")
    sign, units = (-1, -to_units(total, currency)) if total < 0 else (1, to_units(total, currency))
    ideal = [units * weight / whole for weight in exact]
    parts = [part.numerator // part.denominator for part in ideal]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - ideal[i], i))
    for index in order[: units - sum(parts)]:
        parts[index] += 1
    return [from_units(sign * part, currency) for part in parts]


def apportion_by_name(total: Decimal, weights: Mapping[str, Weight], currency: str) -> dict[str, Decimal]:
    """`apportion` keyed by name, in the order of the mapping."""
    return dict(zip(weights, apportion(total, list(weights.values()), currency), strict=True))


@dataclass(frozen=True)
class Receipt:
    """What one lender gets of a receipt, by class of claim, and what of its claim stays unpaid."""

    lender: str
    paid: Mapping[str, Decimal]
    unpaid: Mapping[str, Decimal]


def receive(
    amount: Decimal, claims: Mapping[str, Mapping[str, Decimal]], *, order: Sequence[str], currency: str
) -> tuple[list[Receipt], Decimal]:
    """Splits `amount` over `claims` (lender → class → due): class after class in `order`, pro rata inside each.

    Returns the receipts and what is left over when all claims are met (LMA partial payments clause, pro rata sharing).
    """
    left = amount
    paid: dict[str, dict[str, Decimal]] = {lender: {} for lender in claims}
    for kind in order:
        due = {lender: of.get(kind, Decimal(0)) for lender, of in claims.items()}
        portion = min(left, sum(due.values(), Decimal(0)))
        for lender, part in apportion_by_name(portion, due, currency).items():
            paid[lender][kind] = part
        left -= portion
    return [
        Receipt(
            lender, paid[lender], {kind: claims[lender].get(kind, Decimal(0)) - paid[lender][kind] for kind in order}
        )
        for lender in claims
    ], left


def transfer_price(outstanding: Decimal, undrawn: Decimal, price: Decimal, currency: str, rounding: str) -> Decimal:
    """What the buyer pays: price on the funded part, less the credit for the unfunded part (LSTA par/near par).

    `price` is a fraction of par; below par the buyer is credited undrawn × (1 − price). Negative: the seller pays.
    """
    exact = Fraction(outstanding) * Fraction(price) - Fraction(undrawn) * (1 - Fraction(price))
    return round_cash(exact, currency, rounding)
