"""Names of parties and sites by key, for labels."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from deals.sites.models import Site
from dealtracker.access.rules import Viewer
from parties.register.models import Party


def party_names(*, viewer: Viewer, keys: Iterable[UUID]) -> dict[UUID, str]:
    """Key → primary name, of those this viewer sees."""
    wanted = set(keys)
    return dict(Party.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def site_names(*, viewer: Viewer, keys: Iterable[UUID]) -> dict[UUID, str]:
    """The same of sites."""
    wanted = set(keys)
    return dict(Site.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
