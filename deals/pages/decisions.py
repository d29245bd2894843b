"""/deals/<id>/decisions/ and /decisions/<id>/: decide, confirm by a second person, and the record with its hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from deals.actions._changed import NotAllowed, NotFound
from deals.actions.decision_faults import decision_faults
from deals.actions.decisions import (
    OUTCOMES,
    DecisionRefused,
    Proposal,
    canonical,
    close_proposal,
    confirm_decision,
    digest,
    proposal_of,
    propose_decision,
)
from deals.controls.rules import LADDER
from deals.pages.answer import known_words
from deals.pages.deal.findings import TITLES, input_words
from deals.pages.deal.page import base, found
from deals.pages.decision_form import ConfirmForm, DecisionForm
from deals.pages.red_flags import ANSWERS
from deals.reports.deal_names import editable
from deals.reports.decision_body import frozen
from deals.reports.decision_list import Waiting, other_editors, record_of, records_of, waiting_for
from deals.reports.red_flag_evidence import in_force
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key, public_id
from dealtracker.sentences import sentence
from dealtracker.uikit.frame import frame, reader_page


@reader_page
def records(request: HttpRequest, deal: str) -> HttpResponse:
    """GET /deals/<id>/decisions/: records and proposals, for editors of the deal's team."""
    key, seen = _editors(request, deal)
    context = {
        **base(request, seen, crumb="Decision records"),
        "records": [_row(one) for one in records_of(viewer=request.viewer, deal=key)],
        "waiting": [_waiting(seen.root, one) for one in waiting_for(viewer=request.viewer, deal=key)],
    }  # fmt: skip
    return render(request, "deals/decisions.html", context)


@reader_page
def propose(request: HttpRequest, deal: str) -> HttpResponse:
    """GET, POST /deals/<id>/decisions/propose/: one person decides, on the deal as it stands today."""
    key, seen = _editors(request, deal)
    now, today = timezone.now(), seen.clock.today
    people = other_editors(viewer=request.viewer, deal=key, at=now)
    form = DecisionForm(request.POST if request.method == "POST" else None, flags=in_force(today), people=people)
    if request.method == "POST" and form.is_valid() and _proposed(request, form, key, today):
        messages.success(request, "Kept. The record is made once the second person has confirmed it.")
        return redirect(f"{seen.root}decisions/")
    inputs = frozen(viewer=request.viewer, deal=key, day=today, today=today)
    if inputs is None:
        raise Http404
    context = {
        **base(request, seen, crumb="Decide"), "form": form, "inputs": inputs_view(inputs), "people": people,
        "main": [form[name] for name in ("outcome", "reasons", "case_number", "second", "due")],
    }  # fmt: skip
    return render(request, "deals/decide.html", context, status=400 if form.errors else 200)


def _proposed(request: HttpRequest, form: DecisionForm, key: UUID, today: date) -> bool:
    """Keep the proposal; False with the form's errors where it is refused."""
    data, viewer, now = form.cleaned_data, request.viewer, timezone.now()
    inputs = frozen(viewer=viewer, deal=key, day=today, today=today, given=form.given())
    if inputs is None or viewer.user_id is None:
        raise Http404
    proposal = Proposal(
        deal=key, day=today, outcome=data["outcome"], reasons=data["reasons"].strip(), case_number=data["case_number"].strip(),
        decided_by=viewer.user_id, decided_by_name=viewer.name, decided_at=now, inputs_digest=digest(inputs), given=form.given(),
    )  # fmt: skip
    try:
        propose_decision(proposal=proposal, second=UUID(data["second"]), viewer=viewer, at=now, due=data["due"])
    except DecisionRefused as error:
        form.add_error(error.field or None, sentence(str(error)))
        return False
    return True


@reader_page
def confirm(request: HttpRequest, deal: str, task: str) -> HttpResponse:
    """GET, POST /deals/<id>/decisions/confirm/<task>/: the second person looks at the same, and confirms or closes it."""
    key, seen = _editors(request, deal)
    wanted = private_key("task", task)
    one = next(iter(waiting_for(viewer=request.viewer, deal=key, task=wanted)), None) if wanted else None
    if one is None:
        raise Http404
    proposal = proposal_of(one.proposal)
    inputs = frozen(viewer=request.viewer, deal=key, day=proposal.day, today=seen.clock.today, given=proposal.given)
    if inputs is None:
        raise Http404
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (where := _closed(request, form, one.task, inputs, seen.root)):
        return redirect(where)
    context = {
        **base(request, seen, crumb="Confirm"), "form": form, "proposal": _waiting(seen.root, one),
        "inputs": inputs_view(inputs), "is_same": digest(inputs) == proposal.inputs_digest,
        "is_own": proposal.decided_by == request.viewer.user_id,
    }  # fmt: skip
    return render(request, "deals/confirm.html", context, status=400 if form.errors else 200)


def _closed(request: HttpRequest, form: ConfirmForm, task: UUID, inputs: Mapping[str, Any], root: str) -> str:
    """The address of what came of it; empty with the form's errors where it is refused."""
    given: dict[str, Any] = {"task": task, "viewer": request.viewer, "at": timezone.now()}
    try:
        if form.cleaned_data["do"] == "close":
            close_proposal(reason=form.cleaned_data["reason"], **given)
            messages.success(request, "Closed without a record.")
            return f"{root}decisions/"
        record = confirm_decision(inputs=inputs, **given)
    except DecisionRefused as error:
        form.add_error(error.field or None, sentence(str(error)))
        return ""
    except NotFound:
        raise Http404 from None
    except NotAllowed:
        raise PermissionDenied from None
    return f"/decisions/{public_id('decision', record.pk)}/"


@reader_page
def record(request: HttpRequest, record: str) -> HttpResponse:
    """GET /decisions/<id>/: what was decided and on what it rested, with its hash computed anew."""
    kept = _record(request.viewer, record)
    body, root = kept.body, f"/deals/{kept.body['deal']['id']}/"
    inputs = {name: value for name, value in body.items() if name != "decision"}
    context = {
        **frame(request, section="Deals"), "record": _row(kept), "body": body, "decision": body["decision"],
        "outcome": OUTCOMES.get(body["decision"]["outcome"], body["decision"]["outcome"]), "digest": kept.digest,
        "faults": decision_faults(kept), "inputs": inputs_view(inputs), "json_url": f"/decisions/{record}.json",
        "confirmed_at": datetime.fromisoformat(body["decision"]["confirmed_at"]),
        "crumbs": [
            {"label": "Deals", "url": "/deals/"}, {"label": body["deal"]["title"], "url": root},
            {"label": "Decision records", "url": f"{root}decisions/"}, {"label": kept.decided_at.date().isoformat()},
        ],
    }  # fmt: skip
    return render(request, "deals/decision.html", context)


@reader_page
def record_json(request: HttpRequest, record: str) -> HttpResponse:
    """GET /decisions/<id>.json: the very bytes that the hash is of."""
    kept = _record(request.viewer, record)
    response = HttpResponse(canonical(kept.body), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{record}.json"'
    return response


def _record(viewer: Viewer, text: str) -> Any:
    key = private_key("decision", text)
    kept = record_of(viewer=viewer, record=key) if key else None
    if kept is None:
        raise Http404
    return kept


def _editors(request: HttpRequest, deal: str) -> tuple[UUID, Any]:
    """The deal as it stands today, for those who may change it; to others there is no such page."""
    key, _, seen = found(request, deal)
    if not editable(viewer=request.viewer, deal=key):
        raise Http404
    return key, seen


def _row(kept: Any) -> dict[str, Any]:
    key = public_id("decision", kept.pk)
    return {
        "id": key, "url": f"/decisions/{key}/", "case_number": kept.case_number, "digest": kept.digest,
        "decided_at": kept.decided_at, "decided_by": kept.decided_by.get_username(),
        "confirmed_by": kept.confirmed_by.get_username(),
        "outcome": OUTCOMES.get(kept.body["decision"]["outcome"], ""),
    }  # fmt: skip


def _waiting(root: str, one: Waiting) -> dict[str, Any]:
    proposal = one.proposal
    return {
        "due": one.due,
        "url": f"{root}decisions/confirm/{public_id('task', one.task)}/", "second": one.second,
        "outcome": OUTCOMES[proposal.outcome], "reasons": proposal.reasons, "case_number": proposal.case_number,
        "decided_by": proposal.decided_by_name,
        "decided_at": proposal.decided_at, "digest": proposal.inputs_digest, "day": proposal.day,
    }  # fmt: skip


def inputs_view(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What a decision rests on, as its pages show it; the whole stands in the JSON."""
    names = {row["key"]: _model(row) for row in inputs["sheet"]["hardware"]}
    flags = [{**item, "answer": ANSWERS[item["answer"]]} for item in inputs["red_flags"]]
    claims = [{**one, "n": len(one["claims"]), "publishers": _publishers(one)} for one in inputs["evidence"]]
    findings = [_finding(one, names) for one in inputs["findings"]]
    return {
        "digest": digest(inputs), "revision": inputs["deal"]["revision"], "as_of": inputs["as_of"],
        "versions": inputs["versions"],
        "findings": findings, "flags": flags, "claims": claims, "questions": inputs["questions"],
        "screening": inputs["versions"]["screening"],
    }  # fmt: skip


def _finding(one: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    result = one["result"]
    return {
        "line": names.get(one["line"], one["line"]), "title": TITLES[result["step"]], "means": LADDER[result["step"]],
        "rules": [{**rule, "known_least": _known_least(rule)} for rule in result["rules"] if rule["decides"]],
        "missing": [input_words(name) for name in result["missing"]],
    }  # fmt: skip


def _known_least(rule: Mapping[str, Any]) -> str:
    return f"{input_words(rule['weakest']['input'])}: {known_words(rule['weakest']['certainty'])}"


def _model(row: Mapping[str, Any]) -> str:
    return str((row.get("model") or {}).get("name") or row.get("model_words") or row["key"])


def _publishers(one: Mapping[str, Any]) -> str:
    names = dict.fromkeys(
        f"{claim['source']['publisher']}, {claim['source']['published_to']}" for claim in one["claims"]
    )
    return "; ".join(list(names)[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
