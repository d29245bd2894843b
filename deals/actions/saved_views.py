"""Saved views of the list of deals, kept and forgotten by the person whose they are, and by nobody else."""

from __future__ import annotations

from django.db import transaction

from dealtracker.access.rules import Viewer
from dealtracker.desk.models import SavedView

MOST = 20
LONGEST_LABEL, LONGEST_QUERY = 60, 2000


class ViewRefused(ValueError):
    """A view that cannot be kept; the message says why."""


@transaction.atomic
def save_view(*, label: str, query: str, viewer: Viewer) -> None:
    """The same name again takes the new question. Raises ViewRefused."""
    name = " ".join(label.split())
    if viewer.user_id is None:
        raise ViewRefused("sign in to keep views")
    if not 0 < len(name) <= LONGEST_LABEL or not name.isprintable():
        raise ViewRefused(f"the name needs 1 to {LONGEST_LABEL} characters")
    if not 0 < len(query) <= LONGEST_QUERY:
        raise ViewRefused(f"there must be something to keep, of at most {LONGEST_QUERY:,} characters")
    own = SavedView.objects.filter(user=viewer.user_id)
    if not own.filter(label=name).exists() and own.count() >= MOST:
        raise ViewRefused(f"you keep {MOST} views already; forget one of them first")
    SavedView.objects.update_or_create(user_id=viewer.user_id, label=name, defaults={"query": query})


@transaction.atomic
def forget_view(*, label: str, viewer: Viewer) -> None:
    """Nothing happens where there is none of this name."""
    if viewer.user_id is not None:
        SavedView.objects.filter(user=viewer.user_id, label=label).delete()
