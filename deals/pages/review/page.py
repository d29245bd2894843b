"""/review/<source>/: the stored text with what it proposes, the deal it belongs to, and whom it may go back to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from deals.actions._changed import NotAllowed, NotFound
from deals.actions.review import Decision, NewParty, ReviewRefused, accept_claim, make_deal, reject_claim, reopen_claim
from deals.actions.source_records import SourceRefused, amend_source, link_sources, unlink_sources, withdraw_source
from deals.actions.takedown import takedown
from deals.pages.review import cards
from deals.pages.review.deals import (
    Placed,
    choices,
    chosen_deals,
    found_by_title,
    place_name,
    placed,
    read_rows,
    shown_financings,
    standing,
)
from deals.pages.review.whole import accept_whole
from deals.pages.review.words import Unreadable, edited
from deals.reports.likely_parents import likely_parents
from deals.reports.proposals import Row, parties_found, proposals, source_with_links, who_is_meant
from deals.reports.review_queue import stored_text
from dealtracker.evidence.models import Source, SourceLink
from dealtracker.ids import private_key, public_id
from dealtracker.periods import DateError, parse_day
from dealtracker.uikit.frame import clocks, frame, reader_page


def found_source(request: HttpRequest, text: str) -> Source:
    """The source at this address, for those who may review it; Http404 for everybody else."""
    key = private_key("source", text)
    source = source_with_links(viewer=request.viewer, source=key) if key else None
    if source is None:
        raise Http404
    return source


@reader_page
@require_safe
def review(request: HttpRequest, source: str) -> HttpResponse:
    """GET /review/<source>/?deal=deal_…&p=claim_…&find=words."""
    return shown(request, found_source(request, source))


def shown(
    request: HttpRequest, source: Source, *, at: UUID | None = None, error: tuple[str, str] | None = None,
    found: list[tuple[UUID, str]] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page; with `at` one card keeps what was typed, and says what is wrong with it or what was found."""
    kept = stored_text(viewer=request.viewer, source=source.pk)
    text = kept.text if kept else ""
    rows = proposals(viewer=request.viewer, source=source.pk, text=text)
    financings = placed(request, source, rows)
    chosen = at or _chosen(rows, private_key("claim", request.GET.get("p", "")))
    waiting = [row for row in rows if row.state == "proposed"]
    by_title = found_by_title(request, source, financings)
    shown_cards = _cards(request, source, rows, financings, at, error, found)
    known = [one for one in shown_cards if one["is_known_name"]]
    told = shown_financings(request, source, financings)
    context = {
        **frame(request, section="Review"), "source": source, "source_id": public_id("source", source.pk), "text": kept,
        "url": _url(source), "kept": choices(request), "chosen_deals": chosen_deals(request).items(),
        "segments": cards.segments(text, rows, chosen),
        "cards": [one for one in shown_cards if one not in known], "known": known,
        "waiting": len(waiting), "decided": len(rows) - len(waiting), "total": len(rows),
        "financings": told, "several": len(told) > 1, "deal_choices": _deal_choices(told, by_title),
        "by_title": by_title, "find": request.GET.get("find", ""),
        "parents": [_parent(one) for one in likely_parents(viewer=request.viewer, source=source.pk)],
        "link_kinds": SourceLink.Kind.choices, "kinds": Source.Kind.choices, "fault": error if at is None else None,
        "relations": cards.RELATIONS, "attributions": cards.ATTRIBUTIONS, "stances": cards.STANCES,
        "party_kinds": cards.PARTY_KINDS,
        "typed": request.POST if at is None else {}, "typed_place": request.POST.get("place") or place_name(1),
    }  # fmt: skip
    return render(request, "evidence/review.html", context, status=status)


def _chosen(rows: list[Row], wanted: UUID | None) -> UUID | None:
    """The proposal of the address; a claim of a deal leads to the proposal that it was made from."""
    made = (row.id for row in rows if wanted and str(wanted) in row.proposed.made)
    return next(made, wanted)


def _url(source: Source) -> str:
    return reverse("review-source", args=[public_id("source", source.pk)])


def _deal_choices(financings: list[dict[str, Any]], by_title: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Every deal that the page speaks of, for a proposal that goes to another one than its financing."""
    told = [one for each in financings for one in (each["deal"], *each["candidates"]) if one]
    return list({one["id"]: one["title"] for one in (*told, *by_title)}.items())


def _cards(
    request: HttpRequest, source: Source, rows: list[Row], financings: list[Placed], at: UUID | None,
    error: tuple[str, str] | None, found: list[tuple[UUID, str]] | None,
) -> list[dict[str, Any]]:  # fmt: skip
    viewer = request.viewer
    stands = standing(request, financings)
    owner = {row.id: one for one in financings for row in one.told.rows}
    named = who_is_meant(rows, viewer=viewer, wall=source.compartment_id)
    kinds = {
        row.proposed.party: str(row.proposed.more.get("kind", "")) for row in rows if row.proposed.read == "party.name"
    }
    return [
        cards.card(
            row, beside=stands.get(row.id), named=named, kinds=kinds, found=(found or []) if row.id == at else [],
            typed=request.POST.dict() if row.id == at else None, error=error if row.id == at else None,
            financing=owner.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


def _parent(one: Any) -> dict[str, Any]:
    return {
        "id": public_id("source", one.source.pk), "source": one.source, "score": one.score, "reasons": one.reasons,
        "link": one.link, "link_id": public_id("link", one.link.pk) if one.link else "",
    }  # fmt: skip


@reader_page
@require_POST
def decide(request: HttpRequest, source: str) -> HttpResponse:
    """POST /review/<source>/decide/: `claim`, `do` (accept, reject, reopen, search) and what the card holds; all with `place`."""
    found = found_source(request, source)
    if request.POST.get("do") == "all":
        return _accept_all(request, found)
    claim = private_key("claim", request.POST.get("claim", ""))
    if claim is None:
        raise Http404
    do = request.POST.get("do", "")
    if do == "search":
        words = request.POST.get("party_words", "")[:200]
        hits = parties_found(viewer=request.viewer, wall=found.compartment_id, words=words)
        said = None if hits else ("party_words", f"no party of that name: “{words}”")
        return shown(request, found, at=claim, found=hits, error=said)
    try:
        _decide(request, found, claim, do)
    except (NotFound, NotAllowed):
        raise Http404 from None
    except ReviewRefused as error:
        return shown(request, found, at=claim, error=(error.field, str(error)), status=400)
    return redirect(_next(request, found, claim))


def _accept_all(request: HttpRequest, source: Source) -> HttpResponse:
    """What waits of the financing at `place`, as far as nobody must choose."""
    place = request.POST.get("place") or place_name(1)
    try:
        accepted, left = accept_whole(request, source, place, today=clocks(request.GET).today)
    except (NotFound, NotAllowed):
        raise Http404 from None
    except ReviewRefused as error:
        return shown(request, source, error=(error.field, str(error)), status=400)
    messages.success(request, f"{accepted} accepted; {left} of this financing {'waits' if left == 1 else 'wait'} for your choice.")
    return redirect(_back(request, source, ""))


def _decide(request: HttpRequest, source: Source, claim: UUID, do: str) -> None:
    if do == "reject":
        reject_claim(claim=claim, viewer=request.viewer, reason=request.POST.get("reject_reason", "")[:2000])
    elif do == "reopen":
        reopen_claim(claim=claim, viewer=request.viewer)
    else:
        row = next((r for r in read_rows(request, source) if r.id == claim), None)
        if row is None or do != "accept":
            raise Http404
        decision = read_decision(row, request.POST)
        accept_claim(claim=claim, decision=decision, viewer=request.viewer, today=clocks(request.GET).today)


def read_decision(row: Row, posted: Mapping[str, str]) -> Decision:
    """From the fields of a card; raises ReviewRefused for a value that cannot be read."""
    try:
        value = edited(row.proposed, posted)
    except Unreadable as error:
        raise ReviewRefused(str(error), field="value") from error
    new = NewParty(
        *(posted.get(f"new_{name}", "") for name in ("name", "kind", "reason")), anyway="new_anyway" in posted
    )
    return Decision(
        deal=private_key("deal", posted.get("deal", "")), row=posted.get("row", ""), facility=posted.get("facility", ""),
        value=value, party=private_key("party", posted.get("party", "")),
        new_party=new if posted.get("party") == "new" else None,
        relation=posted.get("relation", ""), attribution=_attribution(posted),
        more={name: posted[name] for name in ("measure", "kind") if posted.get(name)},
    )  # fmt: skip


def _attribution(posted: Mapping[str, str]) -> str | None:
    given = posted.get("attribution")
    if given is not None and given not in dict(cards.ATTRIBUTIONS):
        raise ReviewRefused("must be one of those listed", field="attribution")
    return given


def _next(request: HttpRequest, source: Source, claim: UUID) -> str:
    """Back to the page, at the next proposal that waits."""
    rows = read_rows(request, source)
    waiting = [row.id for row in rows if row.state == "proposed"]
    following = next((row for row in waiting if row != claim), None)
    told = request.POST.get("after", "")
    wanted = private_key("claim", told)
    following = wanted if wanted in waiting else following
    return f"{_url(source)}{choices(request)}#{public_id('claim', following) if following else 'done'}"


@reader_page
@require_POST
def known_names(request: HttpRequest, source: str) -> HttpResponse:
    """POST /review/<source>/names/: accept all names that the register knows as one party's; each is that party's name."""
    found = found_source(request, source)
    rows = read_rows(request, found)
    named = who_is_meant(rows, viewer=request.viewer, wall=found.compartment_id)
    today = clocks(request.GET).today
    for row in filter(is_name, rows):
        if len(hits := named.get(row.proposed.party, [])) == 1:
            decision = Decision(party=hits[0][0])
            accept_claim(claim=row.id, decision=decision, viewer=request.viewer, today=today)
    return redirect(_back(request, found, ""))


def is_name(row: Row) -> bool:
    return row.state == "proposed" and row.proposed.read == "party.name"


@reader_page
@require_POST
def new_deal(request: HttpRequest, source: str) -> HttpResponse:
    """POST /review/<source>/deal/: an empty deal for the financing at `place`, which the text tells of."""
    found, place = found_source(request, source), request.POST.get("place") or place_name(1)
    financings = placed(request, found, read_rows(request, found))
    told = [row.id for one in financings if one.name == place for row in one.told.rows]
    try:
        deal = make_deal(
            title=request.POST.get("title", ""), currency=request.POST.get("currency", "").strip(),
            compartment=found.compartment_id, viewer=request.viewer, told_by=told,
        )  # fmt: skip
    except ReviewRefused as error:
        return shown(request, found, error=(error.field, str(error)), status=400)
    return redirect(f"{_url(found)}{choices(request, **{place: public_id('deal', deal)})}")


@reader_page
@require_POST
def link(request: HttpRequest, source: str) -> HttpResponse:
    """POST /review/<source>/link/: `to`, `kind`, `basis`; or `undo` with the id of a link."""
    found, posted = found_source(request, source), request.POST
    undo, to = private_key("link", posted.get("undo", "")), private_key("source", posted.get("to", ""))
    score = next(
        (p.score for p in likely_parents(viewer=request.viewer, source=found.pk) if p.source.pk == to and p.reasons),
        None,
    )
    try:
        if undo:
            unlink_sources(
                link=undo, viewer=request.viewer, reason=posted.get("reason") or "decided otherwise in review"
            )
        elif to:
            link_sources(
                source=found.pk,
                to=to,
                kind=posted.get("kind", ""),
                basis=posted.get("basis", ""),
                viewer=request.viewer,
                score=score,
            )
        else:
            raise SourceRefused("choose a source, by its id", field="to")
    except (NotFound, NotAllowed):
        raise Http404 from None
    except SourceRefused as error:
        return shown(request, found, error=(error.field, str(error)), status=400)
    return redirect(_back(request, found, "#parents"))


@reader_page
@require_POST
def change(request: HttpRequest, source: str) -> HttpResponse:
    """POST /review/<source>/source/: what is said about the source; `do` amend, withdraw or takedown."""
    found, posted = found_source(request, source), request.POST
    today, do = clocks(request.GET).today, posted.get("do", "")
    try:
        if do == "takedown":
            takedown(
                source=found.pk,
                on=today,
                viewer=request.viewer,
                reason=posted.get("reason", ""),
                withdraw=posted.get("withdraw") == "1",
            )
            messages.success(request, "The text, its file and its quotes are destroyed; the hash is kept.")
        elif do == "withdraw":
            day = _day(posted.get("withdrawn_on", ""), "withdrawn_on")
            withdraw_source(
                source=found.pk, on=day or today, viewer=request.viewer, today=today, reason=posted.get("reason", "")
            )
        else:
            amend_source(source=found.pk, values=_about(posted), viewer=request.viewer, today=today)
    except NotAllowed:
        raise Http404 from None
    except SourceRefused as error:
        return shown(request, found, error=(error.field, str(error)), status=400)
    return redirect(_back(request, found, "#source"))


def _about(posted: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: posted[name].strip()
        for name in ("publisher", "newsroom", "kind", "title", "url", "language")
        if name in posted
    }
    last = _day(posted.get("published_to", ""), "published_to")
    return {
        **values,
        "published_from": _day(posted.get("published_from", ""), "published_from"),
        **({"published_to": last} if last else {}),
    }


def _day(text: str, field: str) -> date | None:
    try:
        return parse_day(text.strip()) if text.strip() else None
    except DateError as error:
        raise SourceRefused(str(error), field=field) from error


def _back(request: HttpRequest, source: Source, at: str) -> str:
    return f"{_url(source)}{choices(request)}{at}"
