"""From a deal's bundle to the questions its hardware lines put to the export rules. Plain Python; unknown stays None."""
from __future__ import annotations

from types import MappingProxyType
from typing import Any

from deals.controls.rules.case import CERTAINTIES, Case
from deals.controls.rules.roles import read_role
from deals.sheets.calc.bundle import Bundle, Row
from deals.sheets.calc.headline import end_users

# A user with one of these parts takes the machines themselves; any other use is from afar, as far as is stated.
_ACQUIRES = {"lessee": "lessee", "buyer": "buyer", "borrower": "borrower", "operator": "operator"}
_CHINA = ("CN", "HK", "MO")


def cases(bundle: Bundle) -> list[tuple[Row, Case]]:
    """(hardware line, case without a day) for every line of the deal."""
    return [(row, _case(bundle, row)) for row in bundle.rows["hardware"]]


def _case(bundle: Bundle, row: Row) -> Case:
    model, user, site = _model(bundle, row), _user(bundle), _site(bundle, row)
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
        role=read_role(_role_words(bundle, user, hq)),
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


def _role_words(bundle: Bundle, user: Row, hq: str | None) -> str | None:
    if not user or hq is None:
        return None
    if hq not in _CHINA:
        return "none"
    parts = [_ACQUIRES[r["role"]] for r in bundle.rows["roles"] if r.get("party") == user["id"] and r.get("role") in _ACQUIRES]
    return "/".join(parts) or "cloud customer"


def _certainty(row: Row, field: str) -> Any:
    standing = row.get("standings", {}).get(field) or row.get("standing") or {}
    return standing.get("certainty")
