"""S16: the standing of one deal with 500 sources and 5,000 claims, against one plain pass over the same claims."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from benchmarks.measure import Ratio, in_turn, seconds
from dealtracker.evidence.rules import ClaimValue, Evidence, LinkValue, ReplyValue, SourceValue, standings

NAME, SOURCES, CLAIMS, FIELDS = "S16", 500, 5_000, 250
_SPACE = UUID("6f1d3c0a-8f63-4f8b-9f0e-0d8f6f1f5a10")
_START = date(2024, 1, 1)
_KINDS = ("wire", "newspaper", "rewrite", "licensed copy", "filing", "party text", "aggregator", "trade press")


def run(rounds: int) -> list[Ratio]:
    """Every tenth source is a root, the others cite one before them, up to dozens of hands deep; 20 replies."""
    evidence = large_deal()
    rows = standings(evidence)
    if len({(row.target, row.field) for row in rows}) < FIELDS // 2:
        raise RuntimeError(f"only {len(rows)} rows stand for {FIELDS} fields")
    ours, plain = in_turn(
        lambda: seconds(lambda: standings(evidence)) * 1000,
        lambda: seconds(lambda: one_pass(evidence)) * 1000,
        rounds=rounds,
    )
    return [
        Ratio(
            f"{NAME} standing of {SOURCES} sources, {CLAIMS:,} claims",
            ours,
            plain,
            "ms",
            60,
            False,
            "one pass, no links",
        )
    ]


def large_deal() -> Evidence:
    """The same evidence at every call."""
    deal = _key("deal")
    sources = [_source(number) for number in range(SOURCES)]
    links = [
        LinkValue(sources[n].id, sources[n - 1 - n % 9].id, "re-reports", basis="inferred" if n % 7 == 3 else "cited")
        for n in range(SOURCES) if n % 10
    ]  # fmt: skip
    claims = [_claim(number, deal, sources[(number * 7 + number // FIELDS * 13) % SOURCES]) for number in range(CLAIMS)]
    replies = [
        ReplyValue(
            _key(f"reply {n}"), deal, _key(f"party {n % 5}"), ("denies", "confirms")[n % 2], source=sources[n * 20].id
        )
        for n in range(20)
    ]
    return Evidence(deal, tuple(claims), tuple(sources), tuple(links), tuple(replies))


def _key(name: str) -> UUID:
    return uuid5(_SPACE, name)


def _source(number: int) -> SourceValue:
    day = _START + timedelta(days=number)
    kind = _KINDS[number % len(_KINDS)] if number % 10 else _KINDS[number // 10 % 2]
    return SourceValue(_key(f"source {number}"), kind, f"Publisher {number % 60}", day, day, key=f"s{number}")


def _claim(number: int, deal: UUID, source: SourceValue) -> ClaimValue:
    field = number % FIELDS
    value: Any = {"kind": "approx", "point": str(100 + number % 3), "currency": "USD"} if field % 2 else None
    relation = "contradicts" if number % 41 == 0 else "same"
    return ClaimValue(
        _key(f"claim {number}"), source.id, deal, "facility", _key(f"row {field // 5}"), f"field {field % 5}", value,
        relation=relation, attribution="people familiar" if number % 3 else "",
    )  # fmt: skip


def one_pass(evidence: Evidence) -> dict[tuple[UUID, str], tuple[Any, int]]:
    """For each field the latest value and the number of publishers: no links, no denials, no days."""
    published = {source.id: (source.published_to, source.publisher) for source in evidence.sources}
    fields: dict[tuple[UUID, str], list[ClaimValue]] = defaultdict(list)
    for claim in evidence.claims:
        fields[claim.target, claim.field].append(claim)
    return {
        key: (max(claims, key=lambda c: published[c.source][0]).value, len({published[c.source][1] for c in claims}))
        for key, claims in fields.items()
    }
