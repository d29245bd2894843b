"""The patterns page: every component once, with values of the founding case."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dealtracker.uikit import example_figures, examples


class ExampleForm(forms.Form):
    """Fields of each sort, filled in wrongly on purpose."""

    amount = forms.CharField(label="Amount", help_text="As the source wrote it, such as “about US$300m”.")
    currency = forms.CharField(label="Currency", max_length=3)
    published = forms.DateField(label="Published", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(label="Words of the source", required=False, widget=forms.Textarea)
    read = forms.BooleanField(label="I have read the source itself", required=False)

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"]
        if not (len(code) == 3 and code.isupper()):
            raise forms.ValidationError(f"“{code}” is not a currency code. Write three capital letters, such as USD.")
        return str(code)


def patterns(request: HttpRequest) -> HttpResponse:
    """GET /patterns."""
    wrong = ExampleForm({"amount": "about US$300m", "currency": "us", "published": "", "words": "unos US$300m"})
    shown = {
        name.lower(): value
        for module in (examples, example_figures)
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and name != "KNOWN_ON"
    }
    shown["deals_shown"] = shown.pop("deals")
    return render(request, "patterns.html", {**shown, "form": wrong})
