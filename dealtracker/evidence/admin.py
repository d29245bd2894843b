"""Sources in the admin: looked at, and found by those who name one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from dealtracker.access.reading import ReadOnlyAdmin
from dealtracker.evidence.models import Source
from dealtracker.ids import private_key


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    """Found by id, by address, or by how publisher or title begin."""

    list_display = ("publisher", "title", "kind", "published_to", "compartment")
    list_select_related = ("compartment",)
    list_filter = ("kind",)
    search_fields = ("publisher",)
    search_help_text = "Its id, its address, or how its publisher or title begins."
    ordering = ("-published_to", "id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.replace("\x00", "").strip()
        if not words:
            return queryset, False
        key: UUID | None = private_key("source", words)
        if key:
            return queryset.filter(pk=key), False
        return queryset.filter(Q(url=words) | Q(publisher__istartswith=words) | Q(title__istartswith=words)), False
