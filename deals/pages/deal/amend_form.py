"""The form that amends one field: the value in its parts, the source it rests on, and how that source has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from deals import facts
from deals.actions.source_records import SourceEntry
from deals.actions.sources import FOLLOWS
from deals.pages.deal.stale_words import still_earlier
from dealtracker.evidence.models import Claim, Source
from dealtracker.money import Amount, AmountError
from dealtracker.periods import DateError, When

KINDS = ("exact", "approx", "at least", "at most", "range", "unknown")
_MEANS = {
    "exact": "exact: one figure",
    "approx": "approx: “about”, one figure",
    "at least": "at least: fill in low",
    "at most": "at most: fill in high",
    "range": "range: fill in low and high",
    "unknown": "unknown: the source says that it is not known",
}
NEW = "new"
# What must be known of a source that is entered here, and how it is asked for.
_NEEDED = {
    "publisher": "Who published it?",
    "source_kind": "What kind of text is it?",
    "published_to": "By which day was it out? For a dated page, its date.",
}
_STALE = "The words still say the earlier figure; write the source's words for the new one or leave them empty."
# Types of field that the form can take; others come by dossier.
EDITABLE = (
    facts.TEXT,
    facts.CHOICE,
    facts.MONEY,
    facts.QUANTITY,
    facts.WHEN,
    facts.DAY,
    facts.COUNTRY,
    facts.INTEGER,
    facts.FLAG,
    facts.REF,
)


class SourcedForm(forms.Form):
    """What a change rests on: a source that is known, or one entered with it. Values are added by who inherits."""

    def add_source_fields(self, sources: Iterable[tuple[str, str]]) -> None:
        self.fields.update(_source_fields(list(sources)))
        if self["source"].value() == NEW:
            for name, question in _NEEDED.items():
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = question

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("source") == NEW and bool(data.get("link")) != bool(data.get("link_to")):
            self.add_error("link_to", "Say both what it does and to which source, or neither.")
        return data

    def new_source(self) -> SourceEntry | None:
        """The source to be entered, or None where one that is known was chosen."""
        data = self.cleaned_data
        if data["source"] != NEW:
            return None
        dated = data["published_from"] is not None
        return SourceEntry(
            publisher=data["publisher"], kind=data["source_kind"], published_to=data["published_to"],
            published_from=data["published_from"], newsroom=data["newsroom"], title=data["title"], url=data["url"],
            language=data["language"], date_basis="" if dated else "undated; retrieved by this day", read=data["read"],
        )  # fmt: skip

    def link(self) -> tuple[str, str] | None:
        """What the new source does to which other one."""
        kind, to = self.cleaned_data["link"], self.cleaned_data["link_to"]
        return (kind, to) if kind and to else None


class AmendForm(SourcedForm):
    """Fields depend on what is amended; `value_in` gives the value as an API client would write it."""

    def __init__(
        self, field: facts.Field, *args: Any, sources: Iterable[tuple[str, str]], names: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.field_amended = field
        self.fields.update(_value_fields(field, names))
        self.value_names = tuple(self.fields)
        self.add_source_fields(sources)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._check_amount()
        return data

    def _check_amount(self) -> None:
        """The parts of an amount must fit its kind; said here, so that every error stands on the page at once."""
        kind = self.field_amended.type
        if kind not in (facts.MONEY, facts.QUANTITY) or not self.cleaned_data.get("kind"):
            return
        try:
            value = self.value_in()
            Amount.from_json(value, money=kind == facts.MONEY)
            if still_earlier(self.initial, value):
                self.add_error("words", _STALE)
        except AmountError as error:
            said = str(error)
            self.add_error(error.field if error.field in self.value_names else "kind", f"{said[:1].upper()}{said[1:]}.")

    def value_in(self) -> Any:
        """The value, in the form that `amend_deal` reads; raises forms.ValidationError for a date it cannot read."""
        data, kind = self.cleaned_data, self.field_amended.type
        if kind in (facts.MONEY, facts.QUANTITY):
            unknown = data["kind"] == "unknown"
            parts = {name: _number(data[name]) for name in ("low", "point", "high") if data.get(name)}
            given = ("words",) if unknown else ("currency", "words")
            rest = {name: data[name].strip() for name in given if data.get(name)}
            return {"kind": data["kind"], **parts, **rest}
        if kind == facts.WHEN:
            return _when(data["value"])
        return data["value"] == "yes" if kind == facts.FLAG else data["value"]


def _number(text: str) -> str:
    """A figure with the separators that people type taken out."""
    return text.strip().replace(",", "").replace(" ", "").replace("_", "")


def _when(text: str) -> Any:
    try:
        return When.parse(text.strip()).to_json()
    except DateError as error:
        raise forms.ValidationError({"value": f"{error}."}) from None


def when_text(value: Any) -> str:
    """A stored date in the form that the field takes."""
    try:
        return When.from_json(value).text if value else ""
    except DateError:
        return ""


def _value_fields(field: facts.Field, names: dict[str, str]) -> dict[str, forms.Field]:
    kind = field.type
    if kind in (facts.MONEY, facts.QUANTITY):
        return _amount_fields(money=kind == facts.MONEY)
    label = field.name.replace("_", " ").capitalize()
    if kind == facts.CHOICE:
        return {"value": forms.ChoiceField(label=label, choices=[(w, w) for w in field.words])}
    if kind == facts.FLAG:
        return {"value": forms.ChoiceField(label=label, choices=[("yes", "yes"), ("no", "no")])}
    if kind == facts.REF:
        return {"value": forms.ChoiceField(label=label, choices=sorted(names.items(), key=lambda pair: pair[1]))}
    if kind == facts.INTEGER:
        return {"value": forms.IntegerField(label=label, min_value=0, max_value=2_000_000_000)}
    return {"value": forms.CharField(label=label, max_length=500, help_text=_HELP.get(kind, ""))}


_HELP = {
    facts.WHEN: "2025-12-01, 2025-12, 2025-Q4, 2025, by 2025-12-01, after 2025-12-01, or 2025-11-01/2025-12-01.",
    facts.DAY: "A day, such as 2025-12-01.",
    facts.COUNTRY: "Two capital letters (ISO 3166-1), such as JP.",
}


def _amount_fields(*, money: bool) -> dict[str, forms.Field]:
    figure = {"required": False, "max_length": 32}
    fields: dict[str, forms.Field] = {
        "kind": forms.ChoiceField(label="What the source says", choices=[(kind, _MEANS[kind]) for kind in KINDS]),
        "low": forms.CharField(label="Low", **figure),
        "point": forms.CharField(label="Figure", **figure),
        "high": forms.CharField(label="High", **figure),
    }
    if money:
        fields["currency"] = forms.CharField(
            label="Currency",
            max_length=3,
            required=False,
            help_text="Three capital letters, such as USD. “$” in a Singapore paper is SGD.",
        )
    fields["words"] = forms.CharField(
        label="Words of the source", max_length=300, required=False, help_text="As it wrote the amount: about US$300m."
    )
    return fields


def _source_fields(sources: list[tuple[str, str]]) -> dict[str, forms.Field]:
    text = {"required": False}
    day = {"required": False, "widget": forms.DateInput(attrs={"type": "date"})}
    return {
        "source": forms.ChoiceField(label="Rests on", choices=[(NEW, "a source entered below"), *sources]),
        "publisher": forms.CharField(label="Publisher", max_length=200, **text),
        "source_kind": forms.ChoiceField(label="Kind of text", choices=[("", "choose"), *Source.Kind.choices], **text),
        "url": forms.CharField(
            label="Address",
            max_length=2000,
            help_text="With https://. A source known at this address is taken instead of a second one.",
            **text,
        ),
        "title": forms.CharField(label="Title", max_length=500, **text),
        "newsroom": forms.CharField(
            label="Newsroom",
            max_length=200,
            help_text="Where it is another's: Bloomberg News, in a licensed copy.",
            **text,
        ),
        "language": forms.CharField(
            label="Language", max_length=16, help_text="A tag such as en, ja, zh-Hans.", **text
        ),
        "published_from": forms.DateField(label="Published, earliest", help_text="Empty for an undated page.", **day),
        "published_to": forms.DateField(
            label="Published, latest",
            help_text="The date on the page; for an undated one, the day you retrieved it.",
            **day,
        ),
        "read": forms.BooleanField(label="I have read the source itself", initial=True, **text),
        "link": forms.ChoiceField(
            label="It", choices=[("", "is a report of its own"), *((w, w) for w in FOLLOWS)], **text
        ),
        "link_to": forms.ChoiceField(label="this source", choices=[("", "none"), *sources], **text),
        "attribution": forms.ChoiceField(
            label="How the source has it",
            choices=[("", "not stated"), *((c, w) for c, w in Claim.Attribution.choices if c)],
            **text,
        ),
        "reason": forms.CharField(label="Reason for the change", max_length=300, help_text="For the audit.", **text),
        "revision": forms.IntegerField(widget=forms.HiddenInput),
    }
