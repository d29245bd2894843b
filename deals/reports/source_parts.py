"""What each source of a deal is to it: a root that counts, or a re-report, and where its telling drifted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from deals import facts
from deals.agreements.models import Deal
from dealtracker.access.rules import Viewer
from dealtracker.evidence.queries import evidence_of
from dealtracker.evidence.rules.hops import Hop, drift
from dealtracker.evidence.rules.standing import Fields
from dealtracker.evidence.rules.voiced import Voiced
from dealtracker.evidence.rules.voices import Weighed
from dealtracker.ids import public_id


def source_parts(*, viewer: Viewer, deal: UUID, known_on: date) -> dict[str, Any]:
    """{"counted": ids of roots that count, "compared": ids with a claim, "drift": id → [{"on", "at", "first_wrong",
    "slip"}], "retold": id of a reply → [{"source", "words"}] where a re-report tells it differently, "claimed": ids of
    replies that have claims of their own}."""
    found: dict[str, Any] = {
        "counted": set(), "compared": set(), "drift": defaultdict(list), "retold": defaultdict(list), "claimed": set(),
    }  # fmt: skip
    evidence = evidence_of({deal}).get(deal) if Deal.objects.visible_to(viewer).filter(pk=deal).exists() else None
    if evidence is None:
        return found
    fields = Fields.of(Weighed.of(evidence))
    told = _told(fields, known_on)
    found["compared"] = {public_id("source", voice.source.id) for voice in told}
    found["counted"] = {public_id("source", root) for root in _counted(told)}
    kinds = {claim.target: claim.target_kind for claim in evidence.claims}
    found["claimed"] = {
        public_id("reply", v.claim.target) for v in told if v.claim.target_kind == "reply" and v.carries
    }
    for target, field in fields.weighed.voices:
        for hop in drift(fields, target=target, field=field, known_on=known_on):
            if hop.verdict == "drift":
                source = public_id("source", hop.source)
                found["drift"][source].append(_drifted(hop, kinds[target], field))
                if kinds[target] == "reply":
                    again = {"source": source, "words": _words(hop.value).strip("“”")}
                    found["retold"][public_id("reply", target)].append(again)
    return found


def counted_roots(deal: UUID, *, known_on: date) -> set[UUID]:
    """The roots that count for a deal that the asker was found to see: those that a voice states something of it from."""
    evidence = evidence_of({deal}).get(deal)
    return _counted(_told(Fields.of(Weighed.of(evidence)), known_on)) if evidence else set()


def _told(fields: Fields, known_on: date) -> list[Voiced]:
    return [voice for said in fields.weighed.voices.values() for voice in said if voice.known_from <= known_on]


def _counted(told: Iterable[Voiced]) -> set[UUID]:
    return {root for voice in told if voice.carries and not voice.is_inferred for root in voice.roots}


def _drifted(hop: Hop, kind: str, field: str) -> dict[str, Any]:
    entity = facts.BY_NAME.get(kind) or facts.BY_LIST.get(kind)
    on = " ".join(filter(None, (entity.name if entity else kind, field.replace("_", " "))))
    return {"on": f"{on}: {_words(hop.value)}", "first_wrong": hop.first_wrong, "slip": hop.slip}


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return f"“{value['words']}”" if value.get("words") else "another value"
    return f"“{value}”" if isinstance(value, str) else "another value"
