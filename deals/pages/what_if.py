"""/what-if/: what the export rules say of a case that a reader enters, on the days of order, of delivery, and today."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from deals.controls.queries import pack_in_force
from deals.controls.rules import RECIPIENTS, Case, CaseError, Result, case_from_json, evaluate_on
from deals.controls.rules.roles import TRANSACTIONS
from deals.hardware.calc.chip import COMPUTED, FIGURES, FLAGS
from deals.hardware.catalogue import load_catalogue
from deals.pages.answer import answer_view, brief_view, tools
from deals.pages.deal.findings import INPUTS, input_words
from deals.pages.listing import as_json, json_address
from dealtracker.countries import NAMES
from dealtracker.periods import DateError, parse_day
from dealtracker.uikit.countries import country_name
from dealtracker.uikit.frame import Clocks, clocks, frame, reader_page

DAYS = {"date": "Order", "delivery": "Delivery", "today": "Today"}
MAIN = ("model", "date", "delivery", "destination", "end_user_hq", "ultimate_parent_hq", "role_of_china_party")
MORE = ("transaction", "moves_from", "recipient_status", "listed_ownership")
ROLES = ("none", "cloud customer", "cloud customer with CN parent", "lessee", "buyer", "end user", "operator", "lender", "unknown")
_OWN = ("format", "known_on", "as_of")
_TWIN = "/api/v1/controls/evaluate/"
_LONGEST = 400


def _text(label: str, hint: str, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"maxlength": str(_LONGEST), "autocomplete": "off", **attrs})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=_LONGEST, widget=widget)


def _country(label: str, hint: str) -> forms.CharField:
    return _text(label, hint, list="countries")


def _choice(label: str, words: tuple[str, ...]) -> forms.CharField:
    """Whatever the address says is kept as text, so that the rules' own reader says what is wrong with it."""
    shown = [("", "not known"), *((word, word.replace("_", " ")) for word in words if word != "unknown")]
    return forms.CharField(label=label, required=False, max_length=_LONGEST, widget=forms.Select(choices=shown))


class WhatIfForm(forms.Form):
    """Every field may be left empty, which is the same as not known; the reader of cases says what it cannot take."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = "A code such as JP, or a name such as Japan."
        self.fields.update({
            "model": _text("Chip", "A name of the catalogue, or words such as “Blackwell”.", list="chips"),
            "date": _day("Day of the order"),
            "delivery": _day("Day of delivery"),
            "destination": _country("Destination", code),
            "end_user_hq": _country("Headquarters of the end user", code),
            "ultimate_parent_hq": _country("Headquarters of its ultimate parent", code),
            "role_of_china_party": _text(
                "Role of the party of China", "Words such as “cloud customer”, “lessee/buyer”, “none”.", list="roles"
            ),
            "transaction": _choice("Movement", TRANSACTIONS),
            "moves_from": _country("Country that the hardware leaves", "For the rules of that country."),
            "recipient_status": _choice("Status of the recipient", RECIPIENTS),
            "listed_ownership": _text(
                "Share owned by listed parties", "A fraction such as 0.5, or “unknown”.", inputmode="decimal"
            ),
        })  # fmt: skip
        for name in (*FIGURES, *COMPUTED):
            self.fields[f"figures.{name}"] = _text(_capital(input_words(name)), "", inputmode="decimal")
        for name in FLAGS:
            self.fields[f"flags.{name}"] = _choice(_capital(input_words(name)), ("true", "false"))
        self.days: dict[str, Any] = {}
        self.case: Case | None = None

    def clean(self) -> dict[str, Any]:
        """Reads the case; an error stands beside the field that it is about."""
        data = super().clean() or {}
        delivery = self._delivery(data.get("delivery", ""))
        try:
            case = case_from_json(case_json(data))
        except CaseError as error:
            for one in error.errors:
                self._tell(one.field, f"{_capital(one.what)}; {_on_a_page(one.do)}.")
        else:
            self.days, self.case = {"date": case.day, "delivery": delivery}, case
        return data

    def _delivery(self, text: str) -> Any:
        try:
            return parse_day(text) if text.strip() else None
        except DateError as error:
            self._tell("delivery", f"{error}; write the day as YYYY-MM-DD.")
            return None

    def _tell(self, field: str, text: str) -> None:
        self.add_error(field if field in self.fields else None, text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _on_a_page(remedy: str) -> str:
    """A remedy written for JSON, as it is done in a form."""
    said = remedy.replace(" in quotation marks", "").replace("or null when it is unknown", "or leave it empty when it is not known")
    return said.replace(" or null", ", or leave it empty")


def _day(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=_LONGEST, widget=forms.TextInput(attrs={"type": "date"}))


def case_json(data: dict[str, str]) -> dict[str, Any]:
    """The case as `POST /api/v1/controls/evaluate/` takes it; what is not known is null, what was not asked is absent."""
    given = {name: value.strip() for name, value in data.items() if isinstance(value, str) and value.strip()}
    case: dict[str, Any] = {name: given.get(name) for name in MAIN if name != "delivery"}
    case |= {name: given[name] for name in MORE if name in given}
    figures = {name.removeprefix("figures."): value for name, value in given.items() if name.startswith("figures.")}
    flags = {name.removeprefix("flags."): _flag(value) for name, value in given.items() if name.startswith("flags.")}
    return {**case, **({"figures": figures} if figures else {}), **({"flags": flags} if flags else {})}


def _flag(value: str) -> Any:
    return {"true": True, "false": False}.get(value, value)


@reader_page
def what_if(request: HttpRequest) -> HttpResponse:
    """GET /what-if/?model=&date=&delivery=&destination=&end_user_hq=&ultimate_parent_hq=&role_of_china_party=&…"""
    clock = clocks(request.GET)
    asked = QueryDict(mutable=True)
    asked.update({name: request.GET[name] for name in request.GET if name not in _OWN})
    form = WhatIfForm(asked if asked else None)
    for name in asked:
        if name not in form.fields:
            form.add_error(None, f'"{name[:60]}" is not a field of this page; use {", ".join((*MAIN, *MORE))}.')
    results = _results(form, clock) if asked and form.is_valid() else {}
    if asked and form.is_valid() and (answer := as_json(request, _document(form, results))):
        return answer
    context = {
        **frame(request, section="Tools"), **_page(form, results), "tabs": tools("What if"),
        "json_url": json_address(request) if results else "",
    }  # fmt: skip
    return render(request, "deals/what_if.html", context, status=400 if asked and form.errors else 200)


def _results(form: WhatIfForm, clock: Clocks) -> dict[str, Result]:
    assert form.case is not None, "a form without errors has its case"
    days = {**form.days, "today": clock.today}
    return evaluate_on(form.case, days, pack=pack_in_force(), catalogue=load_catalogue())


def _document(form: WhatIfForm, results: dict[str, Result]) -> dict[str, Any]:
    told = {name: result.to_json() for name, result in results.items() if result.day}
    return {"case": case_json(form.cleaned_data), "results": told}


def _page(form: WhatIfForm, results: dict[str, Result]) -> dict[str, Any]:
    columns = [{"name": name, "label": label, "brief": brief_view(results.get(name))} for name, label in DAYS.items()]
    dated = [
        {"label": DAYS[name], "day": one.day, "answer": answer_view(one)} for name, one in results.items() if one.day
    ]
    return {
        "form": form, "main": [form[name] for name in MAIN], "more": [form[name] for name in MORE],
        "figures": [form[name] for name in form.fields if name.startswith(("figures.", "flags."))],
        "wrong": [(form[name], text) for name, errors in form.errors.items() if name in form.fields for text in errors],
        "is_more_open": any(form[name].value() for name in form.fields if name not in MAIN),
        "columns": columns, "answers": dated, "inputs": _inputs(form) if dated else [],
        "twin": _TWIN, "case_text": json.dumps(case_json(form.cleaned_data), indent=2, ensure_ascii=False) if dated else "",
        "chips": [chip.name for chip in load_catalogue().chips], "roles": ROLES, "countries": _countries(),
        "read_up_to": pack_in_force().read_up_to, "pack": pack_in_force().version,
    }  # fmt: skip


def _inputs(form: WhatIfForm) -> list[tuple[str, str | None]]:
    """What the answer went by; countries by name."""
    assert form.case is not None
    shown = {name: value for name, value in form.case.inputs().items() if name in (*MAIN, *MORE) and name != "date"}
    return [(_capital(INPUTS[name]), _shown(name, value)) for name, value in shown.items()]


def _shown(name: str, value: Any) -> str | None:
    if isinstance(value, dict):
        return str(value.get("point") or value.get("kind"))
    if name in ("destination", "end_user_hq", "ultimate_parent_hq", "moves_from") and value:
        return f"{country_name(value)} ({value})"
    return None if value in (None, "unknown") else str(value).replace("_", " ")


def _countries() -> list[tuple[str, str]]:
    return [(code, country_name(code)) for code in sorted(NAMES)]
