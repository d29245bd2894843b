"""A tree of "why this number?" as its page and its CSV file tell it; every tree has the same nodes and leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from deals.pages.book import shown
from deals.pages.curves import curve_terms
from dealtracker.uikit.frame import Clocks

Row = dict[str, Any]
HEAD = (
    "deal", "title", "facility", "hold", "amount_of_part", "rule", "name", "times", "leaf", "kind", "value_date", "amount",
    "currency", "source", "power",
)  # fmt: skip


def shown_tree(found: Row, clock: Clocks) -> Row:
    """What the page of a tree needs beside its head: {"found", "words", "again", "is_same", "parts"}; what it leads to
    stands on the same days."""
    again = _headline({**found, "amount": found["recomputed"]})
    return {
        "found": found, "words": _headline(found), "again": again, "is_same": found["amount"] == found["recomputed"],
        "parts": _shown(found, found["parts"], found["currency"]), "kept": clock.query,
    }  # fmt: skip


def _headline(found: Row) -> str | None:
    """The figure at the root, as the page that leads here says it: a ratio in percent."""
    return shown.percent(found["amount"]) if found["figure"] == "ltv" else _words(found, "")


def _words(row: Row, code: str) -> str | None:
    """The figure of a node or leaf in its own currency, else in that of the tree; a count or a ratio has none."""
    code = row.get("currency", code)
    if code or row["amount"] is None:
        return shown.sum_words(row["amount"], code)
    return f"{Decimal(row['amount']):,f} {row.get('unit') or ''}".strip()


def _shown(node: Row, members: Sequence[Row], code: str) -> list[Row]:
    signs = _signs(node)
    return [_node(one, code, sign) for one, sign in zip(members, signs[len(signs) - len(members) :], strict=True)]


def _signs(node: Row) -> list[str]:
    """What stands before each leaf and part of a product; sums say it in words."""
    members = [*node.get("leaves", ()), *node.get("parts", node.get("of", ()))]
    if node.get("how") != "product":
        return [""] * len(members)
    signs = ["÷ " if one.get("power") == "-1" else "× " for one in members]
    return ["" if place == 0 and sign == "× " else sign for place, sign in enumerate(signs)]


def _node(node: Row, code: str, sign: str) -> Row:
    code, leaves = node.get("currency", code), node.get("leaves", ())
    return {
        **node, "words": _words(node, code), "sign": sign, "url": f"/deals/{node['deal']}/",
        "title": node.get("title") or node.get("name"),
        "leaves": [_leaf(leaf, node, code, told) for leaf, told in zip(leaves, _signs(node), strict=False)],
        "of": _shown(node, node.get("of", ()), code),
    }  # fmt: skip


def _leaf(leaf: Row, node: Row, code: str, sign: str = "") -> Row:
    found = {**leaf, "words": _words(leaf, code), "sign": sign}
    if "entries" in leaf:
        found["entries"] = [_leaf(one, node, code) for one in leaf["entries"]]
    if leaf.get("claims"):
        found["claims_url"] = shown.address(f"/deals/{node['deal']}/claims/", at=leaf["at"])
    if "curve" in leaf:
        found["curve_terms"] = curve_terms(leaf["curve"])
    return found


def lines(found: Row) -> list[list[str]]:
    """A row a leaf."""
    titles = {node["deal"]: node.get("title", "") for node in found["parts"]}
    rows = [list(HEAD)]
    for node in found["parts"]:
        rows += [[node["deal"], titles[node["deal"]], *cells] for cells in _cells(node, found["currency"])]
    return rows


def _cells(node: Row, code: str) -> Iterator[list[str]]:
    code = node.get("currency", code)
    told = (node["facility"], node["hold"], node["amount"], node["rule"], node.get("name"), node.get("times", "1"))
    for leaf in node.get("leaves", ()):
        unit = leaf.get("currency", code) or leaf.get("unit", "")
        cells = [*told, *_told(leaf), leaf["amount"], unit, _sources(leaf), leaf.get("power", "1")]
        yield [cell or "" for cell in cells]
    for one in node.get("of", ()):
        yield from _cells(one, code)


def _told(leaf: Row) -> tuple[str, str, str]:
    """(what the leaf is, its kind, its day)."""
    if "participation" in leaf:
        return leaf["participation"]["participant"], "participation", ""
    if "rate" in leaf:
        return f"{leaf['rate']['base']}/{leaf['rate']['quote']}", "rate", leaf["rate"]["day"]
    if "shock" in leaf:
        return leaf["shock"], "shock", ""
    if "curve" in leaf:
        return leaf["curve"]["id"], "curve", leaf["since"]
    return leaf.get("entry") or leaf.get("at") or leaf.get("lacks", ""), leaf.get("kind", "stated"), leaf.get("value_date", "")


def _sources(leaf: Row) -> str:
    if "claims" in leaf:
        return "; ".join(claim["source"]["publisher"] for claim in leaf["claims"])
    return str(leaf["rate"]["source"] if "rate" in leaf else (leaf.get("source") or {}).get("publisher", ""))
