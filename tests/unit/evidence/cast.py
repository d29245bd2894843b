"""Builds evidence in few words: sources, links, claims and replies by name, ids drawn from the names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from dealtracker.evidence.rules import (
    ClaimValue,
    Evidence,
    Fields,
    InterestValue,
    LinkValue,
    ReplyValue,
    SourceValue,
    StandingRow,
    standings,
    weigh,
)


def named(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def about(figure: str, currency: str = "USD", kind: str = "approx") -> dict[str, str]:
    return {"kind": kind, "point": figure, "currency": currency}


@dataclass
class Book:
    """The evidence of one deal, filled line by line."""

    sources: list[SourceValue] = field(default_factory=list)
    links: list[LinkValue] = field(default_factory=list)
    claims: list[ClaimValue] = field(default_factory=list)
    replies: list[ReplyValue] = field(default_factory=list)
    interests: list[InterestValue] = field(default_factory=list)

    def source(self, name: str, day: str, kind: str = "wire", **more: Any) -> Book:
        on = date.fromisoformat(day)
        values = {"publisher": name, "published_from": on, "key": name} | more
        self.sources.append(SourceValue(id=named(name), kind=kind, published_to=on, **values))
        return self

    def link(self, source: str, to: str, kind: str = "re-reports", **more: Any) -> Book:
        self.links.append(LinkValue(named(source), named(to), kind, **more))
        return self

    def claim(self, source: str, value: Any = None, at: str = "f1.amount", **more: Any) -> Book:
        target, _, name = at.partition(".")
        values = {"target_kind": "facility", "attribution": "people familiar"} | more
        if "speaker" in values:
            values["speaker"] = named(values["speaker"])
        claim = ClaimValue(
            id=named(f"claim {len(self.claims)}"), source=named(source), subject=named("deal"),
            target=named(target), field=name, value=value, **values,
        )  # fmt: skip
        self.claims.append(claim)
        return self

    def reply(self, party: str, stance: str, source: str | None, scope: str = "unspecified", **more: Any) -> Book:
        listed = tuple((named(at.partition(".")[0]), at.partition(".")[2]) for at in more.pop("listed", ()))
        reply = ReplyValue(
            id=named(f"reply {len(self.replies)}"), deal=named("deal"), party=named(party), stance=stance,
            scope=scope, source=named(source) if source else None, listed=listed, **more,
        )  # fmt: skip
        self.replies.append(reply)
        return self

    def part(self, party: str, role: str, group: str, row: str | None = None) -> Book:
        self.interests.append(InterestValue(named(party), role, group, named(row) if row else None))
        return self

    @property
    def evidence(self) -> Evidence:
        return Evidence(
            named("deal"), tuple(self.claims), tuple(self.sources), tuple(self.links), tuple(self.replies),
            tuple(self.interests),
        )  # fmt: skip

    @property
    def fields(self) -> Fields:
        return weigh(self.evidence)

    def rows(self, at: str = "f1.amount") -> list[StandingRow]:
        target, _, name = at.partition(".")
        return [row for row in standings(self.evidence) if (row.target, row.field) == (named(target), name)]

    def row(self, day: str, at: str = "f1.amount") -> StandingRow | None:
        on = date.fromisoformat(day)
        return next((row for row in self.rows(at) if row.known_from <= on < row.known_to), None)


def without_sources(rows: list[StandingRow]) -> list[StandingRow]:
    """Rows with the count of sources left out, neighbours that are then equal merged."""
    merged: list[StandingRow] = []
    for row in rows:
        plain = replace(row, sources=0)
        last = merged[-1] if merged else plain
        meets = last.known_to == row.known_from
        if meets and replace(last, known_from=row.known_from, known_to=row.known_to) == plain:
            merged[-1] = replace(last, known_to=row.known_to)
        else:
            merged.append(plain)
    return merged
