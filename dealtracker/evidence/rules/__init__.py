"""The contents of the evidence rules: plain functions over frozen values, no clock, no database.

Begin with `Evidence` (what is recorded about one subject) and `weigh`, which works out the link graph once; every
question then takes the `Fields` it gives and a day.
"""
from __future__ import annotations

from dealtracker.evidence.rules.certainties import CERTAINTIES, RULES, certainty
from dealtracker.evidence.rules.deal import Silence, deal_certainty, deal_counts, silence
from dealtracker.evidence.rules.graph import LinkCycle, UnknownSource, newsroom, origins
from dealtracker.evidence.rules.history import AmountStep, Difference, amount_history, compare
from dealtracker.evidence.rules.hops import Hop, drift
from dealtracker.evidence.rules.own_words import MAY_STATE
from dealtracker.evidence.rules.parents import Suggestion, TextValue, parent_suggestions
from dealtracker.evidence.rules.replies import ReplyState, reply_matrix
from dealtracker.evidence.rules.sameness import magnitude_slip, value_key
from dealtracker.evidence.rules.standing import Fields, standing_for, standings, weigh, why
from dealtracker.evidence.rules.values import (
    Certainty,
    ClaimValue,
    Counts,
    Evidence,
    InterestValue,
    LinkValue,
    ReplyValue,
    SourceValue,
    StandingRow,
)

__all__ = [
    "CERTAINTIES", "MAY_STATE", "RULES", "AmountStep", "Certainty", "ClaimValue", "Counts", "Difference", "Evidence",
    "Fields", "Hop", "InterestValue", "LinkCycle", "LinkValue", "ReplyState", "ReplyValue",
    "Silence", "SourceValue", "StandingRow", "Suggestion", "TextValue", "UnknownSource", "amount_history", "certainty",
    "compare", "deal_certainty", "deal_counts", "drift", "magnitude_slip", "newsroom",
    "origins", "parent_suggestions", "reply_matrix", "silence", "standing_for", "standings", "value_key", "weigh",
    "why",
]
