"""A form of the admin that shows what a save would change, and near namesakes, before it saves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from parties.reports.duplicates import Proposal, proposed_duplicates
from parties.reports.party_history import changes_of_this_transaction

_CONFIRMED = "seen"


class SeenFirst:
    """The first POST is tried and taken back; its page shows each change from the log, and asks to save it."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        go: Any = super().changeform_view  # type: ignore[misc]
        if request.method != "POST" or not self.has_change_permission(request):  # type: ignore[attr-defined]
            return go(request, object_id, form_url, extra_context)
        if "back" in request.POST:
            request.refused = "Nothing was saved. What was filled in stands below."  # type: ignore[attr-defined]
            return go(request, object_id, form_url, extra_context)
        near = _namesakes(request) if object_id is None else []
        unsaid = bool(near) and not request.POST.get("none_of_these", "").strip()
        if request.POST.get(_CONFIRMED) == "1" and not unsaid:
            return self._whole(request, lambda: go(request, object_id, form_url, extra_context))
        with transaction.atomic():
            changes_before = len(changes_of_this_transaction(viewer=request.viewer))  # type: ignore[attr-defined]
            answer = go(request, object_id, form_url, extra_context)
            changes = changes_of_this_transaction(viewer=request.viewer)[changes_before:]  # type: ignore[attr-defined]
            transaction.set_rollback(True)
        if getattr(request, "refused", ""):
            return go(request, object_id, form_url, extra_context)
        if answer.status_code != 302:
            return answer
        _forget_messages(request)
        return self._ask(request, changes, near, again=unsaid and request.POST.get(_CONFIRMED) == "1")

    def _whole(self, request: HttpRequest, save: Any) -> HttpResponse:
        """What a verb refused is not saved in part: the form is shown again as it was filled in, with the reason."""
        with transaction.atomic():
            answer: HttpResponse = save()
            if refused := getattr(request, "refused", ""):
                transaction.set_rollback(True)
        return save() if refused else answer

    def _ask(
        self, request: HttpRequest, changes: list[dict[str, Any]], near: list[Proposal], *, again: bool
    ) -> HttpResponse:
        site: Any = self.admin_site  # type: ignore[attr-defined]
        kept = [(name, value) for name, values in request.POST.lists() for value in values]
        context = {
            **site.each_context(request), "title": "Look at it before it is saved", "opts": self.opts,  # type: ignore[attr-defined]
            "changes": changes, "near": near, "again": again, "reason": request.POST.get("reason", ""),
            "kept": [(n, v) for n, v in kept if n not in (_CONFIRMED, "none_of_these", "csrfmiddlewaretoken")],
        }  # fmt: skip
        return TemplateResponse(request, "admin/parties/seen_first.html", context, status=400 if again else 200)


def _namesakes(request: HttpRequest) -> list[Proposal]:
    posted = request.POST
    names = [
        value
        for name, value in posted.items()
        if name == "name" or (name.startswith("names-") and name.endswith("-text"))
    ]
    schemes = {
        name: value for name, value in posted.items() if name.startswith("identifiers-") and name.endswith("-scheme")
    }
    numbers = [(scheme, posted.get(name.removesuffix("scheme") + "value", "")) for name, scheme in schemes.items()]
    kind = posted.get("kind", "company")
    if kind == "unnamed group":
        return []
    wanted = [name.replace("\x00", "")[:300] for name in names if name.strip()]
    return proposed_duplicates(
        viewer=request.viewer, names=wanted, country=posted.get("hq_country", "").strip().upper()[:2], kind=kind,  # type: ignore[attr-defined]
        identifiers=[(scheme, value) for scheme, value in numbers if value.strip()],
    )  # fmt: skip


def _forget_messages(request: HttpRequest) -> None:
    """What was tried was not saved, so nothing says that it was; what it would lead to is told."""
    storage = messages.get_messages(request)
    storage._queued_messages = [one for one in storage._queued_messages if one.level != messages.SUCCESS]
