"""What a whole dossier must keep: every row rests on a claim, dates are in order, ledgers balance, nobody owns themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from deals import facts as f
from deals.actions._dossiers.value import Dossier, Row
from deals.agreements.rules import sound
from deals.agreements.words import ROLE_GROUPS
from deals.interchange.dossier.spots import Spot, nearest
from deals.interchange.dossier.texts import shorten

_ENDED_PARTY_FIELDS = ("hq_country", "jurisdiction")


def check_whole(dossier: Dossier, spot: Spot) -> None:
    """All checks that need more than one field; the rows and claims must have been read."""
    _check_support(dossier, spot)
    for row, here in _rows(dossier, spot):
        for first, last in sound.IN_ORDER:
            if said := sound.backwards(row.values.get(first), row.values.get(last), first):
                here.at(last).refuse("date", said)
    for row, here in _rows(dossier, spot, "roles"):
        _check_role(row, here)
    for row, here in _rows(dossier, spot, "parties"):
        _check_party(row, here, dossier)
    for row, here in _rows(dossier, spot, "supports"):
        _check_caps(row.values.get("caps", []), here.at("caps"))
    for row, here in _rows(dossier, spot, "facilities"):
        _check_purpose(row.values.get("purpose", []), here.at("purpose"))
    _check_stakes(dossier, spot)
    _check_sources(dossier, spot)


def _check_sources(dossier: Dossier, spot: Spot) -> None:
    """A text without an address that nothing cites could never be found again."""
    cited = {line.source for line in dossier.claims}
    cited |= {row.values.get("source", "") for name in ("events", "entries", "replies") for row in dossier.list(name)}
    linked = {link["to"] for row in dossier.list("sources") for link in row.values["links"]}
    for row, here in _rows(dossier, spot, "sources"):
        if row.key not in cited | linked and "url" not in row.values:
            here.refuse(
                "unused", "is cited by nothing and has no address; cite it in a claim or reply, or leave it out"
            )


def _rows(dossier: Dossier, spot: Spot, *lists: str) -> Iterator[tuple[Row, Spot]]:
    for name in lists or dossier.rows:
        for row in dossier.list(name):
            yield row, Spot(spot.problems, spot.file, row.pointer)


def _check_support(dossier: Dossier, spot: Spot) -> None:
    """Rule 4 of the format: every fact rests on an accepted claim, or cites its own source; a deal has at least one."""
    said = {(line.path.list, line.path.key, line.path.field) for line in dossier.claims if _supports(line.plain)}
    spoken = {(name, key) for name, key, _ in said}
    if not any(dossier.list(entity.list) for entity in f.ENTITIES) and ("deal", "") not in spoken:
        said_by_none = (
            "says nothing of the deal by a source, so nobody would be shown it; enter at least one fact with its claim"
        )
        spot.at("claims").refuse("no-claim", said_by_none)
    for entity in (*f.ENTITIES, f.STAKE, f.SITE, f.CAPACITY):
        for row, here in _rows(dossier, spot, entity.list):
            if "source" not in row.values and (entity.list, row.key) not in spoken:
                here.refuse("no-claim", f'rests on no claim; add one to "claims" with "at": "/{entity.list}/{row.key}"')
    for row, here in _rows(dossier, spot, "parties"):
        for name in _ENDED_PARTY_FIELDS:
            if name in row.values and ("parties", row.key, name) not in said:
                here.at(name).refuse("no-claim", f'rests on no claim; add one with "at": "/parties/{row.key}/{name}"')


def _supports(plain: dict[str, Any]) -> bool:
    return plain["state"] == "accepted" and plain["stance"] in ("asserts", "corrects")


def _check_role(row: Row, spot: Spot) -> None:
    role, group = row.values.get("role"), row.values.get("group")
    known = ROLE_GROUPS.get(role or "")
    if role and known is None and group is None:
        hint = nearest(role, ROLE_GROUPS) or "see docs/deal-dossier.md"
        spot.at("role").refuse(
            "choice", f'"{shorten(role)}" is not a role known here; name its "group", or use a known one: {hint}'
        )
    elif known and group and group != known:
        spot.at("group").refuse("choice", f'{role} belongs to the group "{known}"; leave the group out')


def _check_party(row: Row, spot: Spot, dossier: Dossier) -> None:
    values = row.values
    if values.get("kind") == "person" and all(role.values.get("party") != row.key for role in dossier.list("roles")):
        spot.refuse("person", "is a person without a role in the deal; persons are recorded only with one")
    grouped = [name for name in ("count_min", "count_max", "count_of", "members", "reason_unnamed") if name in values]
    if grouped and values.get("kind") != "unnamed group":
        spot.at(grouped[0]).refuse(
            "choice", 'belongs to an unnamed group; leave it out, or say "kind": "unnamed group"'
        )
    low, high = values.get("count_min"), values.get("count_max")
    if low is not None and high is not None and low > high:
        spot.at("count_max").refuse("number", f"is below count_min ({low})")
    if row.key in values.get("members", []):
        spot.at("members").refuse("reference", "a group is not a member of itself")


def _check_caps(caps: list[dict[str, Any]], spot: Spot) -> None:
    for place, said in sound.backward_caps(caps):
        spot.at(place, "to").refuse("date", said)
    if double := sound.double_caps(caps):
        spot.refuse("date", double)


def _check_purpose(purpose: list[dict[str, Any]], spot: Spot) -> None:
    if said := sound.over_the_whole(purpose):
        spot.refuse("fraction", said)


def _check_stakes(dossier: Dossier, spot: Spot) -> None:
    majority: dict[str, list[str]] = {}
    rows = {}
    for row, here in _rows(dossier, spot, "stakes"):
        owner, owned = row.values.get("owner", ""), row.values.get("owned", "")
        if owner and owner == owned:
            here.at("owned").refuse("reference", f'"{owner}" cannot own itself')
        elif not _is_minority(row.values.get("share")) and "end" not in row.values:
            majority.setdefault(owner, []).append(owned)
            rows[owner] = here
    for ring in sound.rings(majority):
        path = " → ".join([*ring[:12], *(["…"] if len(ring) > 12 else []), ring[0]])
        rows[ring[0]].refuse(
            "ring", f"parties own each other in a ring: {path}; correct a stake, or give the minority shares"
        )


def _is_minority(share: Any) -> bool:
    high = share.bounds[2] if share is not None else None
    return high is not None and high <= Decimal("0.5")
