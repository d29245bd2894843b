"""Every figure of collateral opens to a tree, and comes again from its leaves alone; what is not known stays so."""

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

from deals.actions.curves import CurveTerms, add_curve
from deals.actions.fx import save_rates
from deals.hardware.models import HardwareModel
from deals.ledger.calc.curves import CURVES
from deals.ledger.calc.price_curve import read_curve
from deals.ledger.calc.rounding import rounded
from deals.ledger.rate_files import Rate
from deals.reports.collateral import collateral
from deals.reports.deal_sheet import deal_sheet
from deals.reports.filters import FilterError
from deals.reports.why_collateral import COSTS, FIGURES, OVER, PLEDGED, why_collateral
from dealtracker.access.rules import PUBLIC
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.money import plain
from tests import make
from tests.unit.ledger.test_collateral_methodology import table

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
AS_OF = date(2026, 2, 27)
PLAIN = tuple(figure for figure in FIGURES if figure != OVER)
CURVE_TERMS = (
    ("straight-line", {"life_months": 47, "residual": "0.07"}), ("declining", {"yearly_rate": "0.35", "residual": "0.05"}),
    ("table", {"points": [[0, "1"], [7, "0.91"], [24, "0.4"]], "between": "linear"}),
)  # fmt: skip
BY = ("2024-05-31", "2025-01", {"from": "2025-03-02", "to": "2025-03-09"}, "2026-02-27", "2026-06-01")
STATES = ("installed", "energised", "ordered")


def exact(point: object) -> Any:
    return {"kind": "exact", "point": str(point)}


def stock() -> list[str]:
    """The catalogue, rates of a day before, and a curve of each kind for one chip each; the chips."""
    call_command("load_catalogue", verbosity=0)
    per = (("USD", "1.1873"), ("JPY", "181.37"), ("GBP", "0.84712"))
    with as_viewer(make.SYSTEM) as system:
        save_rates(rates=[Rate(code, date(2026, 2, 26), Decimal(one), "a central bank") for code, one in per], reason="test")
        source = Source.rows.filter(compartment=PUBLIC).order_by("pk").first()
        assert source is not None
        slugs = list(HardwareModel.rows.order_by("slug").values_list("slug", flat=True)[: len(CURVE_TERMS)])
        for slug, (kind, terms) in zip(slugs, CURVE_TERMS, strict=True):
            add_curve(curve=CurveTerms(slug, f"By {kind}", kind, terms, source.pk), viewer=system)
    return slugs


def secured(seed: int, chips: list[str]) -> dict[str, Any]:
    """A deal with random hardware, pledges, covenants and a ledger or reported balances."""
    dice = random.Random(seed)
    lines = [hardware(f"w{place}", dice, chips) for place in range(1, dice.randint(2, 5))]
    pledges = [
        {"key": f"l{line['key']}", "facility": "f1", "kind": "hardware line", "line": line["key"], "rank": 1,
         "quantity": exact(dice.randint(1, int(line["quantity"]["point"]))),
         **({"released_on": "2026-05-05"} if dice.random() < 0.2 else {})}
        for line in lines
    ]  # fmt: skip
    covenants = [
        {"key": "c1", "facility": "f1", "kind": "advance rate", "test": "at most", "value": exact("0.7"), "end": "2025-09-01"},
        {"key": "c2", "facility": "f1", "kind": "advance rate", "test": "at most", "value": exact("0.613"), "start": "2025-09-01"},
    ]  # fmt: skip
    lists = booked(dice) if dice.random() < 0.5 else {"balances": reported(dice)}
    rows = {"hardware": lines, "pledges": pledges, "covenants": covenants, "balances": lists.get("balances", [])}
    said = make.source("s-terms", "Agent notice of terms", kind="memo")
    at = [f"/{name}/{row['key']}" for name, found in rows.items() for row in found]
    lists = {**lists, **rows, "sources": [*lists.get("sources", []), said]}
    lists["claims"] = [*lists.get("claims", []), {"source": "s-terms", "at": at}]
    return make.dossier(f"secured-{seed}", **lists)


def hardware(key: str, dice: random.Random, chips: list[str]) -> dict[str, Any]:
    code = dice.choice(("USD", "USD", "JPY", "GBP"))
    price = make.money(str(dice.randint(1, 9_999_999)), code)
    priced = {"unit_price": price} if dice.random() < 0.5 else {"value": price}
    return {
        "key": key, "model": dice.choice(chips), "basis": "stated", "quantity": exact(dice.randint(1, 997)), "unit": "GPU",
        "by": dice.choice(BY), "state": dice.choice(STATES), **priced,
    }  # fmt: skip


def booked(dice: random.Random) -> dict[str, Any]:
    drawn = dice.randint(1_000, 90_000_000)
    moves = [
        ("le", "commitment", "100000000", "2025-01-02"), ("le", "drawdown", f"{drawn}.37", "2025-03-31"),
        ("le", "repayment", str(dice.randint(1, 999)), "2025-12-31"), ("le", "drawdown", "1000000.11", "2026-04-30"),
    ]  # fmt: skip
    return make.ledger(moves)


def reported(dice: random.Random) -> list[dict[str, Any]]:
    days = ("2025-06-30", "2026-01", {"by": "2026-02-15"})
    return [
        {"key": f"b{place}", "facility": "f1", "measure": "outstanding", "amount": make.money(str(dice.randint(1, 9**9))), "as_of": day}
        for place, day in enumerate(days, 1)
    ]  # fmt: skip


def sheet(deal: Any) -> Any:
    found = deal_sheet(viewer=make.SYSTEM, deal=deal, today=TODAY, as_of=AS_OF, known_on=TODAY)
    assert found is not None
    return orjson.loads(found.body)


def why(document: Any, figure: str, **more: Any) -> Any:
    given = {"facility": document["facilities"][0]["id"], "as_of": AS_OF, "known_on": TODAY, "today": TODAY, **more}
    return why_collateral(viewer=make.SYSTEM, document=document, figure=figure, **given)


def by_leaves(node: Any) -> Fraction | None:
    """The rules of a tree once more, by themselves: sums by times, products by power, none below 0 where it is an excess,
    rounded where it is said."""
    parts = [(leaf, leaf_value(leaf)) for leaf in node.get("leaves", ())]
    parts += [(one, by_leaves(one)) for one in node.get("parts", node.get("of", ()))]
    if not parts and node["amount"] is None:
        return None
    is_product = node.get("how") == "product"
    found = Fraction(is_product)
    for one, value in parts:
        power = int(one.get("power", 1))
        if value is None or (power < 0 and not value):
            return None
        found = found * value**power if is_product else found + Fraction(one.get("times", 1)) * value
    found = max(found, Fraction(0)) if node.get("how") == "excess" else found
    how = node.get("rounded")
    return Fraction(rounded(found, how["places"], how["rounding"])) if how else found


def leaf_value(leaf: Any) -> Fraction | None:
    if "curve" in leaf:
        curve = read_curve(leaf["curve"]["kind"], leaf["curve"]["terms"])
        since, day = date.fromisoformat(leaf["since"]), date.fromisoformat(leaf["on"])
        return CURVES[curve.kind](curve, since, day) if day >= since else Fraction(0)
    return None if leaf["amount"] is None else Fraction(leaf["amount"])


def ends(node: Any) -> list[Any]:
    below = [leaf for one in node.get("parts", node.get("of", ())) for leaf in ends(one)]
    return [*node.get("leaves", ()), *below]


def test_every_figure_of_random_collateral_comes_again_from_its_leaves() -> None:
    make.save(make.dossier("first"))
    chips = stock()
    known, kinds = 0, set()
    for deal in make.save(*(secured(seed, chips) for seed in range(30, 40))):
        with as_viewer(make.SYSTEM):
            document = sheet(deal)
            [told] = collateral(viewer=make.SYSTEM, document=document, as_of=AS_OF, known_on=TODAY)["facilities"]
            steps = {AS_OF.isoformat(): told} | {step["date"]: step for step in (told["path"][0], told["path"][-1])}
            for figure in PLAIN:
                for day, step in steps.items() if figure not in COSTS else ((None, told),):
                    found = why(document, figure, on=day and date.fromisoformat(day))
                    assert found["amount"] == found["recomputed"] == step[figure], (figure, day)
                    again = by_leaves(found)
                    assert (None if again is None else plain(rounded(again, 20))) == step[figure], (figure, day)
                    known += found["amount"] is not None
                    leaves = ends(found)
                    assert all(leaf["claims"] for leaf in leaves if "claims" in leaf), figure
                    kinds |= {name for leaf in leaves for name in ("entry", "claims", "rate", "curve") if name in leaf}
            for line in told["hardware"]:
                for figure in PLEDGED:
                    found = why(document, figure, pledge=line["pledge"])
                    assert found["amount"] == found["recomputed"] == line[figure], (figure, line["pledge"])
                    again = by_leaves(found)
                    assert (None if again is None else plain(rounded(again, 20))) == line[figure]
    assert known > 150 and kinds == {row[0] for row in table("Why this number?")} - {"lacks"}


def held(count: int, chip: str) -> dict[str, Any]:
    """A deal with so many lines, each pledged."""
    lines = [{"key": f"w{place}", "model": chip, "basis": "stated", "quantity": exact(8), "unit": "GPU", "by": "2025-01",
              "unit_price": make.money("30000"), "state": "installed"} for place in range(count)]  # fmt: skip
    pledges = [{"key": f"l{place}", "facility": "f1", "kind": "hardware line", "line": f"w{place}", "rank": 1, "quantity": exact(8)}
               for place in range(count)]  # fmt: skip
    at = [f"/{name}/{row['key']}" for name, rows in (("hardware", lines), ("pledges", pledges)) for row in rows]
    said = make.source("s-terms", "Agent notice of terms", kind="memo")
    claims = [{"source": "s-terms", "at": at}]
    return make.dossier(f"of-{count}", hardware=lines, pledges=pledges, sources=[said], claims=claims)


def test_a_tree_takes_no_more_statements_for_more_hardware() -> None:
    make.save(make.dossier("first"))
    chips, counts = stock(), []
    few, many = (held(count, chips[0]) for count in (1, 9))
    for deal in make.save(few, many):
        with as_viewer(make.SYSTEM):
            document = sheet(deal)
            with CaptureQueriesContext(connection) as asked:
                assert len(ends(why(document, "value"))) >= 3
        counts.append(len(asked))
    assert counts[0] == counts[1] < 40


def test_what_is_not_known_has_no_figure_and_says_what_it_lacks() -> None:
    make.save(make.dossier("first"))
    chips = stock()
    document = secured(30, chips)
    for line in document["hardware"]:
        line.pop("by", None)
    [deal] = make.save(document)
    with as_viewer(make.SYSTEM):
        found = why(sheet(deal), "ltv")
    assert (found["amount"], found["recomputed"]) == (None, None)
    assert any("no day of delivery is entered" in said for said in found["lacks"])
    assert {"lacks": "no day of delivery is entered from which it ages", "amount": None} in ends(found)


def test_more_pledged_than_a_line_holds_opens_to_the_pledges_and_the_line() -> None:
    lists: dict[str, Any] = {
        "hardware": [{"key": "w1", "model_words": "chips", "basis": "stated", "quantity": exact(100), "unit": "GPU"}],
        "pledges": [
            {"key": key, "facility": "f1", "kind": "hardware line", "line": "w1", "rank": 1, "quantity": {"kind": "approx", "point": count}}
            for key, count in (("l1", "80"), ("l2", "45"))
        ],
        "sources": [make.source("s-terms", "Agent notice", kind="memo")],
        "claims": [{"source": "s-terms", "at": ["/hardware/w1", "/pledges/l1", "/pledges/l2"]}],
    }  # fmt: skip
    [deal] = make.save(make.dossier("over", **lists))
    with as_viewer(make.SYSTEM):
        document = sheet(deal)
        [over] = collateral(viewer=make.SYSTEM, document=document, as_of=AS_OF, known_on=TODAY)["over_pledged"]
        found = why(document, OVER, facility=None, line="w1", rank="1")
    assert found["amount"] == found["recomputed"] == over["by"] == "25" and by_leaves(found) == 25
    assert [(one["name"], one["times"], one["amount"]) for one in found["parts"]] == [
        ("Pledge l1 of f1", "1", "80"), ("Pledge l2 of f1", "1", "45"), ("Less what the line holds", "-1", "100"),
    ]  # fmt: skip
    assert all(leaf["claims"] for leaf in ends(found))


def test_a_third_of_a_line_is_multiplied_before_it_is_divided() -> None:
    thirds = {"quantity": exact(3), "value": make.money("100"), "unit": "GPU", "basis": "stated", "model_words": "chips"}
    lists: dict[str, Any] = {
        "hardware": [{"key": "w1", **thirds}],
        "pledges": [{"key": "l1", "facility": "f1", "kind": "hardware line", "line": "w1", "rank": 1, "quantity": exact(1)}],
        "sources": [make.source("s-terms", "Agent notice", kind="memo")],
        "claims": [{"source": "s-terms", "at": ["/hardware/w1", "/pledges/l1"]}],
    }  # fmt: skip
    whole = {**lists, "pledges": [{**lists["pledges"][0], "quantity": exact(3)}]}
    costs = []
    for deal in make.save(make.dossier("third", **lists), make.dossier("whole", **whole)):
        with as_viewer(make.SYSTEM):
            [told] = collateral(viewer=make.SYSTEM, document=sheet(deal), as_of=AS_OF, known_on=TODAY)["facilities"]
        costs.append(told["cost"])
    assert costs == ["33.33", "100"]


@pytest.mark.parametrize(
    ("day", "outstanding"), [("2026-01-30", "7"), ("2026-01-31", "9"), ("2025-06-29", None), ("2026-02-27", "9")]
)
def test_a_balance_of_a_month_stands_from_its_last_day(day: str, outstanding: str | None) -> None:
    balances = [
        {"key": key, "facility": "f1", "measure": "outstanding", "amount": make.money(amount), "as_of": as_of}
        for key, amount, as_of in (("b1", "7", "2025-06-30"), ("b2", "9", "2026-01"))
    ]
    lists: dict[str, Any] = {
        "pledges": [{"key": "l1", "facility": "f1", "kind": "hardware line", "line": "h1", "rank": 1, "quantity": exact(1)}],
        "balances": balances, "sources": [make.source("s-terms", "Agent notice", kind="memo")],
        "claims": [{"source": "s-terms", "at": ["/pledges/l1", "/balances/b1", "/balances/b2"]}],
    }  # fmt: skip
    [deal] = make.save(make.dossier("owing", **lists))
    with as_viewer(make.SYSTEM):
        found = why(sheet(deal), "outstanding", on=date.fromisoformat(day))
    assert found["amount"] == found["recomputed"] == outstanding


@pytest.mark.parametrize(
    ("figure", "more", "field"),
    [
        ("all", {}, "figure"), ("ltv", {"facility": None}, "facility"), ("ltv", {"facility": "f1"}, "facility"),
        ("cost", {"on": AS_OF}, "on"), ("ltv", {"line": "w1"}, "line"), (OVER, {}, "line"), (OVER, {"line": "h1"}, "facility"),
        (OVER, {"facility": None, "line": "h1"}, "line"), (OVER, {"facility": None, "line": "h1", "rank": "one"}, "rank"),
    ],
)  # fmt: skip
def test_what_a_tree_does_not_take_is_told(figure: str, more: dict[str, Any], field: str) -> None:
    [deal] = make.save(make.dossier("plain"))
    with as_viewer(make.SYSTEM), pytest.raises(FilterError) as told:
        why(sheet(deal), figure, **more)
    assert told.value.name == field
