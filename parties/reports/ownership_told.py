"""The ownership tree as JSON and as the page reads it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dealtracker.ids import public_id
from dealtracker.money import plain
from parties.ownership.calc import Bounds, Holding, StakeValue
from parties.ownership.calc.parents import Parent, Ultimate
from parties.reports.ownership_tree import Aside, OwnershipTree, Way

NOT_ADVICE = "a record of what sources state and what follows from it by the stated rules; not legal advice"


def told(tree: OwnershipTree) -> dict[str, Any]:
    """The tree as GET /api/v1/parties/<id>/ownership/ gives it; shares are fractions as decimal strings, with their words."""
    ways = {way.ultimate: way for way in tree.ways}
    return {
        "party": _party(tree, tree.party), "as_of": tree.as_of.isoformat(), "known_on": tree.known_on.isoformat(),
        "status": tree.lineage.status,
        "parents": [_parent(tree, one) for one in tree.lineage.immediate],
        "ultimate_parents": [_ultimate(tree, one, ways[one.party]) for one in tree.lineage.ultimate],
        "rings": [[_party(tree, key) for key in path] for path in tree.lineage.rings],
        "above": [_holding(tree, one) for one in tree.up], "below": [_holding(tree, one) for one in tree.down],
        "beside": [_aside(tree, one) for one in tree.aside],
        "problems": [
            {"kind": one.kind, "words": one.words, "parties": [_party(tree, key) for key in one.parties]} for one in tree.problems
        ],
        "effective": [_effective(tree, key) for key in sorted(tree.nodes) if key != tree.party],
        "cut": tree.cut, "note": NOT_ADVICE,
    }  # fmt: skip


def share(bounds: Bounds | None) -> dict[str, Any] | None:
    """{"low", "high", "words"}; None where no ownership leads there, 0 to 1 and "not known" where nothing bounds it."""
    return bounds and {"low": plain(bounds.low), "high": plain(bounds.high), "words": bounds.in_words()}


def _party(tree: OwnershipTree, key: UUID) -> dict[str, Any]:
    node = tree.nodes.get(key)
    found: dict[str, Any] = {"id": public_id("party", key), "name": node.name if node else "", "headquarters": []}
    return {**found, "kind": node.kind, "headquarters": list(node.headquarters)} if node else found


def _parent(tree: OwnershipTree, one: Parent) -> dict[str, Any]:
    return {"party": _party(tree, one.owner), "basis": one.basis, "certainty": one.holding.certainty}


def _ultimate(tree: OwnershipTree, one: Ultimate, way: Way) -> dict[str, Any]:
    owner, owned = one.weakest_link
    return {
        "party": _party(tree, one.party), "basis": one.basis, "share": share(one.owns),
        "path": [_party(tree, key) for key in one.path], "countries": way.code,
        "weakest_link": {"owner": _party(tree, owner), "owned": _party(tree, owned), "certainty": one.weakest},
    }  # fmt: skip


def _holding(tree: OwnershipTree, one: Holding) -> dict[str, Any]:
    return {
        "owner": _party(tree, one.owner), "owned": _party(tree, one.owned), "share": share(one.owns), "votes": share(one.votes),
        "decides": one.decides, "direct": one.direct, "sure": one.sure, "certainty": one.certainty,
        "stakes": [_stake(tree, tree.stakes[key]) for key in one.stakes if key in tree.stakes],
    }  # fmt: skip


def _aside(tree: OwnershipTree, one: Aside) -> dict[str, Any]:
    ends = {"owner": _party(tree, one.owner), "owned": _party(tree, one.owned)}
    return {**ends, "stake": _stake(tree, tree.stakes[one.stake])}


def _stake(tree: OwnershipTree, stake: StakeValue) -> dict[str, Any]:
    days = {name: when.to_json() for name in ("start", "end") if (when := getattr(stake, name))}
    return {
        "id": public_id("stake", stake.id), "kind": stake.kind, "share": stake.share.to_json() if stake.share else None,
        "certainty": stake.certainty, **days,
        "sources": [
            {"id": public_id("source", s.source), "publisher": s.publisher, "title": s.title, "published": s.published.isoformat()}
            for s in tree.sources.get(stake.id, ())
        ],
    }  # fmt: skip


def _effective(tree: OwnershipTree, key: UUID) -> dict[str, Any]:
    """What the one owns of the other along all paths, both ways round."""
    node = tree.nodes[key]
    return {"party": _party(tree, key), "owns": share(node.owns), "owned": share(node.owned)}
