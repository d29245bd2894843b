"""docs/methodology/controls.md says what the code does: its tables are compared with the pack and the engine."""
from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from deals.controls.packs import SIZE_LIMIT
from deals.controls.rules import LADDER
from deals.controls.rules.kinds import KINDS
from deals.controls.rules.pack_file import SCHEMA
from deals.controls.rules.roles import ACQUIRES, OTHER, REMOTE
from deals.controls.rules.weakest import ORDER
from dealtracker.periods import OPEN_END, Period
from tests.unit.controls.asking import CATALOGUE, JAPAN, PACK, ask

TEXT = (Path(__file__).parents[3] / "docs" / "methodology" / "controls.md").read_text(encoding="utf-8")


def _table(heading: str) -> list[list[str]]:
    """Rows of the first table below a heading, code marks taken off."""
    below = TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in below.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[2:]]


def _days(period: Period) -> list[str]:
    first = "" if period.start == date.min else period.start.isoformat()
    last = "" if period.end == OPEN_END else (period.end - timedelta(days=1)).isoformat()
    return [first, last]


def test_the_ladder() -> None:
    assert _table("The ladder") == [[step, meaning] for step, meaning in LADDER.items()]


def test_the_items_and_country_sets() -> None:
    assert _table("Items") == [[name, title] for name, title in PACK.item_titles.items()]
    assert _table("Places") == [[s.id, *_days(s.period), s.confirmed] for s in PACK.country_sets]


def test_the_rules() -> None:
    held = []
    for rule in PACK.rules:
        states = ", ".join(dict.fromkeys(state.state for state in rule.enforcement))
        held.append([rule.id, rule.kind, *_days(rule.period), states, rule.outcome])
    assert _table("Rules of the pack") == held


def test_every_kind_is_explained() -> None:
    explained = set(re.findall(r"\*\*(\w+)\*\*", TEXT.split("Kinds are code", 1)[1].split("\n## ", 1)[0]))
    assert explained == set(KINDS)


def test_roles_and_the_order_of_the_weakest() -> None:
    words = [["acquires", ", ".join(ACQUIRES)], ["remote", ", ".join(REMOTE)], ["other", ", ".join(OTHER)]]
    assert _table("The role of the party of China") == words
    assert f"in this order: {' · '.join(ORDER)}." in " ".join(TEXT.split())


def test_the_three_days() -> None:
    for day, step in _table("One deal, three days"):
        assert ask(JAPAN, model="H20", listed_ownership="0.6", date=day).step == step


def test_the_day_up_to_which_the_pack_was_read() -> None:
    assert f"version {PACK.version}, read up to **{PACK.read_up_to}**" in " ".join(TEXT.split())
    assert f"rules before {PACK.earliest_rule}" in " ".join(TEXT.split())


def test_the_catalogue_is_counted() -> None:
    said = f"(version {CATALOGUE.version}, {len(CATALOGUE.chips)} chips)"
    assert said in " ".join(TEXT.split())


def test_what_is_no_advice_is_said_first() -> None:
    assert "not legal advice, not a licence determination" in " ".join(TEXT.split("\n## ", 1)[0].split())


def test_the_limits_of_a_pack_file() -> None:
    assert f"a file over {SIZE_LIMIT // 1_000_000} MB" in " ".join(TEXT.split())
    assert "`rule-pack/1`" in TEXT and SCHEMA == "rule-pack/1"
