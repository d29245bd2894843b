"""Parties in the admin: edited through verbs, with a reason and their history."""

from __future__ import annotations

from parties.admin.parties import PartyAdmin

__all__ = ["PartyAdmin"]
