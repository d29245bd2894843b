"""The views of the deal list that a person keeps: theirs alone."""

from __future__ import annotations

from dealtracker.access.rules import Viewer
from dealtracker.desk.models import SavedView


def saved_views(*, viewer: Viewer) -> list[tuple[str, str]]:
    """[(label, query)] by label; none for those without an account."""
    if viewer.user_id is None:
        return []
    return list(SavedView.objects.filter(user=viewer.user_id).order_by("label").values_list("label", "query"))
