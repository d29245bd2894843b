"""/parties/<id>/screening/: who on a list a party may be, by its names and by its owners, and what a person says of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dealtracker.ids import private_key, public_id
from dealtracker.sentences import sentence
from dealtracker.uikit.frame import clocks, frame, reader_page
from parties.actions.dispositions import confirm_disposition, judge_candidate, undo_disposition
from parties.actions.screening import ScreeningRefused
from parties.ownership.calc import BIS_RULE, OFAC_RULE
from parties.reports.party_candidates import party_candidates
from parties.reports.party_names import editable_party, party_name
from parties.reports.screening_told import screening_told

VERDICTS = (
    ("same", "true match: the same as the entry"), ("different", "false positive: not the entry"),
    ("unsure", "needs more: cannot be told yet"),
)  # fmt: skip
RULES = (OFAC_RULE, BIS_RULE)
_REGIME_WORDS = {
    "blocked": "counts under the OFAC 50 Percent Rule",
    "affiliates": "counts under the BIS Affiliates Rule",
}
_DAYS = ("as_of", "known_on")
_STATUS = {"gone": 409, "changed": 409, "invalid": 400}


class JudgeForm(forms.Form):
    """One judgement on one candidate, on the inputs that the person saw."""

    watchlist = forms.IntegerField(widget=forms.HiddenInput)
    ref = forms.CharField(max_length=200, widget=forms.HiddenInput, strip=False)
    party = forms.CharField(max_length=60, widget=forms.HiddenInput)
    inputs = forms.CharField(max_length=64, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=VERDICTS, label="Judgement", widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=4000, label="Reason", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the judgement, with your name.",
    )  # fmt: skip


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def screening(request: HttpRequest, party: str) -> HttpResponse:
    """GET /parties/<id>/screening/; POST judges, confirms or takes back. The same as GET /api/v1/parties/<id>/screening/."""
    key, clock = private_key("party", party), clocks(request.GET)
    name = party_name(viewer=request.viewer, party=key) if key else None
    if key is None or name is None:
        raise Http404
    wrong, status, said = None, 200, ""
    if request.method == "POST":
        try:
            wrong = _act(request)
        except ScreeningRefused as refused:
            if refused.code == "not_allowed":
                raise PermissionDenied from None
            said, status = sentence(str(refused)), _STATUS[refused.code]
        else:
            if wrong is None:
                return redirect("party-screening", party)
            status = 400
    page = _page(request, key, name, clock.as_of, clock.known_on, wrong)
    context = {
        **frame(request, section="Parties", clock=clock, json_path=f"/api/v1/parties/{party}/screening/", json_keeps=_DAYS),
        **page, "refused": said,
        "crumbs": [{"label": "Parties", "url": "/parties/"}, {"label": name, "url": f"/parties/{party}/"}, {"label": "Screening"}],
    }  # fmt: skip
    return render(request, "parties/screening/party.html", context, status=status)


def _act(request: HttpRequest) -> JudgeForm | None:
    """Does what was asked; a form with what is wrong in it, or None. Raises ScreeningRefused."""
    act, now = request.POST.get("do", ""), timezone.now()
    if act in ("confirm", "undo"):
        judgement = private_key("disposition", request.POST.get("judgement", ""))
        if judgement is None:
            raise ScreeningRefused("there is no such judgement", code="gone")
        if act == "confirm":
            confirm_disposition(disposition=judgement, viewer=request.viewer, at=now)
            messages.success(request, "Confirmed; the judgement counts from now on.")
        else:
            undo_disposition(
                disposition=judgement, viewer=request.viewer, reason=request.POST.get("reason", ""), at=now
            )
            messages.success(request, "Taken back; the candidate is open again.")
        return None
    form = JudgeForm(request.POST)
    return _judge(request, form, now) if form.is_valid() else form


def _judge(request: HttpRequest, form: JudgeForm, now: datetime) -> JudgeForm | None:
    data = form.cleaned_data
    key = private_key("party", data["party"])
    if key is None:
        raise ScreeningRefused("there is no such candidate", code="gone")
    made = judge_candidate(
        party=key, watchlist=data["watchlist"], ref=data["ref"], verdict=data["verdict"], reason=data["reason"],
        viewer=request.viewer, at=now, seen=data["inputs"],
    )  # fmt: skip
    waits = "; it counts once a second person has confirmed it" if made.is_waiting else ""
    messages.success(request, f"Kept{waits}. It is remembered until what was compared changes.")
    return None


def _page(
    request: HttpRequest, key: UUID, name: str, as_of: date, known_on: date, wrong: JudgeForm | None
) -> dict[str, Any]:
    found = party_candidates(viewer=request.viewer, party=key, as_of=as_of, known_on=known_on)
    if found is None:
        raise Http404
    doc, may_see = screening_told(found, party=key), not request.viewer.is_anonymous
    may_judge = editable_party(viewer=request.viewer, party=key) and (as_of == known_on == timezone.now().date())
    shown = [_candidate(one, may_judge, wrong, request.viewer.name) for one in doc["candidates"]] if may_see else []
    said = {one["title"]: one for one in doc["ownership"]}
    return {
        "party": {"id": public_id("party", key), "name": name}, "doc": doc, "may_see": may_see, "candidates": shown,
        "open": sum(not one["verdict"] for one in shown), "rules": [{"title": rule, "found": said.get(rule)} for rule in RULES],
        "lists": doc["lists"],
    }  # fmt: skip


def _candidate(one: dict[str, Any], may_judge: bool, wrong: JudgeForm | None, viewer: str) -> dict[str, Any]:
    mine = {"watchlist": one["watchlist"], "ref": one["ref"], "party": one["party"], "inputs": one["inputs"]}
    is_wrong = wrong is not None and (wrong["watchlist"].value(), wrong["ref"].value()) == (
        str(one["watchlist"]),
        one["ref"],
    )
    form = (
        (wrong if is_wrong else JudgeForm(initial=mine, auto_id=f"{one['watchlist']}-{one['ref']}-%s"))
        if may_judge
        else None
    )
    said = one["judgement"]
    return {
        **one, "form": form, "verdict_words": dict(VERDICTS).get(one["verdict"], "open"),
        "regime_words": [_REGIME_WORDS[name] for name in one["regimes"]],
        "ownership": [link for link in one["links"] if link["kind"] == "ownership"],
        "directors": [link for link in one["links"] if link["kind"] == "directorship"],
        "said": said and {
            **said, "words": dict(VERDICTS).get(said["verdict"], said["verdict"]), "at": datetime.fromisoformat(said["judged_at"]),
            "may_confirm": may_judge and said["waiting"] and not said["outdated"] and said["judged_by"] != viewer,
        },
        "may_judge": may_judge,
    }  # fmt: skip
