"""From a deal's bundle to the questions its hardware lines put to the export rules. Plain Python; unknown stays None."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from deals.controls.rules.case import CERTAINTIES, Case
from deals.controls.rules.roles import read_role
from deals.sheets.calc.bundle import Bundle, Row
from deals.sheets.calc.headline import end_users
from deals.sheets.calc.parents import parents_on, seats_over_time

# A user with one of these parts takes the machines themselves; any other use is from afar, as far as is stated.
_ACQUIRES = {"lessee": "lessee", "buyer": "buyer", "borrower": "borrower", "operator": "operator"}
_CHINA = ("CN", "HK", "MO")


def cases_over_time(bundle: Bundle, *, since: date) -> list[tuple[Row, list[tuple[date, date, tuple[Case, ...]]]]]:
    """(hardware line, [(start, end, possible cases without a day)]) for every line of the deal, from `since` on.

    Where a user has, or may have, several ultimate parents, each makes a case of its own; the strongest answer counts.
    """
    user = _user(bundle)
    parents = list(seats_over_time(bundle.parents.get(user.get("id", ""), ()), since=since))
    return [
        (row, [(start, end, _possible(bundle, row, user, held)) for start, end, held in parents])
        for row in bundle.rows["hardware"]
    ]


def cases_on(bundle: Bundle, day: date) -> list[tuple[Row, tuple[Case, ...]]]:
    """(hardware line, possible cases) on one day, without that day in them."""
    user = _user(bundle)
    held = parents_on(bundle.parents.get(user.get("id", ""), ()), day)
    return [(row, _possible(bundle, row, user, held)) for row in bundle.rows["hardware"]]


def _possible(bundle: Bundle, row: Row, user: Row, parents: Sequence[Row]) -> tuple[Case, ...]:
    """One case for each seat that an ultimate parent has or may have; unknown where it may have none of these."""
    case = _case(bundle, row, user)
    sure = {one["hq_country"]: one["certainty"] for one in parents if one["hq_country"]}
    found = [
        replace(
            case,
            ultimate_parent_hq=hq,
            role=read_role(_role_words(bundle, user, hq)),
            certainty=MappingProxyType({**case.certainty, "ultimate_parent_hq": certainty}),
        )
        for hq, certainty in sorted(sure.items())
    ]
    is_open = any(one["basis"] == "possible" or not one["hq_country"] for one in parents)
    return (*found, case) if is_open or not found else tuple(found)


def _case(bundle: Bundle, row: Row, user: Row) -> Case:
    model, site = _model(bundle, row), _site(bundle, row)
    hq = user.get("hq_country")
    known = {
        "model": _certainty(row, "model") if model else None,
        "destination": _certainty(site, "country") if site.get("country") else None,
        "end_user_hq": _certainty(user, "hq_country") if hq else None,
    }
    return Case(
        model=model,
        destination=site.get("country"),
        end_user_hq=hq,
        role=read_role(_role_words(bundle, user)),
        listed_ownership=bundle.listed.get(user.get("id", "")),
        certainty=MappingProxyType({name: code for name, code in known.items() if code in CERTAINTIES}),
    )


def _model(bundle: Bundle, row: Row) -> str | None:
    if row.get("basis") == "guessed":
        return None
    found = bundle.models.get(row.get("model", ""))
    if found:
        return f"{found['vendor']} {found['name']}"
    # Only a maker is stated: the question is put for that maker's chips, not for all there are.
    maker = bundle.parties.get(row.get("vendor", ""))
    return row.get("model_words") or (maker["name"] if maker else None)


def _user(bundle: Bundle) -> Row:
    """The first user whose seat is stated, else the first user, else nobody."""
    users = [bundle.parties[key] for key in end_users(bundle) if key in bundle.parties]
    return next((user for user in users if user.get("hq_country")), users[0] if users else {})


def _site(bundle: Bundle, row: Row) -> Row:
    """The line's own site, or the deal's where all its sites lie in one country."""
    if row.get("site") in bundle.sites:
        return bundle.sites[row["site"]]
    placed = [site for site in bundle.sites.values() if site.get("country")]
    return placed[0] if placed and len({site["country"] for site in placed}) == 1 else {}


def _role_words(bundle: Bundle, user: Row, parent_hq: str | None = None) -> str | None:
    """The user's part where it or its ultimate parent is of China: a subsidiary abroad uses the machines as its parent would."""
    hq = user.get("hq_country")
    if not {hq, parent_hq} & set(_CHINA):
        return None if hq is None else "none"
    parts = [_ACQUIRES[r["role"]] for r in bundle.rows["roles"] if r.get("party") == user["id"] and r.get("role") in _ACQUIRES]
    return "/".join(parts) or "cloud customer"


def _certainty(row: Row, field: str) -> Any:
    standing = row.get("standings", {}).get(field) or row.get("standing") or {}
    return standing.get("certainty")
