"""Which fact a reading speaks of: the reader's field → list of the deal, field, and the value as a claim states it."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as kept
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from deals.agreements.rules.proposed import Proposed
from dealtracker.money import AmountError, parse_decimal, plain

SOURCE, PARTY, ROLE, REPLY, SITE, NOTHING = "source", "party", "role", "reply", "site", ""


class NotAFact(ValueError):
    """A reading that no field of a deal can take; the message says why and what to do."""


@dataclass(frozen=True)
class Reading:
    """`entity` is a name of deals.facts, or source, party, reply; `row` are fields that a new row needs besides."""

    entity: str
    field: str
    value: Callable[[Proposed, date], Any]
    row: Mapping[str, Any] = kept(default_factory=dict)
    relation: str = "same"


def _as_read(proposed: Proposed, published: date) -> Any:
    return proposed.value


def _text(proposed: Proposed, published: date) -> Any:
    return str(proposed.value)[:300]


def _months(proposed: Proposed, published: date) -> Any:
    months = (proposed.value or {}).get("months") if isinstance(proposed.value, dict) else None
    return {"kind": "exact", "point": str(months)} if months is not None else proposed.value


def _purpose(proposed: Proposed, published: date) -> Any:
    return [{"what": str(proposed.value)[:300]}]


def _issue_price(proposed: Proposed, published: date) -> Any:
    """An original issue discount of 1 % is an issue price of 99 %."""
    try:
        point = parse_decimal(proposed.value["point"])
    except (AmountError, KeyError, TypeError):
        raise NotAFact("the discount is not one figure; enter the issue price instead") from None
    return {"kind": proposed.value["kind"], "point": plain(Decimal(1) - point)}


def _fee(kind: str) -> Callable[[Proposed, date], Any]:
    def read(proposed: Proposed, published: date) -> Any:
        of_money = isinstance(proposed.value, dict) and proposed.value.get("currency")
        return [{"kind": str(proposed.more.get("of") or kind)[:60], "amount" if of_money else "rate": proposed.value}]

    return read


def _began(proposed: Proposed, published: date) -> Any:
    """When talks began, by the day of publication: at least three months before 1 December is by 1 September,
    three months some day of that September, about three a day of the month before or after too."""
    value = proposed.value if isinstance(proposed.value, dict) else {}
    if "since" in value:
        return value["since"]
    if month := value.get("since_month"):
        return f"{published.year - (month > published.month)}-{month:02d}"
    for bound in ("at_least", "at_most", "about", ""):
        for unit in ("months", "days"):
            if isinstance(count := value.get(f"{bound}_{unit}".strip("_")), int):
                return _ago(published, bound, unit, count)
    raise NotAFact("no duration was read; enter the day instead")


def _ago(published: date, bound: str, unit: str, count: int) -> Any:
    day = published - timedelta(days=count) if unit == "days" else months_before(published, count)
    if bound in ("at_least", "at_most"):
        return {"by" if bound == "at_least" else "after": day.isoformat()}
    if bound == "about" and unit == "months":
        return {"from": months_before(day, 1).isoformat()[:7], "to": months_before(day, -1).isoformat()[:7]}
    return day.isoformat()[:7]


def months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _happened(proposed: Proposed, published: date) -> Any:
    return {"by": published.isoformat()}


def _covenant(proposed: Proposed, published: date) -> Any:
    return proposed.value.get("limit") if isinstance(proposed.value, dict) else proposed.value


STAGE_EVENTS = {
    "talks": "talks began", "marketing": "marketing launched", "committed": "committed", "signed": "signed", "closed": "closed",
}  # fmt: skip
_MEASURES = {
    "equity": "equity", "contract_value": "contract value", "project_cost": "project cost", "valuation": "valuation",
    "purchase": "capex",
}  # fmt: skip

READINGS: dict[str, Reading] = {
    "facility.amount": Reading("facility", "amount", _as_read),
    "facility.amount.converts": Reading("facility", "amount", _as_read, relation="converts"),
    "facility.kind": Reading("facility", "kind", _as_read),
    "facility.tenor": Reading("facility", "tenor_months", _months),
    "facility.maturity": Reading("facility", "maturity_date", _as_read),
    "facility.purpose": Reading("facility", "purpose", _purpose),
    "facility.amortisation": Reading("facility", "amortisation", _text),
    "facility.stage": Reading("event", "occurred", _happened),
    "facility.margin_bps": Reading("pricing", "margin_bps", _as_read),
    "facility.floor": Reading("pricing", "floor", _as_read),
    "facility.rate": Reading("pricing", "rate", _as_read),
    "facility.issue_price": Reading("pricing", "issue_price", _as_read),
    "facility.oid": Reading("pricing", "issue_price", _issue_price),
    "facility.base_rate": Reading("pricing", "base", _text),
    "facility.fee": Reading("pricing", "fees", _fee("fee")),
    "facility.default_interest": Reading("pricing", "fees", _fee("default interest")),
    "facility.security": Reading("pledge", "object", _text),
    "covenant": Reading("covenant", "value", _covenant),
    "facility.advance_rate": Reading("covenant", "value", _as_read, {"kind": "advance rate"}),
    "contract.term": Reading("contract", "term_months", _months, {"kind": "other"}),
    "hardware.model": Reading("hardware", "model_words", _text, {"basis": "stated"}),
    "hardware.vendor": Reading("hardware", "vendor", _as_read),
    "hardware.quantity": Reading("hardware", "quantity", _as_read, {"basis": "stated"}),
    "site.place": Reading(SITE, "", _as_read),
    "site.mw": Reading("capacity", "mw", _as_read),
    "event.talks_began": Reading("event", "occurred", _began, {"kind": "talks began"}),
    "event.signed": Reading("event", "occurred", _as_read, {"kind": "signed"}),
    "event.announced": Reading("event", "occurred", _as_read, {"kind": "announced"}),
    "event.closed": Reading("event", "occurred", _as_read, {"kind": "closed"}),
    "reply": Reading(REPLY, "", _as_read),
    "party.name": Reading(PARTY, "", _as_read),
    "party.alias": Reading(PARTY, "", _as_read),
    "source.kind": Reading(SOURCE, "kind", _as_read),
    "source.published": Reading(SOURCE, "published_from", _as_read),
    "source.origin": Reading(SOURCE, "", _as_read),
    **{f"figure.{name}": Reading("figure", "amount", _as_read, {"measure": m}) for name, m in _MEASURES.items()},
    **{f"figure.{name}": Reading("figure", "amount", _as_read) for name in ("revenue", "backstop", "other")},
}
SOURCE_KINDS = {"translation": "machine translation", "satire": "satire"}


def reading(read: str) -> Reading:
    """The fact that a field of the reader speaks of; raises NotAFact for one that is not there."""
    inner = read.removeprefix("other_deal.") if read.startswith("other_deal.") else ""
    if inner:
        return reading("facility.amount" if inner == "amount" else f"role.{inner}")
    if read in READINGS:
        return READINGS[read]
    if read.startswith("role.") and read != "role.participation":
        return Reading(ROLE, "", _as_read)
    if read == "role.participation":
        return Reading(ROLE, "scope", _as_read)
    raise NotAFact(f'"{read[:60]}" is no field that a deal has; enter what the sentence says by hand')


def row_values(proposed: Proposed) -> dict[str, Any]:
    """What a new row for this reading holds besides the field itself; texts only."""
    values = dict(reading(proposed.read).row)
    if proposed.read == "facility.stage":
        values["kind"] = STAGE_EVENTS.get(str(proposed.value), "other")
    elif proposed.read == "covenant" and isinstance(proposed.value, dict):
        values |= {
            "kind": str(proposed.value.get("kind") or "covenant")[:60],
            "words": str(proposed.value.get("words", ""))[:500],
        }
    elif proposed.read == "hardware.quantity":
        unit = str(proposed.more.get("unit") or "unsaid")
        values |= {"unit": unit if unit in ("GPU", "server", "rack", "system") else "unsaid"}
        values |= {"model_words": str(proposed.more["model"])[:200]} if proposed.more.get("model") else {}
    return values


def role_values(proposed: Proposed) -> dict[str, str]:
    """Role, status and scope of a reading about who does what; a text about talks makes nobody an active lender."""
    role = proposed.read.split(".", 1)[1].replace("_", " ")
    status = str(proposed.more.get("status") or _STATUS.get(role, "expected"))
    return {"role": role, "status": status, "scope": str(proposed.more.get("scope") or "")[:300]}


_STATUS = {"borrower": "active", "issuer": "active", "approached": "approached", "sponsor": "active"}
