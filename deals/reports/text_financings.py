"""The financings that a text tells of, each with its proposals, the deal that they go to and deals that may be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from deals.agreements.rules.financings import Financing, Told, parted
from deals.agreements.rules.proposed import ENTERED_FOR
from deals.reports.proposals import Candidate, Row, accepted_into, deals_found, same_deal
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Source

_AT_INTAKE = "deal"


@dataclass(frozen=True)
class TextFinancing:
    """`borrower` as the text has it, empty where it names none; `other` where it is told of in passing."""

    borrower: str
    other: bool
    rows: tuple[Row, ...]


def text_financings(rows: Sequence[Row]) -> tuple[list[TextFinancing], list[Row]]:
    """(the financings, those the text is about first; proposals of which it does not say whose they are)."""
    told = parted([Told(row.proposed.read, row.proposed.party, row.start) for row in rows])
    order = list(dict.fromkeys(one for one in told if one))
    own = [one for one in order if not one.other] or [Financing("")]
    # A text that is about one financing speaks of that one where it does not say.
    owners = [one or (own[0] if len(own) == 1 else None) for one in told]
    found = [
        TextFinancing(one.borrower, one.other, tuple(r for r, owner in zip(rows, owners, strict=True) if owner == one))
        for one in (*own, *(one for one in order if one.other))
    ]
    return found, [row for row, owner in zip(rows, owners, strict=True) if owner is None]


def deal_of(
    financing: TextFinancing, *, viewer: Viewer, source: Source, chosen: UUID | None, only: bool
) -> tuple[UUID, str] | None:  # fmt: skip
    """(deal, title) that the proposals go to: the one chosen, accepted into or entered; of an `only` one that of intake."""
    told = accepted_into(viewer=viewer, rows=financing.rows) or _kept(financing, ENTERED_FOR)
    key = chosen or told or (_kept(financing, _AT_INTAKE) if only else None)
    found = deals_found(viewer=viewer, wall=source.compartment_id, deal=key) if key else []
    return found[0] if found else None


def may_be(financing: TextFinancing, *, viewer: Viewer, source: Source) -> list[Candidate]:
    """Deals that it may be, the likeliest first; the one named at intake is one of them."""
    found = same_deal(viewer=viewer, source=source, rows=financing.rows)
    kept = _kept(financing, _AT_INTAKE)
    if kept is None or financing.other or any(one.deal == kept for one in found):
        return found
    named = deals_found(viewer=viewer, wall=source.compartment_id, deal=kept)
    return [*(Candidate(deal, title, 0, ("named when the text was taken in",)) for deal, title in named), *found]


def _kept(financing: TextFinancing, key: str) -> UUID | None:
    kept = next((row.proposed.more[key] for row in financing.rows if row.proposed.more.get(key)), "")
    return UUID(kept) if kept else None
