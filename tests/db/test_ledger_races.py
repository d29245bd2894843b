"""Two hundred writers of every kind on one facility, twenty at a time: the rules hold on every day."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from deals.actions.deals import InvalidChange
from deals.actions.ledger import Booking, grant_participation, record_entry, reverse_entry, transfer_commitment
from deals.ledger.calc.balances import Entry, balances, first_breach
from deals.ledger.queries import booked
from deals.models import Facility, Hold, LedgerEntry
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.money import Amount
from tests import make

WRITERS, AT_ONCE = 200, 20


class Race:
    """A facility of 100 m with two holds; every writer is a thread with a connection of its own."""

    def __init__(self) -> None:
        entries = [("le", "commitment", "60000000", "2026-01-01"), ("ti", "commitment", "40000000", "2026-01-01")]
        lists = make.ledger(entries, committed="50000000", holds=("le", "ti"))
        lists["parties"] = [make.party("ti", "Tidal Credit", kind="fund")]
        [self.deal] = make.save(make.dossier("credit", **lists))
        with as_viewer(make.SYSTEM):
            self.facility, self.source = (
                Facility.rows.get(deal=self.deal).pk,
                Source.rows.get(publisher="Agent notice").pk,
            )
            self.holds = {key: Hold.rows.get(deal=self.deal, key=key).pk for key in ("le", "ti")}
        self.gate = Barrier(AT_ONCE)

    def run(self, act: Callable[[int], Any], writers: int = WRITERS) -> list[Any]:
        """What each writer got: what it booked, or the refusal."""

        def one(turn: int) -> Any:
            try:
                if turn < AT_ONCE:
                    self.gate.wait(timeout=60)
                with as_viewer(make.SYSTEM):
                    return act(turn)
            except InvalidChange as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(one, range(writers)))

    def at(self, turn: int) -> Booking:
        return Booking(
            self.deal, self.facility, date(2026, 1, 2) + timedelta(days=turn * 7 % 30), self.source, make.SYSTEM
        )

    def entries(self) -> list[Entry]:
        with as_viewer(make.SYSTEM):
            return [entry.value for entry in booked([self.deal])[self.deal]]


def usd(amount: int) -> Amount:
    return Amount.exact(Decimal(amount), "USD")


@pytest.mark.django_db(transaction=True)
def test_draws_repayments_transfers_and_participations_at_once_break_no_rule_on_any_day() -> None:
    race = Race()
    le, ti = race.holds["le"], race.holds["ti"]

    def act(turn: int) -> Any:
        one, other = (le, ti) if turn % 2 else (ti, le)
        given: dict[str, Any] = {"booking": race.at(turn), "amount": usd(1_700_000 + turn)}
        acts: tuple[Callable[[], Any], ...] = (
            lambda: record_entry(kind="drawdown", hold=one, **given),
            lambda: record_entry(kind="drawdown", hold=other, **given),
            lambda: record_entry(kind="repayment", hold=one, **given),
            lambda: transfer_commitment(giver=one, taker=other, **given),
            lambda: grant_participation(grantor=one, participant=other, **given),
        )
        return acts[turn % 5]()

    told = race.run(act)
    refused = [one for one in told if isinstance(one, InvalidChange)]
    assert 0 < len(refused) < WRITERS, "some fit and some do not"
    assert all("USD on 2026-01-" in str(error) and " by " in str(error) for error in refused)
    entries = race.entries()
    assert first_breach(entries) is None
    held = balances(entries, date(2026, 12, 31))
    assert sum(part.committed for part in held.values()) == Decimal(100_000_000)
    with as_viewer(make.SYSTEM):
        assert LedgerEntry.rows.count() == 2 + sum(
            len(one.entries) for one in told if not isinstance(one, InvalidChange)
        )


@pytest.mark.django_db(transaction=True)
def test_one_entry_is_reversed_once_whoever_comes_first() -> None:
    race = Race()
    with as_viewer(make.SYSTEM):
        [entry] = record_entry(booking=race.at(0), kind="drawdown", amount=usd(5), hold=race.holds["le"]).entries

    def act(_: int) -> Any:
        return reverse_entry(deal=race.deal, entry=entry, source=race.source, viewer=make.SYSTEM)

    told = race.run(act, writers=AT_ONCE)
    assert sum(not isinstance(one, InvalidChange) for one in told) == 1
    with as_viewer(make.SYSTEM):
        assert LedgerEntry.rows.filter(reverses=entry).count() == 1
