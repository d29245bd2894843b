"""Every figure that a deal's own pages work out opens to a tree, and comes again from its leaves alone."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import orjson
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deals.hardware.catalogue import load_equivalence_tables, load_power_tables
from deals.reports.balances_of import balances_of
from deals.reports.deal_sheet import deal_sheet
from deals.reports.filters import FilterError
from deals.reports.hardware_counts import hardware_counts
from deals.reports.why_deal import FIGURES, why_deal
from dealtracker.access.walls import as_viewer
from dealtracker.money import Amount, plain
from tests import make
from tests.db.test_why_collateral import by_leaves, ends

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
AS_OF = date(2026, 3, 1)
CHIPS = ("nvidia-gb200", "nvidia-h100-sxm5-80gb", "amd-mi300x")
POLICIES = ("eight-chip-server", "nvl72-rack")
STATES = ("ordered", "shipped", "installed")


def sheet(deal: Any) -> Any:
    found = deal_sheet(viewer=make.SYSTEM, deal=deal, today=TODAY, as_of=AS_OF, known_on=TODAY)
    assert found is not None
    return orjson.loads(found.body)


def why(document: Any, figure: str, at: str = "", **more: Any) -> Any:
    days = {"as_of": AS_OF, "known_on": TODAY, "today": TODAY}
    return why_deal(viewer=make.SYSTEM, document=document, figure=figure, at=at, **days, **more)


def opened(document: Any, shown: str | Decimal | None, figure: str, at: str = "", **more: Any) -> Any:
    """The tree of a figure, once it is what is shown, again from its leaves by the rules of a tree and by hand."""
    found, said = why(document, figure, at, **more), plain(shown) if isinstance(shown, Decimal) else shown
    assert found["amount"] == found["recomputed"] == said, (figure, at, more)
    assert said is None or by_leaves(found) == Fraction(said), (figure, at, more)
    assert all(leaf["claims"] for leaf in ends(found) if "claims" in leaf and leaf["amount"] is not None), (figure, at)
    return found


def exact(point: object) -> Any:
    return {"kind": "exact", "point": str(point)}


def some_amount(dice: random.Random) -> Any:
    point = str(dice.randint(1, 10**9))
    given = ({"kind": "exact", "point": point}, {"kind": "approx", "point": point}, {"kind": "at most", "high": point})
    return {**dice.choices(given, (6, 3, 1))[0], "currency": dice.choices(("USD", "EUR"), (12, 1))[0]}


def some_count(dice: random.Random) -> Any:
    low = dice.randint(1, 5_000)
    return dice.choice([
        {"kind": "exact", "point": str(low)}, {"kind": "approx", "point": str(low)}, {"kind": "at least", "low": str(low)},
        {"kind": "range", "low": str(low), "high": str(low + dice.randint(1, 99))}, {"kind": "at most", "high": str(low)},
    ])  # fmt: skip


def stated(seed: int) -> dict[str, Any]:
    """A deal with random facilities, holds, totals over them, hardware in several units and states, and pledges."""
    dice = random.Random(seed)
    facilities = [
        {"key": f"x{n}", "kind": "loan", "amount": some_amount(dice), "commitment": dice.choices(("proposed", "committed"), (9, 1))[0]}
        for n in range(dice.randint(0, 4))
    ]  # fmt: skip
    keys = ["f1", *(one["key"] for one in facilities)]
    holds = [{"key": f"o{n}", "facility": dice.choice(keys), "party": "le", "amount": some_amount(dice)} for n in range(3)]
    figures = [
        {"key": f"g{n}", "measure": "project cost", "amount": some_amount(dice), "includes": dice.sample(keys, dice.randint(1, len(keys)))}
        for n in range(3)
    ]  # fmt: skip
    hardware = [
        {"key": f"w{n}", "model": dice.choice(CHIPS), "basis": "stated", "quantity": some_count(dice), "state": dice.choice(STATES),
         "unit": dice.choice(("GPU", "GPU", "server", "rack", "unsaid")), "site": "t1"}
        for n in range(5)
    ]  # fmt: skip
    pledges = [{"key": f"p{n}", "facility": "f1", "kind": "hardware line", "line": f"w{n}", "rank": n + 1,
                "quantity": exact(1)} for n in range(2)]  # fmt: skip
    lists = {"facilities": facilities, "holds": holds, "figures": figures, "hardware": hardware, "pledges": pledges}
    at = [f"/{name}/{row['key']}" for name, rows in lists.items() for row in rows]
    terms = {"sources": [make.source("s-terms", "Agent notice", kind="memo")], "claims": [{"source": "s-terms", "at": at}]}
    return make.dossier(f"stated-{seed}", **lists, **terms)


def documents(*dossiers: dict[str, Any]) -> list[Any]:
    call_command("load_catalogue", verbosity=0)
    return [sheet(deal) for deal in make.save(*dossiers)]


def test_sums_of_what_is_stated_come_again_from_their_claims() -> None:
    known = {"headline": 0, "difference": 0, "remainder": 0}
    with as_viewer(make.SYSTEM):
        for document in documents(*(stated(seed) for seed in range(16))):
            points = {row["key"]: row["amount"] for row in (*document["facilities"], *document["figures"])}
            head = Amount.from_json(document["derived"]["headline"]["amount"], money=True)
            shown = next(value for value in (head.point, head.high, head.low) if value is not None)
            assert len(opened(document, shown, "headline")["parts"]) == document["derived"]["headline"].get("sum_of", 1)
            for row in document["figures"]:
                left = less(row["amount"], [points[key] for key in row["includes"]])
                opened(document, left, "difference", f"/figures/{row['key']}")
                known["difference"] += left is not None
            for row in document["facilities"]:
                held = [one["amount"] for one in document["holds"] if one["facility"] == row["id"]]
                left = less(row["amount"], held) if held else None
                opened(document, left, "remainder", f"/facilities/{row['key']}")
                known["remainder"] += left is not None
            known["headline"] += "sum_of" in document["derived"]["headline"]
    assert all(count >= 3 for count in known.values()), known


def less(whole: Any, parts: list[Any]) -> Decimal | None:
    every = [whole, *parts]
    if any("point" not in one for one in every) or len({one["currency"] for one in every}) > 1:
        return None
    return Decimal(whole["point"]) - sum(Decimal(one["point"]) for one in parts)


def test_counts_of_hardware_come_again_from_the_number_stated_and_the_tables() -> None:
    tables = {"h100_equivalents": load_equivalence_tables(), "megawatts": load_power_tables()}
    seen: set[str] = set()
    with as_viewer(make.SYSTEM):
        for document in documents(*(stated(seed) for seed in range(100, 110))):
            counts = hardware_counts(document, policies=POLICIES)
            for line in counts.lines:
                at = f"/hardware/{line.key}"
                figures = [("chips", line.chips), *(("h100_equivalents", one) for one in line.equivalents)]
                for figure, one in [*figures, *(("megawatts", load) for load in line.megawatts)]:
                    by = {} if figure == "chips" else {"by": one.by}
                    if one.value is None:
                        assert opened(document, None, figure, at, policies=POLICIES, **by)["lacks"] == [one.why]
                        continue
                    for bound in ("low", "point", "high"):
                        if (shown := getattr(one.value, bound)) is not None:
                            found = opened(document, shown, figure, at, policies=POLICIES, bound=bound, **by)
                            seen |= {leaf["at"].split("/")[0] for leaf in ends(found) if leaf.get("kind") == "table"}
            sides(document, counts, seen)
    assert seen == {*POLICIES, *tables["h100_equivalents"], *tables["megawatts"], "in_state", "beyond_state"}


def sides(document: Any, counts: Any, seen: set[str]) -> None:
    """States held side by side, and how many more are in one than in another."""
    for group in counts.reconciled:
        place = {state: f"/{'pledges' if state == 'pledged' else 'hardware'}/{keys[-1]}" for state, keys in group.lines.items()}
        for state, count in group.counts.items():
            for bound in ("low", "point", "high"):
                if (shown := getattr(count, bound)) is not None:
                    opened(document, shown, "in_state", place[state], policies=POLICIES, bound=bound)
                    seen.add("in_state")
        for one in group.mismatches:
            opened(document, one.by, "beyond_state", place[one.count], by=one.limit, policies=POLICIES)
            seen.add("beyond_state")


def booked(seed: int) -> dict[str, Any]:
    dice = random.Random(seed)
    drawn = dice.randint(2_000, 40_000_000)
    moves = [
        ("le", "commitment", "60000000", "2025-01-02"), ("le", "drawdown", f"{drawn}.37", "2025-03-31"),
        ("le", "repayment", str(dice.randint(1, 1_999)), "2025-12-31"), ("le", "cancellation", str(dice.randint(1, 999)), "2026-01-31"),
        ("bo", "underwriting", str(dice.randint(1, 999)), "2026-02-01"), ("le", "drawdown", "1000000.11", "2026-04-30"),
    ]  # fmt: skip
    return make.dossier(f"booked-{seed}", amount="60000000", **make.ledger(moves, committed="60000000", holds=("le", "bo")))


def test_what_a_ledger_page_says_comes_again_from_its_entries() -> None:
    told: list[str] = []
    with as_viewer(make.SYSTEM):
        deals = make.save(*(booked(seed) for seed in range(4)))
        for deal, document in zip(deals, map(sheet, deals), strict=True):
            days = {"as_of": AS_OF, "known_on": TODAY, "today": TODAY}
            [facility] = (balances_of(viewer=make.SYSTEM, deal=deal, **days) or {})["facilities"]
            places = [(f"/facilities/{facility['key']}", row) for row in facility["lines"]]
            for at, row in [*places, *((f"/holds/{row['key']}", row) for row in facility["holds"])]:
                if row["rests_on"] != "entries":
                    continue
                names = ("committed", "outstanding", "undrawn") if row["weight"] == "committed" else ("underwritten",)
                for name in names:
                    found = opened(document, row["committed" if name == "underwritten" else name], name, at)
                    assert all("entry" in leaf for leaf in ends(found))
                    told.append(name)
            left = facility["undisclosed"]
            if isinstance(left, dict) and left["by"] == "entries":
                opened(document, left["amount"], "remainder_by_entries", f"/facilities/{facility['key']}")
                told.append("remainder_by_entries")
    assert set(told) == {"committed", "outstanding", "undrawn", "underwritten", "remainder_by_entries"}


COVENANTS = [
    {"key": "c1", "facility": "f1", "kind": "loan to value", "test": "at most", "value": exact("0.75"),
     "start": "2025-01-01", "end": "2025-12-19",
     "tests": [{"on": "2025-09-30", "result": "met", "value": exact("0.6379")},
               {"on": "2025-12-31", "result": "met", "value": exact("0.66")}, {"on": "2025-06-30", "result": "met"}]},
    {"key": "c2", "facility": "f1", "kind": "loan to value", "test": "at most", "value": exact("0.65"),
     "start": "2025-12-19"},
]  # fmt: skip


def covenanted() -> Any:
    terms = {"sources": [make.source("s-terms", "Agent notice", kind="memo")]}
    claims = [{"source": "s-terms", "at": ["/covenants/c1", "/covenants/c2"]}]
    return documents(make.dossier("tested", covenants=COVENANTS, claims=claims, **terms))[0]


@pytest.mark.parametrize(
    ("on", "left", "limit"),
    [("2025-09-30", "0.1121", "/covenants/c1/value"), ("2025-12-31", "-0.01", "/covenants/c2/value"), ("2025-06-30", None, "/covenants/c1/value")],
)  # fmt: skip
def test_a_test_is_held_against_the_definition_of_its_day(on: str, left: str | None, limit: str) -> None:
    with as_viewer(make.SYSTEM):
        found = opened(covenanted(), left, "test", "/covenants/c1", on=date.fromisoformat(on))
    assert [leaf["at"] for leaf in ends(found)] == [limit, "/covenants/c1/tests"]


def test_a_tree_takes_no_more_statements_for_more_parts() -> None:
    asked = []
    with as_viewer(make.SYSTEM):
        for count in (1, 8):
            parts = [{"key": f"x{n}", "kind": "loan", "amount": make.money("7"), "commitment": "proposed"} for n in range(count)]
            claims = [{"source": f"s-of-{count}", "at": [f"/facilities/{one['key']}" for one in parts]}]
            [document] = documents(make.dossier(f"of-{count}", facilities=parts, claims=claims))
            with CaptureQueriesContext(connection) as run:
                assert len(why(document, "headline")["parts"]) == count + 1
            asked.append(len(run))
    assert asked[0] == asked[1] < 20


@pytest.mark.parametrize(
    ("figure", "more", "field"),
    [
        ("all", {}, "figure"), ("headline", {"at": "/facilities/f1"}, "at"), ("remainder", {}, "at"), ("remainder", {"at": "/facilities/f9"}, "at"),
        ("remainder", {"at": "/holds/le"}, "at"), ("remainder", {"at": "/facilities/f1", "bound": "low"}, "bound"),
        ("difference", {"at": "/figures/g1"}, "at"), ("test", {"at": "/covenants/c1"}, "on"),
        ("test", {"at": "/covenants/c1", "on": date(2025, 9, 29)}, "on"), ("outstanding", {"at": "/facilities/f1"}, "at"),
        ("megawatts", {"at": "/hardware/h1", "by": "none"}, "by"), ("chips", {"at": "/hardware/h1", "bound": "low"}, "bound"),
        ("beyond_state", {"at": "/hardware/h1", "by": "licensed"}, "by"), ("remainder_by_entries", {"at": "/facilities/f1"}, "at"),
        ("headline", {"policies": ("nvl72-rack",)}, "policy"),
    ],
)  # fmt: skip
def test_what_a_tree_does_not_take_is_told(figure: str, more: dict[str, Any], field: str) -> None:
    with as_viewer(make.SYSTEM), pytest.raises(FilterError) as told:
        why(covenanted(), figure, **more)
    assert told.value.name == field


def test_every_figure_is_asked_for_above() -> None:
    assert set(FIGURES) == {
        "headline", "difference", "remainder", "remainder_by_entries", "committed", "outstanding", "undrawn", "underwritten",
        "chips", "h100_equivalents", "megawatts", "in_state", "beyond_state", "test",
    }  # fmt: skip
