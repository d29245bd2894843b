"""Admin classes for what is only looked at there, fast at any number of rows."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property


class AtLeast(int):
    """A count that was not taken to its end, and says so where it is shown."""

    def __str__(self) -> str:
        return f"{int(self):,} or more"


class BoundedPaginator(Paginator):
    """Counts no further than a person would page; past that, one searches."""

    most = 1_000

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        found = int(self.object_list.order_by()[: self.most + 1].count())
        return found if found <= self.most else AtLeast(self.most)


class WalledAdmin(admin.ModelAdmin):
    """Rows that the viewer sees; fixed statements whatever the page."""

    show_full_result_count = False
    list_per_page = 50
    paginator = BoundedPaginator

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model.objects.visible_to(request.viewer)  # type: ignore[attr-defined]
        return found.order_by(*ordering) if (ordering := self.get_ordering(request)) else found


class ReadOnlyAdmin(WalledAdmin):
    """Facts that are changed on their page, through a verb, never here."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
