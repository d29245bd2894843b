"""/parties/new/: a party entered by hand; records that it may be are shown before it is saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dealtracker.access.rules import PUBLIC
from dealtracker.ids import public_id
from dealtracker.sentences import sentence
from dealtracker.uikit.countries import country_name
from dealtracker.uikit.frame import frame, reader_page, turned_away
from parties.actions.parties import PartyRefused, enter_party
from parties.register.calc import lei_is_valid
from parties.register.models import Party
from parties.reports.duplicates import Proposal, proposed_duplicates
from parties.reports.sources_named import SourceNotFound, editable_walls, source_named


class NewPartyForm(forms.Form):
    """All that is entered of a new party at once; `none_of_these` is asked where near namesakes are there."""

    name = forms.CharField(label="Name", max_length=300)
    kind = forms.ChoiceField(label="Kind", choices=[c for c in Party.Kind.choices if c[0] != Party.Kind.UNNAMED_GROUP])
    compartment = forms.ChoiceField(label="Seen by")
    others = forms.CharField(
        label="Other names", required=False, max_length=3_000, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="One a line, in any script.",
    )  # fmt: skip
    lei = forms.CharField(label="LEI", required=False, max_length=20)
    hq_country = forms.CharField(
        label="Head office", required=False, max_length=2, help_text="Two letters, such as JP."
    )
    source = forms.CharField(
        label="Source of the head office", required=False, max_length=2_000,
        help_text="The id or the address of a source that is entered. A head office is not taken without one.",
    )  # fmt: skip
    reason = forms.CharField(label="Why it is entered", max_length=300)
    none_of_these = forms.CharField(label="Why it is none of these", required=False, max_length=300)

    def __init__(self, *args: Any, walls: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(key), "everyone" if key == PUBLIC else name) for key, name in walls]
        self.fields["compartment"].choices = choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not any(sign.isalnum() for sign in name):
            raise forms.ValidationError("A name has at least one letter or digit.")
        return name

    def clean_others(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if any(len(name) > 300 for name in names):
            raise forms.ValidationError("A name has at most 300 characters; write one a line.")
        return names

    def clean_lei(self) -> str:
        lei: str = self.cleaned_data["lei"].strip().upper()
        if lei and not lei_is_valid(lei):
            raise forms.ValidationError("This is not an LEI: 20 characters whose check digits fit (ISO 17442).")
        return lei

    def clean_hq_country(self) -> str:
        code: str = self.cleaned_data["hq_country"].strip().upper()
        if code and country_name(code) == code:
            raise forms.ValidationError("This is not a country code of ISO 3166-1, such as JP.")
        return code


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """GET, POST /parties/new/; a second POST with `none_of_these` where records were shown that it may be."""
    walls = editable_walls(viewer=request.viewer)
    if not walls:
        return turned_away(request)
    form = NewPartyForm(request.POST if request.method == "POST" else None, walls=walls)
    near: list[Proposal] = []
    if request.method == "POST" and form.is_valid():
        near = _near(request, form)
        form.fields["none_of_these"].required = bool(near)
        if near and not form.cleaned_data["none_of_these"].strip():
            form.add_error("none_of_these", "Pick the party that is entered, or say why this is none of them.")
        elif made := _entered(request, form):
            messages.success(request, sentence(f"Entered: {made.name}"))
            return redirect("party", public_id("party", made.pk))
    context = {
        **frame(request, section="Parties"), "form": form, "near": [_told(one) for one in near],
        "crumbs": [{"label": "Parties", "url": "/parties/"}, {"label": "New"}],
    }  # fmt: skip
    return render(request, "parties/new.html", context, status=400 if form.errors else 200)


def _near(request: HttpRequest, form: NewPartyForm) -> list[Proposal]:
    data = form.cleaned_data
    return proposed_duplicates(
        viewer=request.viewer, names=[data["name"], *data["others"]], country=data["hq_country"], kind=data["kind"],
        identifiers=[("lei", data["lei"])] if data["lei"] else [],
    )  # fmt: skip


def _told(one: Proposal) -> dict[str, Any]:
    return {
        "url": f"/parties/{public_id('party', one.party)}/",
        "name": one.name,
        "matched": one.matched,
        "score": f"{one.score:.2f}",
        "reasons": one.reasons,
    }


def _entered(request: HttpRequest, form: NewPartyForm) -> Party | None:
    """The new party; None with the form's errors where it cannot be entered, and then nothing was saved."""
    data = form.cleaned_data
    wall, apart = UUID(data["compartment"]), data["none_of_these"].strip()
    reason = f"{data['reason']} (none of the near namesakes: {apart})" if apart else data["reason"]
    try:
        source = source_named(viewer=request.viewer, text=data["source"], wall=wall) if data["source"].strip() else None
        party = Party(compartment_id=wall, name=data["name"], kind=data["kind"], hq_country=data["hq_country"])
        with transaction.atomic():
            return enter_party(
                party=party, names=data["others"], identifiers=[("lei", data["lei"])] if data["lei"] else [],
                viewer=request.viewer, reason=reason, source=source,
            )  # fmt: skip
    except SourceNotFound as error:
        form.add_error("source", sentence(str(error)))
    except PartyRefused as error:
        form.add_error(error.field if error.field in form.fields else None, sentence(str(error)))
    except IntegrityError:
        form.add_error("lei", "Another party has this LEI already; search for it.")
    return None
