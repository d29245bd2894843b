"""Verbs for the shipped deals as a whole."""
from __future__ import annotations

from dealtracker.audit.models import Change
from deals.agreements.models import Deal


def demo_is_loaded(*, reason: str) -> bool:
    """Whether shipped deals were loaded under this very reason, which holds the digest of their files."""
    deals = [str(pk) for pk in Deal.rows.exclude(demo="").values_list("pk", flat=True)]
    return Change.rows.filter(row__in=deals, reason=reason).exists()
