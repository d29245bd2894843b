"""/screening/lists/: which lists are loaded, and the box in which a new version is brought, tried and then loaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dealtracker.ids import private_key, public_id
from dealtracker.sentences import sentence
from dealtracker.uikit.frame import frame, reader_page
from parties.actions.list_uploads import Brought, bring_list, drop_upload, may_load, want_upload
from parties.actions.screening import ScreeningRefused
from parties.models import ListUpload, Watchlist
from parties.reports.list_versions import NOT_SCREENED, loaded_lists, upload_of, uploads

MOVING = ("waiting", "trying", "wanted", "loading")
_STATUS = {"gone": 404, "changed": 409, "invalid": 400}


class FilesInput(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [one for one in (data if isinstance(data, list) else [data]) if one]
        if not given:
            raise forms.ValidationError(self.error_messages["required"])
        if empty := next((one for one in given if not one.size), None):
            raise forms.ValidationError(f"{empty.name} is empty; fetch it again.")
        return given


class ListForm(forms.Form):
    """The files of one list and what is known of them."""

    kind = forms.ChoiceField(choices=Watchlist.Format.choices, label="Format")
    files = FilesField(
        label="Files", widget=FilesInput(attrs={"multiple": True}),
        help_text="The publisher's own file; for OFAC all three: SDN.CSV, ALT.CSV and ADD.CSV. Unpacked, not zipped.",
    )  # fmt: skip
    name = forms.CharField(
        max_length=120, required=False, label="Called here",
        help_text="Left out: the name of its format. A new version keeps the name.",
    )  # fmt: skip
    retrieved_on = forms.DateField(
        label="Retrieved on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day on which it was fetched.",
    )
    file_date = forms.DateField(
        required=False, label="Date of the list", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="As its publisher gives it; left out: the day on which it was retrieved.",
    )  # fmt: skip
    fewer_is_right = forms.BooleanField(required=False, label="Fewer than half as many entries as before is right")


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """GET /screening/lists/: versions; POST brings files, which are tried first and change nothing yet."""
    may = may_load(request.viewer)
    form = ListForm(initial={"retrieved_on": timezone.now().date().isoformat()}) if may else None
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        form = ListForm(request.POST, request.FILES)
        if form.is_valid() and (made := _brought(request, form)):
            return redirect("screening-upload", public_id("upload", made.pk))
    context = {
        **frame(request, section="Tools"), "lists": loaded_lists(), "form": form, "not_screened": NOT_SCREENED,
        "uploads": [_upload(one) for one in uploads(viewer=request.viewer)] if may else [],
        "crumbs": [{"label": "Screening", "url": "/screening/"}, {"label": "Lists"}],
    }  # fmt: skip
    return render(request, "parties/screening/lists.html", context, status=400 if form and form.errors else 200)


def _brought(request: HttpRequest, form: ListForm) -> ListUpload | None:
    data = form.cleaned_data
    try:
        return bring_list(
            kind=data["kind"], name=data["name"], files=[Brought(one.name or "list", one) for one in data["files"]],
            retrieved_on=data["retrieved_on"], file_date=data["file_date"] or data["retrieved_on"],
            fewer_is_right=data["fewer_is_right"], viewer=request.viewer, at=timezone.now(),
        )  # fmt: skip
    except ScreeningRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, sentence(str(refused)))
        return None


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, upload: str) -> HttpResponse:
    """GET /screening/lists/<upload>/: how far it has come and what it would do; POST loads it or takes it back."""
    found, refused, status = _found(request, upload), "", 200
    if request.method == "POST":
        try:
            _decide(request, found)
            return redirect("screening-upload", upload)
        except ScreeningRefused as error:
            refused, status = sentence(str(error)), _STATUS[error.code]
            found = _found(request, upload)
    shown = _upload(found)
    context = {
        **frame(request, section="Tools"), "one": shown, "refused": refused, "pending": _pending(found, shown),
        "crumbs": [
            {"label": "Screening", "url": "/screening/"}, {"label": "Lists", "url": "/screening/lists/"}, {"label": found.name},
        ],
    }  # fmt: skip
    return render(request, "parties/screening/upload.html", context, status=status)


@reader_page
@require_safe
def moving(request: HttpRequest, upload: str) -> HttpResponse:
    """GET /screening/lists/<upload>/pending/: the notice alone; once it stops the page that asked loads anew."""
    found = _found(request, upload)
    state = _pending(found, _upload(found))
    response = render(request, "deals/pending.html", {"pending": state})
    if state is None:
        response["HX-Refresh"] = "true"
    return response


def _decide(request: HttpRequest, found: ListUpload) -> None:
    act = {"load": want_upload, "drop": drop_upload}.get(request.POST.get("do", ""))
    if act is None:
        raise ScreeningRefused("say whether to load it or to take it back")
    act(upload=found.pk, viewer=request.viewer, at=timezone.now())
    messages.success(request, "It is loaded next." if act is want_upload else "Taken back; nothing was saved.")


def _found(request: HttpRequest, text: str) -> ListUpload:
    key = private_key("upload", text)
    found = upload_of(viewer=request.viewer, upload=key) if key and may_load(request.viewer) else None
    if found is None:
        raise Http404
    return found


def _pending(found: ListUpload, shown: dict[str, Any]) -> dict[str, Any] | None:
    if found.state not in MOVING:
        return None
    words = f"{found.get_state_display().capitalize()}: {found.progress:,} entries read so far."
    return {"url": f"{shown['url']}pending/", "words": words, "stuck": False}


def _upload(one: ListUpload) -> dict[str, Any]:
    key = public_id("upload", one.pk)
    return {
        "id": key, "url": f"/screening/lists/{key}/", "name": one.name, "format": one.get_format_display(), "state": one.state,
        "state_words": one.get_state_display(), "files": one.result.get("files") or one.files, "result": one.result,
        "by": one.brought_by_name, "at": one.brought_at, "retrieved_on": one.retrieved_on, "file_date": one.file_date,
        "progress": one.progress,
    }  # fmt: skip
