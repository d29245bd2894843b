"""A party as it was on a day and as known on another: which names it bore, where it sat, who held what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from dealtracker.access.rules import Viewer
from dealtracker.ids import public_id
from dealtracker.periods import When
from parties.ownership.calc import StakeValue
from parties.ownership.calc.values import holds_on
from parties.ownership.models import Stake
from parties.ownership.queries import headquarters, load_book
from parties.register.models import Party, PartyName
from parties.register.queries import records_of, viewer_walls
from parties.reports.party_sheet import party_sheet


def party_on(*, viewer: Viewer, party: UUID, as_of: date, known_on: date) -> dict[str, Any] | None:
    """In the shape of party_sheet, with "names_then" ({text: "held" | "perhaps" | "before" | "after"}).

    Names are told by their periods, stakes and headquarters also by when they were published. Facts that nobody dates or
    states (kind, identifiers, members) are those of today.
    """
    sheet = party_sheet(viewer=viewer, party=party, known_on=known_on)
    if sheet is None:
        return None
    walls = viewer_walls(viewer)
    records = records_of([party], walls=walls)
    owned = set(_owned_by(records, viewer))
    held = [
        s for s in load_book(records | owned, walls=walls, known_on=known_on).stakes if holds_on(s, as_of) is not False
    ]
    seats = headquarters([party], known_on=known_on).get(party, ())
    names = dict(_parties({key for s in held for key in (s.owner, s.owned)}, viewer))
    stands = {s.owner for s in held if s.owner in records} | {s.owned for s in held if s.owned in records} | {party}
    return {
        **sheet, "hq_country": seats[0] if seats else "", "hq_others": list(seats[1:]), "names_then": _names(records, as_of),
        "owns": [_stake(s, s.owned, names) for s in held if s.owner in stands and s.certainty != "withdrawn"],
        "owned_by": [_stake(s, s.owner, names) for s in held if s.owned in stands and s.certainty != "withdrawn"],
    }  # fmt: skip


def _owned_by(records: Iterable[UUID], viewer: Viewer) -> Iterable[UUID]:
    return Stake.objects.visible_to(viewer).filter(owner__in=list(records)).values_list("owned_id", flat=True)


def _names(records: Iterable[UUID], day: date) -> dict[str, str]:
    rows = PartyName.rows.filter(party__in=list(records)).values_list("text", "start", "end")
    return {text: _then(start, end, day) for text, start, end in rows}


def _then(start: When | None, end: When | None, day: date) -> str:
    if start and not start.perhaps_by(day):
        return "after"
    if end and end.surely_by(day):
        return "before"
    return "held" if (start is None or start.surely_by(day)) and not (end and end.perhaps_by(day)) else "perhaps"


def _parties(keys: set[UUID], viewer: Viewer) -> Iterable[tuple[UUID, str]]:
    return Party.objects.visible_to(viewer).filter(pk__in=keys).values_list("pk", "name")


def _stake(stake: StakeValue, other: UUID, names: dict[UUID, str]) -> dict[str, Any]:
    days = {name: when.to_json() for name in ("start", "end") if (when := getattr(stake, name))}
    return {
        "party": {"id": public_id("party", other), "name": names.get(other, "")}, "kind": stake.kind, "direct": stake.direct,
        "share": stake.share.to_json() if stake.share else None, "certainty": stake.certainty, **days,
    }  # fmt: skip
