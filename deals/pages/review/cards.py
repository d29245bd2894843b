"""The stored text with its highlights, and a card a proposal: what it says, what stands beside it, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from deals import facts
from deals.agreements.rules.proposed import Proposed
from deals.agreements.rules.readings import NotAFact, reading
from deals.pages.deal.drift import slip_words
from deals.pages.review.deals import Placed
from deals.pages.review.words import as_written, field_of, label, said
from deals.reports.proposals import Beside, Row
from dealtracker.evidence.models import Claim, Reply
from dealtracker.evidence.rules.sameness import is_amount, magnitude_slip
from dealtracker.ids import public_id
from parties.register.models import Party

RELATIONS = Claim.Relation.choices
ATTRIBUTIONS = Claim.Attribution.choices
STANCES = Reply.Stance.choices
PARTY_KINDS = Party.Kind.choices
_KINDS = {"chipmaker": "company", "platform": "company", "media": "company"}
_TOLD_TOO = ("scope", "status", "unit", "of", "model", "written")
_VALUELESS = ("role", "reply", "site", "party", "origin", "note")
_WORD = {"proposed": "waits", "accepted": "accepted", "rejected": "rejected"}


def segments(text: str, rows: Iterable[Row], chosen: UUID | None) -> list[dict[str, Any]]:
    """The text cut at the quotes of waiting proposals: plain pieces, and marks with the first proposal they belong to."""
    spans: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        if row.start is not None and row.end is not None and (row.state == Claim.State.PROPOSED or row.id == chosen):
            spans.setdefault((row.start, row.end), []).append(row)
    pieces, at = [], 0
    for (start, end), told in sorted(spans.items()):
        if start < at:
            continue
        pieces += [{"text": text[at:start]}] if start > at else []
        marks = [public_id("claim", row.id) for row in told]
        pieces.append({"text": text[start:end], "id": f"q-{start}", "for": " ".join(marks), "card": marks[0], "n": len(marks),
                       "chosen": any(row.id == chosen for row in told)})  # fmt: skip
        at = end
    return [*pieces, {"text": text[at:]}]


def card(
    row: Row, *, beside: Beside | None, named: Mapping[str, Sequence[tuple[UUID, str]]], found: Sequence[tuple[UUID, str]] = (),
    typed: Mapping[str, str] | None = None, error: tuple[str, str] | None = None, kinds: Mapping[str, str],
    financing: Placed | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One proposal for the template; `typed` and `error` where the last attempt was refused, `found` what was searched."""
    told = row.proposed
    entity = _entity(row)
    who = [*found, *(pair for pair in named.get(told.party, ()) if pair not in found)] if told.names_a_party else []
    field = field_of(told)
    return {
        "id": public_id("claim", row.id), "label": label(told), "said": said(told.value), "party": told.party,
        "state": row.state, "state_words": _WORD[row.state], "reason": row.reason, "quote": _short(row.quote), "page": row.page,
        "anchor": f"#q-{row.start}" if row.start is not None else "", "gone": bool(row.quote) and row.start is None,
        "rule": told.rule, "kind": entity, "more": said({name: told.more[name] for name in _TOLD_TOO if told.more.get(name)}),
        "is_known_name": told.read == "party.name" and row.state == "proposed" and len(who) == 1 and error is None and not found,
        "can_keep": entity not in ("note", "origin"), "needs_deal": entity not in ("source", "party", "note", "origin"),
        "whose": financing.told.borrower if financing else "", "deal": financing.deal_id if financing else "",
        "asks_party": told.names_a_party, "parties": [(public_id("party", key), name) for key, name in who],
        "picked": public_id("party", who[0][0]) if len(who) == 1 or found and who else "",
        "new_name": _group(row) if told.more.get("unnamed") else told.party, "new_kind": _kind(row, kinds),
        "value": as_written(told), "edits_value": entity not in _VALUELESS and not told.names_a_party,
        "help": _help(field), "place": _part(told, "site.place", "city", "country"),
        "reply": _part(told, "reply", "stance", "words"),
        "attribution": row.attribution, "beside": _beside(beside, told.value),
        "choices": _choices(row), "typed": typed or {}, "error": error,
    }  # fmt: skip


def _part(told: Proposed, read: str, *names: str) -> dict[str, Any] | None:
    """Named parts of what was read, each with a box of its own."""
    if told.read != read or not isinstance(told.value, dict):
        return None
    return {name: told.value.get(name, "") for name in names}


def _entity(row: Row) -> str:
    if row.proposed.read == "source.origin":
        return "origin"
    try:
        return reading(row.proposed.read).entity
    except NotAFact:
        return "note"


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return f"{flat[:240]}…" if len(flat) > 240 else flat


def _beside(found: Beside | None, proposed: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    slip = slip_words(magnitude_slip(proposed, found.value)) if is_amount(proposed) and is_amount(found.value) else ""
    return {"rows": found.rows, "row": found.row, "at": found.at, "value": said(found.value), "relation": found.relation,
            "differs": found.relation == "contradicts", "slip": slip}  # fmt: skip


def _kind(row: Row, kinds: Mapping[str, str]) -> str:
    if row.proposed.more.get("unnamed"):
        return "unnamed group"
    kind = str(row.proposed.more.get("kind") or kinds.get(row.proposed.party, ""))
    kind = _KINDS.get(kind, kind)
    return kind if kind in Party.Kind.values else "unknown"


def _group(row: Row) -> str:
    """What a group is entered as that its source does not name."""
    return f"{row.proposed.party} approached, not named"


def _choices(row: Row) -> list[tuple[str, Sequence[str]]]:
    """What the reviewer must choose since the text does not say it."""
    entity, read = _entity(row), row.proposed.read
    if entity == "figure" and read in ("figure.revenue", "figure.backstop", "figure.other"):
        return [("measure", _words("figure", "measure"))]
    return [("kind", _words("pledge", "kind"))] if entity == "pledge" else []


def _words(entity: str, name: str) -> Sequence[str]:
    field = facts.BY_NAME[entity].field(name)
    return field.words if field else ()


def _help(field: facts.Field | None) -> str:
    if field and field.type == facts.MONEY:
        return "Such as about 300000000 USD, up to 500000000 EUR, 2000000000 to 3000000000 USD"
    if field and field.type == facts.QUANTITY:
        return "Such as 60, about 5000, 4.25 %"
    return "Such as 2025-12-01, 2025-12, 2025-Q4, by 2025-09-01" if field and field.type == facts.WHEN else ""
