"""A tree of "why this number?" as its page and its CSV file tell it; every tree has the same nodes and leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deals.pages.book import shown

Row = dict[str, Any]
HEAD = (
    "deal", "title", "facility", "hold", "amount_of_part", "rule", "name", "times", "leaf", "kind", "value_date", "amount",
    "currency", "source",
)  # fmt: skip


def shown_tree(found: Row) -> Row:
    """What the page of a tree needs beside its head: {"found", "words", "again", "is_same", "parts"}."""
    code = found["currency"]
    return {
        "found": found, "words": shown.sum_words(found["amount"], code), "again": shown.sum_words(found["recomputed"], code),
        "is_same": found["amount"] == found["recomputed"], "parts": [_node(node, code) for node in found["parts"]],
    }  # fmt: skip


def _node(node: Row, code: str) -> Row:
    return {
        **node, "words": shown.sum_words(node["amount"], code), "url": f"/deals/{node['deal']}/",
        "leaves": [_leaf(leaf, node, code) for leaf in node.get("leaves", ())],
        "of": [_node(one, code) for one in node.get("of", ())],
    }  # fmt: skip


def _leaf(leaf: Row, node: Row, code: str) -> Row:
    found = {**leaf, "words": shown.sum_words(leaf["amount"], code)}
    if "entries" in leaf:
        found["entries"] = [_leaf(one, node, code) for one in leaf["entries"]]
    if "claims" in leaf:
        found["claims_url"] = shown.address(f"/deals/{node['deal']}/claims/", at=leaf["at"])
    return found


def lines(found: Row) -> list[list[str]]:
    """A row a leaf."""
    titles = {node["deal"]: node.get("title", "") for node in found["parts"]}
    rows = [list(HEAD)]
    for node in found["parts"]:
        rows += [[node["deal"], titles[node["deal"]], *cells] for cells in _cells(node, found["currency"])]
    return rows


def _cells(node: Row, code: str) -> Iterator[list[str]]:
    head = [node["facility"], node["hold"] or "", node["amount"], node["rule"], node.get("name", ""), node.get("times", "1")]
    for leaf in node.get("leaves", ()):
        yield [*head, *_told(leaf), leaf["amount"], code, _sources(leaf)]
    for one in node.get("of", ()):
        yield from _cells(one, code)


def _told(leaf: Row) -> list[str]:
    """(what the leaf is, its kind, its day)."""
    if "participation" in leaf:
        return [leaf["participation"]["participant"], "participation", ""]
    return [leaf.get("entry") or leaf.get("at", ""), leaf.get("kind", "stated"), leaf.get("value_date", "")]


def _sources(leaf: Row) -> str:
    if "claims" in leaf:
        return "; ".join(claim["source"]["publisher"] for claim in leaf["claims"])
    return str((leaf.get("source") or {}).get("publisher", ""))
