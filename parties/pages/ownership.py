"""/parties/<id>/ownership/: parents above, subsidiaries below, at a date, each share with bounds and source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dealtracker.ids import private_key
from dealtracker.money import Amount
from dealtracker.periods import When
from dealtracker.uikit.formats import certainty_words
from dealtracker.uikit.frame import clocks, frame, reader_page
from parties.ownership.calc import BASES, KINDS, PROBLEMS, Bounds, percent
from parties.reports.ownership_told import told
from parties.reports.ownership_tree import ownership_tree

_DEEPEST = 8
_STATUS = {
    "none known": "No parent is known on this day.",
    "ring": "The way up comes back to itself: no ultimate parent can be named.",
    "sure": "", "joint": "", "possible": "",
}  # fmt: skip
_RULES = {
    "equity": "equity",
    "voting": "voting rights",
    "control": "control by other means",
    "warrants": "warrants",
    "management": "managed by",
}
Row = dict[str, Any]


@reader_page
def ownership(request: HttpRequest, party: str) -> HttpResponse:
    """GET /parties/<id>/ownership/?as_of=&known_on=; the same as GET /api/v1/parties/<id>/ownership/."""
    key, clock = private_key("party", party), clocks(request.GET)
    tree = ownership_tree(viewer=request.viewer, party=key, as_of=clock.as_of, known_on=clock.known_on) if key else None
    if tree is None:
        raise Http404
    doc = told(tree)
    twin, home = f"/api/v1/parties/{doc['party']['id']}/ownership/", f"/parties/{doc['party']['id']}/"
    effective = {one["party"]["id"]: one for one in doc["effective"]}
    context = {
        **frame(request, section="Parties", clock=clock, json_path=twin, json_keeps=("as_of", "known_on")),
        "doc": doc, "party": doc["party"], "clock": clock, "status": _STATUS[doc["status"]],
        "ultimate": [_ultimate(one) for one in doc["ultimate_parents"]],
        "above": list(_rows(doc["party"]["id"], doc["above"], "owned", "owner", effective)),
        "below": list(_rows(doc["party"]["id"], doc["below"], "owner", "owned", effective)),
        "beside": [{**one, "kind": _RULES[one["stake"]["kind"]], **_stake(one["stake"])} for one in doc["beside"]],
        "rings": doc["rings"], "problems": [{**one, "means": PROBLEMS[one["kind"]]} for one in doc["problems"]],
        "kinds": KINDS, "bases": BASES,
        "crumbs": [
            {"label": "Parties", "url": "/parties/"}, {"label": doc["party"]["name"], "url": clock.on(home)},
            {"label": "Ownership"},
        ],
    }  # fmt: skip
    return render(request, "parties/ownership.html", context)


def _ultimate(one: Mapping[str, Any]) -> Row:
    link = one["weakest_link"]
    return {
        **one, "means": BASES[one["basis"]], "steps": [{**p, "hq": "/".join(p["headquarters"]) or "?"} for p in one["path"]],
        "weakest": f"{link['owner']['name']} in {link['owned']['name']}", "weakest_known": known(link["certainty"]),
    }  # fmt: skip


def _rows(start: str, holdings: Iterable[Row], near: str, far: str, effective: Mapping[str, Row]) -> Iterable[Row]:
    """Holdings in the order of a tree, each with its step; what hangs below a party is shown where it is met first."""
    by_end: dict[str, list[Row]] = defaultdict(list)
    for holding in sorted(holdings, key=_largest_first):
        by_end[holding[near]["id"]].append(holding)
    seen, waiting = {start}, [(1, one) for one in reversed(by_end[start])]
    while waiting:
        step, holding = waiting.pop()
        other = holding[far]["id"]
        again = other in seen
        yield _row(step, holding, far, again, effective.get(other, {}))
        if not again:
            seen.add(other)
            waiting += [(step + 1, one) for one in reversed(by_end[other])]


def _largest_first(holding: Row) -> tuple[Decimal, Decimal, str]:
    return -Decimal(holding["share"]["low"]), -Decimal(holding["share"]["high"]), holding["owner"]["name"]


def _row(step: int, holding: Row, far: str, again: bool, effective: Row) -> Row:
    along = effective.get("owns" if far == "owner" else "owned")
    return {
        **holding, "party": holding[far], "other": holding["owned" if far == "owner" else "owner"], "step": step,
        "indent": min(step, _DEEPEST), "again": again, "hq": "/".join(holding[far]["headquarters"]),
        "kind": ", ".join(_RULES[kind] for kind in dict.fromkeys(stake["kind"] for stake in holding["stakes"])),
        "known": known(holding["certainty"]), "stated": [_stake(stake) for stake in holding["stakes"]],
        "along": along["words"] if along and step > 1 else "",
    }  # fmt: skip


def _stake(stake: Row) -> Row:
    """A stake as its source states it, in words, with who states it."""
    share = Amount.from_json(stake["share"]) if stake["share"] else None
    days = {name: When.from_json(stake[name]).in_words() for name in ("start", "end") if name in stake}
    return {
        "share_words": _share_words(share), "known": known(stake["certainty"]), "sources": stake["sources"],
        "since": days.get("start", ""), "until": days.get("end", ""),
    }  # fmt: skip


def _share_words(share: Amount | None) -> str:
    """The source's own words where they are kept, else what they say in figures."""
    if share is not None and share.words:
        return share.words
    if share is None or not share.is_known:
        return "share not stated"
    if share.kind == "approx" and share.point is not None:
        return f"about {percent(share.point)}"
    low, _, high = share.bounds
    return Bounds(low if low is not None else Bounds().low, high if high is not None else Bounds().high).in_words()


def known(certainty: str) -> str:
    """How a link is known, in words; what an editor entered without a source says so."""
    return "entered by hand, no source" if certainty == "entered" else certainty_words({"certainty": certainty})
