"""The deal in three lines: money from, chips in, compute for. Sentences say who said so, and no more than is known.

The policy is in tables: which groups of roles speak in which line, how a role in a state reads as a report and as a
statement, and what follows a statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from deals.agreements.words import FACILITY_KINDS
from deals.pages.deal.assets import state_words
from deals.pages.deal.cells import other_scripts, party_link, quantity_words, site_link
from deals.pages.deal.seen import Row, Seen, mark_row, model_words, words
from dealtracker.uikit import atoms, formats
from dealtracker.uikit.countries import country_name

MONEY_GROUPS, USER_GROUPS = ("money", "agent"), ("user",)
# (role, status) → how a report of it reads, and how a statement or document does; "" stands for any role or status.
# The first that fits is taken.
CALLED = (
    ("approached", "", "Reported as approached for money", "Approached for money"),
    (
        "prepared materials",
        "",
        "Reported to have taken part in preparing materials for lenders",
        "Took part in preparing materials for lenders",
    ),
    ("end beneficiary", "ended", "Reported former user", "Former user"),
    ("end beneficiary", "", "Reported user", "User"),
    ("offtaker", "", "Reported taker of the capacity", "Taker of the capacity"),
    ("", "approached", "Reported as approached as {role}", "Approached as {role}"),
    ("", "expected", "Reported as expected {role}", "Expected {role}"),
    ("", "ended", "Reported former {role}", "Former {role}"),
    ("", "not concluded", "Reported {role}, not concluded", "{Role}, not concluded"),
    ("", "", "Reported {role}", "{Role}"),
)
# certainty → what follows a statement; a certainty that is not here is a report
STATED = {
    "stated_by_party": ", as stated{by}",
    "documented": ", as documented",
    "withdrawn": ", withdrawn by its source",
    "inferred": ", by our own reading",
}
# stage or commitment of a facility → what is said of its amount
SOUGHT = {
    "proposed": "sought",
    "conditional": "committed on conditions",
    "uncommitted option": "an option, not committed",
    "committed": "committed",
    "unknown": "",
}
_MOST = 5


def called(role: str, status: str, standing: Row | None) -> str:
    """ "Reported lender", "Lender, as stated by Lambda", "Lender, as documented"."""
    report, statement = next(said for name, state, *said in CALLED if name in ("", role) and state in ("", status))
    return reads(report, statement, standing, role=role)


def reads(report: str, statement: str, standing: Row | None, **names: str) -> str:
    """The beginning of a sentence, by what it rests on."""
    shown = standing or {}
    tail = STATED.get(str(shown.get("certainty")))
    by = f" by {shown['by']}" if shown.get("by") else ""
    capital = {name.capitalize(): text[:1].upper() + text[1:] for name, text in names.items()}
    return f"{statement.format(**names, **capital)}{tail.format(by=by)}" if tail else report.format(**names, **capital)


def three_lines(seen: Seen) -> list[dict[str, Any]]:
    """[{"layer", "title", "says", "rests_on"}], in the order money, chips, use."""
    return [
        {
            "layer": "money",
            "title": "Money from",
            "says": _money(seen),
            "rests_on": _places(seen, "borrower", "Borrower"),
        },
        {"layer": "chips-layer", "title": "Chips in", "says": _chips(seen), "rests_on": _places(seen, "site", "Site")},
        {"layer": "use", "title": "Compute for", "says": _use(seen), "rests_on": _places(seen, "use", "User")},
    ]


def _money(seen: Seen) -> list[SafeString]:
    lenders = _by_role(seen, MONEY_GROUPS)
    nobody = format_html("Lenders and arrangers: {}", atoms.blank("not_stated", "not named"))
    borrowers = _by_role(seen, ("obligor",), only=("borrower", "issuer", "co-borrower"))
    return [*(_sum(seen, row) for row in seen.doc["facilities"][:2]), *borrowers, *(lenders or [nobody])]


def _sum(seen: Seen, row: Row) -> SafeString:
    """ "Reported loan: about US$300m, sought"."""
    standing = seen.standing(row["standings"].get("amount") or row["standing"])
    kind = FACILITY_KINDS.get(row["kind"], row["kind"]).split(",")[0]
    amount = formats.amount_words(row.get("amount")) if isinstance(row.get("amount"), dict) else None
    parts = (amount or "amount not stated", SOUGHT.get(row["commitment"], ""))
    begins = reads("Reported {kind}", "{Kind}", standing, kind=kind)
    return format_html(
        "{}: {}. {}", begins, ", ".join(filter(None, parts)), mark_row(seen, "facilities", row, "amount", "this amount")
    )


def _use(seen: Seen) -> list[SafeString]:
    users = _by_role(seen, USER_GROUPS, first="end beneficiary")
    return [*(users or [format_html("User: {}", atoms.blank("not_stated"))]), *_denials(seen)]


def _by_role(seen: Seen, groups: tuple[str, ...], *, first: str = "", only: tuple[str, ...] = ()) -> list[SafeString]:
    """One sentence for the parties that have one role, status and certainty in common."""
    grouped: dict[str, list[Row]] = {}
    roles = [role for role in seen.doc["roles"] if role["group"] in groups and (not only or role["role"] in only)]
    for role in sorted(roles, key=lambda role: role["role"] != first):
        grouped.setdefault(called(role["role"], role["status"], seen.standing(role["standing"])), []).append(role)
    return [_sentence(seen, begins, roles) for begins, roles in grouped.items()]


def _sentence(seen: Seen, begins: str, roles: list[Row]) -> SafeString:
    unique = list({role["party"]["id"] or role["key"]: role for role in roles}.values())
    names = format_html_join(", ", "{}", ((_who(seen, role),) for role in unique[:_MOST]))
    more = f" and {len(unique) - _MOST} more below" if len(unique) > _MOST else ""
    stop = "" if strip_tags(f"{names}{more}").endswith(".") else "."
    return format_html("{}: {}{}{} {}", begins, names, more, stop, mark_row(seen, "roles", roles[0], "", "this role"))


def _who(seen: Seen, role: Row) -> SafeString:
    row = seen.parties.get(role["party"]["id"], {})
    named = format_html("{}{}", party_link(seen, role["party"], role["standing"]), unnamed(row))
    native = [n for n in other_scripts(row) if role["role"] == "end beneficiary"][:1]
    also = format_html_join("", ' <span lang="{}">{}</span>', ((n.get("language") or "und", n["text"]) for n in native))
    scope = words(role.get("scope")) if role["role"] == "prepared materials" else ""
    return format_html("{}{}{}", named, also, f" ({scope})" if scope else "")


def unnamed(party: Row) -> str:
    if party.get("kind") != "unnamed group":
        return ""
    low, high = party.get("count_min"), party.get("count_max")
    many = f"{low}" if low and low == high else f"{low} to {high}" if low and high else f"at least {low}" if low else ""
    return f" (unnamed{', ' + many if many else ''})"


def _chips(seen: Seen) -> list[SafeString]:
    lines = [_line(seen, line) for line in seen.doc["hardware"][:3]]
    if len(seen.doc["hardware"]) > 3:
        lines.append(format_html("{} more below.", formats.count_words(len(seen.doc["hardware"]) - 3, "hardware line")))
    placed = {line["site"]["id"] for line in seen.doc["hardware"] if line.get("site")}
    rest = [row for row in seen.doc["sites"] if row["id"] not in placed]
    if rest:
        begins = reads("Reported site", "Site", seen.standing(rest[0].get("standing")))
        names = format_html_join(", ", "{}", ((_place(row),) for row in rest[:3]))
        lines.append(format_html("{}: {}. {}", begins, names, mark_row(seen, "sites", rest[0], "", "this site")))
    return lines or [format_html("Chips and site: {}", atoms.blank("not_entered"))]


def _line(seen: Seen, line: Row) -> SafeString:
    standing = seen.standing(line["standing"])
    count = quantity_words(
        line.get("quantity") or {}, "" if line.get("unit") == "unsaid" else f"{line.get('unit', '')}s"
    )
    vendor = (line.get("vendor") or {}).get("name") or ""
    model = model_words(line)
    maker = f", made by {vendor}" if vendor and vendor.casefold() not in model.casefold() else ""
    where = format_html(", for {}", site_link(seen, line["site"])) if line.get("site") else ""
    how_many = f"{count}" if count else "number not stated"
    begins = reads("Reported chips", "Chips", standing)
    shown = format_html('<span class="said-rep">{}</span>', model) if begins.startswith("Reported") else model
    own = mark_row(seen, "hardware", line, "", "this line")
    return format_html("{}, {}: {} ({}{}){}. {}", begins, state_words(seen, line), shown, how_many, maker, where, own)


def _place(row: Row) -> SafeString:
    city = words(row.get("city")) or words(row.get("region"))
    shown = f" ({city})" if city and city not in row["name"] else ""
    return format_html('<a href="/sites/{}/">{}</a>{}', row["id"], row["name"], shown)


def _denials(seen: Seen) -> Iterable[SafeString]:
    """What stands against the report, in the words of whoever denies it."""
    for reply in seen.doc["replies"]:
        if reply["stance"] != "denies":
            continue
        said = format_html(" says: <q>{}</q>", words(reply["words"])) if reply.get("words") else " denies it"
        yield format_html("{} {}{}", atoms.icon("r-denies"), reply["party"]["name"], said)


def _places(seen: Seen, layer: str, label: str) -> SafeString:
    found = seen.derived["countries"][layer]
    if not found:
        return format_html("{} country: {}", label, atoms.blank("not_stated"))
    boxes = format_html_join(
        ", ", "{} {}", ((atoms.country(c["code"], c["certainty"]), country_name(c["code"])) for c in found[:4])
    )
    return format_html("{} country: {}", label, boxes)
