"""Every figure of a stress run opens to a tree, and comes again from its leaves alone; what was frozen is told beside it."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest

from deals.actions.fx import save_rates
from deals.jobs.models import Job
from deals.ledger.calc.rounding import rounded
from deals.ledger.rate_files import Rate
from deals.models import HardwareLine
from deals.reports.why_stress import VALUES, RunLine, why_stress
from deals.stress.calc import FIGURES
from deals.tasks import run_job
from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from dealtracker.money import plain
from parties.models import Party
from tests import cast, make
from tests.cast import Cast
from tests.db.test_exposure_reports import SIGNED, signed
from tests.db.test_limits_and_jobs import TODAY, editor, started, told
from tests.db.test_why_collateral import BY, by_leaves, ends, exact, stock
from tests.pages.markup import check, text

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
SHOCKS = {"chips": "-0.4", "fx": "0.1", "rate_bps": "200"}
TERMS: tuple[dict[str, Any], ...] = (
    {"base": "SOFR"}, {"base": "fixed", "rate": exact("0.075")}, {"rate": exact("0.08125")}, {"base": "EURIBOR"},
)  # fmt: skip


@pytest.fixture
def people() -> Cast:
    return cast.gather()


def financed(seed: int, chips: list[str]) -> dict[str, Any]:
    """A deal of two facilities in random currencies, with random chips behind one or both, terms, users and a ledger or none."""
    dice = random.Random(seed)
    moves = [("le", "commitment", "100000000", "2025-01-02"), ("le", "drawdown", f"{dice.randint(1, 90_000_000)}.37", "2025-03-31")]
    lists = make.ledger(moves if dice.random() < 0.5 else [], committed=str(dice.randint(1, 99_999_999)), holds=("le", "lf"))
    lists["parties"] = [make.party("lf", f"Lender of {seed}", kind="bank"), make.party("eb", f"User {dice.randint(1, 2)}")]
    code = "USD" if lists["entries"] else dice.choice(("USD", "JPY", "GBP"))
    other = {"key": "f2", "name": "second loan", "kind": "loan", "commitment": "committed",
             "amount": make.money(str(dice.randint(1, 99_999_999)), dice.choice(("USD", "JPY", "EUR")))}  # fmt: skip
    lists["facilities"] = [other]
    lists["roles"] = [{"key": "r9", "party": "eb", "role": "end beneficiary", **({"facility": "f1"} if dice.random() < 0.5 else {})}]
    lists["pricing"] = [{"key": f"p{place}", "facility": f"f{place}", "measure": "contractual", **dice.choice(TERMS)} for place in (1, 2)]
    lists["hardware"] = [line(f"w{place}", dice, chips) for place in range(1, dice.randint(2, 4))]
    rows = {name: lists[name] for name in ("roles", "pricing", "hardware")}
    lists["claims"].append({"source": "s-ledger", "at": ["/facilities/f2/amount", "/events/e3", *(f"/{n}/{r['key']}" for n in rows for r in rows[n])]})
    for hold in lists["holds"]:
        hold["amount"]["currency"] = code
    document = signed(f"run-{seed}", currency=code, amount=str(dice.randint(100_000_000, 900_000_000)), **lists)
    document["events"].append({**SIGNED, "key": "e3", "facility": "f2"})
    document["hardware"] = document["hardware"][1:]
    document["claims"][0]["at"].remove("/hardware/h1")
    return document


def line(key: str, dice: random.Random, chips: list[str]) -> dict[str, Any]:
    price = make.money(str(dice.randint(1, 9_999_999)), dice.choice(("USD", "JPY", "GBP")))
    priced = {"unit_price": price} if dice.random() < 0.5 else {"value": price}
    return {
        "key": key, "model": dice.choice(chips), "basis": "stated", "quantity": exact(dice.randint(1, 997)), "unit": "GPU",
        "by": dice.choice(BY), "state": "installed", "financed_by": dice.choice((["f1"], ["f2"], ["f1", "f2"])), **priced,
    }  # fmt: skip


def run(people: Cast, *dimensions: str, **more: Any) -> tuple[Job, dict[str, Any]]:
    job = started(people, **{**SHOCKS, **({"dimensions": list(dimensions)} if dimensions else {}), **more})
    run_job(str(job.pk))
    found = told(people, job)
    assert found["error"] is None
    return job, found["result"]


def lines(result: dict[str, Any]) -> Iterator[tuple[RunLine, dict[str, Any]]]:
    for table in result["dimensions"]:
        for row in table["lines"]:
            yield RunLine(table["dimension"], row["key"], row["figure"], row["weight"], row["basis"]), row


def why(people: Cast, job: Job, of: RunLine, value: str) -> dict[str, Any]:
    with as_viewer(editor(people)) as viewer:
        found = why_stress(viewer=viewer, job=job.pk, line=of, value=value, today=TODAY)
    assert found is not None
    return found


def barred() -> str:
    with as_viewer(make.SYSTEM):
        return public_id("party", Party.rows.get(name="User 1").pk)


def test_every_figure_of_a_run_over_random_books_comes_again_from_its_leaves(people: Cast) -> None:
    make.save(make.dossier("first"))
    make.save(*(financed(seed, chips) for chips in [stock()] for seed in range(8)))
    job, result = run(people, "lender", "borrower", "chip", "currency", currency="EUR", barred=barred(), as_of="2026-02-27")
    known, kinds, figures = 0, set(), set()
    for of, row in lines(result):
        for value in VALUES:
            found = why(people, job, of, value)
            assert found["amount"] == found["recomputed"] == row[value], (of, value)
            if row[value] is None:
                assert found["parts"][0]["amount"] is None and found["lacks"]
                continue
            again = by_leaves(found)
            assert again is not None and plain(rounded(again, 20)) == row[value], (of, value)
            leaves = ends(found)
            assert all(leaf["claims"] for leaf in leaves if "claims" in leaf), (of, value)
            kinds |= {name for leaf in leaves for name in ("entry", "claims", "rate", "curve", "shock") if name in leaf}
            known, figures = known + 1, figures | {of.figure}
    assert known > 200 and figures == set(FIGURES)
    assert kinds == {"entry", "claims", "rate", "curve", "shock"}


def test_chips_priced_in_a_currency_of_no_facility_have_their_value(people: Cast) -> None:
    make.save(signed("one"))
    valued("18000", "JPY")
    with as_viewer(make.SYSTEM):
        rates = [Rate(code, DAY, Decimal(per), "a bank") for code, per in (("USD", "1.2"), ("JPY", "180"))]
        save_rates(rates=rates, reason="test")
    job, result = run(people, "borrower", fx="0")
    of, row = next((of, row) for of, row in lines(result) if of.figure == "chips behind it")
    assert (row["base"], row["stressed"], row["difference"]) == ("120", "72", "-48")
    [deal] = why(people, job, of, "base")["parts"]
    assert [leaf["rate"]["quote"] for leaf in ends(deal) if "rate" in leaf] == ["JPY", "USD"]


def valued(point: str, currency: str = "USD") -> None:
    with as_viewer(make.SYSTEM):
        HardwareLine.rows.update(value=make.money(point, currency))


def test_what_was_frozen_is_told_beside_what_the_leaves_say_now(people: Cast) -> None:
    make.save(signed("one"))
    valued("90")
    job, result = run(people, "currency")
    of, row = next((of, row) for of, row in lines(result) if of.figure == "chips behind it")
    assert [row[value] for value in VALUES] == ["90", "54", "-36"]
    valued("50")
    found = why(people, job, of, "stressed")
    assert (found["amount"], found["recomputed"]) == ("54", "30")
    page = people.client("dan").get(f"/jobs/{found['job']}/why/?{asked(of, 'stressed')}").content
    assert "Worked out again from its leaves: US$30. The run is frozen" in text(page)


def asked(of: RunLine, value: str) -> str:
    return urlencode({name: one for name, one in {**vars(of), "value": value}.items() if one})


def test_page_api_and_csv_tell_the_tree_to_those_who_see_the_run_alone(people: Cast) -> None:
    make.save(signed("one"), signed("talk", amount="7", compartment=cast.TEAM))
    valued("90")
    job, result = run(people, "borrower", "chip")
    client, name = people.client("dan"), public_id("job", job.pk)
    shown = client.get(f"/jobs/{name}/").content.decode()
    links = [html.unescape(one) for one in re.findall(r'href="(/jobs/[^"]+/why/[^"]+)"', shown)]
    told = [(of, value) for of, row in lines(result) if row["computable"] for value in VALUES]
    assert sorted(links) == sorted(f"/jobs/{name}/why/?{asked(of, value)}" for of, value in told) and len(links) > 6
    for link in links[:3] + links[-3:]:
        tree = client.get(f"{link}&format=json").json()
        assert tree == client.get(f"/api/v1{link}").json() and tree["amount"] == tree["recomputed"]
        page = client.get(link)
        check(page.content)
        assert "Worked out again from its leaves: the same." in text(page.content)
        assert people.client("alice").get(link).status_code == people.client("alice").get(f"/api/v1{link}").status_code == 404
    shocked = next(link for link in links if "figure=chips" in link and link.endswith("value=stressed"))
    assert ",chips,shock,,0.6," in client.get(f"{shocked}&format=csv").content.decode()


@pytest.mark.parametrize("query", ["value=all", "figure=hope", "dimension=moon", "weight=heavy", "basis=none", "key=x", "colour=red"])
def test_what_a_tree_of_a_run_does_not_take_is_told(people: Cast, query: str) -> None:
    make.save(signed("one"))
    job, result = run(people, "borrower")
    of, _ = next(lines(result))
    name, value = query.split("=")
    address = f"/jobs/{public_id('job', job.pk)}/why/?{urlencode({**vars(of), 'value': 'base', name: value})}"
    assert [people.client("dan").get(f"{root}{address}").status_code for root in ("", "/api/v1")] == [400, 400]
