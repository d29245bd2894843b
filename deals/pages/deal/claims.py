"""The claims behind one value, for the drawer beside the page and for a page of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deals.pages.deal.cells import quantity_words
from deals.pages.deal.seen import Row, Seen, published, words
from dealtracker.evidence.rules.sameness import magnitude_slip
from dealtracker.uikit import formats

# part → how it stands in the list; what moves nothing is said to
PARTS = {
    "stands": "stands",
    "agrees": "agrees",
    "repeats": "re-report",
    "drift": "drift",
    "denies": "denies",
    "retracts": "retracts",
    "withdrawn": "withdrawn",
    "corrected": "corrected",
    "contradicts": "states another value",
    "other value": "another value",
    "replaced": "read wrongly; the source was entered again",
}
ATTRIBUTION = {"own inference": "our reading", "own reporting": "own reporting", "": ""}
_SHOWN = 8


def drawer(seen: Seen, found: Mapping[str, Any], *, may_add: bool) -> dict[str, Any]:
    """In the shape of claims_drawer, from the report `claims_behind`."""
    name, key, field = _split(found["at"])
    stands = _value(seen, name, key, field)
    rows = [_claim(seen, claim, stands, _slip(claim, found["claims"]), may_add=may_add) for claim in found["claims"]]
    against = [
        (claim["source"]["publisher"], _against(claim))
        for claim in found["claims"]
        if claim["part"] in ("denies", "retracts")
    ]
    denials = [
        (r["party"]["name"], f"{words(r.get('words')) or 'denies'}; scope {r['scope']}")
        for r in seen.doc["replies"]
        if r["stance"] == "denies"
    ]
    standing = _standing(seen, name, key, field, found)
    return {
        "title": title(seen, found["at"]),
        "words": _value(seen, name, key, field) or "as the sources put it",
        "standing": standing,
        "detail": found["reason"],
        "as_of": seen.clock.known_on,
        "claims": rows[:_SHOWN],
        "more": rows[_SHOWN:],
        "against": [*against, *(denials if found["certainty"] == "contested" else [])],
        "close_url": seen.url,
        "add_url": seen.at("amend/", at=found["at"]) if may_add else "",
        "drift_url": seen.at("drift/", at=found["at"]),
    }


def _split(at: str) -> tuple[str, str, str]:
    parts = [*at.split("/")[1:], "", ""]
    return parts[0], parts[1], parts[2]


def row_at(seen: Seen, name: str, key: str) -> Row | None:
    """The row that a path names, among the deal's own lists, its sites, parties and replies."""
    rows = seen.doc.get(name, ()) if name != "capacities" else [c for place in seen.doc["sites"] for c in place["capacities"]]
    by = "id" if name == "parties" or key.startswith("capacity_") else "key"
    return next((row for row in rows if isinstance(row, Mapping) and row.get(by) == key), None)


def title(seen: Seen, at: str) -> str:
    """ "loan, amount"."""
    name, key, field = _split(at)
    row = row_at(seen, name, key) or {}
    party = (row.get("party") or {}).get("name") if isinstance(row.get("party"), Mapping) else ""
    what = (
        words(row.get("name"))
        or party
        or (seen.name_of(row["id"]) if "id" in row else "")
        or words(row.get("kind"))
        or key
    )
    role = row.get("role", "") if name == "roles" else row.get("kind", "") if name == "events" else ""
    return ", ".join(filter(None, (what, role if role != what else "", field.replace("_", " "))))


def _value(seen: Seen, name: str, key: str, field: str) -> str:
    row = row_at(seen, name, key) or {}
    return value_words(row.get(field)) if field else title(seen, f"/{name}/{key}")


def value_words(value: Any, *, percent: bool = False) -> str:
    """Any stored value as a reader would say it; "" for none."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if value.get("kind") == "unknown":
            return words(value) or "not known"
        if "kind" in value and not value.get("what"):
            return formats.amount_words(value) or quantity_words(value, percent=percent) or ""
        if {"by", "after"} & set(value) or {"from", "to"} == set(value):
            return formats.date_words(value)
        return words(value) or words(value.get("what")) or ", ".join(value_words(v) for v in value.values())
    if isinstance(value, (list, tuple)):
        return "; ".join(value_words(item) for item in value)
    return str(value)


def _standing(seen: Seen, name: str, key: str, field: str, found: Mapping[str, Any]) -> Any:
    row = row_at(seen, name, key) or {}
    stored = (row.get("standings") or {}).get(field) or row.get("standing") or {}
    return {**(seen.standing(stored) or {}), "certainty": found["certainty"]}


def _slip(claim: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]) -> int:
    """The power of ten by which a claim differs from what its root states, else from the claim that stands, the first."""
    behind = {root["id"] for root in claim["roots"]}
    compared = [*(one for one in claims if one["source"]["id"] in behind), *claims[:1]]
    return next(filter(None, (magnitude_slip(claim["value"], one["value"]) for one in compared)), 0)


def _claim(seen: Seen, claim: Mapping[str, Any], stands: str, slip: int, *, may_add: bool) -> dict[str, Any]:
    """`stands` is the value in words, `slip` a power of ten."""
    source, quote = claim["source"], claim["quote"]
    said = quote["exact"] if quote else claim["words"] or value_words(claim["value"]) or stands
    return {
        "id": claim["id"],
        "source": source["publisher"],
        "url": f"/sources/{source['id']}/",
        "relation": _part(claim),
        "words": said,
        "lang": source["language"] or "",
        "quote": bool(quote or claim["words"]),
        "detail": _detail(claim),
        "date": published(source),
        "drift": claim["part"] == "drift",
        "slip": f"by a power of ten ({formats.count_words(10 ** abs(slip))} times)" if slip else "",
        "before": quote["prefix"] if quote else "",
        "after": quote["suffix"] if quote else "",
        "settle_url": seen.at(f"claims/{claim['id']}/") if may_add else "",
        "text_url": f"/review/{source['id']}/?p={claim['id']}" if may_add and quote else "",
    }


def _part(claim: Mapping[str, Any]) -> str:
    """What repeats it without a source that it names, such as satire, is told by its kind."""
    if claim["part"] == "repeats" and not claim["roots"]:
        return f"{claim['source']['kind']}, moves nothing"
    return PARTS.get(claim["part"], claim["part"])


def _detail(claim: Mapping[str, Any]) -> str:
    """Who says it to whom, and through whom the source has it."""
    told = claim["quote"] or claim["words"]
    value = value_words(claim["value"])
    parts = [
        value if told and value and value != told else "",
        ATTRIBUTION.get(claim["attribution"], claim["attribution"]),
        f"speaker {claim['speaker']}" if claim["speaker"] else "",
        "" if claim["source"]["read"] else "known through others",
        f"from {', '.join(dict.fromkeys(root['publisher'] for root in claim['roots']))}" if claim["roots"] else "",
        f"page {claim['quote']['page']}" if claim["quote"] and claim["quote"]["page"] else "",
    ]
    return " · ".join(filter(None, parts))


def _against(claim: Mapping[str, Any]) -> str:
    return claim["words"] or value_words(claim["value"]) or claim["part"]
