"""Sums of a past day: what is stored of deals that have not changed since gives what working all of them out gives."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from deals.exposure.dimensions import NAMES
from deals.reports import facts_as_known
from deals.reports.exposure_by import exposure_by
from deals.reports.exposure_groups import exposure_groups
from deals.reports.lender_table import lender_table
from deals.reports.maturity_wall import maturity_wall
from deals.sheets.models import Sheet
from dealtracker.access.walls import as_viewer
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
FIRST = date(2025, 1, 6)


def random_deal(seed: int) -> make.Json:
    """A deal of which two later reports tell more: a lender with its part, a signing, a balance, a maturity, an entry."""
    dice = random.Random(seed)
    days = sorted(FIRST + timedelta(days=dice.randrange(500)) for _ in range(3))
    found = make.dossier(f"d{seed}", borrower=f"Borrower {seed}", amount=str(dice.randrange(50, 900)), lender=f"Bank {seed}", site=f"Hall {seed}")
    found["sources"][0]["published"] = days[0].isoformat()
    found["parties"].append(make.party("lx", f"Bank {seed} & Sons", kind="bank"))
    found["roles"].append({"key": "r3", "party": "lx", "role": "lender", "facility": "f1"})
    found["facilities"][0] |= {"commitment": "committed", "maturity_date": "2030-Q1"}
    found["events"].append({"key": "e2", "kind": "signed", "facility": "f1", "occurred": days[1].isoformat()})
    found["holds"] = [{"key": "hx", "facility": "f1", "party": "lx", "amount": make.money("20")}]
    found["balances"] = [{"key": "b1", "facility": "f1", "measure": "outstanding", "amount": make.money("11"), "as_of": "2025-03-31"}]
    found["sources"] += [make.source(f"later{place}-{seed}", "Harbour Wire", published=day.isoformat()) for place, day in enumerate(days[1:])]
    told = [["/roles/r3", "/holds/hx", "/events/e2"], ["/balances/b1", "/facilities/f1/maturity_date"]]
    dice.shuffle(told)
    found["claims"] += [{"source": f"later{place}-{seed}", "at": at} for place, at in enumerate(told)]
    if seed % 3 == 0:
        found["entries"] = [
            {"key": "n1", "facility": "f1", "hold": "hx", "kind": "commitment", "amount": make.money("20"), "value_date": "2025-02-03",
             "source": f"later{dice.randrange(2)}-{seed}"}
        ]  # fmt: skip
    return found


def answers(known_on: date, as_of: date) -> list[Any]:
    days = {"viewer": make.SYSTEM, "as_of": as_of, "known_on": known_on, "today": TODAY}
    found: list[Any] = []
    for report in (exposure_by, lender_table, maturity_wall):
        with as_viewer(make.SYSTEM):
            found.append(report(**days))
    for dimension in NAMES:
        with as_viewer(make.SYSTEM):
            found.append(exposure_groups(dimension=dimension, **days))
    return found


def test_a_past_day_is_the_same_whether_deals_are_taken_as_stored_or_worked_out() -> None:
    make.save(*(random_deal(seed) for seed in range(9)))
    with as_viewer(make.SYSTEM):
        settled = sorted(Sheet.rows.filter(settled__isnull=False).values_list("settled", flat=True))
        assert len({*settled}) > 4, "deals settle on days of their own"
    known = [*settled[::3], settled[0] - timedelta(days=1), settled[-1] - timedelta(days=1)]
    as_stored = [answers(day, as_of) for day in known for as_of in (date(2025, 4, 1), TODAY)]
    with as_viewer(make.SYSTEM):
        Sheet.rows.update(settled=None)
    worked_out = [answers(day, as_of) for day in known for as_of in (date(2025, 4, 1), TODAY)]
    assert as_stored == worked_out
    assert len({repr(one) for one in worked_out}) == len(worked_out), "what is known grows"


def test_what_is_worked_out_is_only_what_became_known_since(monkeypatch: pytest.MonkeyPatch) -> None:
    make.save(*(random_deal(seed) for seed in range(4)))
    asked: list[int] = []
    load = facts_as_known.load
    monkeypatch.setattr(facts_as_known, "load", lambda deals: asked.append(len(deals)) or load(deals))
    with as_viewer(make.SYSTEM):
        days = list(Sheet.rows.values_list("known_from", "settled"))
        known_on = sorted(settled for _, settled in days)[1]
        exposure_by(viewer=make.SYSTEM, as_of=TODAY, known_on=known_on, today=TODAY)
    since = sum(first <= known_on < settled for first, settled in days)
    assert 0 < sum(asked) == since < len(days)
