"""/deals/<id>/claims/<claim>/: how a claim stands to the value that stands, settled by a person with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deals.actions._changed import NotAllowed, NotFound
from deals.actions.review import ReviewRefused, settle_relation
from deals.pages.deal.claims import title, value_words
from deals.pages.deal.drift import slip_words
from deals.pages.deal.page import base, found
from deals.pages.deal.seen import Seen, published
from deals.reports.claim_relation import claim_relation
from deals.reports.deal_names import editable
from dealtracker.evidence.models import Claim
from dealtracker.ids import private_key
from dealtracker.uikit.frame import reader_page, turned_away

_MEANS = {
    "same": "same: it says the same",
    "rounds": "rounds: the same, rounded",
    "converts": "converts: the same in another currency or unit",
    "less specific": "less specific: says less, and nothing else",
    "other scope": "other scope: speaks of something else",
    "earlier state": "earlier state: was so then, and changed",
    "contradicts": "contradicts: both cannot hold",
}


class RelationForm(forms.Form):
    """The judgement, and why it ranks above or below the others where it does."""

    relation = forms.ChoiceField(
        label="To the value that stands", choices=[(code, _MEANS.get(code, code)) for code in Claim.Relation.values]
    )
    rank = forms.TypedChoiceField(
        label="Rank", coerce=int, initial=0,
        choices=[(0, "as the rules have it"), (1, "above the others"), (-1, "below the others")],
    )  # fmt: skip
    reason = forms.CharField(
        label="Reason", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed for a rank; kept with the change.",
    )  # fmt: skip


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, deal: str, claim: str) -> HttpResponse:
    """GET, POST /deals/<id>/claims/<claim>/."""
    key, _, seen = found(request, deal)
    wanted = private_key("claim", claim)
    told = claim_relation(viewer=request.viewer, deal=key, claim=wanted, known_on=seen.clock.today) if wanted else None
    if told is None or wanted is None:
        raise Http404
    if not editable(viewer=request.viewer, deal=key):
        return turned_away(request)
    begin = {name: told[name] for name in ("relation", "rank", "reason")}
    form = RelationForm(request.POST if request.method == "POST" else None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            settle_relation(claim=wanted, viewer=request.viewer, **form.cleaned_data)
        except ReviewRefused as error:
            form.add_error(error.field if error.field in form.fields else None, f"{str(error).capitalize()}.")
        except NotFound:
            raise Http404 from None
        except NotAllowed:
            raise PermissionDenied from None
        else:
            messages.success(request, "Settled. Certainty and derived figures follow in a moment.")
            return redirect(seen.at("claims/", at=told["at"]) if told["at"] else seen.root)
    context = {
        **base(request, seen, crumb="Relation of a claim"),
        "form": form,
        "told": _told(seen, told),
        "json_url": "",
    }
    return render(request, "deals/settle.html", context, status=400 if form.errors else 200)


def _told(seen: Seen, told: dict[str, Any]) -> dict[str, Any]:
    proposed = told["proposed"]
    return {
        **told,
        "title": title(seen, told["at"]) if told["at"] else "this claim",
        "said": value_words(told["value"]) or told["words"] or "repeats what stood",
        "now": value_words(told["stands"]),
        "date": published(told["source"]),
        "proposed": proposed if proposed and proposed != told["relation"] else "",
        "slip_words": slip_words(told["slip"]),
        "source_url": f"/sources/{told['source']['id']}/",
        "claims_url": seen.at("claims/", at=told["at"]) if told["at"] else seen.root,
    }
