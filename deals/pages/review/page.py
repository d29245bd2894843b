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
from deals.pages.review.words import Unreadable, edited
from deals.reports.likely_parents import likely_parents
from deals.reports.proposals import (
    Row,
    accepted_into,
    beside,
    deals_found,
    parties_called,
    parties_found,
    proposals,
    same_deal,
    source_with_links,
)
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
    deal = _deal(request, source, rows)
    chosen = at or _chosen(rows, private_key("claim", request.GET.get("p", "")))
    waiting = [row for row in rows if row.state == "proposed"]
    shown_cards = _cards(request, source, rows, deal, at, error, found)
    known = [one for one in shown_cards if one["is_known_name"]]
    context = {
        **frame(request, section="Review"), "source": source, "source_id": public_id("source", source.pk), "text": kept,
        "url": _url(source), "segments": cards.segments(text, rows, chosen),
        "cards": [one for one in shown_cards if one not in known], "known": known,
        "waiting": len(waiting), "decided": len(rows) - len(waiting), "total": len(rows),
        "deal": _named_deal(*deal) if deal else None,
        "candidates": [] if deal else _candidates(request, source, rows),
        "deals": _searched(request, source), "find": request.GET.get("find", ""),
        "new_title": _title(rows), "new_currency": _currency(rows),
        "parents": [_parent(one) for one in likely_parents(viewer=request.viewer, source=source.pk)],
        "link_kinds": SourceLink.Kind.choices, "kinds": Source.Kind.choices, "fault": error if at is None else None,
        "relations": cards.RELATIONS, "attributions": cards.ATTRIBUTIONS, "stances": cards.STANCES,
        "party_kinds": cards.PARTY_KINDS,
        "typed": request.POST if at is None else {},
    }  # fmt: skip
    return render(request, "evidence/review.html", context, status=status)


def _chosen(rows: list[Row], wanted: UUID | None) -> UUID | None:
    """The proposal of the address; a claim of a deal leads to the proposal that it was made from."""
    made = (row.id for row in rows if wanted and str(wanted) in row.proposed.made)
    return next(made, wanted)


def _url(source: Source) -> str:
    return reverse("review-source", args=[public_id("source", source.pk)])


def _named_deal(key: UUID, title: str) -> dict[str, str]:
    address = public_id("deal", key)
    return {"id": address, "title": title, "url": reverse("deal", args=[address])}


def _cards(
    request: HttpRequest, source: Source, rows: list[Row], deal: tuple[UUID, str] | None, at: UUID | None,
    error: tuple[str, str] | None, found: list[tuple[UUID, str]] | None,
) -> list[dict[str, Any]]:  # fmt: skip
    viewer = request.viewer
    standing = beside(viewer=viewer, deal=deal[0], rows=rows) if deal else {}
    named = parties_called(
        {row.proposed.party for row in rows if row.proposed.names_a_party}, viewer=viewer, wall=source.compartment_id
    )
    kinds = {
        row.proposed.party: str(row.proposed.more.get("kind", "")) for row in rows if row.proposed.read == "party.name"
    }
    return [
        cards.card(
            row, beside=standing.get(row.id), named=named, kinds=kinds, found=(found or []) if row.id == at else [],
            typed=request.POST.dict() if row.id == at else None, error=error if row.id == at else None,
        )
        for row in rows
    ]  # fmt: skip


def _deal(request: HttpRequest, source: Source, rows: list[Row]) -> tuple[UUID, str] | None:
    """The deal in view: of the address, else the one accepted into, else the one chosen at intake."""
    told = request.POST.get("deal") or request.GET.get("deal", "")
    key = private_key("deal", told)
    if key is None and told != "none":
        kept = next((row.proposed.more["deal"] for row in rows if row.proposed.more.get("deal")), "")
        key = accepted_into(viewer=request.viewer, rows=rows) or (UUID(kept) if kept else None)
    found = deals_found(viewer=request.viewer, wall=source.compartment_id, deal=key) if key else []
    return found[0] if found else None


def _candidates(request: HttpRequest, source: Source, rows: list[Row]) -> list[dict[str, Any]]:
    found = same_deal(viewer=request.viewer, source=source, rows=rows)
    return [{"id": public_id("deal", one.deal), "title": one.title, "reasons": one.reasons} for one in found]


def _searched(request: HttpRequest, source: Source) -> list[dict[str, str]]:
    words = request.GET.get("find", "").strip()[:200]
    found = deals_found(viewer=request.viewer, wall=source.compartment_id, words=words) if words else []
    return [{"id": public_id("deal", key), "title": title} for key, title in found]


def _title(rows: list[Row]) -> str:
    """A title for a new deal, from what was read; nothing is entered before the reviewer says so."""
    borrower = next((row.proposed.party for row in rows if row.proposed.read == "role.borrower"), "")
    return f"{borrower}: financing as reported" if borrower else ""


def _currency(rows: list[Row]) -> str:
    """The currency of a new deal: of the first amount of the financing that the text gives; empty without one."""
    amounts = (row.proposed.value for row in rows if row.proposed.read == "facility.amount")
    told = (str(one.get("currency") or "") for one in amounts if isinstance(one, dict))
    return next(filter(None, told), "")


def _parent(one: Any) -> dict[str, Any]:
    return {
        "id": public_id("source", one.source.pk), "source": one.source, "score": one.score, "reasons": one.reasons,
        "link": one.link, "link_id": public_id("link", one.link.pk) if one.link else "",
    }  # fmt: skip


@reader_page
@require_POST
def decide(request: HttpRequest, source: str) -> HttpResponse:
    """POST /review/<source>/decide/: `claim`, `do` (accept, reject, reopen, search) and what the card holds."""
    found = found_source(request, source)
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
        deal = _decided(request, found, claim, do)
    except (NotFound, NotAllowed):
        raise Http404 from None
    except ReviewRefused as error:
        return shown(request, found, at=claim, error=(error.field, str(error)), status=400)
    return redirect(_next(request, found, claim, deal))


def _decided(request: HttpRequest, source: Source, claim: UUID, do: str) -> UUID | None:
    if do == "reject":
        reject_claim(claim=claim, viewer=request.viewer, reason=request.POST.get("reject_reason", "")[:2000])
        return None
    if do == "reopen":
        reopen_claim(claim=claim, viewer=request.viewer)
        return None
    if do != "accept":
        raise Http404
    row = next((r for r in proposals(viewer=request.viewer, source=source.pk, text="") if r.id == claim), None)
    if row is None:
        raise Http404
    decision = read_decision(row, request.POST)
    return accept_claim(claim=claim, decision=decision, viewer=request.viewer, today=clocks(request.GET).today)


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


def _next(request: HttpRequest, source: Source, claim: UUID, deal: UUID | None) -> str:
    """Back to the page, at the next proposal that waits."""
    rows = proposals(viewer=request.viewer, source=source.pk, text="")
    waiting = [row.id for row in rows if row.state == "proposed"]
    following = next((row for row in waiting if row != claim), None)
    told = request.POST.get("after", "")
    wanted = private_key("claim", told)
    following = wanted if wanted in waiting else following
    kept = public_id("deal", deal) if deal else request.POST.get("deal", "")
    query = f"?deal={kept}" if private_key("deal", kept) else ""
    return f"{_url(source)}{query}#{public_id('claim', following) if following else 'done'}"


@reader_page
@require_POST
def known_names(request: HttpRequest, source: str) -> HttpResponse:
    """POST /review/<source>/names/: accept all names that the register knows as one party's; each is that party's name."""
    found = found_source(request, source)
    rows = [row for row in proposals(viewer=request.viewer, source=found.pk, text="") if is_name(row)]
    named = parties_called({row.proposed.party for row in rows}, viewer=request.viewer, wall=found.compartment_id)
    today = clocks(request.GET).today
    for row in rows:
        if len(hits := named.get(row.proposed.party, [])) == 1:
            decision = Decision(party=hits[0][0])
            accept_claim(claim=row.id, decision=decision, viewer=request.viewer, today=today)
    return redirect(_back(request, found, ""))


def is_name(row: Row) -> bool:
    return row.state == "proposed" and row.proposed.read == "party.name"


@reader_page
@require_POST
def new_deal(request: HttpRequest, source: str) -> HttpResponse:
    """POST /review/<source>/deal/: an empty deal for what the text tells of."""
    found = found_source(request, source)
    try:
        deal = make_deal(
            title=request.POST.get("title", ""), currency=request.POST.get("currency", "").strip(),
            compartment=found.compartment_id, viewer=request.viewer,
        )  # fmt: skip
    except ReviewRefused as error:
        return shown(request, found, error=(error.field, str(error)), status=400)
    return redirect(f"{_url(found)}?deal={public_id('deal', deal)}")


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
    kept = request.POST.get("deal", "")
    return f"{_url(source)}{f'?deal={kept}' if private_key('deal', kept) else ''}{at}"
