"""A deal sheet as its page reads it: look-ups by id, addresses that keep the clocks, the mark beside each value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from dealtracker.uikit import atoms, formats
from dealtracker.uikit.frame import Clocks

Row = Mapping[str, Any]
# Addresses below a deal's own that no title may take.
RESERVED = (
    "claims", "pending", "compare", "drift", "add", "watch", "amend",
    "timeline", "questions", "red-flags", "decisions", "ledger", "collateral", "covenants",
    "hardware", "why",
)  # fmt: skip


def as_read(doc: dict[str, Any]) -> dict[str, Any]:
    """The sheet with the words that fit no field's type back in their places, and every role with its parts."""
    for rows in doc.values():
        for row in rows if isinstance(rows, list) else ():
            for name, said in row.get("said", {}).items() if isinstance(row, dict) else ():
                row.setdefault(name, {"words": said})
    for role in doc["roles"]:
        role["role"], role["status"] = words(role.get("role")) or "role not stated", words(role.get("status"))
        role["party"] = {"id": "", **(role.get("party") or {})}
        role["party"]["name"] = role["party"].get("name") or words(role["party"]) or "party not named"
        role.setdefault("group", "other")
    return doc


@dataclass(frozen=True)
class Seen:
    """One sheet on one pair of dates."""

    doc: Row
    clock: Clocks
    opened: str = ""

    @property
    def derived(self) -> Row:
        return self.doc["derived"]

    @cached_property
    def parties(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.doc["parties"]}

    @cached_property
    def sites(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.doc["sites"]}

    @cached_property
    def sources(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.doc["sources"]}

    @cached_property
    def rows(self) -> dict[str, tuple[str, Row]]:
        """Any row of the deal's own lists by its id, with the list's name."""
        lists = ("facilities", "contracts", "supports", "hardware", "holds")
        return {row["id"]: (name, row) for name in lists for row in self.doc[name]}

    @property
    def root(self) -> str:
        return f"/deals/{self.doc['id']}/"

    @property
    def url(self) -> str:
        return self.at("", slug=True)

    def at(self, rest: str = "", *, slug: bool = False, **more: str) -> str:
        """An address below the deal's own, on the same dates."""
        path = deal_url(self.doc) if slug else f"{self.root}{rest}"
        query = "&".join([*(f"{k}={quote(v, safe='/')}" for k, v in more.items()), *filter(None, [self.clock.query])])
        return f"{path}?{query}" if query else path

    def on_these_dates(self, path: str) -> str:
        return self.clock.on(path)

    def standing(self, given: Row | None) -> dict[str, Any] | None:
        """A standing with the name of who states or denies it."""
        if not given:
            return None
        by = given.get("by")
        named = self.parties.get(by, {}).get("name") if by else None
        return {**given, "by": named, "scope": given.get("contested")}

    def name_of(self, key: str) -> str:
        """A row of the deal in words: a facility by its name, a contract by its kind and parties."""
        name, row = self.rows.get(key, ("", {}))
        if name == "contracts":
            ends = " to ".join(ref["name"] or "?" for ref in (row.get("supplier"), row.get("customer")) if ref)
            return f"{row['kind']} contract{', ' + ends if ends else ''}"
        if name == "supports":
            return f"{row['kind']} by {row['provider']['name']}" if row.get("provider") else str(row["kind"])
        if name == "hardware":
            return str(model_words(row))
        return str(words(row.get("name")) or row.get("kind") or row.get("key") or "")


def deal_url(deal: Row) -> str:
    """The permanent address, with the title behind it for people to read."""
    slug = slugify(deal["title"])[:60].strip("-")
    return f"/deals/{deal['id']}/{slug if slug and slug not in RESERVED else 'deal'}/"


def words(value: Any) -> str:
    """A text, whether stored plainly or as the words of a source that fit no other form."""
    if isinstance(value, Mapping):
        return str(value.get("words") or value.get("name") or "")
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(words, value)))
    return str(value) if value not in (None, "") else ""


def date_said(value: Any) -> str:
    """A date in words, or the words of a source that name none."""
    return words(value) if isinstance(value, Mapping) and "words" in value else formats.date_words(value)


def model_words(line: Row) -> str:
    """A hardware line's chip: the model of the catalogue, else the words used, else the vendor's."""
    model = line.get("model")
    if isinstance(model, Mapping) and model.get("name"):
        return str(model["name"])
    vendor = (line.get("vendor") or {}).get("name")
    return (
        words(line.get("model_words"))
        or words(model)
        or (f"{vendor} hardware, model not stated" if vendor else "hardware")
    )


def published(source: Row) -> Any:
    """When a source came out, as precisely as is known."""
    first, last = source.get("published_from"), source["published_to"]
    if not first:
        return {"by": last}
    return first if first == last else {"from": first, "to": last}


def silent_days(derived: Row, known_on: date) -> int | None:
    last = derived.get("last_report")
    return (known_on - date.fromisoformat(last)).days if last else None


def mark(seen: Seen, at: str, standing: Row | None, what: str = "") -> SafeString:
    """Ring and number of articles behind a value; opens its claims beside the page, or as a page of their own."""
    if not standing:
        return SafeString("")
    shown, number = seen.standing(standing), standing.get("sources")
    if not at:
        return format_html('<span class="mark">{}</span>', atoms.ring(shown))
    own = seen.at("claims/", at=at)
    # The address that the opened drawer leaves in the bar: the deal's page with the claims beside it
    beside = seen.at(slug=True, claims=at)
    return format_html(
        '<a class="mark" href="{0}"{1} hx-get="{0}" hx-target="#drawer" hx-select="#claims" hx-swap="innerHTML"'
        ' hx-push-url="{2}">{3}<span class="n">{4}<span class="sr"> {5}{6}</span></span></a>',
        own, mark_safe(' aria-current="true"') if seen.opened == at else "", beside, atoms.ring(shown),
        formats.count_words(number), "article" if number == 1 else "articles", f" behind {what}" if what else "",
    )  # fmt: skip


def mark_row(seen: Seen, name: str, row: Row, field: str = "", what: str = "") -> SafeString:
    """The mark of a row, or of one of its fields where that has claims of its own."""
    own = (row.get("standings") or {}).get(field) if field else None
    if not row.get("key"):
        return mark(seen, "", own or row.get("standing"))
    at = f"/{name}/{row['key']}" + (f"/{field}" if own else "")
    return mark(seen, at, own or row.get("standing"), what)


def why_link(seen: Seen, said: Any, figure: str, at: str = "", **asked: str) -> SafeString:
    """What was worked out here, leading to the tree that it comes from."""
    where = {"at": at, **asked} if at else asked
    return format_html('<a href="{}" title="Why this number?">{}</a>', seen.at("why/", figure=figure, **where), said)


def is_stated(standing: Row | None) -> bool:
    return formats.is_stated((standing or {}).get("certainty"))
