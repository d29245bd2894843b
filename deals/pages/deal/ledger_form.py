"""The form of an entry: what happened, on which hold, how much, by which source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    amount = AmountFormField(label="Amount", money=True, required=True)
    value_date = forms.DateField(label="Value date", widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("act", "facility", "hold", "other", "amount", "value_date", "source", "words")

    def __init__(
        self, *args: Any, facilities: Choices, holds: Choices, currencies: Mapping[str, str], **kwargs: Any
    ) -> None:
        """`currencies`: facility → its currency, where one is known."""
        super().__init__(*args, **kwargs)
        listed, places = list(holds), list(facilities)
        self.fields["facility"].choices = places  # type: ignore[attr-defined]
        self.fields["amount"].currency = currencies.get(self.data.get("facility", ""), "")  # type: ignore[attr-defined]
        self.fields["amount"].help_text = _amount_help(places, currencies)
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


def _amount_help(facilities: list[tuple[str, str]], currencies: Mapping[str, str]) -> str:
    """What is taken, and which currency a figure alone is in."""
    known = {name: currencies[key] for key, name in facilities if key in currencies}
    codes = sorted(set(known.values()))
    told = f"Exact and above zero, such as {codes[0] if codes else 'USD'} 25000000.00"
    if not codes:
        return f"{told}."
    if len(codes) == 1 and len(known) == len(facilities):
        return f"{told}; a figure alone is in {codes[0]}."
    return f"{told}; a figure alone is in the currency of its facility: {', '.join(': '.join(one) for one in known.items())}."


class ReversalForm(_Told):
    """What takes an entry back: the opposite, on its own day or a later one."""

    value_date = forms.DateField(
        label="Value date", required=False, help_text="That of the entry if left empty.",
        widget=forms.DateInput(attrs={"type": "date"})
    )  # fmt: skip
    field_order = ("value_date", "source", "words")
