"""Every other agreement of a deal: figures, holds, security, support, contracts and what follows, each a table of columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.html import format_html

from deals.pages.deal.cells import Cell, Column, money, of, party, quantity, site, table, text, when, whole
from deals.pages.deal.seen import Row, Seen, why_link, words
from deals.pages.deal.terms import lines_of
from deals.reports import stated_sums
from dealtracker.uikit import formats


def difference(seen: Seen, row: Row) -> str | None:
    """What a stated total differs by from the parts it says it includes; shown, never made to fit."""
    found = stated_sums.difference(seen.doc, row)
    if found is None:
        return None
    if found.amount is None:
        return f"not computable: {found.why}"
    return formats.figure_words(found.amount, found.currency) if found.amount else "none"


def _difference(seen: Seen, name: str, row: Row) -> Any:
    said = difference(seen, row)
    return said and why_link(seen, said, "difference", f"/figures/{row['key']}")


def _includes(seen: Seen, name: str, row: Row) -> Any:
    names = {
        r["key"]: words(r.get("name")) or r.get("kind") or r.get("measure")
        for n in ("facilities", "figures", "contracts")
        for r in seen.doc[n]
    }
    return ", ".join(str(names.get(key, key)) for key in row["includes"]) if row.get("includes") else None


def _caps(seen: Seen, name: str, row: Row) -> Any:
    return lines_of(_cap(cap) for cap in row.get("caps", ()))


def _cap(cap: Row) -> str:
    first, last = formats.date_words(cap.get("from")), formats.date_words(cap.get("to"))
    period = f" from {first}" if first else ""
    return f"{formats.amount_words(cap.get('amount')) or 'not stated'}{period}{f' until {last}' if last else ''}"


def _object(seen: Seen, name: str, row: Row) -> Any:
    pointed = [seen.name_of(row[field]) for field in ("line", "contract") if row.get(field)]
    return lines_of([words(row.get("object")), *pointed])


def _related(seen: Seen, name: str, row: Row) -> Any:
    shown = words(row.get("words"))
    linked = str(row.get("to") or "").startswith("deal_")
    return (
        format_html('<a href="/deals/{}/">{}</a>', row["to"], shown or "the other deal")
        if linked
        else shown or words(row.get("to")) or None
    )


def _tests(seen: Seen, name: str, row: Row) -> Any:
    return lines_of(
        f"{formats.date_words(t.get('on'))}: {words(t.get('result')) or words(t.get('words'))}"
        for t in row.get("tests", ())
    )


def _entry(seen: Seen, name: str, row: Row) -> Any:
    """An entry is exact, to the minor unit."""
    return formats.figure_words(Decimal(row["amount"]["point"]), row["amount"]["currency"])


_FACILITY: Cell = of("facility")
# list → (title, what it is not, columns); the order of the page. A list without rows is named in one sentence.
OTHERS: tuple[tuple[str, str, str, tuple[Column, ...]], ...] = (
    (
        "figures",
        "Figures",
        "totals that somebody stated; never summed with their parts",
        (
            Column("Measure", text("measure")),
            Column("Amount", money("amount", scale=True), "wide"),
            Column("Ratio", quantity("ratio")),
            Column("Includes", _includes, "wide"),
            Column("Difference to its parts", _difference, "wide"),
            Column("Stated by", party("party")),
            Column("As of", when("as_of", short=True)),
            Column("Words", text("words"), "wide"),
            Column("Claims", whole),
        ),
    ),
    (
        "holds",
        "Holds",
        "a lender's slot in a facility; what no hold covers is not disclosed",
        (
            Column("Facility", _FACILITY),
            Column("Party", party("party")),
            Column("Amount", money("amount")),
            Column("Words", text("words")),
            Column("Claims", whole),
        ),
    ),
    (
        "pledges",
        "Security",
        "what a source says is pledged for which facility",
        (
            Column("Security", text("kind")),
            Column("Object", _object, "wide"),
            Column("For", _FACILITY),
            Column("By", party("pledgor")),
            Column("Quantity", quantity("quantity")),
            Column("Limit", money("limit")),
            Column("Rank", text("rank")),
            Column("Released", when("released_on", short=True)),
            Column("Release rule", text("release_rule")),
            Column("Claims", whole),
        ),
    ),
    (
        "supports",
        "Support",
        "contingent: never a hold, never debt",
        (
            Column("Kind", text("kind")),
            Column("Provider", party("provider")),
            Column("For", party("obligor")),
            Column("To", party("beneficiary")),
            Column("Cap", _caps, "wide"),
            Column("Supports", of("facility", "contract"), "wide"),
            Column("Trigger", text("trigger")),
            Column("In return", text("in_return"), "wide"),
            Column("State", text("state")),
            Column("Claims", whole),
        ),
    ),
    (
        "contracts",
        "Contracts",
        "often the first collateral; never debt",
        (
            Column("Kind", text("kind")),
            Column("Supplier", party("supplier")),
            Column("Customer", party("customer")),
            Column("Value", money("value"), "wide"),
            Column("Capacity", quantity("mw", "MW")),
            Column("GPUs", quantity("gpus")),
            Column("Prepayment", money("prepayment")),
            Column("Term", quantity("term_months", "months")),
            Column("Site", site),
            Column("State", text("state")),
            Column("Signed", when("signed", short=True)),
            Column("Credit class", text("credit_class")),
            Column("Under", of("under")),
            Column("Words", text("words"), "wide"),
            Column("Claims", whole),
        ),
    ),
    (
        "covenants",
        "Covenants",
        "promises with their tests",
        (
            Column("Covenant", text("kind")),
            Column("Facility", _FACILITY),
            Column("Test", text("test"), "wide"),
            Column("Value", quantity("value")),
            Column("Words", text("words"), "wide"),
            Column("Results", _tests),
            Column("Claims", whole),
        ),
    ),
    (
        "ratings",
        "Ratings",
        "a grade on the day it was given",
        (
            Column("Agency", text("agency")),
            Column("Grade", text("grade")),
            Column("Of facility", _FACILITY),
            Column("Of party", party("party")),
            Column("Date", when("rated_on", short=True)),
            Column("Claims", whole),
        ),
    ),
    (
        "balances",
        "Reported balances",
        "observations of somebody, never entries",
        (
            Column("Facility", _FACILITY),
            Column("Measure", text("measure")),
            Column("Amount", money("amount")),
            Column("Lender", party("party")),
            Column("As of", when("as_of", short=True)),
            Column("Claims", whole),
        ),
    ),
    (
        "entries",
        "Ledger entries",
        "append-only; a correction is a reversing entry",
        (
            Column("Value date", when("value_date")),
            Column("Kind", text("kind")),
            Column("Amount", _entry),
            Column("Facility", _FACILITY),
            Column("Hold", of("hold")),
            Column("Reverses", of("reverses")),
            Column("Words", text("words")),
        ),
    ),
    (
        "relations",
        "Relations to other deals",
        "an amendment of the same agreement is an event",
        (Column("Relation", text("kind")), Column("Deal", _related, "wide"), Column("Claims", whole)),
    ),
)


def other_tables(seen: Seen) -> list[dict[str, Any]]:
    """Sections with rows, in the order of the page: {"title", "note", "table"}."""
    made = ((title, note, table(seen, name, seen.doc[name], columns, note)) for name, title, note, columns in OTHERS)
    return [{"id": found["name"], "title": title, "note": note, "table": found} for title, note, found in made if found]


def absent(seen: Seen) -> list[str]:
    """Titles of the lists in which this deal has no row."""
    return [title.lower() for name, title, _, _ in OTHERS if not seen.doc[name]]
