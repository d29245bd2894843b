"""A change made from a form with the source it rests on; what is refused stands beside its field and the input stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from deals.actions._changed import NotAllowed, Outdated
from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.actions.sources import amend_with_source
from deals.pages.deal.amend_form import SourcedForm
from deals.pages.deal.seen import Seen

# list → key of a row → field → value, as an API client would write it
Rows = Mapping[str, Mapping[str, Mapping[str, Any]]]
# part of a fault's pointer → field of the form
_SOURCE_PARTS = {"kind": "source_kind", "to": "link_to"}
_OUTDATED = (
    "Someone saved revision {} while you were writing; your input is below. Look at what stands now, then save again."
)


def saved(
    request: HttpRequest, deal: UUID, seen: Seen, form: SourcedForm, *, rows: Callable[[], Rows],
    field_of: Callable[[str], str],
) -> bool:  # fmt: skip
    """Make the change; False with the form's errors where it cannot be made, and then nothing was saved.

    `rows` may raise forms.ValidationError; `field_of` gives the form's field for the pointer of a fault.
    """
    try:
        new, data = form.new_source(), form.cleaned_data
        source = "" if new else data["source"]
        change = DealChange(rows=rows(), source=source, reason=data["reason"], attribution=data["attribution"])
        given: dict[str, Any] = {"deal": deal, "change": change, "viewer": request.viewer, "revision": data["revision"]}
        amend_with_source(entry=new, link=form.link(), today=seen.clock.today, **given) if new else amend_deal(**given)
        return True
    except forms.ValidationError as error:
        form.add_error(None, error)
    except InvalidChange as error:
        _tell(form, error, field_of)
    except Outdated as error:
        form.add_error(None, _OUTDATED.format(error.revision))
        form.data = {**form.data.dict(), "revision": str(error.revision)}
    except NotAllowed:
        raise PermissionDenied from None
    return False


def _tell(form: SourcedForm, error: InvalidChange, field_of: Callable[[str], str]) -> None:
    for fault in error.faults:
        part = _source_part(fault.pointer) or field_of(fault.pointer)
        form.add_error(part if part in form.fields else None, f"{fault.detail[:1].upper()}{fault.detail[1:]}.")


def _source_part(pointer: str) -> str:
    if pointer == "/source":
        return "source"
    part = pointer.removeprefix("/new_source/")
    return "" if part == pointer else _SOURCE_PARTS.get(part, part)
