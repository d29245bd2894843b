"""/screening/: candidates of all visible parties, by list, score, deal and judgement; and the same as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deals.pages.answer import tools
from deals.pages.deal.downloads import csv_file
from deals.pages.listing import one_of
from deals.reports.deal_screening import parties_of_deal
from dealtracker.ids import private_key, public_id
from dealtracker.uikit.formats import count_words
from dealtracker.uikit.frame import BadAddress, clocks, frame, reader_page, without
from parties.reports.list_versions import NOT_SCREENED, lists_in_words, loaded_lists
from parties.reports.open_candidates import (
    STATES,
    BadCursor,
    CandidatePage,
    OpenCandidate,
    candidate_counts,
    open_candidates,
)

PAGE, MOST_CSV = 50, 5000
_PARAMETERS = frozenset({"state", "list", "least", "deal", "cursor"})
_SCORE = re.compile(r"0\.\d{1,3}|1(?:\.0{1,3})?", re.ASCII)


@reader_page
def candidates(request: HttpRequest) -> HttpResponse:
    """GET /screening/?state=&list=&least=&deal=: the closest first; to be judged unless another state is asked for."""
    asked, page = _asked(request, limit=PAGE)
    counts = candidate_counts(viewer=request.viewer, parties=asked["parties"])
    context = {
        **frame(request, section="Tools"), "tabs": tools("Screening"), "rows": [_line(row) for row in page.rows],
        "may_see": not request.viewer.is_anonymous, "against": lists_in_words(), "not_screened": NOT_SCREENED,
        "lists": [(one.watchlist.pk, one.watchlist.name) for one in loaded_lists()], "chosen": request.GET, "state": asked["state"],
        "states": [(code, words, sum(counts.get(one, 0) for one in inside)) for code, (inside, words) in STATES.items()],
        "csv_url": _address("/screening/candidates.csv", without(request.GET, "cursor")),
        "pager": {"words": count_words(len(page.rows), "candidate", "candidates") + (" on this page" if page.next else ""),
                  "next": _next(request, page.next), "previous": None},
    }  # fmt: skip
    return render(request, "deals/screening.html", context)


@reader_page
def candidates_csv(request: HttpRequest) -> HttpResponse:
    """GET /screening/candidates.csv: the same rows, at most 5,000, with what they were held against."""
    if request.viewer.is_anonymous:
        return redirect(f"/sign-in/?next={request.get_full_path()}")
    _, page = _asked(request, limit=MOST_CSV)
    return csv_file(_cells(page), name="screening-candidates.csv")


def _asked(request: HttpRequest, *, limit: int) -> tuple[dict[str, Any], CandidatePage]:
    for name in request.GET:
        if name not in _PARAMETERS:
            raise BadAddress(f"{name[:60]}: is not a parameter here; there are: {', '.join(sorted(_PARAMETERS))}.")
    asked: dict[str, Any] = {
        "state": one_of(request, "state", tuple(STATES)) or "todo", "watchlist": _list(request), "least": _least(request),
        "parties": _parties(request),
    }  # fmt: skip
    try:
        page = open_candidates(viewer=request.viewer, cursor=request.GET.get("cursor", ""), limit=limit, **asked)
    except BadCursor as error:
        raise BadAddress(f"cursor: {error}.") from None
    return asked, page


def _list(request: HttpRequest) -> int | None:
    text = request.GET.get("list", "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadAddress("list: is not the number of a list.")
    return int(text) if text else None


def _least(request: HttpRequest) -> Decimal | None:
    text = request.GET.get("least", "")
    if text and not _SCORE.fullmatch(text):
        raise BadAddress("least: is a score from 0 to 1 with at most three decimals, such as 0.90.")
    return Decimal(text) if text else None


def _parties(request: HttpRequest) -> set[UUID] | None:
    text = request.GET.get("deal", "")
    if not text:
        return None
    key = private_key("deal", text)
    found = parties_of_deal(viewer=request.viewer, deal=key, day=clocks(request.GET).today) if key else None
    if found is None:
        raise BadAddress("deal: there is no such deal.")
    return found


def _line(row: OpenCandidate) -> dict[str, Any]:
    return {
        "party": row.party_name, "url": f"/parties/{public_id('party', row.party)}/screening/", "listed": row.listed_name,
        "list": row.list_name, "ref": row.ref, "score": row.score, "reasons": row.reasons, "state": STATES[row.state][1],
        "at": row.judged_at,
    }  # fmt: skip


def _cells(page: CandidatePage) -> Iterator[list[str]]:
    yield ["party id", "party", "list", "entry", "listed name", "score", "reasons", "judgement", "judged at"]
    for row in page.rows:
        at = row.judged_at.isoformat() if row.judged_at else ""
        yield [
            public_id("party", row.party), row.party_name, row.list_name, row.ref, row.listed_name, str(row.score),
            "; ".join(row.reasons), STATES[row.state][1], at,
        ]  # fmt: skip
    for words in lists_in_words() or [NOT_SCREENED]:
        yield ["held against", words]


def _next(request: HttpRequest, cursor: str) -> str | None:
    if not cursor:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"/screening/?{query.urlencode()}"


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
