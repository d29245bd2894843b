"""docs/methodology/evidence.md says what the code does: its tables are read and compared."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from dealtracker.evidence.models import Claim, Source
from dealtracker.evidence.rules import CERTAINTIES, MAY_STATE, RULES
from dealtracker.evidence.rules.certainties import OWN_SOURCING
from dealtracker.evidence.rules.denials import NEEDS_DETAILS_KINDS, NEVER_INHERIT_FIELDS, SCOPES
from dealtracker.evidence.rules.parents import FEATURES
from dealtracker.evidence.rules.values import DOCUMENTS, NEWSROOM_KINDS, RETELLINGS, SECOND_HAND, WEIGHTLESS
from dealtracker.evidence.rules.winner import FIXED_FIELDS, stands_as
from tests.unit.evidence.cast import Book

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "methodology" / "evidence.md").read_text(encoding="utf-8")
TEXT = " ".join(PAGE.split())


def table(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    lines = PAGE.split(f" {heading}\n", 1)[1].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_certainty_rules_in_their_order() -> None:
    assert table("Certainty") == [[f"`{rule.code}`", rule.when] for rule in RULES]
    assert {rule.code for rule in RULES} == set(CERTAINTIES)


def test_what_a_party_may_state() -> None:
    found = defaultdict(set)
    for row in MAY_STATE:
        found[row.group, row.where].add(row.kind)
    assert [[group, ", ".join(sorted(kinds)), where] for (group, where), kinds in found.items()] == sorted(
        table("What a party may state"), key=lambda row: list(found).index((row[0], row[2]))
    )


def test_scopes_of_denials() -> None:
    assert [row[:2] for row in table("Denials")] == [[f"`{scope}`", words] for scope, words in SCOPES.items()]
    assert all(field in TEXT for field in NEVER_INHERIT_FIELDS)
    assert f"does not reach which chips are meant ({', '.join(NEEDS_DETAILS_KINDS)})" in TEXT


def test_parts_of_the_winner_s_key() -> None:
    book = Book().source("a", "2026-01-01").claim("a")
    [voiced] = book.fields.weighed.voices[book.claims[0].target, "amount"]
    words = [row[1] for row in table("Which claim stands")]
    assert words == ["relation", "rank", "tier", "contradiction", "correction", "publication", "fidelity", "content"]
    assert [type(part).__name__ for part in voiced.order[:7]] == ["int", "int", "int", "bool", "bool", "tuple", "int"]
    assert f"({', '.join(sorted(FIXED_FIELDS))})" in TEXT


def test_weights_of_likely_parents() -> None:
    rows = [[f"{weight:.2f}", feature.__name__.strip("_").replace("_", " ")] for weight, feature in FEATURES]
    assert table("Likely parents") == rows


def test_every_kind_and_relation_of_the_tables_is_known_to_the_rules() -> None:
    kinds = set(Source.Kind.values)
    assert DOCUMENTS | RETELLINGS | WEIGHTLESS | NEWSROOM_KINDS | SECOND_HAND <= kinds
    assert set(Claim.Attribution.values) >= OWN_SOURCING
    book = Book().source("a", "2026-01-01")
    for relation in Claim.Relation.values:
        book.claim("a", relation=relation)
    ranks = {claim.relation: stands_as(claim, book.sources[0]) for claim in book.claims}
    assert ranks == {
        "same": 4, "contradicts": 4, "less specific": 3, "rounds": 3, "converts": 3, "earlier state": 2, "other scope": 0,
    }  # fmt: skip


def test_no_word_says_more_than_is_known() -> None:
    listed = ("alleged", "suspicious", "evade", "refuted", "recommend", "compliant", "illegal")
    reasons = " ".join([*(rule.when for rule in RULES), *SCOPES.values(), TEXT]).casefold()
    assert [word for word in listed if word in reasons] == []
