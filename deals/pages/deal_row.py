"""One line of a list of deals, from the brief sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from deals.pages.deal.seen import deal_url, silent_days
from deals.timeline.calc import STAGES


def deal_row(deal: Mapping[str, Any], known_on: date) -> dict[str, Any]:
    """One line of the list, from the brief sheet."""
    derived = deal["derived"]
    headline, stage, last = derived["headline"], derived["stage"], derived["last_report"]
    standing = {**derived["counts"], "certainty": derived["certainty"]["code"]}
    reached = [code for code in STAGES if code in derived["stage_counts"]] or ([stage["code"]] if stage else [])
    return {
        "id": deal["id"], "title": deal["title"], "url": deal_url(deal), "sub": _sub(deal), "demo": deal["demo"] == "invented",
        "walled": deal["compartment"] if deal["compartment"] != "Public" else "",
        "amount": headline["amount"] if headline else None, "measure": headline["measure"] if headline else "",
        "amount_standing": headline["standing"] if headline else None,
        "stage": stage["code"] if stage else None, "standing": standing, "note": derived["certainty"]["reason"],
        "reached": reached, "path": path_steps(derived["countries"]), "counts": derived["counts"],
        "replies": {stance.replace(" ", "_"): n for stance, n in derived["replies"].items()},
        "silent": silent_days(derived, known_on), "last": last,
        "last_is_bound": last != derived["last_report_earliest"], "announced": derived["announced"],
        "roles": deal["roles"], "chips": _chips(deal), "findings": derived.get("findings", ()),
    }  # fmt: skip


def path_steps(countries: Mapping[str, Any]) -> list[dict[str, str]]:
    """The three countries of a deal, each with its label; a gap where none is stated."""
    labels = (("borrower", "Borrower"), ("site", "Site"), ("use", "User"))
    first = {layer: countries[layer][0] if countries[layer] else {} for layer, _ in labels}
    return [
        {"label": label, "code": first[layer].get("code", ""), "certainty": first[layer].get("certainty", "")}
        for layer, label in labels
    ]


def _sub(deal: Mapping[str, Any]) -> str:
    """What the second line says: the chips and the sites, as far as stated."""
    places = [site.get("city") or site["name"] for site in deal["sites"]]
    return " · ".join(filter(None, (_first(_chips(deal)), _first(places))))


def _first(names: list[str]) -> str:
    """The first of some names, and how many others there are."""
    others = len(set(names)) - 1
    return f"{names[0]} and {others} more" if others > 0 else "".join(names[:1])


def _chips(deal: Mapping[str, Any]) -> list[str]:
    return [chip["name"] or chip["vendor"] for chip in deal["derived"]["chips"]]
