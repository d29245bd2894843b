"""Facilities with their pricing, security and lenders; then every other agreement of the deal, each a table of columns."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from deals.agreements.words import FACILITY_KINDS
from deals.pages.deal.cells import (
    Cell,
    Column,
    amount,
    money,
    of,
    party,
    party_link,
    quantity,
    quantity_words,
    site,
    table,
    text,
    when,
    whole,
)  # fmt: skip
from deals.pages.deal.seen import Row, Seen, mark_row, words
from dealtracker.money import Amount, minor_units
from dealtracker.uikit import atoms, formats
from dealtracker.uikit.countries import country_name

COMMITMENT = {
    "committed": "committed", "conditional": "committed on conditions", "uncommitted option": "option, not committed",
    "proposed": "proposed; nothing committed is known", "unknown": "not stated whether committed",
}  # fmt: skip


def _lines(parts: Iterable[Any]) -> SafeString | None:
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
    return _lines(_purpose_words(item) for item in items)


def _purpose_words(item: Row) -> str:
    share = quantity_words(item["share"], percent=True) if item.get("share") else ""
    place = country_name(item["country"]) if item.get("country") else ""
    return ", ".join(filter(None, (words(item.get("what")), place, share)))


def price_words(row: Row) -> str:
    """ "SOFR + 600 bps", "7.75 %", with the part it applies to."""
    margin = quantity_words(row["margin_bps"], "bps") if row.get("margin_bps") else ""
    rate = quantity_words(row["rate"], percent=True) if row.get("rate") else ""
    based = " + ".join(filter(None, (words(row.get("base")), margin)))
    fees = [
        f"{words(fee.get('kind'))} {words(fee.get('words')) or quantity_words(fee.get('rate') or {}, percent=True) or formats.amount_words(fee.get('amount')) or ''}".strip()
        for fee in row.get("fees", ())
    ]
    floor = f"floor {quantity_words(row['floor'], percent=True)}" if row.get("floor") else ""
    issued = f"issued at {quantity_words(row['issue_price'], percent=True)}" if row.get("issue_price") else ""
    part = words(row.get("applies_to"))
    kind = "" if row["measure"] == "contractual" else row["measure"]
    said = "; ".join(filter(None, (based, rate, floor, issued, *fees, kind)))
    return f"{said} ({part})" if part and part != "all" else said


def _pricing(seen: Seen, name: str, row: Row) -> Any:
    own = [price for price in seen.doc["pricing"] if price.get("facility") == row["id"]]
    return _lines(
        format_html(
            "{} {}", price_words(price) or atoms.blank("not_stated"), mark_row(seen, "pricing", price, "", "this price")
        )
        for price in own
    )


def _term(seen: Seen, name: str, row: Row) -> Any:
    months = row.get("tenor_months")
    tenor = f"{quantity_words(months, 'months') or 'tenor not stated'}" if months else ""
    due = row.get("maturity_date")
    matures = (
        f"due {formats.date_words(due) if not isinstance(due, dict) or 'words' not in due else words(due)}"
        if due
        else ""
    )
    rule = words(row.get("maturity_rule"))
    shown = _lines((tenor, matures, rule))
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
    return _lines([rank, *none, *dict.fromkeys(kind for kind in kinds if kind != "none")])


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
    return _lines(_lender(seen, role) for role in found) or atoms.blank("not_stated", "not named")


def _lender(seen: Seen, role: Row) -> SafeString:
    about = ", ".join(
        filter(None, (role["role"], role["status"] if role["status"] != "active" else "", role.get("outcome", "")))
    )
    return format_html('{} <span class="muted">{}</span>', party_link(seen, role["party"], role["standing"]), about)


def remainder(seen: Seen, row: Row) -> tuple[str, str]:
    """(what of a facility no named hold covers, why); law 4: holds + remainder = amount where both have points."""
    stated = _read(row.get("amount"))
    holds = [_read(hold.get("amount")) for hold in seen.doc["holds"] if hold["facility"] == row["id"]]
    if stated is None or stated.point is None:
        return "", "the amount is no single figure"
    if not holds:
        return "", "no hold is disclosed"
    if any(hold is None or hold.point is None or hold.currency != stated.currency for hold in holds):
        return "", "a hold has no figure in this currency"
    left = stated.point - sum((hold.point for hold in holds if hold and hold.point is not None), Decimal(0))
    return formats.figure_words(left, stated.currency), ""


def _read(value: Any) -> Amount | None:
    return (
        Amount.from_json(value, money=True)
        if isinstance(value, dict) and value.get("kind", "unknown") != "unknown"
        else None
    )


def _remainder(seen: Seen, name: str, row: Row) -> Any:
    left, why = remainder(seen, row)
    return left or format_html('{}<span class="sub">{}</span>', atoms.blank("not_disclosed", "not computable"), why)


FACILITIES = (
    Column("Facility", _facility), Column("Amount", _amount, "wide"), Column("Commitment", _commitment, "wide"),
    Column("Purpose", _purpose, "wide"), Column("Pricing", _pricing), Column("Term", _term), Column("Security", _security),
    Column("Lenders", _lenders, "wide"), Column("Undisclosed remainder", _remainder),
    Column("Signed", when("signing_date", short=True)), Column("Repayment", text("amortisation")),
    Column("Redemption", text("redemption")), Column("Recourse", text("recourse")), Column("Relies on", of("relies_on")),
)  # fmt: skip


def difference(seen: Seen, row: Row) -> str | None:
    """What a stated total differs by from the parts it says it includes; shown, never made to fit."""
    if not row.get("includes") or not row.get("amount"):
        return None
    total = _read(row["amount"])
    by_key = {r["key"]: _read(r.get("amount")) for name in ("facilities", "figures") for r in seen.doc[name]}
    parts = [by_key.get(key) for key in row["includes"]]
    if (
        total is None
        or total.point is None
        or any(p is None or p.point is None or p.currency != total.currency for p in parts)
    ):
        return "not computable: not every part is a single figure"
    left = total.point - sum((p.point for p in parts if p and p.point is not None), Decimal(0))
    return "none" if left == 0 else formats.figure_words(left, total.currency)


def _includes(seen: Seen, name: str, row: Row) -> Any:
    names = {
        r["key"]: words(r.get("name")) or r.get("kind") or r.get("measure")
        for n in ("facilities", "figures", "contracts")
        for r in seen.doc[n]
    }
    return ", ".join(str(names.get(key, key)) for key in row["includes"]) if row.get("includes") else None


def _caps(seen: Seen, name: str, row: Row) -> Any:
    return _lines(_cap(cap) for cap in row.get("caps", ()))


def _cap(cap: Row) -> str:
    first, last = formats.date_words(cap.get("from")), formats.date_words(cap.get("to"))
    period = f" from {first}" if first else ""
    return f"{formats.amount_words(cap.get('amount')) or 'not stated'}{period}{f' until {last}' if last else ''}"


def _object(seen: Seen, name: str, row: Row) -> Any:
    pointed = [seen.name_of(row[field]) for field in ("line", "contract") if row.get(field)]
    return _lines([words(row.get("object")), *pointed])


def _related(seen: Seen, name: str, row: Row) -> Any:
    shown = words(row.get("words"))
    linked = str(row.get("to") or "").startswith("deal_")
    return (
        format_html('<a href="/deals/{}/">{}</a>', row["to"], shown or "the other deal")
        if linked
        else shown or words(row.get("to")) or None
    )


def _price(seen: Seen, name: str, row: Row) -> Any:
    return price_words(row)


def tests(seen: Seen, name: str, row: Row) -> Any:
    return _lines(
        f"{formats.date_words(t.get('on'))}: {words(t.get('result')) or words(t.get('words'))}"
        for t in row.get("tests", ())
    )


def _entry(seen: Seen, name: str, row: Row) -> Any:
    """An entry is exact, in whole minor units."""
    size = Decimal(row["amount_minor"]).scaleb(-minor_units(row["currency"]))
    return formats.figure_words(size, row["currency"])


_FACILITY: Cell = of("facility")
# list → (title, what it is not, columns); the order of the page. A list without rows is named in one sentence.
OTHERS: tuple[tuple[str, str, str, tuple[Column, ...]], ...] = (
    ("figures", "Figures", "totals that somebody stated; never summed with their parts", (
        Column("Measure", text("measure")), Column("Amount", money("amount", scale=True), "wide"), Column("Ratio", quantity("ratio")),
        Column("Includes", _includes, "wide"), Column("Difference to its parts", lambda s, n, r: difference(s, r), "wide"),
        Column("Stated by", party("party")), Column("As of", when("as_of", short=True)), Column("Words", text("words"), "wide"), Column("Claims", whole))),
    ("holds", "Holds", "a lender's slot in a facility; what no hold covers is not disclosed", (
        Column("Facility", _FACILITY), Column("Party", party("party")), Column("Amount", money("amount")), Column("Words", text("words")), Column("Claims", whole))),
    ("pledges", "Security", "what a source says is pledged for which facility", (
        Column("Security", text("kind")), Column("Object", _object, "wide"), Column("For", _FACILITY), Column("By", party("pledgor")),
        Column("Quantity", quantity("quantity")), Column("Limit", money("limit")), Column("Rank", text("rank")), Column("Released", when("released_on", short=True)),
        Column("Release rule", text("release_rule")), Column("Claims", whole))),
    ("supports", "Support", "contingent: never a hold, never debt", (
        Column("Kind", text("kind")), Column("Provider", party("provider")), Column("For", party("obligor")), Column("To", party("beneficiary")),
        Column("Cap", _caps, "wide"), Column("Supports", of("facility", "contract"), "wide"), Column("Trigger", text("trigger")), Column("In return", text("in_return"), "wide"),
        Column("State", text("state")), Column("Claims", whole))),
    ("contracts", "Contracts", "often the first collateral; never debt", (
        Column("Kind", text("kind")), Column("Supplier", party("supplier")), Column("Customer", party("customer")), Column("Value", money("value"), "wide"),
        Column("Capacity", quantity("mw", "MW")), Column("GPUs", quantity("gpus")), Column("Prepayment", money("prepayment")), Column("Term", quantity("term_months", "months")),
        Column("Site", site), Column("State", text("state")), Column("Signed", when("signed", short=True)), Column("Credit class", text("credit_class")),
        Column("Under", of("under")), Column("Words", text("words"), "wide"), Column("Claims", whole))),
    ("covenants", "Covenants", "promises with their tests", (
        Column("Covenant", text("kind")), Column("Facility", _FACILITY), Column("Test", text("test"), "wide"), Column("Value", quantity("value")),
        Column("Words", text("words"), "wide"), Column("Results", tests), Column("Claims", whole))),
    ("ratings", "Ratings", "a grade on the day it was given", (
        Column("Agency", text("agency")), Column("Grade", text("grade")), Column("Of facility", _FACILITY), Column("Of party", party("party")),
        Column("Date", when("rated_on", short=True)), Column("Claims", whole))),
    ("balances", "Reported balances", "observations of somebody, never entries", (
        Column("Facility", _FACILITY), Column("Measure", text("measure")), Column("Amount", money("amount")), Column("Lender", party("party")),
        Column("As of", when("as_of", short=True)), Column("Claims", whole))),
    ("entries", "Ledger entries", "append-only; a correction is a reversing entry", (
        Column("Value date", when("value_date")), Column("Kind", text("kind")), Column("Amount", _entry), Column("Facility", _FACILITY),
        Column("Hold", of("hold")), Column("Reverses", of("reverses")), Column("Words", text("words")))),
    ("relations", "Relations to other deals", "an amendment of the same agreement is an event", (
        Column("Relation", text("kind")), Column("Deal", _related, "wide"), Column("Claims", whole))),
)  # fmt: skip


def facility_table(seen: Seen) -> dict[str, Any] | None:
    return table(
        seen,
        "facilities",
        seen.doc["facilities"],
        FACILITIES,
        "Amounts as their sources wrote them; the scale runs from 100m to 100bn in the currency written.",
    )


def other_tables(seen: Seen) -> list[dict[str, Any]]:
    """Sections with rows, in the order of the page: {"title", "note", "table"}."""
    made = ((title, note, table(seen, name, seen.doc[name], columns, note)) for name, title, note, columns in OTHERS)
    return [{"id": found["name"], "title": title, "note": note, "table": found} for title, note, found in made if found]


def absent(seen: Seen) -> list[str]:
    """Titles of the lists in which this deal has no row."""
    return [title.lower() for name, title, _, _ in OTHERS if not seen.doc[name]]
