"""What screening says of a party, as JSON and as its page reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from dealtracker.access.models import User
from dealtracker.ids import public_id
from parties.ownership.calc import BIS_RULE, OFAC_RULE, Bounds, Ownership
from parties.reports.ownership_told import share
from parties.reports.party_candidates import CandidateValue, ScreenedList, Screening

NOT_ADVICE = (
    "a candidate is a question for a person; the score is of the match of two names and says nothing about a company;"
    " not legal advice and not a licence determination"
)
RULE_CODES = {OFAC_RULE: "ofac_50_percent_rule", BIS_RULE: "bis_affiliates_rule"}


def screening_told(screening: Screening, *, party: UUID) -> dict[str, Any]:
    """As GET /api/v1/parties/<id>/screening/ gives it. The two rules about listed owners stand apart, never as one."""
    people = _people(screening.candidates)
    return {
        "party": public_id("party", party), "state": screening.state, "lists": [_list(one) for one in screening.lists],
        "candidates": [_candidate(one, people) for one in screening.candidates],
        "ownership": [_ownership(one, screening) for one in screening.ownership], "note": NOT_ADVICE,
    }  # fmt: skip


def _people(candidates: Iterable[CandidateValue]) -> dict[UUID, str]:
    judgements = [one.judgement for one in candidates if one.judgement]
    keys = {key for one in judgements for key in (one.judged_by, one.confirmed_by) if key}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "username")) if keys else {}


def _list(one: ScreenedList) -> dict[str, Any]:
    return {
        "name": one.name, "version": one.version, "entries": one.entries, "file_date": one.file_date.isoformat(),
        "sha256": one.digest, "screened_at": one.screened_at.isoformat() if one.screened_at else None,
        "candidates": one.candidates, "words": one.sentence,
    }  # fmt: skip


def _candidate(one: CandidateValue, people: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "party": public_id("party", one.party), "watchlist": one.watchlist, "list": one.list_name, "ref": one.ref,
        "score": str(one.score), "reasons": list(one.reasons), "party_name": one.party_name, "listed_name": one.listed_name,
        "programme": one.programme, "source_list": one.source_list, "regimes": list(one.regimes), "url": one.url,
        "links": list(one.links), "inputs": one.inputs, "verdict": one.verdict,
        "judgement": _judgement(one, people) if one.judgement else None,
    }  # fmt: skip


def _judgement(one: CandidateValue, people: Mapping[UUID, str]) -> dict[str, Any] | None:
    said = one.judgement
    return said and {
        "id": public_id("disposition", said.pk), "verdict": said.verdict, "reason": said.reason,
        "judged_by": _name(said.judged_by, people), "judged_at": said.judged_at.isoformat(), "outdated": one.outdated,
        "waiting": said.is_waiting, "confirmed_by": _name(said.confirmed_by, people),
        "seen": {name: said.seen.get(name) for name in ("party", "entry", "score")},
    }  # fmt: skip


def _name(key: UUID | None, people: Mapping[UUID, str]) -> str:
    return people.get(key, "") if key else ""


def _ownership(one: Ownership, screening: Screening) -> dict[str, Any]:
    return {
        "rule": RULE_CODES[one.rule], "title": one.rule, "aggregate": share(one.aggregate), "reaches_half": one.reaches,
        "owners": [_owner(key, bounds, one, screening) for key, bounds in one.owners], "words": one.words,
        "citation": one.citation,
    }  # fmt: skip


def _owner(key: UUID, bounds: Bounds, one: Ownership, screening: Screening) -> dict[str, Any]:
    """An owner with an id of its own, or one that a list's own record of ownership names, without."""
    is_party = key in screening.names
    name = screening.names[key] if is_party else screening.listed_owners.get(key, "")
    return {
        "party": public_id("party", key) if is_party else "",
        "name": name,
        "share": share(bounds),
        "listed": key not in one.through,
    }
