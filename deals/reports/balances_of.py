"""Where the facilities of one deal stand on a day: by entries, as stated and as reported, and what is not disclosed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from deals.agreements.models import Deal
from deals.exposure.models import ExposurePeriod
from deals.exposure.stated import COLUMNS
from deals.ledger.calc.rounding import from_units
from deals.ledger.models import Hold, LedgerEntry
from deals.ledger.queries import booked
from deals.models import Facility
from deals.sheets.exposure_seen import exposure_rows
from deals.sheets.queries import load
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Standing
from dealtracker.ids import public_id
from dealtracker.money import plain
from parties.register.models import Party

Row = dict[str, Any]
_FIGURES = (
    "low", "committed", "high", "outstanding", "undrawn", "promised", "net_committed", "net_outstanding", "net_undrawn",
)  # fmt: skip


def balances_of(*, viewer: Viewer, deal: UUID, as_of: date, known_on: date, today: date) -> Row | None:
    """{"deal", "as_of", "known_on", "facilities": [{"facility", "name", "lines", "holds", "undisclosed", "undrawn_range"}]}.

    A line rests on entries, on a stated amount or on a reported balance ("start" is then the day it speaks of), and has
    its weight, basis, currency and figures as decimal strings. "undisclosed" is the amount beyond the named holds with its
    weight, or "not computable": where no hold is disclosed, or one has no figure. "undrawn_range" is there where only
    balances are known: [low, high]. None where there is no such deal for this viewer.
    """
    if not Deal.objects.visible_to(viewer).filter(pk=deal).exists():
        return None
    rows = _rows(deal, as_of, known_on, today)
    facilities = Facility.rows.filter(deal=deal).order_by("key")
    names = dict(Party.rows.filter(pk__in={row["party"] for row in rows if row["party"]}).values_list("pk", "name"))
    holds = dict(Hold.rows.filter(deal=deal).values_list("pk", "key"))
    blank = _without_figure(set(holds) - {row["hold"] for row in rows}, known_on)
    found = [_facility(f, [row for row in rows if row["facility"] == f.pk], names, holds, blank) for f in facilities]
    return {
        "deal": public_id("deal", deal), "as_of": as_of.isoformat(), "known_on": known_on.isoformat(),
        "facilities": [one for one in found if one["lines"] or one["holds"]],
    }  # fmt: skip


def _rows(deal: UUID, as_of: date, known_on: date, today: date) -> list[Row]:
    if known_on >= today:
        stored = ExposurePeriod.rows.filter(deal=deal, start__lte=as_of, end__gt=as_of).exclude(rests_on="unstated")
        return list(stored.order_by("rests_on", "hold", "start").values(*COLUMNS))
    keys = ("compartment", "deal", "facility", "hold", "party")
    bundle = load([deal])[deal]
    rows = [r for r in exposure_rows(bundle, booked([deal]).get(deal, ()), known_on) if r["rests_on"] != "unstated"]
    full = [{name: row.get(name) for name in COLUMNS} for row in rows if row["start"] <= as_of < row["end"]]
    return [{**row, **{name: UUID(str(row[name])) for name in keys if row[name]}} for row in full]


def _without_figure(holds: set[UUID], known_on: date) -> set[UUID]:
    """Of holds without a row those that were known by the day; by their facilities."""
    known = Standing.rows.filter(target__in=holds, known_from__lte=known_on, known_to__gt=known_on).values("target")
    return set(Hold.rows.filter(pk__in=known).values_list("facility_id", flat=True))


def _facility(
    facility: Facility, rows: Sequence[Row], names: dict[UUID, str], holds: dict[UUID, str], blank: set[UUID]
) -> Row:
    lines = sorted((row for row in rows if row["hold"] is None), key=lambda row: row["party"] is not None)
    held = [row for row in rows if row["hold"] is not None]
    return {
        "facility": public_id("facility", facility.pk), "key": facility.key, "name": facility.name or facility.kind,
        "measure": facility.measure, "lines": [_line(row, names) for row in lines],
        "holds": [{"hold": public_id("hold", r["hold"]), "key": holds.get(r["hold"]), **_line(r, names)} for r in held],
        "undisclosed": "not computable" if facility.pk in blank else _undisclosed(lines, held),
        "undrawn_range": _undrawn_range(facility, lines),
    }  # fmt: skip


def _line(row: Row, names: dict[UUID, str]) -> Row:
    figures = {n: None if row[n] is None else plain(from_units(int(row[n]), row["currency"])) for n in _FIGURES}
    party = {"id": public_id("party", row["party"]), "name": names.get(row["party"])} if row["party"] else None
    kept = {name: row[name] for name in ("weight", "basis", "rests_on", "currency")}
    return {"party": party, **kept, "start": row["start"].isoformat(), **figures}


def remainder(whole: int | None, holds: Sequence[int | None]) -> int | None:
    """What a facility has beyond its named holds; None where one of them has no point."""
    named = [hold for hold in holds if hold is not None]
    return None if whole is None or len(named) < len(holds) else whole - sum(named)


def _undisclosed(lines: Sequence[Row], held: Sequence[Row]) -> Row | str:
    """By entries once they tell of all that is stated, else by what is stated; where only that is known, of its holds."""
    whole = _whole(lines)
    holds = {row["hold"]: row for row in sorted(held, key=_is_booked) if whole and row["weight"] == whole["weight"]}
    if whole is None or not (holds or _is_booked(whole)):
        return "not computable"
    own = [row["committed"] if row["currency"] == whole["currency"] else None for row in holds.values()]
    left = remainder(whole["committed"], own)
    if left is None:
        return "not computable"
    kept = {name: whole[name] for name in ("currency", "weight")}
    return {"amount": plain(from_units(left, whole["currency"])), **kept, "by": whole["rests_on"]}


def _is_booked(row: Row) -> bool:
    return bool(row["rests_on"] == "entries")


def _whole(lines: Sequence[Row]) -> Row | None:
    """What the facility counts as, as `deals/exposure/counted.py` has it."""
    own = {row["rests_on"]: row for row in lines if row["party"] is None and row["weight"] != "possible"}
    booked, stated = own.get("entries"), own.get("stated")
    if booked is None or stated is None:
        return booked or stated
    most = next((stated[name] for name in ("committed", "high", "low") if stated[name] is not None), 0)
    return booked if booked["currency"] == stated["currency"] and booked["promised"] >= most else stated


def _undrawn_range(facility: Facility, lines: Sequence[Row]) -> list[str] | None:
    """Undrawn lies between nothing and the commitment less the reported balance; what was repaid may not be drawn again."""
    stated = next((r for r in lines if r["rests_on"] == "stated" and r["committed"] is not None), None)
    reported = (r for r in lines if r["rests_on"] == "balance" and r["party"] is None and r["outstanding"] is not None)
    balance = next(reported, None)
    if any(r["rests_on"] == "entries" for r in lines):
        return None
    if stated is None or balance is None or stated["currency"] != balance["currency"]:
        return None
    most = plain(from_units(max(stated["committed"] - balance["outstanding"], 0), stated["currency"]))
    return [most if facility.revolving else "0", most]


def deal_of_facility(*, viewer: Viewer, facility: UUID) -> UUID | None:
    """The deal of a facility that this viewer sees; None where hidden or absent."""
    found: UUID | None = Facility.objects.visible_to(viewer).filter(pk=facility).values_list("deal_id", flat=True).first()
    return found


def deal_of_entry(*, viewer: Viewer, entry: UUID) -> UUID | None:
    """The deal of an entry that this viewer sees; None where hidden or absent."""
    found: UUID | None = LedgerEntry.objects.visible_to(viewer).filter(pk=entry).values_list("deal_id", flat=True).first()
    return found
