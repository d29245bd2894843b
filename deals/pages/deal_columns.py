"""The columns of the deal list: one line a column, each drawn from a row of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from deals.pages.columns import Column
from deals.pages.deal.findings import TITLES
from dealtracker.uikit import atoms
from dealtracker.uikit.formats import count_words, date_words

COOKIE = "deal-columns"
_MOST = 3
Line = Mapping[str, Any]
_BY_NONE = mark_safe('<span title="filings and parties’ own texts are roots too">none by a newsroom</span>')


def _sub(words: object) -> SafeString:
    return format_html('<span class="sub">{}</span>', words)


def _amount(deal: Line) -> SafeString:
    kind = _sub(deal["measure"]) if deal["measure"] not in ("", "debt") else ""
    return format_html("{}{}", atoms.amount(deal["amount"]), kind)


def _stage(deal: Line) -> SafeString:
    shown = atoms.stage(deal["stage"], deal["standing"], reached=deal["reached"])
    return format_html("{}{}", shown, _sub(deal["note"]))


def _country(place: int) -> Any:
    return lambda deal: atoms.country(deal["path"][place]["code"], deal["path"][place]["certainty"])


def _articles(deal: Line) -> SafeString:
    counts = deal["counts"]
    newsrooms = count_words(counts["newsrooms"], "newsroom") if counts["newsrooms"] else _BY_NONE
    rests = format_html('<span class="nowrap">{},</span> {}', count_words(counts["origins"], "root"), newsrooms)
    return format_html("{}{}", counts["sources"], _sub(rests))


def _silent(deal: Line) -> SafeString:
    if deal["silent"] is None:
        return atoms.blank("not_stated", "no dated root")
    bound = deal["last_is_bound"]
    least = mark_safe('<abbr title="at least: the last report is undated, retrieved by this day">≥</abbr> ')
    day = f"by {date_words(deal['last'])}" if bound else date_words(deal["last"])
    return format_html("{}{}{}", least if bound else "", count_words(deal["silent"], "day"), _sub(day))


def _few(names: Iterable[str], empty: str = "not_stated") -> SafeString:
    """Up to three names, and how many more there are."""
    unique = list(dict.fromkeys(filter(None, names)))
    more = _sub(f"and {len(unique) - _MOST} more") if len(unique) > _MOST else ""
    return format_html("{}{}", ", ".join(unique[:_MOST]), more) if unique else atoms.blank(empty)


def _named(group: str) -> Any:
    """Parties in the roles of a group; what is not so yet, or no longer, says so."""
    return lambda deal: _few((_who(role) for role in deal["roles"] if role["group"] == group), "not_entered")


def _who(role: Line) -> str:
    name, status = (role["party"] or {}).get("name") or "", role["status"]
    return f"{name} ({status})" if name and status not in (None, "", "active") else name


def _findings(deal: Line) -> SafeString:
    words = [TITLES[found["step"]] for found in deal["findings"]]
    lines = format_html_join("", '<span class="line">{}</span>', ((one,) for one in dict.fromkeys(words)))
    return lines if words else atoms.blank("not_entered", "none")


COLUMNS: tuple[Column, ...] = (
    Column("amount", "Amount", _amount, "-amount", "wide"),
    Column("stage", "Stage and certainty", _stage, "stage", "wide"),
    Column("borrower", "Borrower", _country(0), "", "c", label="Borrower’s country"),
    Column("site", "Site", _country(1), "", "c", label="Site’s country"),
    Column("user", "User", _country(2), "", "c", label="User’s country"),
    Column("borrowers", "Named borrower", _named("obligor"), "", "full names", usual=False),
    Column("lenders", "Named lenders and investors", _named("money"), "", "full names", usual=False),
    Column("chips", "Chips", lambda deal: _few(deal["chips"]), "", "full names", usual=False),
    Column("users", "Named user", _named("user"), "", "full names", usual=False),
    Column("findings", "Export rules", _findings, "", "full names", usual=False),
    Column("articles", "Articles", _articles),
    Column("replies", "Replies", lambda deal: atoms.replies(deal["replies"])),
    Column("announced", "Announced", lambda deal: atoms.when(deal["announced"], short=True), "-announced_date", usual=False),
    Column("silent", "Silent for", _silent, "-last_report", "num nowrap"),
)  # fmt: skip
COUNTRIES = ("borrower", "site", "user")


def heads(shown: Sequence[Column], ordering: str) -> list[dict[str, str]]:
    """The heads of the columns, each with the ordering that a click asks for: its own, or that one turned round."""
    drawn = [("Deal", "", "title"), *((c.title, c.classes, c.ordering) for c in shown)]
    return [{"title": title, "classes": classes, **_sorted(own, ordering)} for title, classes, own in drawn]


def _sorted(own: str, now: str) -> dict[str, str]:
    """`aria` says which way the list is sorted by this column, `ask` what the next click asks for."""
    if not own:
        return {}
    if own.removeprefix("-") != now.removeprefix("-"):
        return {"ask": own, "aria": ""}
    turned = now.removeprefix("-") if now.startswith("-") else f"-{now}"
    return {"ask": turned, "aria": "descending" if now.startswith("-") else "ascending"}


def over(shown: Sequence[Column]) -> dict[str, int]:
    """How many heads stand before, under and after the line that says what the countries are; none without countries."""
    places = [place for place, column in enumerate(shown) if column.name in COUNTRIES]
    if not places:
        return {}
    return {"before": places[0], "under": len(places), "after": len(shown) - places[-1] - 1}
