"""/deals/<id>/watch/: onto one's watch list, off it, or looked at again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from deals.actions._changed import NotFound
from deals.actions.watches import look_at, stop_watching
from dealtracker.ids import private_key
from dealtracker.uikit.frame import reader_page


@reader_page
@require_POST
def watch(request: HttpRequest, deal: str) -> HttpResponse:
    """POST with `do`: look (watches it from now on, too) or stop; `next` is the desk or the deal."""
    key = private_key("deal", deal)
    if key is None or request.viewer.is_anonymous:
        raise Http404
    if request.POST.get("do") == "stop":
        stop_watching(deal=key, viewer=request.viewer)
    else:
        try:
            look_at(deal=key, viewer=request.viewer, on=timezone.now().date())
        except NotFound:
            raise Http404 from None
    return redirect("desk") if request.POST.get("next") == "desk" else redirect("deal", deal=deal)
