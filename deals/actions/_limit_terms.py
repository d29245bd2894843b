"""What a limit may say, field by field: the reason for each that cannot be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from deals.exposure.dimensions import BUCKETS, NAMES, kind_of
from deals.limits.calc import FIGURES
from deals.sites.models import Site
from dealtracker.access.models import User
from dealtracker.access.rules import PUBLIC, may_see
from dealtracker.access.viewers import viewer_for
from dealtracker.money import AmountError, parse_currency, plain, round_money
from dealtracker.periods import OPEN_END
from dealtracker.strictjson import Fault
from parties.models import Party

MEASURES = ("debt", "equity")
MOST = Decimal(10) ** 16
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_YEAR = re.compile(r"[12]\d{3}|not stated", re.ASCII)


@dataclass(frozen=True)
class Terms:
    """What a limit says: the most that may stand under `key` of `dimension`, from `start` up to but not including `end`."""

    dimension: str
    key: str
    measure: str
    figure: str
    currency: str
    amount: Decimal
    start: date
    end: date = OPEN_END


def wrong_words(terms: Terms) -> list[Fault]:
    tables = {
        "dimension": (terms.dimension, NAMES),
        "measure": (terms.measure, MEASURES),
        "figure": (terms.figure, FIGURES),
    }
    return [
        Fault(f"/{name}", "invalid_value", f'"{given[:60]}" is not one of: {", ".join(taken)}')
        for name, (given, taken) in tables.items()
        if given not in taken
    ]


def wrong_terms(amount: Decimal, currency: str, start: date, end: date) -> list[Fault]:
    faults = []
    try:
        parse_currency(currency)
        if not 0 < amount <= MOST:
            faults.append(Fault("/amount", "invalid_value", f"must be above zero and at most {plain(MOST)}"))
        elif round_money(amount, currency) != amount:
            faults.append(
                Fault("/amount", "invalid_value", f"{plain(amount)} is finer than the smallest unit of {currency}")
            )
    except AmountError as error:
        faults.append(Fault("/currency", "invalid_value", str(error)))
    if end <= start:
        faults.append(Fault("/end", "invalid_value", f"{end} is not after the start, {start}"))
    return faults


def wrong_owner(owner: UUID, compartment: UUID, at: datetime) -> list[Fault]:
    user = User.objects.filter(pk=owner, is_active=True).first()
    if user is not None and may_see(viewer_for(user, at=at), compartment):
        return []
    return [Fault("/owner", "invalid_value", "must be someone who reads what the limit looks at")]


def wrong_reason(reason: str) -> list[Fault]:
    return [] if 0 < len(reason.strip()) <= 300 else [Fault("/reason", "required", "say why, in 1 to 300 characters")]


def named(terms: Terms, compartment: UUID) -> tuple[str, list[Fault]]:
    """(the key's name on the day, what is wrong with the key)."""
    if terms.dimension not in NAMES:
        return "", []
    kind = kind_of(terms.dimension)
    if kind:
        return _record(kind, terms.key, compartment)
    if terms.dimension.endswith(".country") and not _COUNTRY.fullmatch(terms.key):
        return "", [_wrong_key(terms.key, "is not a country code of two capital letters")]
    buckets = (*(name for name, *_ in BUCKETS), "not stated")
    if terms.dimension == "maturity" and terms.key not in buckets:
        return "", [_wrong_key(terms.key, f"is not one of: {', '.join(buckets)}")]
    if terms.dimension == "maturity.year" and not _YEAR.fullmatch(terms.key):
        return "", [_wrong_key(terms.key, "is not a year such as 2029, nor: not stated")]
    if terms.dimension == "currency":
        try:
            parse_currency(terms.key)
        except AmountError as error:
            return "", [_wrong_key(terms.key, str(error))]
    if not terms.key.strip() or len(terms.key) > 120:
        return "", [_wrong_key(terms.key, "must be 1 to 120 characters, as the dimension names its groups")]
    return terms.key, []


def _record(kind: str, key: str, compartment: UUID) -> tuple[str, list[Fault]]:
    """A party or site that rows of the compartment may refer to: hidden and absent are told in the same words."""
    try:
        rows = (Party if kind == "party" else Site).rows.filter(pk=UUID(key), compartment__in={PUBLIC, compartment})
    except ValueError:
        return "", [_wrong_key(key, f"is not an id of a {kind}")]
    found = rows.first()
    return (
        (str(found.name)[:300], [])
        if found
        else ("", [_wrong_key(key, f"is not a {kind} that this limit may look at")])
    )


def _wrong_key(key: str, detail: str) -> Fault:
    return Fault("/key", "invalid_value", f'"{key[:60]}" {detail}')
