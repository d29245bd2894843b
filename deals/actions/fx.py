"""The verb that brings dated exchange rates in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice

from django.db import transaction

from deals.ledger.models import FxRate
from deals.ledger.rate_files import Rate
from dealtracker.access.walls import set_reason

_AT_ONCE = 5000


@transaction.atomic
def save_rates(*, rates: Iterable[Rate], reason: str) -> tuple[int, int]:
    """(rates added, rates that stand otherwise): what is stored is never changed, so that no old total moves.

    The caller's transaction has the walls set.
    """
    set_reason(reason)
    added, differ, left = 0, 0, iter(rates)
    while part := list(islice(left, _AT_ONCE)):
        stored = _stored(part)
        new = [rate for rate in part if (rate.currency, rate.day) not in stored]
        differ += sum(stored.get((r.currency, r.day), r.per_eur) != r.per_eur for r in part)
        FxRate.rows.bulk_create([FxRate(currency=r.currency, day=r.day, per_eur=r.per_eur, source=r.source) for r in new])
        added += len(new)
    return added, differ


def _stored(part: list[Rate]) -> dict[tuple[str, date], object]:
    days = [rate.day for rate in part]
    rows = FxRate.rows.filter(day__gte=min(days), day__lte=max(days), currency__in={rate.currency for rate in part})
    return {(currency, day): per_eur for currency, day, per_eur in rows.values_list("currency", "day", "per_eur")}
