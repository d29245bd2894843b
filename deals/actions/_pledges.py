"""No change leaves more of a hardware line pledged at one rank than the line holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from deals.agreements.models import Pledge
from deals.hardware.calc.pledges import OverPledge, PledgeOf, over_pledges
from deals.hardware.models import HardwareLine
from dealtracker.strictjson import Fault


def pledge_faults(deals: Collection[UUID]) -> dict[UUID, list[Fault]]:
    """Deal → what is surely pledged beyond its line, with the figures and the rule.

    What is about so much is let in, and so is a pledge with a day of release: the other one may begin after it.
    """
    pledges = Pledge.rows.filter(deal__in=deals).exclude(line=None).select_related("facility").order_by("key")
    by_deal: dict[UUID, list[Pledge]] = defaultdict(list)
    for row in pledges:
        by_deal[row.deal_id].append(row)
    lines = HardwareLine.rows.in_bulk({row.line_id for rows in by_deal.values() for row in rows})
    return {deal: faults for deal, rows in by_deal.items() if (faults := _faults(rows, lines))}


def _faults(rows: list[Pledge], lines: dict[UUID, HardwareLine]) -> list[Fault]:
    names = {row.line_id: lines[row.line_id] for row in rows}
    units = {line.key: "" if line.unit == "unsaid" else line.unit for line in names.values()}
    of = [
        PledgeOf(row.key, row.facility.key, names[row.line_id].key, row.quantity, row.rank, row.released_on)
        for row in rows
    ]
    found = over_pledges({line.key: line.quantity for line in names.values()}, of, date.max)
    return [_fault(one, units[one.line]) for one in found if one.certain]


def _fault(one: OverPledge, unit: str) -> Fault:
    return Fault(f"/pledges/{one.pledges[-1].key}/quantity", "over_pledged", one.words(unit))
