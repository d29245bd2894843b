"""What parties on screening lists own of those who use a deal's machines, as a reader's own judgements have it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from deals.agreements.words import USERS
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key
from dealtracker.money import Amount
from parties.ownership.calc import BIS_RULE, Bounds
from parties.reports.party_candidates import party_candidates
from parties.screening.queries import active_lists


def listed_owners(*, viewer: Viewer, sheet: Mapping[str, Any], as_of: date, known_on: date) -> dict[str, Amount]:
    """Party of the sheet → the share that listed parties own of it under the BIS Affiliates Rule, a fraction.

    Only for those who may see what was screened; a party of which no listed owner is known is absent, which says nothing.
    """
    if viewer.is_anonymous or not active_lists():
        return {}
    users = {role["party"]["id"] for role in sheet["roles"] if role.get("role") in USERS and role.get("party")}
    found = {user: _share(viewer, user, as_of, known_on) for user in sorted(users)}
    return {user: share for user, share in found.items() if share is not None}


def _share(viewer: Viewer, user: str, as_of: date, known_on: date) -> Amount | None:
    party = private_key("party", user)
    screened = party_candidates(viewer=viewer, party=party, as_of=as_of, known_on=known_on) if party else None
    held = (one.aggregate for one in screened.ownership if one.rule == BIS_RULE) if screened else ()
    return next((_amount(bounds) for bounds in held), None)


def _amount(bounds: Bounds) -> Amount:
    if bounds.is_exact:
        return Amount("exact", point=bounds.low)
    return Amount("range", low=bounds.low, high=bounds.high)
