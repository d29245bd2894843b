"""The form of an entry: what happened, on which hold, how much, by which source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from deals.actions.deals import InvalidChange
from deals.actions.ledger import SINGLE
from dealtracker.formfields import AmountFormField

PAIRS = {"transfer": "transfer (a new lender of record)", "participation": "participation (the lender of record stays)"}
_SOURCE_HELP = "Where this is said, such as the agent's notice; add the source to the deal first."
# part of a fault's pointer → field of the form
_FIELDS = {
    "kind": "act", "giver": "hold", "grantor": "hold", "taker": "other", "participant": "other", "hold": "hold",
    "facility": "facility", "amount": "amount", "value_date": "value_date", "source": "source", "words": "words",
}  # fmt: skip
Choices = Iterable[tuple[str, str]]


class _Told(forms.Form):
    source = forms.ChoiceField(label="Source", help_text=_SOURCE_HELP)
    words = forms.CharField(label="Words", max_length=300, required=False)

    def __init__(self, *args: Any, sources: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "choose"), *sources]  # type: ignore[attr-defined]

    def refuse(self, error: InvalidChange) -> None:
        """Each fault beside its field, in the sentence that the API and an import give."""
        for fault in error.faults:
            name = _FIELDS.get(fault.pointer.split("/")[1] if "/" in fault.pointer else "", "")
            self.add_error(name if name in self.fields else None, f"{fault.detail[:1].upper()}{fault.detail[1:]}.")


class EntryForm(_Told):
    """One movement. A transfer or participation has two holds, anything else one, or none where the split is unknown."""

    act = forms.ChoiceField(label="What", choices=[("", "choose"), *((k, k) for k in SINGLE), *PAIRS.items()])
    facility = forms.ChoiceField(label="Facility")
    hold = forms.ChoiceField(label="Hold", required=False, help_text="Who lends, or gives its part away.")
    other = forms.ChoiceField(label="To the hold", required=False, help_text="Of a transfer or participation only.")
    amount = AmountFormField(
        label="Amount", money=True, required=True, help_text="Such as 25000000.00 USD: exact and above zero."
    )
    value_date = forms.DateField(label="Value date", widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("act", "facility", "hold", "other", "amount", "value_date", "source", "words")

    def __init__(self, *args: Any, facilities: Choices, holds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = list(holds)
        self.fields["facility"].choices = list(facilities)  # type: ignore[attr-defined]
        self.fields["hold"].choices = [("", "the facility as a whole, split not known"), *listed]  # type: ignore[attr-defined]
        self.fields["other"].choices = [("", "none"), *listed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("act") in PAIRS:
            for name in ("hold", "other"):
                if not data.get(name):
                    self.add_error(name, f"A {data['act']} has two holds; choose this one too, or open it first.")
        elif data.get("act") and data.get("other"):
            self.add_error("other", f"A {data['act']} has one hold; leave this empty.")
        return data


class ReversalForm(_Told):
    """What takes an entry back: the opposite, on its own day or a later one."""

    value_date = forms.DateField(
        label="Value date", required=False, help_text="That of the entry if left empty.",
        widget=forms.DateInput(attrs={"type": "date"})
    )  # fmt: skip
    field_order = ("value_date", "source", "words")
