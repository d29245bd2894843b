"""The forms of a covenant: a test with its result, and the definition as an amendment has it from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from deals.pages.deal.amend_form import SourcedForm
from deals.pages.deal.seen import Row, words
from dealtracker.formfields import AmountFormField, written
from dealtracker.money import Amount

RESULTS = ("met", "not met", "waived", "received", "not received")
_PERCENT = "Such as 0.65, 65 %, about 0.65; empty where no figure was told."
_DAY = {"widget": forms.DateInput(attrs={"type": "date"})}


class CovenantForm(SourcedForm):
    """What both have: the covenant's row in the sheet, the day of today, the sources to choose from."""

    def __init__(
        self, covenant: Row, *args: Any, today: date, sources: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.covenant, self.today = covenant, today
        self.value_names = tuple(self.fields)
        self.add_source_fields(sources)


class TestForm(CovenantForm):
    """One test as it was told; a test of the same day that stands already is replaced."""

    on = forms.DateField(label="Tested on", help_text="The last day of the tested period.", **_DAY)
    result = forms.ChoiceField(label="Result", choices=[("", "choose"), *((word, word) for word in RESULTS)])
    value = AmountFormField(label="Value", max_length=80, help_text=_PERCENT)
    words = forms.CharField(
        label="Words", max_length=300, required=False, help_text="Such as: waived until 31 March 2026."
    )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(f"{day} is yet to come; enter the test once its result is told.")
        return day

    def test(self) -> dict[str, Any]:
        """The test as a part of the covenant's `tests`."""
        data = self.cleaned_data
        said = {"value": data["value"].to_json()} if data["value"] else {}
        return {"on": data["on"].isoformat(), "result": data["result"], **said, **_given(data, "words")}


class DefinitionForm(CovenantForm):
    """The covenant as it reads from a day on; what is not changed is filled in as it stands."""

    start = forms.DateField(label="In force from", help_text="From this day the new definition is tested.", **_DAY)
    test = forms.CharField(label="Test", max_length=200, help_text="Such as: at most, each quarter.")
    value = AmountFormField(label="Value", max_length=80, help_text=_PERCENT)
    words = forms.CharField(label="Words of the definition", max_length=500, required=False)
    every_months = forms.IntegerField(
        label="Tested every so many months",
        min_value=1,
        max_value=120,
        required=False,
        help_text="Ends of calendar periods.",
    )
    within_days = forms.IntegerField(
        label="Certificate due within days of the period’s end", min_value=1, max_value=366, required=False
    )

    def clean_start(self) -> date:
        day: date = self.cleaned_data["start"]
        began = str(self.covenant.get("start") or "")
        if began and day.isoformat() <= began:
            raise forms.ValidationError(f"The definition that stands began on {began}; an amendment begins after it.")
        return day

    def definition(self) -> dict[str, Any]:
        """The fields of the new row, but for those that an amendment cannot change."""
        data = self.cleaned_data
        value = {"value": data["value"].to_json()} if data["value"] else {}
        return {
            "start": data["start"].isoformat(),
            **value,
            **_given(data, "test", "words", "every_months", "within_days"),
        }


def definition_now(covenant: Row) -> dict[str, Any]:
    """What stands, as the form begins."""
    value = covenant.get("value")
    return {
        "test": words(covenant.get("test")), "words": words(covenant.get("words")),
        "value": written(Amount.from_json(value)) if value and value.get("kind") else "",
        "every_months": covenant.get("every_months"), "within_days": covenant.get("within_days"),
    }  # fmt: skip


def _given(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names if data[name] not in (None, "")}
