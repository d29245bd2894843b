"""The party form: kind and places, names, identifiers, stakes; a reason for every change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from dealtracker.access.reading import ReadOnlyAdmin, WalledAdmin
from dealtracker.evidence.models import Claim, Source
from dealtracker.ids import public_id
from dealtracker.uikit.countries import country_name
from parties.actions.parties import PartyRefused, save_party, save_rows
from parties.admin.seen_first import SeenFirst
from parties.ownership.models import Stake
from parties.register.calc import lei_is_valid
from parties.register.models import Identifier, Party, PartyName
from parties.register.queries import named, viewer_walls
from parties.reports.party_history import party_history

# constraint → what it means to the person who met it
TAKEN = {
    "identifier_once": "another party has this identifier already; search for it, or merge the two",
    "party_name_once": "the party has this name of this kind already",
}


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""


class PartyForm(forms.ModelForm):
    """A party with the reason of the change and, for a new headquarters, the source that states it."""

    reason = forms.CharField(max_length=500, help_text="Why this change is made; the history keeps it.")
    stated_by = forms.ModelChoiceField(
        Source.rows.none(), required=False, label="Source of a new place",
        widget=AutocompleteSelect(Claim._meta.get_field("source"), admin.site),
        help_text="Who states the head office or jurisdiction; needed where either is new. Search by address, id or publisher.",
    )  # fmt: skip

    # As it was when the form was opened: what somebody else changed since is not written over unseen.
    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)
    refused = ""

    class Meta:
        model = Party
        labels = {"hq_country": "Head office", "jurisdiction": "Jurisdiction"}
        help_texts = {"hq_country": "Its country, two letters such as JP."}
        fields = (
            "compartment",
            "name",
            "kind",
            "hq_country",
            "jurisdiction",
            "count_min",
            "count_max",
            "count_of",
            "reason_unnamed",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stated_by"].queryset = Source.rows.order_by("-published_to")  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            self.fields["opened"].initial = self.instance.revision
            if "compartment" in self.fields:
                self.fields["compartment"].disabled = True

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.refused:
            raise ValidationError(self.refused)
        if found.get("opened") not in (None, self.instance.revision):
            raise ValidationError("Somebody changed this party since you opened it; open it again and look at what differs.")
        for field in ("hq_country", "jurisdiction"):
            if found.get(field) and found[field] != self.initial.get(field, "") and not found.get("stated_by"):
                self.add_error("stated_by", "Name the source that states the new head office or jurisdiction.")
                break
        return found

    def clean_hq_country(self) -> str:
        return _country(self.cleaned_data["hq_country"])

    def clean_jurisdiction(self) -> str:
        return _country(self.cleaned_data["jurisdiction"])


def _country(code: str) -> str:
    if code and country_name(code.upper()) == code.upper():
        raise ValidationError(f'"{code}" is not a country code; write two letters of ISO 3166-1, such as JP.')
    return code.upper()


_NARROW = {"text": 26, "language": 7, "script": 4, "start": 8, "end": 8, "share": 9, "value": 30}


class RowForm(forms.ModelForm):
    """A row of the party with columns as wide as their values."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, size in _NARROW.items():
            if name in self.fields:
                # The admin's own class is as wide as a title, whatever the size says.
                self.fields[name].widget.attrs.update({"size": size, "class": ""})


class IdentifierForm(RowForm):
    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        value = (found.get("value") or "").strip().upper()
        if found.get("scheme") == Identifier.Scheme.LEI and value and not lei_is_valid(value):
            self.add_error("value", f'"{value}" is not an LEI: 20 characters whose check digits fit (ISO 17442).')
        return found


class NameInline(admin.TabularInline):
    model = PartyName
    form = RowForm
    fields = ("text", "language", "script", "kind", "start", "end")
    extra = 1


class IdentifierInline(admin.TabularInline):
    model = Identifier
    form = IdentifierForm
    fields = ("scheme", "value")
    extra = 0


class StakeInline(admin.TabularInline):
    model = Stake
    form = RowForm
    fk_name = "owned"
    fields = ("owner", "share", "kind", "direct", "start", "end")
    autocomplete_fields = ("owner",)
    extra = 0
    verbose_name = "stake held in this party"
    verbose_name_plural = "stakes held in this party"


def _why(request: HttpRequest, reason: str) -> str:
    """The reason that is kept; with a near namesake, also why the party is another one."""
    apart = request.POST.get("none_of_these", "").strip()[:300]
    return f"{reason} (none of the near namesakes: {apart})" if apart else reason


@admin.register(Party)
class PartyAdmin(SeenFirst, WalledAdmin):
    """Every save goes through the verbs of parties.actions, once what it changes was seen."""

    form = PartyForm
    list_display = ("name", "kind", "hq_country", "compartment", "merging")
    list_filter = ("kind",)
    list_select_related = ("compartment",)
    search_fields = ("name",)
    search_help_text = "Part of any name, in any script."
    ordering = ("name", "id")
    autocomplete_fields = ("compartment",)
    inlines = (NameInline, IdentifierInline, StakeInline)
    readonly_fields = ("merging",)
    fieldsets = (
        (None, {"fields": ("compartment", "name", "kind", ("hq_country", "jurisdiction"), "stated_by", "merging")}),
        (
            "A group that is not named",
            {"classes": ("collapse",), "fields": (("count_min", "count_max", "count_of"), "reason_unnamed")},
        ),
        ("This change", {"fields": ("reason", "opened")}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Party], search_term: str
    ) -> tuple[QuerySet[Party], bool]:
        words = search_term.replace("\x00", "").strip()[:200]
        if not words:
            return queryset, False
        return queryset.filter(pk__in=named(words, walls=viewer_walls(request.viewer))), False  # type: ignore[attr-defined]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.refused = getattr(request, "refused", "")
        return form

    def save_model(self, request: HttpRequest, obj: Party, form: PartyForm, change: bool) -> None:
        data, stated = form.cleaned_data, {name: getattr(obj, name) for name in ("hq_country", "jurisdiction")}
        self._try(request, save_party, party=obj, reason=_why(request, data["reason"]), source=data["stated_by"])
        for name, place in stated.items():
            if place and getattr(obj, name) != place:
                kept = f"{self.form.base_fields[name].label}: {getattr(obj, name)} stands, since a source of more weight states it"
                messages.warning(request, f"{kept}; that {place} is stated too is kept.")

    def save_formset(self, request: HttpRequest, form: PartyForm, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        if rows or formset.deleted_objects:
            reason = _why(request, form.cleaned_data["reason"])
            self._try(
                request, save_rows, party=form.instance, rows=rows, removed=formset.deleted_objects, reason=reason
            )

    def _try(self, request: HttpRequest, verb: Any, **values: Any) -> None:
        try:
            verb(viewer=request.viewer, **values)  # type: ignore[attr-defined]
        except PartyRefused as error:
            self._refuse(request, str(error))
        except IntegrityError as error:
            self._refuse(request, TAKEN.get(_constraint(error), "it contradicts what is stored"))

    def _refuse(self, request: HttpRequest, why: str) -> None:
        request.refused = f"Not saved: {why}."  # type: ignore[attr-defined]

    def message_user(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Django reports success by itself; not where a verb refused."""
        if not getattr(request, "refused", False):
            super().message_user(request, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="Another record of it")
    def merging(self, party: Party) -> str:
        if party._state.adding:
            return "once it is saved"
        return format_html(
            '<a href="{}">compare or merge</a>', reverse("party-merge", args=[public_id("party", party.pk)])
        )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every change of the party and its rows, from the audit."""
        party = self.get_object(request, object_id)
        if party is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            **self.admin_site.each_context(request), "title": f"History of {party}", "party": party, "opts": self.opts,
            "changes": party_history(viewer=request.viewer, party=party.pk),  # type: ignore[attr-defined]
        }  # fmt: skip
        return TemplateResponse(request, "admin/parties/history.html", context)


@admin.register(Stake)
class StakeAdmin(ReadOnlyAdmin):
    list_display = ("owner", "owned", "kind", "share")
    list_select_related = ("owner", "owned")
