"""/desk/enquiry/: what we asked a party ourselves, or its answer; for the team of the deal only."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from deals.actions._changed import NotAllowed, NotFound
from deals.actions.replies import ReplyEntry, ReplyRefused, record_reply
from deals.reports.proposals import deal_wall, deals_found, parties_found
from dealtracker.evidence.models import Reply
from dealtracker.formfields import WhenFormField
from dealtracker.ids import private_key, public_id
from dealtracker.uikit.frame import clocks, frame, reader_page


class EnquiryForm(forms.Form):
    """Whom we asked, how, and until when an answer is due; or what they answered."""

    deal = forms.CharField(widget=forms.HiddenInput)
    party_words = forms.CharField(max_length=200, label="Party", help_text="Part of any of its names, in any script.")
    channel = forms.CharField(max_length=80, label="Asked by", help_text="Such as e-mail to the press office.")
    asked_on = forms.DateField(required=False, label="Asked on", help_text="YYYY-MM-DD; today if left empty.")
    until = forms.DateField(
        required=False, label="Answer due", help_text="YYYY-MM-DD; it stands in the team's calendar."
    )
    stance = forms.ChoiceField(
        choices=[(code, label.lower()) for code, label in Reply.Stance.choices], initial=Reply.Stance.NO_RESPONSE,
        label="Answer", help_text="“No response” until there is one.",
    )  # fmt: skip
    scope = forms.ChoiceField(
        choices=[("unspecified", "not specified"), ("whole", "the whole report"), ("listed", "listed claims")],
        label="About",
    )
    listed = forms.CharField(
        required=False, label="Claims it is about", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One path a line, such as /facilities/f1/amount.",
    )  # fmt: skip
    words = forms.CharField(required=False, max_length=2000, label="Words", widget=forms.Textarea(attrs={"rows": 3}))
    replied_on = WhenFormField(required=False, max_length=24, label="Answered on")


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest) -> HttpResponse:
    """GET /desk/enquiry/?deal=deal_…; POST records it."""
    form = (
        EnquiryForm(request.POST)
        if request.method == "POST"
        else EnquiryForm(initial={"deal": request.GET.get("deal", "")})
    )
    key = private_key("deal", str(form["deal"].value() or ""))
    found = deals_found(viewer=request.viewer, wall=UUID(int=0), deal=key) if key else []
    if not found:
        raise Http404
    deal, title = found[0]
    if request.method == "POST" and form.is_valid() and _record(request, form, deal):
        messages.success(request, "The enquiry is recorded; only the team of the deal sees it.")
        return redirect("desk")
    status = 400 if request.method == "POST" else 200
    context = {
        **frame(request, section="Desk"),
        "form": form,
        "deal_title": title,
        "deal_url": reverse("deal", args=[public_id("deal", deal)]),
    }
    return render(request, "desk/enquiry.html", context, status=status)


def _record(request: HttpRequest, form: EnquiryForm, deal: UUID) -> bool:
    """Whether it was recorded; else the form says what is wrong."""
    data = form.cleaned_data
    hits = parties_found(
        viewer=request.viewer, wall=deal_wall(viewer=request.viewer, deal=deal), words=data["party_words"]
    )
    exact = [hit for hit in hits if hit[1].casefold() == data["party_words"].strip().casefold()] or hits
    if len(exact) != 1:
        names = ", ".join(name for _, name in exact[:8])
        form.add_error(
            "party_words",
            f"several parties match: {names}; write one of them out" if exact else "no party of that name",
        )
        return False
    entry = ReplyEntry(
        party=exact[0][0], stance=data["stance"], scope=data["scope"], words=data["words"], channel=data["channel"],
        asked_on=data["asked_on"],
        listed=tuple(filter(None, map(str.strip, data["listed"].splitlines()))), until=data["until"], replied_on=data["replied_on"],
    )  # fmt: skip
    try:
        record_reply(deal=deal, entry=entry, viewer=request.viewer, today=clocks(request.GET).today)
    except (NotFound, NotAllowed):
        raise Http404 from None
    except ReplyRefused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True
