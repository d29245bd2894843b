"""Deals in the admin: looked at there, changed on their pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.html import format_html

from deals import facts
from deals.agreements.models import Deal
from deals.sites.models import Site
from dealtracker.access.reading import ReadOnlyAdmin
from dealtracker.ids import public_id


@admin.register(Deal)
class DealAdmin(ReadOnlyAdmin):
    list_display = ("title", "external_ref", "compartment", "revision", "page")
    list_select_related = ("compartment",)
    search_fields = ("title", "external_ref")
    ordering = ("title", "id")
    readonly_fields = ("page",)

    @admin.display(description="Change it on its page")
    def page(self, deal: Any) -> str:
        return format_html('<a href="/deals/{}/">open the deal</a>', public_id("deal", deal.pk))


@admin.register(Site)
class SiteAdmin(ReadOnlyAdmin):
    list_display = ("name", "city", "country", "precision")
    search_fields = ("name", "city")
    ordering = ("name", "id")


class RowAdmin(ReadOnlyAdmin):
    """A row of a deal."""

    list_display = ("key", "deal", "row_form")
    list_select_related = ("deal",)
    readonly_fields = ("row_form",)
    ordering = ("deal_id", "key")

    @admin.display(description="Its form")
    def row_form(self, row: Any) -> str:
        entity = next(e for e in facts.ENTITIES if e.model is type(row))
        root = f"/deals/{public_id('deal', row.deal_id)}/"
        if entity.list == "entries":
            return format_html('<a href="{}ledger/">reverse it on the deal’s ledger</a>', root)
        address = f"{root}amend/?at=/{entity.list}/{row.key}"
        return format_html('<a href="{}">change it on the deal’s page</a>', address)


for entity in facts.ENTITIES:
    admin.site.register(entity.model, RowAdmin)
