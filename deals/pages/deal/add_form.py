"""The form that adds a row to a deal: its fields as people write them, and the source they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms

from deals import facts
from deals.agreements.words import ROLE_GROUPS
from deals.pages.deal.amend_form import EDITABLE, SourcedForm
from dealtracker.formfields import AmountFormField, WhenFormField

# Which field says most of a row, and so comes first.
_HELP = {
    "role": f"Such as {', '.join(list(ROLE_GROUPS)[:6])}. For another one say its group too.",
    "model": "The chip as the catalogue names it; other words go below.",
    "to": "The reference of the other deal (external_ref).",
}
_PARTY_HELP = "Part of any of its names, in any script; it must be in the register."


class AddForm(SourcedForm):
    """One field for each that a person can write; empty ones are not stated. `names` are choices by list."""

    def __init__(
        self, entity: facts.Entity, *args: Any, sources: Iterable[tuple[str, str]],
        names: Callable[[str], Mapping[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.entity = entity
        asked = sorted(addable(entity), key=lambda field: not field.required)
        self.fields.update({f"f_{field.name}": _field(field, names) for field in asked})
        self.value_names = tuple(self.fields)
        self.add_source_fields(sources)

    def values(self, party: Callable[[str, str], str]) -> dict[str, Any]:
        """Field → value as an API client would write it; `party` gives the id for words, told by which field."""
        found: dict[str, Any] = {}
        for field in addable(self.entity):
            given = self.cleaned_data[f"f_{field.name}"]
            if given not in (None, ""):
                found[field.name] = _value(field, given, party)
        return found


def addable(entity: facts.Entity) -> list[facts.Field]:
    """The fields that the form can take; lists and nested parts come by dossier."""
    return [field for field in entity.fields if field.claimed and field.type in EDITABLE]


def _value(field: facts.Field, given: Any, party: Callable[[str, str], str]) -> Any:
    if field.type in (facts.MONEY, facts.QUANTITY, facts.WHEN):
        return given.to_json()
    if field.type == facts.FLAG:
        return given == "yes"
    return party(f"f_{field.name}", given) if field.to == "parties" else given


def _field(field: facts.Field, names: Callable[[str], Mapping[str, str]]) -> forms.Field:
    label = field.name.replace("_", " ").capitalize()
    told: dict[str, Any] = {"label": label, "required": field.required}
    if field.type in (facts.MONEY, facts.QUANTITY):
        return AmountFormField(money=field.type == facts.MONEY, max_length=80, **told)
    if field.type == facts.WHEN:
        return WhenFormField(max_length=24, help_text="2025-12-01, 2025-12, 2025-Q4, by 2025-12-01.", **told)
    if field.type == facts.REF and field.to == "parties":
        return forms.CharField(max_length=200, help_text=_PARTY_HELP, **told)
    choices = _choices(field, names)
    if choices is not None:
        return forms.ChoiceField(choices=[("", "choose" if field.required else "not stated"), *choices], **told)
    if field.type == facts.INTEGER:
        return forms.IntegerField(min_value=0, max_value=2_000_000_000, **told)
    return forms.CharField(max_length=500, help_text=_HELP.get(field.name, ""), **told)


def _choices(field: facts.Field, names: Callable[[str], Mapping[str, str]]) -> list[tuple[str, str]] | None:
    if field.type == facts.CHOICE:
        return [(word, word) for word in field.words if word]
    if field.type == facts.FLAG:
        return [("yes", "yes"), ("no", "no")]
    return sorted(names(field.to).items(), key=lambda pair: pair[1]) if field.type == facts.REF else None
