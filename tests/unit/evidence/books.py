"""Random evidence for property tests: any kinds, links without rings, claims and replies of every stance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from dealtracker.evidence.models import Claim, Reply, Source
from dealtracker.evidence.rules import ClaimValue, Evidence, InterestValue, LinkValue, ReplyValue, SourceValue
from tests.unit.evidence.cast import about, named

DAY = date(2026, 1, 1)
PARTIES = [named("borrower"), named("lender"), named("bank")]
TARGETS = [("facility", named("f1")), ("hold", named("h1")), ("party", named("borrower")), ("deal", named("deal"))]
FIELDS = ["", "amount", "occurred", "hq_country"]
VALUES: list[Any] = [
    None, about("300"), about("300", kind="exact"), about("3000"), {"kind": "unknown"}, "JP", "lender in talks",
    "a lender, in talks", {"words": "may abstain"},
]  # fmt: skip
INTERESTS = (
    InterestValue(named("borrower"), "borrower", "obligor"),
    InterestValue(named("lender"), "lender", "money", named("h1")),
)
RETOLD = ["rewrite", "aggregator", "generated text", "satire"]

parties = st.none() | st.sampled_from(PARTIES)
days = st.integers(0, 6).map(lambda n: DAY + timedelta(days=n))
pairs = st.tuples(st.sampled_from([target for _, target in TARGETS]), st.sampled_from(FIELDS))


@st.composite
def sources(draw: st.DrawFn, name: str, kinds: list[str], days: st.SearchStrategy[date] = days) -> SourceValue:
    on = draw(days)
    return SourceValue(
        id=named(name), kind=draw(st.sampled_from(kinds)), publisher=draw(st.sampled_from("ABC")), published_to=on,
        published_from=draw(st.sampled_from([None, on, on - timedelta(days=3)])), key=name,
        newsroom=draw(st.sampled_from(["", "A", "a "])), publisher_party=draw(parties), read=draw(st.booleans()),
        withdrawn_on=draw(st.none() | days),
    )  # fmt: skip


@st.composite
def claims(draw: st.DrawFn, name: str, source: UUID) -> ClaimValue:
    kind, target = draw(st.sampled_from(TARGETS))
    return ClaimValue(
        id=named(name), source=source, subject=named("deal"), target_kind=kind, target=target,
        field=draw(st.sampled_from(FIELDS)), value=draw(st.sampled_from(VALUES)),
        stance=draw(st.sampled_from(["asserts"] * 4 + Claim.Stance.values)),
        relation=draw(st.sampled_from(["same"] * 3 + Claim.Relation.values)), speaker=draw(parties),
        attribution=draw(st.sampled_from(Claim.Attribution.values)), rank=draw(st.sampled_from([0, 0, 0, 1])),
        state=draw(st.sampled_from(["accepted"] * 4 + ["proposed", "rejected"])),
    )  # fmt: skip


@st.composite
def replies(draw: st.DrawFn, name: str, source: UUID) -> ReplyValue:
    return ReplyValue(
        id=named(name), deal=named("deal"), party=draw(st.sampled_from(PARTIES)), source=source,
        stance=draw(st.sampled_from(Reply.Stance.values)), scope=draw(st.sampled_from(Reply.Scope.values)),
        listed=tuple(draw(st.lists(pairs, max_size=2))),
    )  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> Evidence:
    known = [draw(sources(f"s{n}", Source.Kind.values)) for n in range(draw(st.integers(1, 6)))]
    links = {
        (link.source, link.to, link.kind): link
        for later in range(1, len(known))
        for link in draw(st.lists(links_from(known[later].id, known[:later]), max_size=2))
    }
    told = st.sampled_from([source.id for source in known])
    return Evidence(
        named("deal"),
        claims=tuple(draw(claims(f"c{n}", draw(told))) for n in range(draw(st.integers(1, 10)))),
        sources=tuple(known), links=tuple(links.values()),
        replies=tuple(draw(replies(f"r{n}", draw(told))) for n in range(draw(st.integers(0, 3)))),
        interests=INTERESTS,
    )  # fmt: skip


def links_from(source: UUID, to: list[SourceValue]) -> st.SearchStrategy[LinkValue]:
    kinds = ["re-reports", "translates", "quotes", "corrects", "retracts"]
    return st.builds(
        LinkValue, st.just(source), st.sampled_from([other.id for other in to]), st.sampled_from(kinds),
        st.sampled_from(["cited", "cited", "inferred"]),
    )  # fmt: skip


@st.composite
def with_one_more(draw: st.DrawFn, *, retold: bool, days: st.SearchStrategy[date] = days) -> tuple[Evidence, Evidence]:
    """A book, and the same book with one more source: a mere re-report, or one of any kind."""
    book = draw(books())
    new = draw(sources("new", RETOLD if retold else Source.Kind.values, days))
    hop = st.sampled_from(["re-reports", "translates", "quotes"])
    links = [LinkValue(new.id, draw(st.sampled_from(book.sources)).id, draw(hop))] if retold else []
    links += draw(st.lists(links_from(new.id, list(book.sources)), max_size=2))
    unique = tuple({(link.to, link.kind): link for link in reversed(links)}.values())
    more = tuple(draw(claims(f"new {n}", new.id)) for n in range(draw(st.integers(1, 4))))
    answers = tuple(draw(replies(f"new reply {n}", new.id)) for n in range(draw(st.integers(0, 2))))
    return book, replace(
        book, sources=(*book.sources, new), links=book.links + unique, claims=book.claims + more,
        replies=book.replies + answers,
    )  # fmt: skip
