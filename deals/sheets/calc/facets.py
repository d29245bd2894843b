"""What a deal can be filtered, counted and found by. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from deals.hardware.calc.chip import Catalogue
from deals.hardware.calc.families import stated_chips, with_families
from deals.sheets.calc.bundle import Bundle, Row
from dealtracker.money import Amount, plain

# Size bands in whole currency units, lower bound included.
BANDS = (
    ("under-1bn", None, Decimal(10**9)),
    ("1bn-10bn", Decimal(10**9), Decimal(10**10)),
    ("10bn-over", Decimal(10**10), None),
)
NOT_STATED = "none"
OF_DAY = ("stage", "finding")
UNDATED = date(1900, 1, 1)


def facets(bundle: Bundle, document: Row, catalogue: Catalogue) -> set[tuple[str, str]]:
    """(dimension, value) pairs of the deal; a dimension with nothing stated has the value "none"."""
    derived = document["derived"]
    found = {("certainty", derived["certainty"]["code"]), ("path", derived["path"])}
    for layer, codes in derived["countries"].items():
        found |= {(f"{layer}.country", code["code"]) for code in codes} or {(f"{layer}.country", NOT_STATED)}
    for role in (row for row in bundle.rows["roles"] if "party" in row and "role" in row):
        found |= {
            (f"role.{_code(role['role'])}", role["party"]),
            (f"group.{role['group']}", role["party"]),
            ("party", role["party"]),
        }
    found |= {("chip", slug) for slug in _chips(derived["chips"], catalogue)} or {("chip", NOT_STATED)}
    found |= {("vendor", row["vendor"]) for row in bundle.rows["hardware"] if row.get("vendor")}
    found |= {("site", key) for key in bundle.sites} | {("label", label) for label in document["labels"]}
    found |= {("facility.kind", row["kind"]) for row in bundle.rows["facilities"] if "kind" in row}
    found |= {("reply", stance) for stance in derived["replies"]}
    return found | _size(derived["headline"]) | facets_of_day(document)


def facets_of_day(document: Row) -> set[tuple[str, str]]:
    """Those of its pairs that depend on the day; their dimensions are OF_DAY."""
    derived = document["derived"]
    found = {("finding", finding["step"]) for finding in derived["findings"]} or {("finding", NOT_STATED)}
    return found | {("stage", derived["stage"]["code"] if derived["stage"] else NOT_STATED)}


def _chips(lines: Iterable[Row], catalogue: Catalogue) -> set[str]:
    """Slugs of chips and of families: a line's model, else whatever its words may mean."""
    return {
        slug
        for line in lines
        for slug in (
            with_families(line["slug"], catalogue) if line["slug"] else stated_chips(line["name"], catalogue)
        )
    }


def _code(role: str) -> str:
    return role.replace(" ", "_")


def _size(headline: Row | None) -> set[tuple[str, str]]:
    if headline is None:
        return {("band", NOT_STATED), ("currency", NOT_STATED)}
    size = Amount.from_json(headline["amount"], money=True).sort_key
    fits = (
        name for name, low, high in BANDS if size is not None and (low or 0) <= size and (high is None or size < high)
    )
    return {
        ("band", next(fits, NOT_STATED)),
        ("currency", headline["amount"]["currency"]),
        ("measure", headline["measure"]),
    }


def fold(text: str) -> str:
    """The form that search compares: compatibility forms joined, case and accents gone, spaces single."""
    joined = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(letter for letter in joined if not unicodedata.combining(letter) or "\u3099" <= letter <= "\u309a")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept)).strip()


def _amount_forms(amount: Any) -> list[str]:
    """An amount as people type it: the words of its source, "300m", "0.3bn", "300 million", "US$300m"."""
    if not isinstance(amount, dict):
        return []
    figures = {Decimal(amount[name]) for name in ("low", "point", "high") if amount.get(name)}
    large = [figure for figure in sorted(figures) if figure >= 10**8]
    short = [(plain(figure / 10**power), unit, word) for figure in large for power, unit, word in _UNITS]
    sign = _SIGNS.get(amount.get("currency", ""), "")
    return [amount.get("words", ""), *(f"{sign}{figure}{unit} {figure} {word}" for figure, unit, word in short)]


_UNITS = ((6, "m", "million"), (9, "bn", "billion"), (9, "b", ""))
_SIGNS = {"USD": "us$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def search_text(bundle: Bundle) -> str:
    """Every name and word by which this deal may be looked for, in every script, folded."""
    words = [bundle.deal["title"], bundle.deal["external_ref"], *bundle.deal["labels"]]
    words += [name["text"] for row in bundle.parties.values() for name in row["names"]]
    words += [
        part for row in bundle.sites.values() for part in (row["name"], row.get("city", ""), row.get("region", ""))
    ]
    words += [row["name"] for row in bundle.models.values()] + [
        row.get("model_words", "") for row in bundle.rows["hardware"]
    ]
    words += [row.get("name", "") for row in bundle.rows["facilities"]]
    sized = (*bundle.rows["facilities"], *bundle.rows["figures"])
    words += [part for row in sized for part in _amount_forms(row.get("amount"))]
    words += [part for row in bundle.sources for part in (row["publisher"], row.get("title", ""))]
    return "\n".join(dict.fromkeys(fold(word) for word in words if word))
