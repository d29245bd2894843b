"""The founding deal's evidence, read from the shipped dossier: paths become rows by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dealtracker.evidence.rules import ClaimValue, Evidence, InterestValue, LinkValue, ReplyValue, SourceValue
from dealtracker.periods import When
from tests.unit.evidence.cast import named

DOSSIER = Path(__file__).resolve().parents[3] / "deals" / "demo" / "palebluedot-xiaohongshu-tokyo.json"
GROUPS = {"borrower": "obligor", "prepared materials": "agent", "approached": "agent", "vendor": "hardware",
          "end beneficiary": "user"}  # fmt: skip
SUBJECT = named("deal")


def founding() -> Evidence:
    """With values as an import leaves them: a claim without one states what stands inline."""
    dossier = json.loads(DOSSIER.read_text(encoding="utf-8"))
    return Evidence(
        SUBJECT,
        claims=tuple(_claims(dossier)),
        sources=tuple(map(_source, dossier["sources"])),
        links=tuple(link for source in dossier["sources"] for link in _links(source)),
        replies=tuple(map(_reply, dossier["replies"])),
        interests=tuple(
            InterestValue(named(role["party"]), role["role"], GROUPS[role["role"]]) for role in dossier["roles"]
        ),
    )


def _source(given: dict[str, Any]) -> SourceValue:
    published = When.from_json(given["published"])
    assert published.latest is not None
    return SourceValue(
        id=named(given["key"]), kind=given["kind"], publisher=given["publisher"], published_to=published.latest,
        published_from=published.earliest, newsroom=given.get("newsroom", ""), language=given.get("language", ""),
        url=given.get("url", ""), key=given["key"], read=given.get("read", True),
    )  # fmt: skip


def _links(source: dict[str, Any]) -> Iterator[LinkValue]:
    for link in source.get("links", ()):
        score = Decimal(link["score"]) if "score" in link else None
        yield LinkValue(named(source["key"]), named(link["to"]), link["kind"], link.get("basis", "cited"), score)


def _claims(dossier: dict[str, Any]) -> Iterator[ClaimValue]:
    for number, given in enumerate(dossier["claims"]):
        for at in [given["at"]] if isinstance(given["at"], str) else given["at"]:
            kind, key, *rest = at.strip("/").split("/")
            if kind in ("parties", "sites"):
                continue
            yield ClaimValue(
                id=named(f"{number} {at}"), source=named(given["source"]), subject=SUBJECT, target_kind=kind,
                target=named(f"/{kind}/{key}"), field=rest[0] if rest else "",
                value=given.get("value", _inline(dossier, kind, key, rest)),
                stance=given.get("stance", "asserts"), relation=given.get("relation", "same"),
                attribution=given.get("attribution", ""),
            )  # fmt: skip


def _inline(dossier: dict[str, Any], kind: str, key: str, rest: list[str]) -> Any:
    row = next(row for row in dossier[kind] if row["key"] == key)
    return row.get(rest[0]) if rest else None


def _reply(given: dict[str, Any]) -> ReplyValue:
    return ReplyValue(
        id=named(f"reply {given['key']}"), deal=SUBJECT, party=named(given["party"]), stance=given["stance"],
        scope=given["scope"], source=named(given["source"]), words=given["words"],
        replied_on=When.from_json(given["replied_on"]),
    )  # fmt: skip


DAY_BEFORE, NEXT_DAY, SIX_WEEKS, TODAY = (
    date(2025, 11, 30), date(2025, 12, 2), date(2026, 1, 16), date(2026, 11, 23),
)  # fmt: skip
