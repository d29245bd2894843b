"""The filter column of the deal list and the chips that say which filters are in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import QueryDict

from deals.pages.deal.findings import TITLES
from deals.reports.chip_names import chip_words
from deals.reports.deal_names import deal_titles
from deals.reports.filters import FACETS
from deals.reports.names import party_names
from deals.sheets.calc.facets import NOT_STATED
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key, public_id
from dealtracker.uikit.countries import country_name

# parameter → (title, layer)
_PLAIN = (("stage", "Stage"), ("certainty", "Certainty"))
_COUNTRIES = (
    ("borrower.country", "Borrower", "money"),
    ("site.country", "Site", "site"),
    ("beneficiary.country", "User, as reported", "use"),
)
_REST = (
    ("band", "Amount"),
    ("chip", "Chip"),
    ("group.money", "Lenders and investors"),
    ("facility.kind", "Instrument"),
    ("reply", "Replies"),
    ("finding", "Findings"),
)
DIMENSIONS = tuple(FACETS[name][0] for name, *_ in (*_PLAIN, *_COUNTRIES, *_REST))
_LABELS = {
    **TITLES,
    "under-1bn": "under 1bn", "1bn-10bn": "1bn to 10bn", "10bn-over": "10bn and over",
    "multiple_newsrooms": "multiple newsrooms", "stated_by_party": "stated by party",
}  # fmt: skip
_MOST = 12
# dimension → [(value, deals)]; None where nobody has counted
Counts = Mapping[str, Sequence[tuple[str, int]]] | None
Filters = Mapping[str, Sequence[str]]


def facet_groups(counts: Counts, filters: Filters, viewer: Viewer) -> list[dict[str, Any]]:
    """The groups of the filter form, every option with the number of deals behind it; uncounted, those in force."""
    names = _names(counts, filters, viewer)
    plain = [
        {"name": name, "title": title, "open": True, "options": _options(name, counts, filters, names)}
        for name, title in _PLAIN
    ]
    countries = {
        "name": "countries", "title": "Countries", "open": True,
        "groups": [
            {"name": name, "title": title, "layer": layer, "options": options}
            for name, title, layer in _COUNTRIES if (options := _options(name, counts, filters, names))
        ],
    }  # fmt: skip
    rest = [
        {"name": name, "title": title, "open": name == "band", "options": _options(name, counts, filters, names)}
        for name, title in _REST
    ]
    return [group for group in (*plain, countries, *rest) if group.get("groups") or group.get("options")]


def _options(name: str, counts: Counts, filters: Filters, names: Mapping[str, str]) -> list[dict[str, Any]]:
    chosen = {_stored(value): value for value in filters.get(name, ())}
    numbers = dict((counts or {}).get(FACETS[name][0], ()))
    missing = None if counts is None else 0
    return [
        _option(name, value, numbers.get(value, missing), chosen.get(value), names)
        for value in _in_order(FACETS[name][1], numbers, chosen)
    ]


def _in_order(words: Any, numbers: Mapping[str, int], chosen: Mapping[str, str]) -> list[str]:
    """Words of the program in their own order, other values the most frequent ones; the chosen are never left out."""
    there = dict.fromkeys((*[value for value in numbers if value != NOT_STATED][:_MOST], *chosen))
    if isinstance(words, (tuple, dict)):
        there = dict.fromkeys(word for word in words if word in numbers or word in chosen)
    there.pop(NOT_STATED, None)
    return [*there, *([NOT_STATED] if NOT_STATED in {*numbers, *chosen} else [])]


def _option(name: str, value: str, n: int | None, asked: str | None, names: Mapping[str, str]) -> dict[str, Any]:
    """`asked` is the value as the address has it, None where it is not chosen."""
    sent = asked or (public_id("party", value) if value in names else value)
    return {
        "name": name, "value": sent, "n": n, "checked": asked is not None,
        "label": label_of(name, value if value in names else sent, names),
        "certainty": value if name == "certainty" else "", "empty": "not_stated" if value == NOT_STATED else "",
    }  # fmt: skip


def _stored(value: str) -> str:
    """A value as the counts have it: a party by its key."""
    return str(private_key("party", value) or value)


def label_of(name: str, value: str, names: Mapping[str, str]) -> str:
    """A value in words."""
    if value == NOT_STATED:
        return "not stated"
    if name.endswith(".country"):
        return country_name(value)
    if name == "chip":
        return chip_words(value)
    return names.get(value) or _LABELS.get(value, value.capitalize() if name == "stage" else value)


def _names(counts: Counts, filters: Filters, viewer: Viewer) -> dict[str, str]:
    """Key → name of the parties that are offered."""
    frequent = {UUID(value) for value, _ in (counts or {}).get(FACETS["group.money"][0], ())[:_MOST]}
    asked = {key for value in filters.get("group.money", ()) if (key := private_key("party", value))}
    return {str(key): name for key, name in party_names(viewer=viewer, keys=frequent | asked).items()}


def filter_chips(query: QueryDict, filters: Filters, viewer: Viewer) -> list[dict[str, str]]:
    """One chip a value, with the address that takes it out."""
    names = _names_asked(filters, viewer)
    return [
        {
            "key": _title(name),
            "words": names.get(value) or label_of(name, value, {}),
            "remove_url": _without(query, name, value),
        }
        for name, values in filters.items()
        for value in values
    ]


def _names_asked(filters: Filters, viewer: Viewer) -> dict[str, str]:
    """Id → name of the parties, and title of the deals, that an address asks for."""
    given = {value for values in filters.values() for value in values}
    parties = party_names(viewer=viewer, keys={key for value in given if (key := private_key("party", value))})
    deals = deal_titles(viewer=viewer, keys=[key for value in given if (key := private_key("deal", value))])
    return {
        public_id(kind, key): name
        for kind, found in (("party", parties), ("deal", deals))
        for key, name in found.items()
    }


def _title(name: str) -> str:
    titles = {key: title for key, title, *_ in (*_PLAIN, *_COUNTRIES, *_REST)}
    return titles.get(name, {"q": "Words", "id": "Deal"}.get(name) or name.replace("_", " ").replace(".", " "))


def _without(query: QueryDict, name: str, value: str) -> str:
    left = query.copy()
    left.setlist(name, [other for other in left.getlist(name) if other != value])
    left.pop("cursor", None)
    return f"/deals/?{left.urlencode()}"
