"""The sources of a deal by the root they go back to, each re-report below the one it has the story from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deals.pages.deal.seen import Row, Seen, published
from dealtracker.evidence.rules.values import RETELLINGS
from dealtracker.uikit import formats

FOLLOWED = ("re-reports", "translates", "quotes")
_DEEPEST = 3


def roots_of(seen: Seen) -> list[tuple[Row, list[Row]]]:
    """(root, its re-reports), the root with most of them first, then by date."""
    grouped: dict[str, list[Row]] = {}
    for source in seen.doc["sources"]:
        root = _root(seen, source["id"])
        grouped.setdefault(root, [])
        if root != source["id"]:
            grouped[root].append(source)
    known = [(seen.sources[root], copies) for root, copies in grouped.items() if root in seen.sources]
    stray = [(copy, []) for root, copies in grouped.items() if root not in seen.sources for copy in copies]
    return sorted([*known, *stray], key=lambda pair: (-len(pair[1]), pair[0]["published_to"], pair[0]["publisher"]))


def _root(seen: Seen, key: str) -> str:
    """Where cited links lead to; a link that is only inferred is followed where no cited one is there."""
    found = {key}
    while True:
        links = [
            link
            for link in seen.sources.get(key, {}).get("links", ())
            if link["kind"] in FOLLOWED and link["basis"] == "cited"
        ]
        following = next((link["to"] for link in links if link["to"] not in found), None)
        if following is None:
            return key
        key = following
        found.add(key)


def origins(seen: Seen, parts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The list in the shape of source_list; `parts` says which roots count, and what drifted."""
    return [_origin(seen, root, copies, parts) for root, copies in roots_of(seen)]


def _origin(seen: Seen, root: Row, copies: list[Row], parts: Mapping[str, Any]) -> dict[str, Any]:
    newsroom = root.get("newsroom") or root["publisher"]
    notes = [root["kind"], f"newsroom {newsroom}" if newsroom != root["publisher"] else "", root.get("title", "")]
    if copies:
        notes.append(f"{formats.count_words(len(copies), 're-report')}; they change nothing but this count")
    return {
        "publisher": root["publisher"],
        "url": f"/sources/{root['id']}/",
        "date": published(root),
        "standing": {},
        "badge": _badge(root, parts),
        "note": " · ".join(filter(None, notes)),
        "reports": [
            _report(seen, copy, parts)
            for copy in sorted(copies, key=lambda copy: (_hop(seen, copy), copy["published_to"]))
        ],
    }


def _badge(root: Row, parts: Mapping[str, Any]) -> str:
    if root["id"] in parts["counted"]:
        return "" if root.get("read", True) else "root, known through others"
    return f"not counted as a root: {_why_not(root, parts)}"


def _why_not(root: Row, parts: Mapping[str, Any]) -> str:
    if root["kind"] in RETELLINGS:
        return f"{root['kind']}, which never counts"
    if any(link["kind"] in FOLLOWED for link in root.get("links", ())):
        return "linked by our reading"
    if root["id"] not in parts["compared"]:
        return "asserts nothing that is entered here"
    return "only inferences of its own are entered"


def _report(seen: Seen, copy: Row, parts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "publisher": copy["publisher"],
        "url": f"/sources/{copy['id']}/",
        "language": copy.get("language", ""),
        "kind": copy["kind"],
        "date": published(copy),
        "drift": "; ".join(_drift(seen, drift) for drift in parts["drift"].get(copy["id"], ())[:3]),
        "compared": copy["id"] in parts["compared"],
        "hop": _hop(seen, copy),
    }


def _drift(seen: Seen, drift: Mapping[str, Any]) -> str:
    """ "first hop: differs on the amount (ten times)"; what moves nothing is only named."""
    slip = f" (by a power of ten: {drift['slip']:+d})" if drift["slip"] else ""
    return f"{'first wrong hop: ' if drift['first_wrong'] else ''}{drift['on']}{slip}"


def _hop(seen: Seen, source: Row) -> int:
    """How many hands the story went through, by cited and inferred links, at most three."""
    depth, key, found = 0, source["id"], {source["id"]}
    while depth < _DEEPEST:
        links = [link for link in seen.sources.get(key, {}).get("links", ()) if link["kind"] in FOLLOWED]
        nearest = sorted(links, key=lambda link: link["basis"] != "inferred")
        following = next((link["to"] for link in nearest if link["to"] not in found), None)
        if following is None:
            break
        depth, key = depth + 1, following
        found.add(key)
    return max(depth, 1)
