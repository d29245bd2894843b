"""/rules/ and /rules/<hash>/: the rule pack in force; administrators try another one and put it in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from deals.actions.rule_packs import PackRefused, bring_in, put_in_force, readable_pack
from deals.controls.packs import SIZE_LIMIT, load_pack
from deals.controls.rules import Pack
from deals.hardware.catalogue import load_catalogue
from deals.pages.answer import STATES, policy_words, tools
from deals.pages.deal.findings import TITLES
from deals.pages.listing import as_json, json_address
from deals.reports.rule_changes import Changed, pack_loaded, packs_loaded, rule_changes, rules_now
from dealtracker.periods import OPEN_END, Period
from dealtracker.uikit.frame import clocks, frame, reader_page

SHIPPED = "shipped"
_MOST_SHOWN = 500
_KINDS = {
    "licence": "licence", "exempt_recipient": "licence unless the recipient is exempt", "remote_access": "use from afar",
    "ownership": "ownership by listed parties", "policy_modifier": "changes the policy of review",
    "origin": "rules of the country that the hardware leaves", "gap": "rules that the pack does not hold",
    "accompanies": "stands beside the findings", "not_applicable": "does not reach chips of a deal",
}  # fmt: skip


class PackForm(forms.Form):
    """A file that an administrator brings."""

    pack = forms.FileField(label="Rule pack", help_text=f"A JSON file of at most {SIZE_LIMIT // 1_000_000} MB.")


class ForceForm(forms.Form):
    reason = forms.CharField(label="Reason", max_length=300, help_text="It is kept in the audit.")


@reader_page
def rules(request: HttpRequest) -> HttpResponse:
    """GET /rules/: the pack in force and those loaded; POST of a file by an administrator: its dry run."""
    form = PackForm(request.POST or None, request.FILES or None) if request.method == "POST" else PackForm()
    if request.method == "POST" and (where := _taken(request, form)):
        return redirect(where)
    now = rules_now()
    if answer := as_json(request, {"pack": _pack_json(now.pack, now.digest), "rules": [_rule(r) for r in now.pack.rules]}):
        return answer
    context = {
        **frame(request, section="Tools"), "tabs": tools("Rules"), "json_url": json_address(request), "pack": now.pack,
        "digest": now.digest, "ships": now.ships, "rules": [_rule(rule) for rule in now.pack.rules],
        "sets": [{"id": s.id, **_days(s.period), "confirmed": s.confirmed, "citation": s.citation} for s in now.pack.country_sets],
        "loaded": packs_loaded(), "form": form, "is_admin": request.viewer.admin, "shipped": load_pack().version,
    }  # fmt: skip
    return render(request, "deals/rules.html", context, status=400 if request.method == "POST" else 200)


def _taken(request: HttpRequest, form: PackForm) -> str:
    """The address of the dry run; empty with the form's errors where the file is refused."""
    if not request.viewer.admin:
        raise PermissionDenied
    if not form.is_valid():
        return ""
    file = form.cleaned_data["pack"]
    try:
        stored = bring_in(content=file.read(SIZE_LIMIT + 1), viewer=request.viewer, at=timezone.now())
    except PackRefused as error:
        form.add_error("pack", f"{file.name}: {error}. Nothing was saved; the pack in force stays so.")
        return ""
    return f"/rules/{stored.digest}/"


@reader_page
def pack(request: HttpRequest, pack: str) -> HttpResponse:
    """GET /rules/<hash>/ ("shipped" for the one that ships): which findings it would change; POST puts it in force."""
    if not request.viewer.admin:
        raise Http404
    new, row = _wanted(pack)
    now, clock = rules_now(), clocks(request.GET)
    form = ForceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _forced(request, form, row.digest if row else None):
        messages.success(request, f"{new.version} is in force. Findings of all deals are being computed anew.")
        return redirect("/rules/")
    changes = list(islice(rule_changes(viewer=request.viewer, new=new, today=clock.today), _MOST_SHOWN + 1))
    if answer := as_json(request, {"pack": new.version, "before": now.pack.version, "changes": [c.to_json() for c in changes]}):
        return answer
    context = {
        **frame(request, section="Tools"), "tabs": tools("Rules"), "new": new, "row": row, "now": now.pack, "form": form,
        "is_in_force": new is now.pack, "changes": [_change(one) for one in changes[:_MOST_SHOWN]],
        "is_cut": len(changes) > _MOST_SHOWN, "most": _MOST_SHOWN, "n_deals": len({one.deal for one in changes}),
        "crumbs": [{"label": "Rules", "url": "/rules/"}, {"label": new.version}],
    }  # fmt: skip
    return render(request, "deals/rule_pack.html", context, status=400 if form.errors else 200)


def _wanted(name: str) -> tuple[Pack, Any]:
    if name == SHIPPED:
        return load_pack(), None
    row = pack_loaded(name)
    if row is None:
        raise Http404
    now = rules_now()
    return (now.pack if now.digest == row.digest else readable_pack(bytes(row.content), catalogue=load_catalogue())), row


def _forced(request: HttpRequest, form: ForceForm, digest: str | None) -> bool:
    try:
        put_in_force(digest=digest, reason=form.cleaned_data["reason"], viewer=request.viewer, at=timezone.now())
    except PackRefused as error:
        form.add_error(None, f"{str(error)[:1].upper()}{str(error)[1:]}.")
        return False
    return True


def _pack_json(pack: Pack, digest: str) -> dict[str, Any]:
    return {"version": pack.version, "title": pack.title, "read_up_to": pack.read_up_to.isoformat(), "sha256": digest}


def _rule(rule: Any) -> dict[str, Any]:
    states = list(dict.fromkeys(STATES.get(state.state, state.state) for state in rule.enforcement))
    return {
        "id": rule.id, "version": rule.version, "title": rule.title, "jurisdiction": rule.jurisdiction, **_days(rule.period),
        "kind": _KINDS[rule.kind], "states": states, "outcome": rule.outcome, "outcome_words": TITLES[rule.outcome],
        "citation": rule.citation or rule.url, "url": rule.url if rule.url.startswith("https://") else "",
        "confirmed": rule.confirmed,
    }  # fmt: skip


def _days(period: Period) -> dict[str, str | None]:
    """First and last day, both included; None for no bound."""
    first = None if period.start.year == 1 else period.start.isoformat()
    last = None if period.end == OPEN_END else (period.end - timedelta(days=1)).isoformat()
    return {"first_day": first, "last_day": last}


def _change(one: Changed) -> Mapping[str, Any]:
    told = one.to_json()
    gone = [rule for rule in told["before"]["rules"] if rule not in told["after"]["rules"]]
    come = [rule for rule in told["after"]["rules"] if rule not in told["before"]["rules"]]
    return {
        **told, "url": f"/deals/{one.deal}/#controls", "gone": gone, "come": come,
        "sides": [(TITLES[side["step"]], policy_words(side["policy"])) for side in (told["before"], told["after"])],
    }  # fmt: skip
