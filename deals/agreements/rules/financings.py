"""Which financing of a text each of its proposals tells of: whose it says it is, else its sentence, else what went before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

_BORROWS = ("role.borrower", "role.issuer")
_OTHER = "other_deal."
_OTHERS = tuple(f"{_OTHER}{read.removeprefix('role.')}" for read in _BORROWS)


class Told(NamedTuple):
    """One proposal: what was read, of whom, and where its sentence begins; in the order of the text."""

    read: str
    party: str
    sentence: int | None


class Financing(NamedTuple):
    """A loan as a text tells of it: by its borrower's name; `other` where it is told of in passing."""

    borrower: str
    other: bool = False


def parted(told: Sequence[Told]) -> list[Financing | None]:
    """The financing of each proposal, None where the text does not say; joint borrowers of one sentence are one financing."""
    leads = _leads(told)
    found: list[Financing | None] = []
    before: Financing | None = None
    for _, group in groupby(told, key=lambda one: one.sentence):
        rows = list(group)
        here = _of_sentence(rows, leads)
        found += [_of_row(row, here, before, leads) for row in rows]
        spoken_of = {one for one in here if not one.other}
        before = _only(spoken_of) if spoken_of else before
    return _replies_to_theirs(told, found)


def _leads(told: Sequence[Told]) -> Mapping[str, Financing]:
    """Each borrower → its financing."""
    owners = {one.party for one in told if one.read == "facility.amount" and one.party}
    leads: dict[str, Financing] = {}
    for _, group in groupby(told, key=lambda one: one.sentence):
        first: Financing | None = None
        for row in group:
            if row.read not in _BORROWS or row.party in leads:
                continue
            joint = first is not None and not {first.borrower, row.party} <= owners
            leads[row.party] = first if joint and first else Financing(row.party)
            first = first or leads[row.party]
    return leads


def _of_sentence(rows: Iterable[Told], leads: Mapping[str, Financing]) -> set[Financing]:
    found = {leads[row.party] for row in rows if row.party in leads and _may_lead(row)}
    return found | {Financing(row.party, True) for row in rows if row.read in _OTHERS}


def _may_lead(row: Told) -> bool:
    """Whether the party of a reading is whose financing it tells of: who lends or vouches is not."""
    return not row.read.startswith((_OTHER, "role.")) or row.read in _BORROWS


def _of_row(
    row: Told, here: set[Financing], before: Financing | None, leads: Mapping[str, Financing]
) -> Financing | None:  # fmt: skip
    others = {one for one in here if one.other}
    if row.read.startswith(_OTHER):
        own = Financing(row.party, True)
        return own if own in others else _only(others) or Financing("", True)
    if row.party in leads and _may_lead(row):
        return leads[row.party]
    spoken_of = here - others or others
    return _only(spoken_of) if spoken_of else before


def _only(found: set[Financing]) -> Financing | None:
    return next(iter(found)) if len(found) == 1 else None


def _replies_to_theirs(told: Sequence[Told], found: list[Financing | None]) -> list[Financing | None]:
    """An answer goes to the financing in which who gives it has a role, where that is one; of several the one told of last."""
    roles: dict[str, set[Financing]] = {}
    for row, financing in zip(told, found, strict=True):
        if row.read.startswith("role.") and financing:
            roles.setdefault(row.party, set()).add(financing)
    return [_of_reply(now, roles.get(row.party, set())) if row.read == "reply" else now
            for row, now in zip(told, found, strict=True)]  # fmt: skip


def _of_reply(now: Financing | None, known: set[Financing]) -> Financing | None:
    if not known or now in known:
        return now
    return _only(known)
