"""People and compartments in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone

from dealtracker.access.models import Compartment, Crossing, Membership, User

# What a person may see follows from memberships; there is no second kind of team.
admin.site.unregister(Group)


class MembershipForm(forms.ModelForm):
    """One membership; says what its required fields ask for."""

    class Meta:
        help_texts = {
            "start": "From when the person reads or edits there; now, unless another moment was agreed.",
            "end": "Until when; left empty, until somebody ends it.",
            "approved_by": "The account of whoever agreed that this person may; find it by user name.",
        }
        error_messages = {
            "start": {"required": "Say from when: a day and a time."},
            "approved_by": {"required": "Say who approved it: the account of whoever agreed that this person may."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "start" in self.fields:
            self.fields["start"].initial = timezone.now


class MembershipInline(admin.TabularInline):
    model = Membership
    form = MembershipForm
    fk_name = "user"
    extra = 0
    autocomplete_fields = ("compartment", "approved_by")


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Accounts with their memberships; the audit keeps every change."""

    inlines = (MembershipInline,)
    list_display = ("username", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    filter_horizontal = ("user_permissions",)
    fieldsets = tuple(
        (title, {**part, "fields": tuple(name for name in part["fields"] if name != "groups")})
        for title, part in UserAdmin.fieldsets or ()
    )


@admin.register(Compartment)
class CompartmentAdmin(admin.ModelAdmin):
    list_display = ("name",)
    search_fields = ("name",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and not obj.is_public


@admin.register(Crossing)
class CrossingAdmin(admin.ModelAdmin):
    """A time-limited look behind a wall; the person who grants it is never the one who crosses."""

    list_display = ("user", "compartment", "start", "end", "granted_by")
    autocomplete_fields = ("user", "compartment")
    readonly_fields = ("granted_by",)

    def save_model(self, request: HttpRequest, obj: Crossing, form: Any, change: bool) -> None:
        obj.granted_by = obj.granted_by if change else request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        granter = request.user

        def clean(self: Any) -> Any:
            found = super(form, self).clean()
            if found.get("user") == granter and not change:
                self.add_error("user", "A second person grants a crossing; you cannot grant one to yourself.")
            return found

        return type("CrossingForm", (form,), {"clean": clean})


admin.site.site_header = admin.site.site_title = "dealtracker"
admin.site.index_title = "Parties, people, compartments; facts to look at"
