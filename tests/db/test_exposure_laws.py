"""Laws of sums across deals, on random books and families: nothing twice, every figure from its leaves, the past as it was."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from deals.exposure.dimensions import NAMES
from deals.models import Facility, Hold, LedgerEntry
from deals.reports.exposure_groups import exposure_groups
from deals.reports.lender_table import lender_table
from deals.reports.why_number import BASIC, why_number
from deals.sheets.stale import mark_stale
from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.money import round_money
from dealtracker.periods import When
from parties.models import Party, Stake
from parties.ownership.recompute import rebuild_lineages
from tests import cast, make
from tests.db.test_exposure import saved
from tests.db.test_exposure_reports import signed
from tests.unit.exposure.books import random_book

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
AS_OF = date(2025, 2, 1)
EARLY = {"key": "e2", "kind": "signed", "facility": "f1", "occurred": "2023-12-01"}
HOLDS = ("ha", "hb", "hc", "hd")


def asked(dimension: str, **more: Any) -> Any:
    given = {"as_of": AS_OF, "known_on": TODAY, "today": TODAY, "viewer": make.SYSTEM, **more}
    with as_viewer(given["viewer"]):
        return exposure_groups(dimension=dimension, **given)


def booked(seed: int) -> Facility:
    """A saved facility with a random book of four lenders."""
    lists = make.ledger([], committed="1", holds=HOLDS)
    lists["parties"] = [make.party(key, f"Lender {key} of {seed}", kind="bank") for key in HOLDS]
    document = signed(f"book-{seed}", **lists)
    document["events"][-1] = EARLY
    [deal] = make.save(document, then=False)
    with as_viewer(make.SYSTEM):
        facility = Facility.rows.get(deal=deal)
        book = random_book(seed, sorted(str(hold.pk) for hold in Hold.rows.filter(deal=deal)), steps=100)
        facility.revolving, end = book.terms.revolving, book.terms.last
        facility.availability_end = When.parse(end.isoformat()) if end else None
        facility.save()
        source = Source.rows.filter(publisher="Agent notice").first()
        LedgerEntry.rows.bulk_create(saved(book, facility, source))  # type: ignore[arg-type]
        mark_stale([deal], cause="a random book")
    return facility


def test_every_figure_of_random_books_comes_again_from_its_leaves_net_ones_too() -> None:
    facilities = [booked(seed) for seed in range(40, 48)]
    make.catch_up()
    nets = 0
    for dimension in ("lender", "lender.parent", "currency"):
        for group in asked(dimension, factor=Decimal("0.3"))["groups"]:
            for line in group["amounts"]:
                nets += any(line[f"net_{name}"] != line[name] for name in ("point", "outstanding", "undrawn"))
                told(dimension, group["key"], line)
    assert nets > 3, "the books have participations that change what somebody has at stake"
    assert facilities


def told(dimension: str, key: str | None, line: make.Json) -> None:
    with as_viewer(make.SYSTEM):
        for figure in (*BASIC, "exposure"):
            why = why_number(
                viewer=make.SYSTEM, dimension=dimension, key=key, weight=line["weight"], basis=line["basis"], currency=line["currency"],
                figure=figure, as_of=AS_OF, known_on=TODAY, today=TODAY, factor=Decimal("0.3"),
            )  # fmt: skip
            if figure in ("low", "high") and line[figure] is None:
                continue
            assert why["amount"] == why["recomputed"] == line[figure], (dimension, key, figure)
            for node in why["parts"]:
                of = node.get("of") or [node]
                factors = (Decimal(1), Decimal("0.3"))
                leaves = sum(
                    f * sum(Decimal(leaf["amount"]) for leaf in one["leaves"])
                    for f, one in zip(factors, of, strict=False)
                )
                assert round_money(leaves, line["currency"]) == round_money(Decimal(node["amount"]), line["currency"])


def test_the_past_path_gives_today_s_answer_when_nothing_was_published_since() -> None:
    for seed in range(50, 53):
        booked(seed)
    make.save(signed("two", amount="50"), make.dossier("talk", amount="7"))
    make.catch_up()
    yesterday = TODAY.replace(day=1) if TODAY.day > 1 else date(2026, 1, 2)
    for dimension in NAMES:
        now, then = asked(dimension), asked(dimension, known_on=yesterday)
        assert [now[name] for name in ("groups", "covers")] == [then[name] for name in ("groups", "covers")], dimension


class Family:
    """Random deals: parts of others, replacing others, with views of one team or both."""

    def __init__(self, seed: int, teams: tuple[str, str]) -> None:
        dice = random.Random(seed)
        self.amounts = {f"d{seed}-{n}": Decimal(10**n) for n in range(6)}
        names = list(self.amounts)
        self.part_of = {n: dice.choice(names[i + 1 :]) for i, n in enumerate(names[:-1]) if dice.random() < 0.35}
        self.replaces = {
            n: dice.choice(names[i + 1 :])
            for i, n in enumerate(names[:-1])
            if dice.random() < 0.2 and n not in self.part_of
        }
        self.views = {n: [team for team in teams if dice.random() < 0.4] for n in names}

    def documents(self) -> list[make.Json]:
        public = [self._document(name, amount) for name, amount in self.amounts.items()]
        views = [
            self._document(name, self.amounts[name] * 2, compartment=team, private_view_of=name)
            for name, found in self.views.items() for team in found
        ]  # fmt: skip
        return [*public, *views]

    def _document(self, name: str, amount: Decimal, **more: Any) -> make.Json:
        relations = [
            {"key": f"x{kind[0]}", "kind": kind, "to": table[name]}
            for kind, table in (("part of", self.part_of), ("replaces", self.replaces)) if name in table
        ]  # fmt: skip
        document = signed(name, amount=str(amount), relations=relations, **more)
        document["claims"][0]["at"] += [f"/relations/{row['key']}" for row in relations]
        return document

    def expected(self, teams: set[str]) -> Decimal:
        """Each agreement once: as its team's view where the reader has one; not as a part of, nor replaced by, another."""
        kept = [n for n in self.amounts if n not in self.part_of and n not in self.replaces.values()]
        return sum((self.amounts[n] * (2 if teams & set(self.views[n]) else 1) for n in kept), Decimal(0))


def test_nothing_in_random_families_is_counted_twice_whoever_looks() -> None:
    cast.gather()
    other = Compartment.objects.create(name="Second team")
    team = Compartment.objects.get(name=cast.TEAM)
    families = [Family(seed, (cast.TEAM, "Second team")) for seed in range(3)]
    for family in families:
        make.save(*family.documents()[:6])
        make.save(*family.documents()[6:])
    readers = {
        frozenset(): {PUBLIC},
        frozenset({cast.TEAM}): {PUBLIC, team.pk},
        frozenset({cast.TEAM, "Second team"}): {PUBLIC, team.pk, other.pk},
    }
    for teams, walls in readers.items():
        viewer = Viewer(name="reader", walls=frozenset(walls))
        [group] = asked("currency", viewer=viewer, as_of=TODAY)["groups"]
        total = sum(Decimal(line["point"]) for line in group["amounts"])
        assert total == sum(family.expected(set(teams)) for family in families), teams


def test_a_group_s_exposure_is_that_of_all_below_its_ultimate_parent() -> None:
    make.save(signed("one"), signed("two", amount="50"), signed("three", amount="7"))
    with as_viewer(make.SYSTEM):
        top = Party.rows.create(name="Borrower Holdings")
        owned = list(Party.rows.filter(name__in=("Borrower one", "Borrower two")))
        for party in owned:
            stake = Stake.rows.create(owner=top, owned=party, share=None, kind="control", key=f"k-{party.name}")
            assert stake.pk
        changed = rebuild_lineages({party.pk for party in owned}, known_on=TODAY)
    assert changed
    found = {
        g["name"]: sum(Decimal(a["point"]) for a in g["amounts"])
        for g in asked("borrower.parent", as_of=TODAY)["groups"]
    }
    assert found == {"Borrower Holdings": Decimal(150), "Borrower three": Decimal(7)}
    assert len(asked("borrower", as_of=TODAY)["groups"]) == 3


def test_the_lender_page_of_a_past_day_names_whom_sources_had_named_by_then() -> None:
    make.save(signed("one", lender="Harbour Bank"))
    late = signed("late", lender="Tidal Credit")
    late["sources"][0]["published"] = "2026-02-01"
    make.save(late)
    given = {"viewer": make.SYSTEM, "as_of": TODAY, "today": TODAY}
    with as_viewer(make.SYSTEM):
        now = lender_table(known_on=TODAY, **given)
    with as_viewer(make.SYSTEM):
        then = lender_table(known_on=date(2025, 12, 31), **given)
    assert {row["name"] for row in now["named"]} == {"Harbour Bank", "Tidal Credit"}
    assert ([row["name"] for row in then["named"]], then["covers"]["deals"]) == (["Harbour Bank"], 1)
