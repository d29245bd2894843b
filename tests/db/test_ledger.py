"""Book entries on the real database: what is taken, what is refused and in which words, and 200 writers at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from deals.actions._changed import NotAllowed, NotFound, Outdated
from deals.actions.deals import InvalidChange
from deals.actions.facilities import Statement, open_hold, record_balance
from deals.actions.ledger import Booking, grant_participation, record_entry, reverse_entry, transfer_commitment
from deals.exposure.models import ExposurePeriod
from deals.models import BalanceReport, Facility, Hold, LedgerEntry
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.money import Amount, AmountError
from dealtracker.periods import When
from parties.models import Party
from tests import cast, make

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 15)


class Ledger:
    """One saved facility of 100 m USD with two lenders, Harbour with 60 m of it committed and Tidal with 40 m."""

    def __init__(self, **more: Any) -> None:
        lists = make.ledger(
            [("le", "commitment", "60000000", "2026-01-01"), ("ti", "commitment", "40000000", "2026-01-01")],
            committed="50000000", holds=("le", "ti"),
        )  # fmt: skip
        lists["parties"] = [make.party("ti", "Tidal Credit", kind="fund")]
        document = make.dossier("credit", **lists)
        document["facilities"][0] |= more
        [self.deal] = make.save(document)
        with as_viewer(make.SYSTEM):
            self.facility = Facility.rows.get(deal=self.deal).pk
            self.source = Source.rows.get(publisher="Agent notice").pk
            self.le, self.ti = (Hold.rows.get(deal=self.deal, key=key).pk for key in ("le", "ti"))

    def at(self, day: date = DAY, viewer: Viewer = make.SYSTEM, **more: Any) -> Booking:
        return Booking(self.deal, self.facility, day, self.source, viewer, **more)

    def book(self, kind: str, amount: str, day: date = DAY, hold: UUID | None = None) -> UUID:
        with as_viewer(make.SYSTEM):
            return record_entry(booking=self.at(day), kind=kind, amount=usd(amount), hold=hold or self.le).entries[0]

    def refusal(self, act: Callable[[], Any]) -> tuple[str, str, str]:
        """(pointer, code, sentence); the ledger must be as it was."""
        with as_viewer(make.SYSTEM):
            before = LedgerEntry.rows.count()
            with pytest.raises(InvalidChange) as error:
                act()
            assert LedgerEntry.rows.count() == before
        [fault] = error.value.faults
        return fault.pointer, fault.code, fault.detail


def usd(amount: str) -> Amount:
    return Amount.exact(Decimal(amount), "USD")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def test_an_entry_is_booked_with_its_source_and_shows_in_exposure(ledger: Ledger) -> None:
    ledger.book("drawdown", "10000000.25")
    make.catch_up()
    with as_viewer(make.SYSTEM):
        row = ExposurePeriod.rows.get(hold=ledger.le, rests_on="entries", start=DAY)
        assert (row.committed, row.outstanding, row.undrawn) == (6_000_000_000, 1_000_000_025, 4_999_999_975)
        assert LedgerEntry.rows.get(kind="drawdown").source_id == ledger.source


def test_over_commitment_is_refused_with_hold_day_and_figure_also_backdated(ledger: Ledger) -> None:
    ledger.book("drawdown", "60000000")
    late = ledger.refusal(lambda: record_entry(booking=ledger.at(date(2026, 3, 31)), kind="drawdown", amount=usd("1"), hold=ledger.le))
    assert late == ("/amount", "balance", "over commitment by 1.00 USD on 2026-03-31 (hold le): 0.00 USD is undrawn")
    early = ledger.refusal(lambda: record_entry(booking=ledger.at(date(2026, 1, 2)), kind="drawdown", amount=usd("0.01"), hold=ledger.le))
    assert early == ("/amount", "balance", "over commitment by 0.01 USD on 2026-01-15 (hold le): 59999999.99 USD is undrawn")


def test_outstanding_never_falls_below_zero_also_before_what_was_drawn(ledger: Ledger) -> None:
    ledger.book("drawdown", "5", date(2026, 2, 1))
    act = lambda: record_entry(booking=ledger.at(date(2026, 1, 20)), kind="repayment", amount=usd("5"), hold=ledger.le)  # noqa: E731
    assert ledger.refusal(act)[2] == "outstanding below zero by 5.00 USD on 2026-01-20 (hold le)"
    ledger.book("repayment", "5", date(2026, 2, 1))


def test_a_reversal_is_booked_once_and_gives_the_room_back(ledger: Ledger) -> None:
    drawn = ledger.book("drawdown", "60000000")
    with as_viewer(make.SYSTEM):
        [back] = reverse_entry(deal=ledger.deal, entry=drawn, source=ledger.source, viewer=make.SYSTEM).entries
    again = ledger.refusal(lambda: reverse_entry(deal=ledger.deal, entry=drawn, source=ledger.source, viewer=make.SYSTEM))
    assert again[1] == "reversal" and "once is enough" in again[2]
    assert " is reversed already, on " in again[2] and "n-" not in again[2]
    assert "reversal itself" in ledger.refusal(lambda: reverse_entry(deal=ledger.deal, entry=back, source=ledger.source, viewer=make.SYSTEM))[2]
    ledger.book("drawdown", "60000000")
    with as_viewer(make.SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        first = LedgerEntry.rows.get(pk=back)
        LedgerEntry.rows.create(
            deal_id=ledger.deal, facility_id=ledger.facility, key="twice", hold_id=ledger.le, kind="drawdown", amount_minor=1,
            currency="USD", value_date=DAY, booked_at=first.booked_at, reverses_id=drawn, source_id=ledger.source,
        )  # fmt: skip


def test_a_commitment_that_was_drawn_cannot_be_reversed(ledger: Ledger) -> None:
    ledger.book("drawdown", "1")
    with as_viewer(make.SYSTEM):
        first = LedgerEntry.rows.get(hold=ledger.le, kind="commitment").pk
    act = lambda: reverse_entry(deal=ledger.deal, entry=first, source=ledger.source, viewer=make.SYSTEM)  # noqa: E731
    assert ledger.refusal(act)[2] == "over commitment by 1.00 USD on 2026-01-15 (hold le): 0.00 USD is undrawn"


def test_a_transfer_moves_drawn_and_outstanding_pro_rata_and_is_reversed_whole(ledger: Ledger) -> None:
    ledger.book("drawdown", "30000000")
    ledger.book("repayment", "10000000", date(2026, 1, 20))
    with as_viewer(make.SYSTEM):
        booked = transfer_commitment(booking=ledger.at(date(2026, 2, 1)), giver=ledger.le, taker=ledger.ti, amount=usd("20000000"))
    sides = at(ledger, date(2026, 2, 1))
    assert sides == {"le": (4_000_000_000, 1_333_333_333), "ti": (6_000_000_000, 666_666_667), None: (10_000_000_000, 2_000_000_000)}
    with as_viewer(make.SYSTEM):
        back = reverse_entry(deal=ledger.deal, entry=booked.entries[0], source=ledger.source, viewer=make.SYSTEM)
    assert len(back.entries) == 2
    assert at(ledger, date(2026, 2, 1)) == {"le": (6_000_000_000, 2_000_000_000), "ti": (4_000_000_000, 0), None: (10_000_000_000, 2_000_000_000)}


def test_a_taker_of_a_revolving_loan_with_capitalised_interest_is_not_over_its_commitment() -> None:
    ledger = Ledger(revolving=True)
    ledger.book("drawdown", "60000000")
    ledger.book("capitalised interest", "600000")
    with as_viewer(make.SYSTEM):
        transfer_commitment(booking=ledger.at(date(2026, 2, 1)), giver=ledger.le, taker=ledger.ti, amount=usd("60000000"))
        moved = LedgerEntry.rows.filter(kind__startswith="transfer").values_list("capitalised_minor", flat=True)
        assert list(moved) == [60_000_000, 60_000_000]
    ledger.book("drawdown", "40000000", hold=ledger.ti)
    assert at(ledger, date(2026, 2, 1))["ti"] == (10_000_000_000, 10_060_000_000)


def test_the_largest_amount_that_can_be_stated_can_be_rebuilt() -> None:
    most = f"1{'0' * 16}"
    [deal] = make.save(make.dossier("vast", amount=most))
    with as_viewer(make.SYSTEM):
        assert ExposurePeriod.rows.get(deal=deal).committed == 10**18
    with pytest.raises(AmountError, match="more than an amount can hold"):
        Amount.from_json(make.money(most + "0"), money=True)


def at(ledger: Ledger, day: date) -> dict[str | None, tuple[int | None, int | None]]:
    """Hold → (committed, outstanding) by the entries on the day."""
    make.catch_up()
    with as_viewer(make.SYSTEM):
        names = dict(Hold.rows.values_list("pk", "key"))
        rows = ExposurePeriod.rows.filter(deal=ledger.deal, rests_on="entries", start__lte=day, end__gt=day)
        return {names.get(row.hold): (row.committed, row.outstanding) for row in rows}  # type: ignore[arg-type]


def test_more_than_the_hold_cannot_be_transferred_nor_participated_nor_to_oneself(ledger: Ledger) -> None:
    over = ledger.refusal(lambda: transfer_commitment(booking=ledger.at(), giver=ledger.le, taker=ledger.ti, amount=usd("60000000.01")))
    assert over == ("/amount", "balance", "transfer over the hold by 0.01 USD on 2026-01-15 (hold le); 60000000.00 USD is held")
    own = ledger.refusal(lambda: transfer_commitment(booking=ledger.at(), giver=ledger.le, taker=ledger.le, amount=usd("1")))
    assert own[:2] == ("/taker", "same_hold")
    with as_viewer(make.SYSTEM):
        grant_participation(booking=ledger.at(), grantor=ledger.le, participant=ledger.ti, amount=usd("50000000"))
    more = ledger.refusal(lambda: grant_participation(booking=ledger.at(), grantor=ledger.le, participant=ledger.ti, amount=usd("10000001")))
    assert more[2].startswith("participation over the hold by 1.00 USD on 2026-01-15 (hold le)")
    sold = ledger.refusal(lambda: transfer_commitment(booking=ledger.at(), giver=ledger.le, taker=ledger.ti, amount=usd("10000001")))
    assert sold[2] == "participated beyond the hold by 1.00 USD on 2026-01-15 (hold le)"
    with as_viewer(make.SYSTEM):
        assert LedgerEntry.rows.filter(kind="participation in", counter=ledger.le).count() == 1


def test_a_participation_moves_exposure_and_not_the_lender_of_record(ledger: Ledger) -> None:
    ledger.book("drawdown", "20000000")
    with as_viewer(make.SYSTEM):
        grant_participation(booking=ledger.at(), grantor=ledger.le, participant=ledger.ti, amount=usd("15000000"))
    make.catch_up()
    with as_viewer(make.SYSTEM):
        rows = {r.hold: r for r in ExposurePeriod.rows.filter(rests_on="entries", start__lte=DAY, end__gt=DAY)}
        assert (rows[ledger.le].outstanding, rows[ledger.le].net_outstanding) == (2_000_000_000, 1_500_000_000)
        assert (rows[ledger.ti].outstanding, rows[ledger.ti].net_outstanding) == (0, 500_000_000)
        assert rows[ledger.ti].net_committed == 5_500_000_000


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "transfer out"}, "paired"),
    ({"kind": "gift"}, "invalid_value"),
    ({"amount": Amount("approx", point=Decimal(5), currency="USD")}, "amount"),
    ({"amount": Amount.exact(0, "USD")}, "amount"),
    ({"amount": Amount.exact(-5, "USD")}, "amount"),
    ({"amount": Amount.exact("0.001", "USD")}, "amount"),
    ({"amount": Amount.exact("999999999999999999", "USD")}, "amount"),
    ({"amount": Amount.exact(5, "EUR")}, "currency"),
    ({"hold": uuid4()}, "unknown_hold"),
]


@pytest.mark.parametrize(("wrong", "code"), WRONG)
def test_what_no_ledger_takes_is_refused(ledger: Ledger, wrong: dict[str, Any], code: str) -> None:
    given = {"kind": "drawdown", "amount": usd("5"), "hold": ledger.le, **wrong}
    assert ledger.refusal(lambda: record_entry(booking=ledger.at(), **given))[1] == code


def test_draws_lie_within_the_availability_and_citations_within_reach() -> None:
    ledger = Ledger(availability_start="2026-01-10", availability_end="2026-06")
    for day, fine in ((date(2026, 1, 9), False), (date(2026, 1, 10), True), (date(2026, 6, 30), True), (date(2026, 7, 1), False)):
        if fine:
            ledger.book("drawdown", "1", day)
        else:
            act = lambda at=day: record_entry(booking=ledger.at(at), kind="drawdown", amount=usd("1"), hold=ledger.le)  # noqa: E731
            assert ledger.refusal(act)[:2] == ("/value_date", "date")
    unknown = Booking(ledger.deal, ledger.facility, DAY, uuid4(), make.SYSTEM)
    assert ledger.refusal(lambda: record_entry(booking=unknown, kind="drawdown", amount=usd("1")))[:2] == ("/source", "unknown_source")


def test_readers_may_not_book_outsiders_find_nothing_and_old_revisions_are_told(ledger: Ledger) -> None:
    people = cast.gather()
    for name, error in (("alice", NotAllowed), ("eve", NotAllowed)):
        viewer = people.viewer(name)
        with as_viewer(viewer), pytest.raises(error):
            record_entry(booking=ledger.at(viewer=viewer), kind="drawdown", amount=usd("1"), hold=ledger.le)
    nowhere = Booking(uuid4(), ledger.facility, DAY, ledger.source, make.SYSTEM)
    with as_viewer(make.SYSTEM), pytest.raises(NotFound):
        record_entry(booking=nowhere, kind="drawdown", amount=usd("1"))
    with as_viewer(make.SYSTEM), pytest.raises(Outdated):
        record_entry(booking=ledger.at(revision=99), kind="drawdown", amount=usd("1"))


def test_a_reported_balance_is_an_observation_with_claims(ledger: Ledger) -> None:
    statement = Statement(ledger.deal, ledger.facility, ledger.source, make.SYSTEM, "document")
    with as_viewer(make.SYSTEM):
        record_balance(statement=statement, measure="outstanding", amount=usd("12000000"), as_of=When.parse("2026-01-31"))
    make.catch_up()
    with as_viewer(make.SYSTEM):
        assert BalanceReport.rows.get().amount == usd("12000000")
        row = ExposurePeriod.rows.get(rests_on="balance")
        assert (row.start, row.outstanding, row.committed) == (date(2026, 1, 31), 1_200_000_000, None)
        assert row.basis != "entries"


def test_a_hold_is_opened_once_for_a_party_and_never_for_the_borrower(ledger: Ledger) -> None:
    statement = Statement(ledger.deal, ledger.facility, ledger.source, make.SYSTEM)
    with as_viewer(make.SYSTEM):
        fund = Party.rows.create(name="Reef Fund", kind="fund", compartment_id=PUBLIC)
        hold = open_hold(statement=statement, party=fund.pk, amount=usd("5"))
        assert Hold.rows.get(pk=hold).party_id == fund.pk
        borrower = Party.rows.get(roles__role="borrower").pk
    assert ledger.refusal(lambda: open_hold(statement=statement, party=fund.pk))[1] == "exists"
    assert ledger.refusal(lambda: open_hold(statement=statement, party=borrower))[1] == "self_lending"
    assert ledger.refusal(lambda: open_hold(statement=statement, party=uuid4()))[1] == "unknown_party"


@pytest.mark.django_db(transaction=True)
def test_two_hundred_racing_writers_overdraw_nothing() -> None:
    ledger = Ledger()

    def draw(turn: int) -> bool:
        try:
            ledger.book("drawdown", "1000000", date(2026, 1, 10 + turn % 7))
        except InvalidChange as error:
            assert "over commitment by" in str(error)
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(16) as pool:
        taken = sum(pool.map(draw, range(200)))
    assert taken == 60, "exactly what 60 m can bear"
    make.catch_up()
    with as_viewer(make.SYSTEM):
        row = ExposurePeriod.rows.get(hold=ledger.le, rests_on="entries", end=date(9999, 12, 31))
        assert (row.outstanding, row.undrawn) == (6_000_000_000, 0)
