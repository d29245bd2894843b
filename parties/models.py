"""Contents page: every table of the parties app."""

from __future__ import annotations

from parties.ownership.models import Lineage, PartyDue, Stake
from parties.register.models import Identifier, MergeJudgement, Party, PartyName
from parties.screening.models import (
    Candidate,
    Disposition,
    ListedEntry,
    ListedName,
    ListUpload,
    ListVersion,
    Screened,
    Watchlist,
)

__all__ = [
    "Candidate", "Disposition", "Identifier", "Lineage", "ListUpload", "ListVersion", "ListedEntry", "ListedName", "MergeJudgement",
    "Party", "PartyDue", "PartyName", "Screened", "Stake", "Watchlist",
]  # fmt: skip
