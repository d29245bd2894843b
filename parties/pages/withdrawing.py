"""/parties/judgements/<id>/withdraw/: a judgement about two records taken back, with a reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dealtracker.ids import private_key, public_id
from dealtracker.sentences import sentence
from dealtracker.uikit.frame import frame, reader_page, turned_away
from parties.actions.merges import LONGEST_REASON, MergeRefused, undo_judgement
from parties.pages.words import judged_words
from parties.reports.judgements import judgement as one_judgement


class WithdrawForm(forms.Form):
    """Why a judgement is withdrawn."""

    reason = forms.CharField(
        label="Why it is withdrawn", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": "4"})
    )


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, judgement: str) -> HttpResponse:
    """GET, POST /parties/judgements/<id>/withdraw/: a judgement taken back; after a merge every record stands for itself."""
    key = private_key("judgement", judgement)
    found = one_judgement(viewer=request.viewer, judgement=key) if key else None
    if key is None or found is None:
        raise Http404
    if not found.may_undo and not found.undone:
        return turned_away(request)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_judgement(judgement=key, viewer=request.viewer, reason=form.cleaned_data["reason"], at=timezone.now())
            messages.success(request, "Withdrawn: what was read otherwise because of it is as it was before.")
            return redirect("party", public_id("party", found.party[0]))
        except MergeRefused as error:
            refused(form, error)
    one, other = found.party, found.other
    context = {
        **frame(request, section="Parties"), "form": form, "judged": found, "words": judged_words(found.verdict),
        "one": {"id": public_id("party", one[0]), "name": one[1]}, "other": {"id": public_id("party", other[0]), "name": other[1]},
        "crumbs": [
            {"label": "Parties", "url": "/parties/"}, {"label": one[1], "url": f"/parties/{public_id('party', one[0])}/"},
            {"label": "Withdraw"},
        ],
    }  # fmt: skip
    return render(request, "parties/withdraw.html", context, status=400 if form.errors else 200)


def refused(form: forms.Form, error: MergeRefused) -> None:
    """Puts why a judgement was refused where the form shows it; a reader who may not judge is sent away."""
    if error.cause == "reader":
        raise PermissionDenied
    form.add_error("reason" if error.cause == "reason" else None, sentence(str(error)))
