"""The roles of a deal, grouped by what they bring; a dashed name is reported only."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html

from deals.pages.deal.cells import Column, country, of, party_link, table, text, when, whole
from deals.pages.deal.seen import Row, Seen, is_stated, mark
from deals.pages.deal.three_lines import unnamed
from dealtracker.uikit import atoms

GROUPS = (
    ("obligor", "Obligors", "money"),
    ("money", "Lenders and investors", "money"),
    ("agent", "Arrangers and agents", "money"),
    ("adviser", "Advisers", "money"),
    ("support", "Support", "money"),
    ("hardware", "Hardware", "chips"),
    ("site", "Site", "site"),
    ("user", "Users of the compute, as reported or stated", "use"),
    ("other", "Others", ""),
)


def _party(seen: Seen, name: str, row: Row) -> Any:
    known = seen.parties.get(row["party"]["id"], {})
    hidden = unnamed(known).strip(" ()")
    standing = row["standings"].get("party") or row["standing"]
    shown = party_link(seen, row["party"], standing, scripts=True)
    return format_html('{}<span class="sub">{}</span>', shown, hidden) if hidden else shown


def _role(seen: Seen, name: str, row: Row) -> Any:
    return format_html('<span class="{}">{}</span>', "" if is_stated(row["standing"]) else "said-rep", row["role"])


def _status(seen: Seen, name: str, row: Row) -> Any:
    own = row["standings"].get("status")
    shown = mark(seen, f"/roles/{row['key']}/status", own, "this status") if own else ""
    outcome = f", {row['outcome']}" if row.get("outcome") else ""
    return format_html("{}{} {}", row["status"], outcome, shown)


def _country(seen: Seen, name: str, row: Row) -> Any:
    known = seen.parties.get(row["party"]["id"], {})
    standing = known.get("standings", {}).get("hq_country")
    if not known.get("hq_country"):
        return atoms.blank("not_stated")
    opened = mark(seen, f"/parties/{row['party']['id']}/hq_country", standing, "this country") if standing else ""
    return format_html("{} {}", country(known["hq_country"], standing), opened)


def _of(seen: Seen, name: str, row: Row) -> Any:
    return of("facility", "contract", "support", "site")(seen, name, row) or "the deal"


COLUMNS = (
    Column("Party", _party),
    Column("Role", _role),
    Column("Of", _of),
    Column("Scope", text("scope")),
    Column("Status", _status),
    Column("Country", _country),
    Column("From", when("start", short=True)),
    Column("Until", when("end", short=True)),
    Column("Claims", whole),
)


def role_table(seen: Seen) -> dict[str, Any] | None:
    """The table with its rows in groups: each row carries the title of a group that begins with it."""
    place = {group: i for i, (group, _, _) in enumerate(GROUPS)}
    rows = sorted(seen.doc["roles"], key=lambda row: place.get(row["group"], len(place)))
    made = table(
        seen,
        "roles",
        rows,
        COLUMNS,
        "A dashed name or role is reported or inferred; a solid one is stated by the party or documented.",
    )
    if made is None:
        return None
    before = ""
    for row, shown in zip(rows, made["rows"], strict=True):
        if row["group"] != before:
            _, title, layer = GROUPS[place.get(row["group"], len(GROUPS) - 1)]
            shown["group"], shown["layer"] = title, layer
        before = row["group"]
    return made


def stated_roles(seen: Seen) -> str:
    """How many of the roles a party states or a document shows."""
    stated = sum(is_stated(row["standing"]) for row in seen.doc["roles"])
    others = "; the others are reported or inferred" if stated < len(seen.doc["roles"]) else ""
    return f"{stated} of {len(seen.doc['roles'])} stated by a party or documented{others}"
