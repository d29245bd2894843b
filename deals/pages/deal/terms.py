"""Facilities with their pricing, security and lenders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from deals.agreements.words import FACILITY_KINDS
from deals.pages.deal.cells import (
    Column,
    amount,
    of,
    party_link,
    quantity_words,
    table,
    text,
    when,
)
from deals.pages.deal.seen import Row, Seen, date_said, mark_row, why_link, words
from deals.reports import stated_sums
from deals.reports.why_covenant import span_of
from dealtracker.money import plain
from dealtracker.uikit import atoms, formats
from dealtracker.uikit.countries import country_name

COMMITMENT = {
    "committed": "committed",
    "conditional": "committed on conditions",
    "uncommitted option": "option, not committed",
    "proposed": "proposed; nothing committed is known",
    "unknown": "not stated whether committed",
}


def lines_of(parts: Iterable[Any]) -> SafeString | None:
    """Parts one below the other; None when there is none."""
    kept = [part for part in parts if part]
    return format_html_join("", '<span class="line">{}</span>', ((part,) for part in kept)) if kept else None


def facility_name(row: Row) -> str:
    return words(row.get("name")) or row["kind"]


def _facility(seen: Seen, name: str, row: Row) -> Any:
    kind = FACILITY_KINDS.get(row["kind"], row["kind"])
    measure = f"{kind}, equity" if row.get("measure") == "equity" else kind
    more = f"; increases {seen.name_of(row['increases'])}" if row.get("increases") else ""
    return format_html('{}<span class="sub">{}{}</span>', facility_name(row), measure, more)


def _amount(seen: Seen, name: str, row: Row) -> Any:
    return amount(seen, name, row, "amount", scale=True) if row.get("amount") else None


def _commitment(seen: Seen, name: str, row: Row) -> Any:
    said = COMMITMENT.get(row["commitment"], row["commitment"])
    own = mark_row(seen, name, row, "commitment", "the commitment") if "commitment" in row["standings"] else ""
    condition = words(row.get("condition"))
    return format_html("{} {}{}", said, own, format_html('<span class="sub">{}</span>', condition) if condition else "")


def _purpose(seen: Seen, name: str, row: Row) -> Any:
    items = row.get("purpose")
    if not items:
        return None
    if not isinstance(items, list):
        return words(items)
    return lines_of(_purpose_words(item) for item in items)


def _purpose_words(item: Row) -> str:
    share = quantity_words(item["share"], percent=True) if item.get("share") else ""
    place = country_name(item["country"]) if item.get("country") else ""
    return ", ".join(filter(None, (words(item.get("what")), place, share)))


def price_words(row: Row) -> str:
    """ "SOFR + 600 bps", "7.75 %", with the part it applies to and the days on which it holds."""
    margin = quantity_words(row["margin_bps"], "bps") if row.get("margin_bps") else ""
    rate = quantity_words(row["rate"], percent=True) if row.get("rate") else ""
    based = " + ".join(filter(None, (words(row.get("base")), margin)))
    fees = [fee_words(fee) for fee in row.get("fees", ())]
    floor = f"floor {quantity_words(row['floor'], percent=True)}" if row.get("floor") else ""
    issued = f"issued at {quantity_words(row['issue_price'], percent=True)}" if row.get("issue_price") else ""
    part = words(row.get("applies_to"))
    scope = ", ".join(filter(None, ("" if part == "all" else part, days_held(row))))
    kind = "" if row["measure"] == "contractual" else row["measure"]
    said = "; ".join(filter(None, (based, rate, floor, issued, *fees, kind)))
    return f"{said} ({scope})" if scope else said


def days_held(row: Row) -> str:
    """ "from 1 Jan 2026 until 31 Dec 2026", empty where no period is stated."""
    ends = (("from", row.get("start")), ("until", row.get("end")))
    return " ".join(f"{word} {date_said(day)}" for word, day in ends if day)


def fee_words(fee: Row) -> str:
    """ "commitment fee 0.5 %", in the words of the source where it has some."""
    rate = quantity_words(fee.get("rate") or {}, percent=True)
    said = words(fee.get("words")) or rate or formats.amount_words(fee.get("amount"))
    return " ".join(filter(None, (words(fee.get("kind")), said)))


def holds(seen: Seen, one: Row) -> bool:
    """Whether a term that has a period holds on the day that is asked for."""
    return span_of(one).holds_on(seen.clock.as_of)


def _pricing(seen: Seen, name: str, row: Row) -> Any:
    """Prices that hold on the day first; each says its own days."""
    every = [price for price in seen.doc["pricing"] if price.get("facility") == row["id"]]
    own = sorted(every, key=lambda price: not holds(seen, price))
    return lines_of(
        format_html(
            "{} {}", price_words(price) or atoms.blank("not_stated"), mark_row(seen, "pricing", price, "", "this price")
        )
        for price in own
    )


def _term(seen: Seen, name: str, row: Row) -> Any:
    months = row.get("tenor_months")
    tenor = f"{quantity_words(months, 'months') or 'tenor not stated'}" if months else ""
    due = row.get("maturity_date")
    matures = f"due {date_said(due)}" if due else ""
    rule = words(row.get("maturity_rule"))
    shown = lines_of((tenor, matures, rule))
    fields = [f for f in ("maturity_date", "tenor_months", "maturity_rule") if f in row["standings"]]
    return (
        format_html("{} {}", shown, mark_row(seen, name, row, fields[0], "the term") if fields else "")
        if shown
        else None
    )


def _security(seen: Seen, name: str, row: Row) -> Any:
    kinds = [pledge["kind"] for pledge in seen.doc["pledges"] if pledge["facility"] == row["id"]]
    rank = words(row.get("seniority"))
    none = [] if "unsecured" in rank else ["unsecured, as a source calls it"] * ("none" in kinds)
    return lines_of([rank, *none, *dict.fromkeys(kind for kind in kinds if kind != "none")])


def lenders_of(seen: Seen, row: Row) -> list[Row]:
    """Roles of group money in this facility, or in the deal as a whole where it has but one facility."""
    alone = len(seen.doc["facilities"]) == 1
    return [
        role
        for role in seen.doc["roles"]
        if role["group"] == "money" and (role.get("facility") == row["id"] or (alone and not role.get("facility")))
    ]


def _lenders(seen: Seen, name: str, row: Row) -> Any:
    found = lenders_of(seen, row)
    return lines_of(_lender(seen, role) for role in found) or atoms.blank("not_stated", "not named")


def _lender(seen: Seen, role: Row) -> SafeString:
    about = ", ".join(
        filter(None, (role["role"], role["status"] if role["status"] != "active" else "", role.get("outcome", "")))
    )
    return format_html('{} <span class="muted">{}</span>', party_link(seen, role["party"], role["standing"]), about)


def remainder(seen: Seen, row: Row) -> tuple[str, str]:
    """(what of a facility no named hold covers, why); law 4: holds + remainder = amount where both have points."""
    left = stated_sums.remainder(seen.doc, row)
    if left.amount is None:
        return "", left.why
    found = {"kind": "exact" if left.is_exact else "approx", "point": plain(left.amount), "currency": left.currency}
    return formats.bounds_words(found) or "", ""


def _remainder(seen: Seen, name: str, row: Row) -> Any:
    left, why = remainder(seen, row)
    if left:
        return why_link(seen, left, "remainder", f"/facilities/{row['key']}")
    return format_html('{}<span class="sub">{}</span>', atoms.blank("not_disclosed", "not computable"), why)


FACILITIES = (
    Column("Facility", _facility),
    Column("Amount", _amount, "wide"),
    Column("Commitment", _commitment, "wide"),
    Column("Purpose", _purpose, "wide"),
    Column("Pricing", _pricing),
    Column("Term", _term),
    Column("Security", _security),
    Column("Lenders", _lenders, "wide"),
    Column("Undisclosed remainder", _remainder),
    Column("Signed", when("signing_date", short=True)),
    Column("Repayment", text("amortisation")),
    Column("Redemption", text("redemption")),
    Column("Recourse", text("recourse")),
    Column("Relies on", of("relies_on")),
)


def facility_table(seen: Seen) -> dict[str, Any] | None:
    return table(
        seen,
        "facilities",
        seen.doc["facilities"],
        FACILITIES,
        "Amounts as their sources wrote them; the scale runs from 100m to 100bn in the currency written.",
    )
