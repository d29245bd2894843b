"""The forms of a decision: what one person decides, with answers to the red-flag items, and what a second confirms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms

from deals.actions.decisions import LONGEST, OUTCOMES
from deals.pages.red_flags import ANSWERS

Flags = Mapping[str, str]


class DecisionForm(forms.Form):
    """`flags` are the items in force, id → text; an item left alone keeps what the record says to it."""

    outcome = forms.ChoiceField(label="Decision", choices=[("", "choose"), *OUTCOMES.items()])
    reasons = forms.CharField(label="Reasons", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": "6"}))
    case_number = forms.CharField(label="Your own case number", max_length=80, required=False)
    second = forms.ChoiceField(label="Who confirms", help_text="Another editor of this team; the record is made when they do.")
    due = forms.DateField(label="Confirm by", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, flags: Flags, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flags = flags
        self.fields["second"].choices = [("", "choose"), *((str(key), name) for key, name in people)]  # type: ignore[attr-defined]
        for flag, text in flags.items():
            choices = [("", "as the record says"), *ANSWERS.items()]
            self.fields[f"answer.{flag}"] = forms.ChoiceField(label=f"{flag}: {text}", choices=choices, required=False)
            evidence = forms.CharField(label=f"What {flag} rests on", max_length=500, required=False)
            self.fields[f"evidence.{flag}"] = evidence

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for flag in self.flags:
            answer, evidence = data.get(f"answer.{flag}", ""), (data.get(f"evidence.{flag}") or "").strip()
            if answer in ("yes", "no") and not evidence:
                self.add_error(f"evidence.{flag}", f"{flag} is answered {answer}: say what it rests on.")
            if evidence and not answer:
                self.add_error(f"answer.{flag}", f"{flag} has evidence and no answer: choose one, or take the evidence out.")
        return data

    def given(self) -> dict[str, tuple[str, str]]:
        """Item → (answer, evidence), of those that were answered."""
        data = self.cleaned_data
        answered = [flag for flag in self.flags if data.get(f"answer.{flag}")]
        return {flag: (data[f"answer.{flag}"], data[f"evidence.{flag}"].strip()) for flag in answered}

    def items(self) -> list[tuple[Any, Any]]:
        """The fields of each item, side by side."""
        return [(self[f"answer.{flag}"], self[f"evidence.{flag}"]) for flag in self.flags]


class ConfirmForm(forms.Form):
    """What the second person does with a proposal."""

    do = forms.ChoiceField(
        label="Your part", choices=[("confirm", "I have looked at it and confirm it"), ("close", "Close it without a record")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label="Why it is closed without a record", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": "3"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("do") == "close" and not (data.get("reason") or "").strip():
            self.add_error("reason", "Say why.")
        return data
