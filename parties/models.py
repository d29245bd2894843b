"""Contents page: every table of the parties app."""

from __future__ import annotations

from parties.ownership.models import Stake
from parties.register.models import Identifier, MergeJudgement, Party, PartyName

__all__ = ["Identifier", "MergeJudgement", "Party", "PartyName", "Stake"]
