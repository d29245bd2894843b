"""Random syndicated loans against a ledger kept day by day: interest, fees, interest in kind, and who is paid what."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deals.interchange.loan_case.answer import calculate

START = date(2027, 11, 30)  # a leap day, month ends and two year ends lie ahead
BASIS = {"ACT/360": 360, "ACT/365F": 365}
DAY = timedelta(days=1)
Money = dict[str, Fraction]


def half_up(value: Fraction) -> Fraction:
    return Fraction((value * 200 + 1).__floor__() // 2, 100)


def split(total: Fraction, weights: Money) -> Money:
    """Whole cents by largest remainder; the earlier name first where remainders are equal."""
    whole = sum(weights.values())
    if not total or not whole:
        return dict.fromkeys(weights, Fraction(0))
    exact = {name: total * weight / whole * 100 for name, weight in weights.items()}
    parts = {name: Fraction(value.__floor__()) for name, value in exact.items()}
    order = sorted(weights, key=lambda name: parts[name] - exact[name])
    for name in order[: int(total * 100 - sum(parts.values()))]:
        parts[name] += 1
    return {name: cents / 100 for name, cents in parts.items()}


class Daily:
    """Accrues every lender's interest one day at a time; pays at the end of each period, then takes the day's events."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case, self.paid = case, defaultdict(Fraction)
        self.committed = {one["name"]: Fraction(one["commitment"]) for one in case["lenders"]}
        self.drawn = dict.fromkeys(self.committed, Fraction(0))
        self.owed = dict.fromkeys(self.committed, Fraction(0))
        self.rows: list[tuple[Fraction, ...]] = []

    def run(self, bounds: list[date]) -> None:
        for number, (start, end) in enumerate(pairwise(bounds)):
            accrued = {what: dict.fromkeys(self.committed, Fraction(0)) for what in ("interest", "fee")}
            day = start
            while day < end:
                self.happen(day, number > 0 or day > start)
                self.accrue(day, start, accrued)
                day += DAY
            self.pay(number, len(bounds) - 2, start, end, accrued)

    def accrue(self, day: date, start: date, accrued: dict[str, Money]) -> None:
        interest, basis = self.case["interest"], BASIS[self.case["interest"]["day_count"]]
        steps = [step["margin"] for step in interest["steps"] if step["from"] <= str(day)]
        margin = Fraction(steps[-1] if steps else interest["margin"])
        rate = max(Fraction(interest["fixings"][str(start)]), Fraction(interest["floor"])) + margin
        for name in self.committed:
            for what in accrued.values():
                what.setdefault(name, Fraction(0))
            accrued["interest"][name] += self.owed[name] * rate / basis
            if str(day) <= self.case["availability"]["to"]:
                accrued["fee"][name] += (
                    (self.committed[name] - self.drawn[name]) * Fraction(self.case["fees"][0]["rate"]) / basis
                )

    def pay(self, number: int, last: int, start: date, end: date, accrued: dict[str, Money]) -> None:
        elected = [Fraction(e["share"]) for e in self.case["pik"]["elections"] if e["from"] <= str(start) < e["to"]]
        share = elected[0] if elected else Fraction(self.case["pik"]["share"])
        whole = sum(accrued["interest"].values())
        total, kind = half_up(whole), half_up(whole * share)
        fee = half_up(sum(accrued["fee"].values()))
        self.give(split(total - kind, {n: v * (1 - share) for n, v in accrued["interest"].items()}))
        self.give(split(fee, accrued["fee"]))
        principal = sum(self.owed.values()) if number == last else Fraction(0)
        in_kind = split(kind, {n: v * share for n, v in accrued["interest"].items()})
        self.give(dict(self.owed) if number == last else {})
        if number == last or not sum(self.owed.values()):
            self.give(in_kind)
            self.owed = dict.fromkeys(self.owed, Fraction(0)) if number == last else self.owed
            self.rows.append((total, Fraction(0), fee, principal))
            return
        for name, part in in_kind.items():
            self.owed[name] += part
        self.rows.append((total - kind, kind, fee, principal))

    def give(self, parts: Money) -> None:
        for name, part in parts.items():
            self.paid[name] += part

    def happen(self, day: date, _: bool) -> None:
        for event in self.case["events"]:
            if event["date"] == str(day):
                getattr(self, event["kind"])(event)

    def draw(self, event: dict[str, Any]) -> None:
        parts = split(Fraction(event["amount"]), {n: self.committed[n] - self.drawn[n] for n in self.committed})
        for name, part in parts.items():
            self.drawn[name] += part
            self.owed[name] += part

    def prepayment(self, event: dict[str, Any]) -> None:
        for name, part in split(Fraction(event["amount"]), dict(self.owed)).items():
            self.owed[name] -= part
            self.paid[name] += part

    def transfer(self, event: dict[str, Any]) -> None:
        giver, taker = event["from"], event["to"]
        for book in (self.committed, self.drawn, self.owed):
            book.setdefault(taker, Fraction(0))
        moved = half_up(self.committed[giver] * Fraction(event["share_of_hold"]))
        part = moved / self.committed[giver]
        for book, amount in (
            (self.drawn, half_up(self.drawn[giver] * part)), (self.owed, half_up(self.owed[giver] * part)), (self.committed, moved),
        ):  # fmt: skip
            book[giver] -= amount
            book[taker] += amount


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    bounds = ["2027-11-30", "2028-02-29", "2028-05-31", "2028-08-31", "2028-11-30", "2029-02-28"]
    day = st.integers(0, 450).map(lambda n: str(START + timedelta(days=n)))
    percent = st.integers(-200, 900).map(lambda n: f"{Decimal(n).scaleb(-4):f}")
    cents = st.integers(100_000, 10**12)
    a, b = draw(cents), draw(cents)
    events: list[dict[str, Any]] = [{"date": bounds[0], "kind": "draw", "amount": money((a + b) // 3)}]
    events += [
        {"date": when, "kind": "draw", "amount": money((a + b) // 7)} for when in draw(st.lists(day, max_size=2))
    ]
    events += [
        {"date": when, "kind": "prepayment", "amount": money((a + b) // 11)} for when in draw(st.lists(day, max_size=2))
    ]
    if draw(st.booleans()):
        events.append(
            {
                "date": draw(day),
                "kind": "transfer",
                "from": "A",
                "to": draw(st.sampled_from(["B", "C"])),
                "share_of_hold": "0.375",
            }
        )
    return {
        "format": "loan_case/1", "id": "daily", "currency": "USD", "signing_date": bounds[0], "maturity_date": bounds[-1],
        "lenders": [{"name": "A", "commitment": money(a)}, {"name": "B", "commitment": money(b)}],
        "availability": {"to": "2029-02-28" if events[1:] else draw(day)}, "schedule": {"months": 3, "roll": "EOM"},
        "interest": {
            "kind": "term", "day_count": draw(st.sampled_from(sorted(BASIS))), "margin": "0.055", "floor": draw(percent.filter(lambda p: p >= "0")),
            "fixings": {start: draw(percent) for start in bounds[:-1]},
            "steps": [{"from": when, "margin": "0.06"} for when in draw(st.lists(day, max_size=1))],
        },
        "pik": {
            "share": draw(st.sampled_from(["0", "0.4", "1"])),
            "elections": [{"from": bounds[2], "to": bounds[4], "share": "0.25"}] if draw(st.booleans()) else [],
        },
        "fees": [{"kind": "commitment", "rate": "0.0075"}],
        "events": sorted(events, key=lambda event: event["date"]),
    }  # fmt: skip


def money(units: int) -> str:
    return f"{Decimal(units).scaleb(-2):f}"


@given(case=cases())
@settings(max_examples=60, deadline=None)
def test_every_cent_equals_a_ledger_kept_day_by_day(case: dict[str, Any]) -> None:
    outcome = calculate(json.dumps(case))
    assert outcome.problems == []
    tables = outcome.cases[0]["tables"]
    bounds = [date.fromisoformat(row["start"]) for row in tables["schedule"]] + [date(2029, 2, 28)]
    daily = Daily(case)
    daily.run(bounds)
    named = ("interest", "pik", "fees", "principal")
    assert [tuple(Fraction(row[name]) for name in named) for row in tables["schedule"]] == daily.rows
    got: Money = defaultdict(Fraction)
    for row in tables["payments"]:
        got[row["holder"]] += Fraction(row["amount"]) if row["what"] != "draw" else 0
    assert {name: amount for name, amount in got.items() if amount} == {n: v for n, v in daily.paid.items() if v}
