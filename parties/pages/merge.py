"""/parties/<id>/merge/: two records beside each other, what a merge would touch, and the judgement of a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dealtracker.ids import private_key, public_id
from dealtracker.uikit.frame import BadAddress, frame, reader_page, turned_away
from parties.actions.merges import LONGEST_REASON, MergeRefused, keep_apart, merge_parties
from parties.pages.withdrawing import refused
from parties.pages.words import judged_words, party_link
from parties.register.queries import merged_into
from parties.reports.duplicates import duplicates_of
from parties.reports.judgements import judgements_of
from parties.reports.merge_preview import MergePreview, may_judge, merge_preview
from parties.reports.party_list import parties_found

_MOST_DEALS = 50


class JudgementForm(forms.Form):
    """What a person says of the two, and why."""

    do = forms.ChoiceField(
        label="Your judgement",
        choices=[
            ("same", "The same: the first record is read as the second"),
            ("different", "Not the same: they are no longer proposed, and merging them is refused"),
            ("unsure", "It cannot be told: they stay proposed, marked so"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="What it rests on, such as a register number or an announcement. It is kept with the judgement.",
    )  # fmt: skip


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, party: str) -> HttpResponse:
    """GET /parties/<id>/merge/?q=&into=; POST with `do` (same, different, unsure) and `reason`."""
    key = _party(request, party)
    if isinstance(key, HttpResponse):
        return key
    asked = request.GET.get("into", "")
    into = private_key("party", asked) if asked else None
    if into == key:
        raise BadAddress("into: names this same record; choose another one.")
    preview = merge_preview(viewer=request.viewer, party=key, into=into) if into else None
    if asked and preview is None:
        raise BadAddress("into: there is no such party, or you may not see it.")
    form = JudgementForm(request.POST if request.method == "POST" else None, initial={"do": ""})
    if request.method == "POST" and preview is not None and form.is_valid():
        answer = _judge(request, preview, form)
        if answer is not None:
            return answer
    shown = _beside(request, preview) if preview else _choices(request, key)
    context = {**_base(request, key), **shown, "form": form}
    return render(request, "parties/merge.html", context, status=400 if form.errors else 200)


def _party(request: HttpRequest, party: str) -> UUID | HttpResponse:
    """The key of a party that this reader may judge; where another record stands for it, the way there."""
    key = private_key("party", party)
    if key is None or may_judge(viewer=request.viewer, party=key) is None:
        raise Http404
    if not may_judge(viewer=request.viewer, party=key):
        return turned_away(request)
    stands = merged_into(key, viewer=request.viewer)
    return redirect("party-merge", public_id("party", stands)) if stands else key


def _judge(request: HttpRequest, preview: MergePreview, form: JudgementForm) -> HttpResponse | None:
    data, one, other = form.cleaned_data, preview.party.pk, preview.into.pk
    given: dict[str, Any] = {"viewer": request.viewer, "reason": data["reason"], "at": timezone.now()}
    try:
        if data["do"] == "same":
            merge_parties(party=one, into=other, **given)
            messages.success(request, f"{preview.party.name} is read as {preview.into.name} from now on.")
            return redirect("party", public_id("party", other))
        keep_apart(party=one, other=other, unsure=data["do"] == "unsure", **given)
    except MergeRefused as error:
        return refused(form, error)
    messages.success(request, f"Kept: {preview.party.name} and {preview.into.name}, {judged_words(data['do'])}.")
    return redirect("party", public_id("party", one))


def _base(request: HttpRequest, key: UUID) -> dict[str, Any]:
    link = party_link(viewer=request.viewer, party=key)
    crumbs = [{"label": "Parties", "url": "/parties/"}, {"label": link["name"], "url": link["url"]}, {"label": "Merge"}]
    return {**frame(request, section="Parties"), "party": link, "crumbs": crumbs}


def _choices(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """Records that may be the same, by score; or what a search finds."""
    words = request.GET.get("q", "").strip()[:200]
    found = parties_found(viewer=request.viewer, words=words, limit=30) if words else []
    return {
        "query": words,
        "proposed": [] if words else _proposed(request, key),
        "found": [
            {"id": public_id("party", one.pk), "name": one.name, "kind": one.get_kind_display(), "country": one.hq_country,
             "names": [name.text for name in one.names.all() if name.text != one.name][:6]}
            for one in found if one.pk != key
        ],
        "history": judgements_of(viewer=request.viewer, party=key),
    }  # fmt: skip


def _proposed(request: HttpRequest, key: UUID) -> list[dict[str, Any]]:
    rows = duplicates_of(viewer=request.viewer, party=key)
    return [
        {"id": public_id("party", row.party), "name": row.name, "matched": row.matched, "score": f"{row.score:.2f}",
         "reasons": row.reasons, "unsure": row.unsure}
        for row in rows
    ]  # fmt: skip


# Fields by the names that the comparison above them has; a scheme of numbers is called what it is.
_CALLED = {"hq_country": "head office", "kind": "kind", "jurisdiction": "jurisdiction"}


def _beside(request: HttpRequest, preview: MergePreview) -> dict[str, Any]:
    one, other = preview.party, preview.into
    deals = [{"title": title, "url": f"/deals/{public_id('deal', deal)}/"} for deal, title in preview.deals]
    return {
        "preview": preview,
        "differences": [(_CALLED.get(field, field), a, b) for field, a, b in preview.differences],
        "two_numbers": any(field not in _CALLED for field, _, _ in preview.differences),
        "one": {"id": public_id("party", one.pk), "name": one.name},
        "other": {"id": public_id("party", other.pk), "name": other.name},
        "sides": preview.sides,
        "rows": sorted(preview.rows.items()),
        "deals": deals[:_MOST_DEALS],
        "deal_count": len(deals),
        "swap": f"/parties/{public_id('party', other.pk)}/merge/?into={public_id('party', one.pk)}",
    }
