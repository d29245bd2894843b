"""Set a limit, change it, end it; and keep the events of sums that went over one or came back. Reasons go to the audit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from deals.exposure.dimensions import BUCKETS, NAMES, kind_of
from deals.limits.calc import FIGURES, Use
from deals.limits.models import Limit, LimitBreach
from deals.sites.models import Site
from dealtracker.access.models import User
from dealtracker.access.rules import PUBLIC, Viewer, may_change, may_see
from dealtracker.access.viewers import viewer_for
from dealtracker.access.walls import set_reason
from dealtracker.desk.models import Task
from dealtracker.money import AmountError, parse_currency, plain, round_money
from dealtracker.periods import OPEN_END
from dealtracker.strictjson import Fault
from dealtracker.webhooks.models import OutboxEvent
from parties.models import Party

MEASURES = ("debt", "equity")
MOST = Decimal(10) ** 16
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


class LimitRefused(ValueError):
    """A limit that cannot be kept; `faults` name each field, the reason and what is taken."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.pointer[1:]}: {fault.detail}" for fault in faults))
        self.faults = faults


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


@transaction.atomic
def make_limit(*, terms: Terms, compartment: UUID, owner: UUID, reason: str, viewer: Viewer, at: datetime) -> Limit:
    """A limit on what the compartment sees, owned by one who reads it. Raises LimitRefused; then nothing was saved."""
    if not may_change(viewer, compartment):
        raise LimitRefused(
            Fault("/compartment", "not_allowed", "must be a team, or the public deals, that you may change")
        )
    name, wrong = _named(terms, compartment)
    faults = [*_wrong_words(terms), *wrong, *_wrong_terms(terms.amount, terms.currency, terms.start, terms.end)]
    faults += _wrong_owner(owner, compartment, at) + _wrong_reason(reason)
    if faults:
        raise LimitRefused(*faults)
    set_reason(reason.strip())
    made = Limit(
        compartment_id=compartment, name=name, owner_id=owner, reason=reason.strip(), made_at=at, **vars(terms)
    )
    made.save()
    _tell(made, "limit.made", viewer=viewer)
    return made


@transaction.atomic
def change_limit(
    *, limit: UUID, revision: int, amount: Decimal, end: date, owner: UUID, reason: str, viewer: Viewer, at: datetime
) -> Limit:  # fmt: skip
    """Another amount, end or owner, with the reason; what it looks at stays. An end that has come ends it. Raises LimitRefused."""
    found: Limit | None = Limit.objects.editable_by(viewer).select_for_update().filter(pk=limit).first()
    if found is None:
        raise LimitRefused(Fault("/limit", "unknown_limit", "is not a limit that you may change"))
    faults = (
        _wrong_terms(amount, found.currency, found.start, end)
        + _wrong_owner(owner, found.compartment_id, at)
        + _wrong_reason(reason)
    )
    if found.revision != revision:
        faults.append(
            Fault(
                "/revision", "outdated", f"has changed since; it now stands at revision {found.revision}, read it again"
            )
        )
    if faults:
        raise LimitRefused(*faults)
    set_reason(reason.strip())
    Limit.rows.filter(pk=limit).update(
        amount=amount, end=end, owner=owner, reason=reason.strip(), revision=F("revision") + 1
    )
    found.refresh_from_db()
    _tell(found, "limit.changed", viewer=viewer)
    return found


def _wrong_words(terms: Terms) -> list[Fault]:
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


def _wrong_terms(amount: Decimal, currency: str, start: date, end: date) -> list[Fault]:
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


def _wrong_owner(owner: UUID, compartment: UUID, at: datetime) -> list[Fault]:
    user = User.objects.filter(pk=owner, is_active=True).first()
    if user is not None and may_see(viewer_for(user, at=at), compartment):
        return []
    return [Fault("/owner", "invalid_value", "must be someone who reads what the limit looks at")]


def _wrong_reason(reason: str) -> list[Fault]:
    return [] if 0 < len(reason.strip()) <= 300 else [Fault("/reason", "required", "say why, in 1 to 300 characters")]


def _named(terms: Terms, compartment: UUID) -> tuple[str, list[Fault]]:
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


def _tell(limit: Limit, kind: str, *, viewer: Viewer, **more: Any) -> None:
    payload = {"limit": str(limit.pk), "by": viewer.name, **more}
    OutboxEvent.rows.create(compartment_id=limit.compartment_id, kind=kind, deal=None, payload=payload)


@transaction.atomic
def note_breaches(*, uses: Mapping[UUID, Use], day: date, at: datetime, viewer: Viewer) -> tuple[int, int]:
    """Keep what changed: (breaches that began, breaches that ended). Safe to run twice, late, or beside another.

    A breach begins when what is at least known is over the amount. It ends when it no longer is, or when the limit has
    ended or was changed. Each is a row, an event for those who listen, and when it begins a task for the owner.
    """
    limits = {limit.pk: limit for limit in Limit.rows.select_for_update().filter(pk__in=sorted(uses)).order_by("pk")}
    open_ones = {b.limit_id: b for b in LimitBreach.rows.filter(limit__in=limits, ended_at=None)}
    over = {key for key, limit in limits.items() if _is_over(limit, uses[key], day)}
    for key in sorted(over - open_ones.keys()):
        _begin(limits[key], uses[key], day, at, viewer)
    ended = sorted(open_ones.keys() - over)
    for key in ended:
        _end(open_ones[key], limits[key], day, at, viewer)
    return len(over - open_ones.keys()), len(ended)


def _is_over(limit: Limit, use: Use, day: date) -> bool:
    return limit.start <= day < limit.end and use.state(limit.amount) == "over"


def _begin(limit: Limit, use: Use, day: date, at: datetime, viewer: Viewer) -> None:
    assert use.least is not None
    LimitBreach.rows.create(
        compartment_id=limit.compartment_id,
        limit=limit,
        day=day,
        noticed_at=at,
        used=use.least,
        amount=limit.amount,
        most=use.most,
    )
    figures = {
        "used": plain(use.least),
        "amount": plain(limit.amount),
        "currency": limit.currency,
        "day": day.isoformat(),
    }
    _tell(limit, "limit.breached", viewer=viewer, **figures)
    over = plain(use.least - limit.amount)
    title = f"Over the limit on {limit.dimension} {limit.name} by {over} {limit.currency}"
    Task.rows.create(compartment_id=limit.compartment_id, title=title[:300], owner_id=limit.owner_id, due_date=day)


def _end(breach: LimitBreach, limit: Limit, day: date, at: datetime, viewer: Viewer) -> None:
    why = (
        "the limit ended"
        if not limit.start <= day < limit.end
        else "the limit was changed"
        if limit.amount > breach.amount
        else "it is within"
    )
    breach.ended_day, breach.ended_at, breach.ended_by = day, at, why
    breach.save(update_fields=["ended_day", "ended_at", "ended_by"])
    _tell(limit, "limit.kept_again", viewer=viewer, day=day.isoformat(), why=why)
