"""/review/ and /review/intake/: what waits for review, and the box into which texts are pasted or dropped."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from deals.actions.intake import IntakeRefused, TakenIn, Text, pasted, take_in_all
from deals.actions.source_records import SourceEntry
from deals.reports.proposals import deals_found
from deals.reports.review_queue import compartments_for_intake, review_queue
from dealtracker.evidence.files import LARGEST
from dealtracker.evidence.reading.language import CODES
from dealtracker.ids import private_key, public_id
from dealtracker.periods import DateError, parse_day
from dealtracker.sentences import sentence
from dealtracker.strictjson import UNSEEN
from dealtracker.uikit.frame import clocks, frame, reader_page, takes_source_text, turned_away
from dealtracker.uikit.languages import language_name

_KINDS = (
    ("newspaper", "newspaper"), ("wire", "wire"), ("trade press", "trade press"), ("party text", "party's own text"),
    ("filing", "filing"), ("contract", "contract or term sheet"), ("register", "public register"),
    ("licensed copy", "licensed copy"), ("rewrite", "rewrite of another report"), ("machine translation", "machine translation"),
    ("aggregator", "aggregator"), ("generated text", "generated text"), ("satire", "satire"), ("memo", "memo of ours"),
    ("file", "other file"),
)  # fmt: skip


class FilesInput(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return [file for file in given if file is not None]


class IntakeForm(forms.Form):
    """What is pasted or dropped, and what is known about it."""

    text = forms.CharField(
        required=False, strip=False, label="Text", max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 10, "data-paste": ""}),
        help_text="Paste an article, a release or a term sheet.",
    )  # fmt: skip
    files = FilesField(
        required=False, label="Files", widget=FilesInput(attrs={"multiple": True, "accept": ".txt,.html,.htm,.eml,.pdf,.docx"}),
        help_text=f"TXT, HTML, EML, PDF or DOCX, up to {LARGEST // 1048576} MB each; all of them share what is entered below.",
    )  # fmt: skip
    publisher = forms.CharField(max_length=200, label="Publisher")
    kind = forms.ChoiceField(choices=_KINDS, label="Kind")
    title = forms.CharField(required=False, max_length=500, label="Title")
    url = forms.CharField(required=False, max_length=2000, label="Address")
    language = forms.ChoiceField(
        choices=[("", "told from the text"), *((code, language_name(code)) for code in CODES)], required=False, label="Language"
    )
    published_from = forms.CharField(
        required=False,
        max_length=10,
        label="Published on or after",
        help_text="YYYY-MM-DD; leave out for an undated page.",
    )
    published_to = forms.CharField(
        required=False, max_length=10, label="Published on or before",
        help_text="The same day where it is known; for an undated page the day it was retrieved. Left out: today.",
    )  # fmt: skip
    compartment = forms.ChoiceField(label="Seen by", help_text="Sources of a team support its own deals only.")
    deal = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, walls: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compartment"].choices = [(str(pk), "everyone" if name == "Public" else name) for pk, name in walls]  # type: ignore[attr-defined]


@reader_page
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """GET /review/?all=1: sources with proposals to decide about."""
    if not compartments_for_intake(viewer=request.viewer):
        return turned_away(request)
    everything = request.GET.get("all") == "1"
    rows = [
        {"row": row, "url": reverse("review-source", args=[public_id("source", row.source.pk)])}
        for row in review_queue(viewer=request.viewer, all_of_them=everything)
    ]
    context = {
        **frame(request, section="Review"),
        "rows": rows,
        "everything": everything,
        "intake_url": reverse("intake"),
    }
    return render(request, "evidence/queue.html", context)


@reader_page
@takes_source_text("text")
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """GET and POST /review/intake/: each text becomes a source with proposals; nothing of it stands yet."""
    walls = compartments_for_intake(viewer=request.viewer)
    if not walls:
        return turned_away(request)
    if request.method != "POST":
        initial = {name: request.GET[name] for name in ("deal", "url", "publisher", "title") if request.GET.get(name)}
        return _form(request, IntakeForm(walls=walls, initial=initial))
    form = IntakeForm(request.POST, request.FILES, walls=walls)
    if not form.is_valid():
        return _form(request, form, status=400)
    try:
        taken = _take_in(request, form)
    except IntakeRefused as error:
        for name, field, reason in error.faults:
            form.add_error(_field(form, field), f"{name}: {sentence(reason)}" if name else sentence(reason))
        return _form(request, form, status=400)
    return _done(request, taken)


def _field(form: IntakeForm, name: str) -> str | None:
    """The field that a fault is about; what is about a file goes to the files."""
    name = "files" if name == "text" and form.cleaned_data.get("files") else name
    return name if name in form.fields else None


def _take_in(request: HttpRequest, form: IntakeForm) -> list[TakenIn]:
    data, today = form.cleaned_data, clocks(request.GET).today
    entry = SourceEntry(
        publisher=data["publisher"].strip(), kind=data["kind"], title=data["title"].strip(), url=data["url"].strip(),
        language=data["language"], published_from=read_day(data["published_from"], "published_from"),
        published_to=read_day(data["published_to"], "published_to") or today,
        date_basis="" if data["published_from"] else "page undated; retrieved by this day",
    )  # fmt: skip
    texts = [Text(file.read(LARGEST + 1), UNSEEN.sub("\ufffd", file.name or "file")) for file in data["files"]]
    texts += [pasted(data["text"])] if data["text"].strip() else []
    deal = private_key("deal", data["deal"]) if data["deal"] else None
    return take_in_all(
        texts=texts, entry=entry, compartment=UUID(data["compartment"]), viewer=request.viewer, today=today, deal=deal
    )


def read_day(text: str, field: str) -> date | None:
    """A day of a form; raises IntakeRefused naming the field."""
    try:
        return parse_day(text.strip()) if text.strip() else None
    except DateError as error:
        raise IntakeRefused(("", field, str(error))) from None


def _form(request: HttpRequest, form: IntakeForm, *, status: int = 200) -> HttpResponse:
    deal = private_key("deal", str(form["deal"].value() or ""))
    titles = deals_found(viewer=request.viewer, wall=UUID(int=0), deal=deal) if deal else []
    context = {**frame(request, section="Review"), "form": form, "deal_title": titles[0][1] if titles else ""}
    return render(request, "evidence/intake.html", context, status=status)


def _done(request: HttpRequest, taken: list[TakenIn]) -> HttpResponse:
    for one in taken:
        name = one.name or "The text"
        said = (
            "is stored already; this is its review"
            if one.known
            else f"gave {one.proposals} proposals; none is seen by others yet"
        )
        messages.info(request, f"{name} {said}.")
    only = taken[0].source if len({one.source for one in taken}) == 1 else None
    return redirect("review-source", public_id("source", only)) if only else redirect("review")
