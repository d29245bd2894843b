"""What a decision on a deal rests on, frozen: the sheet, the rules' answers, the lists and versions, the evidence as it stood."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import UUID

import orjson

from deals.controls.packs import load_red_flags
from deals.controls.queries import in_force
from deals.hardware.catalogue import load_catalogue
from deals.reports.claims_behind import claims_behind_each
from deals.reports.deal_questions import deal_questions
from deals.reports.deal_sheet import deal_sheet
from deals.reports.line_answers import LineAnswer, line_answers, recovery_routes
from deals.reports.listed_owners import listed_owners
from deals.reports.red_flag_evidence import Said, checklist
from dealtracker.access.rules import Viewer
from parties.screening.models import ListVersion

SCHEMA = "decision-record/1"
NOT_SCREENED = "not screened: no list loaded"
Row = Mapping[str, Any]
# Rows of which every claim is kept: list → fields, "" for the row as a whole.
_KEPT = {
    "facilities": ("", "amount", "commitment"), "hardware": ("", "model", "model_words", "quantity", "site"), "roles": ("",),
    "sites": ("", "country"), "parties": ("hq_country",),
}  # fmt: skip


def frozen(
    *, viewer: Viewer, deal: UUID, day: date, today: date, given: Mapping[str, Said] | None = None
) -> dict[str, Any] | None:
    """The inputs of a decision as of `day` and as known on it; None where the deal is not there for this viewer.

    The same deal, day and answers give the same document until something behind them changes. Raises FlagError.
    """
    sheet = deal_sheet(viewer=viewer, deal=deal, today=today, as_of=day, known_on=day)
    if sheet is None:
        return None
    document = orjson.loads(sheet.body)
    listed = listed_owners(viewer=viewer, sheet=document, as_of=day, known_on=day)
    answers = line_answers(document, day=day, listed=listed)
    return {
        "schema": SCHEMA,
        "deal": {name: document[name] for name in ("id", "title", "revision", "compartment")},
        "as_of": day.isoformat(), "known_on": day.isoformat(), "versions": versions(),
        "findings": [_finding(answer, document, day) for answer in answers],
        "questions": [{"topic": q.topic, "text": q.text, "because": q.because} for q in deal_questions(document, answers, day=day)],
        "red_flags": [item.to_json() for item in checklist(document, day=day, given=given, screening=screening_words())],
        "evidence": list(_evidence(viewer, deal, document, day)),
        "sheet": document,
    }  # fmt: skip


def versions() -> dict[str, Any]:
    """Pack, catalogue, checklists and screening lists that an evaluation now goes by, each with its hash."""
    rules, catalogue = in_force(), load_catalogue()
    lists = [{"id": one.id, "first_day": one.first_day.isoformat() if one.first_day else None} for one in load_red_flags()]
    return {
        "pack": {
            "version": rules.pack.version, "read_up_to": rules.pack.read_up_to.isoformat(), "sha256": rules.digest,
        },
        "catalogue": {"version": catalogue.version, "sha256": _hash("deals.hardware.catalogue", "chips.json")},
        "red_flag_lists": {"lists": lists, "sha256": _hash("deals.controls.packs", "red_flags.json")},
        "screening": screening_lists() or NOT_SCREENED,
    }  # fmt: skip


def screening_lists() -> list[dict[str, Any]]:
    """The active version of every list that was loaded."""
    found = ListVersion.rows.select_related("watchlist").filter(watchlist__active__gt=0).order_by("watchlist__name", "number")
    return [
        {"name": one.watchlist.name, "version": one.number, "sha256": one.digest, "file_date": one.file_date.isoformat()}
        for one in found
        if one.number == one.watchlist.active
    ]


def screening_words() -> str:
    """Whether anything can have been screened, for the items that ask for it."""
    names = ", ".join(f"{one['name']} of {one['file_date']}" for one in screening_lists())
    return f"lists loaded: {names}; the judgements stand with each party" if names else NOT_SCREENED


def _hash(package: str, name: str) -> str:
    return hashlib.sha256(files(package).joinpath(name).read_bytes()).hexdigest()


def _finding(answer: LineAnswer, document: Row, day: date) -> dict[str, Any]:
    routes = recovery_routes(document, answer.case, day=day)
    return {
        "line": answer.line["key"], "result": answer.result.to_json(),
        "recovery": [{"lenders": list(route.lenders), **route.route.to_json()} for route in routes],
    }  # fmt: skip


def _evidence(viewer: Viewer, deal: UUID, document: Row, day: date) -> Iterator[dict[str, Any]]:
    paths = list(_paths(document))
    found = claims_behind_each(viewer=viewer, deal=deal, ats=paths, known_on=day)
    for at in paths:
        if at in found:
            yield {**found[at], "claims": [_claim(claim) for claim in found[at]["claims"]]}


def _paths(document: Row) -> Iterator[str]:
    for name, fields in _KEPT.items():
        for row in document[name]:
            key = row["id"] if name == "parties" else row.get("key")
            own = row.get("standings") or {}
            yield from (f"/{name}/{key}{'/' + field if field else ''}" for field in fields if key and (not field or field in own))


def _claim(claim: Row) -> dict[str, Any]:
    """The claim, with the hash of a quotation in its place: a text that must be destroyed does not live on here."""
    quote = claim.get("quote")
    kept = {name: value for name, value in claim.items() if name != "quote"}
    return {**kept, "quote_sha256": hashlib.sha256(quote["exact"].encode()).hexdigest() if quote and quote.get("exact") else None}
